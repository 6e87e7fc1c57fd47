import type { Card } from '../channel.ts';

/** The case that a card's buttons speak of (`data.caseId` of its first such action), or null. */
export function cardCaseId(card: Card): string | null {
  return find(card, 0);
}

function find(value: unknown, depth: number): string | null {
  if (typeof value !== 'object' || value === null || depth > 20) {
    return null;
  }
  if (Array.isArray(value)) {
    return firstOf(value, depth);
  }
  if (
    'type' in value &&
    typeof value.type === 'string' &&
    value.type.startsWith('Action.') &&
    'data' in value
  ) {
    const { data } = value;
    if (typeof data === 'object' && data !== null && 'caseId' in data && typeof data.caseId === 'string') {
      return data.caseId;
    }
  }
  return firstOf(Object.values(value), depth);
}

function firstOf(values: readonly unknown[], depth: number): string | null {
  for (const value of values) {
    const found = find(value, depth + 1);
    if (found !== null) {
      return found;
    }
  }
  return null;
}
