/** All text that a person reads on a card. */
export function textOf(value: unknown): string {
  if (Array.isArray(value)) {
    return value.map(textOf).join(' ');
  }
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value)
      .filter(([key, each]) => typeof each === 'object' || key === 'text' || key === 'title')
      .map(([, each]) => textOf(each))
      .join(' ');
  }
  return typeof value === 'string' ? value : '';
}
