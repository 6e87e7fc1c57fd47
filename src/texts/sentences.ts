/** How sentences are put together, whatever the language. */

/** `: text`, or nothing. */
export const more = (text: string): string => (text === '' ? '' : `: ${text}`);

/** ` (text)`, or nothing. */
export const inParentheses = (text: string): string => (text === '' ? '' : ` (${text})`);

/** A sentence of a text: with its full stop, unless somebody's own words at its end bring one. */
export function sentence<Facts>(text: (facts: Facts) => string): (facts: Facts) => string {
  return (facts) =>
    text(facts)
      .trimEnd()
      .replace(/(?<![.!?…])$/u, '.');
}

/** A sentence about what somebody did; it begins with their name, or with "solicitantul" as "Solicitantul". */
export function sentencesAbout(language: 'ro' | 'en') {
  const begins = (text: string): string => text.charAt(0).toLocaleUpperCase(language) + text.slice(1);
  return <Facts extends { readonly who: string }>(text: (facts: Facts) => string) =>
    sentence<Facts>((facts) => `${begins(facts.who)} ${text(facts)}`);
}
