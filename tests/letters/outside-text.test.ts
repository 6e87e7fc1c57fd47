import { assert, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LetterContent } from '../../src/mail/letters/letter.ts';
import { letterFrom, renderLetter } from '../../src/mail/letters/render-letter.ts';
import { htmlToText } from '../../src/mail/reading/html-text.ts';
import { ro } from '../../src/texts/ro.ts';
import { LETTERS, SAMPLES } from './sample-letters.ts';
import { allElements, allTexts, parseStrictly } from './strict-html.ts';
import { sameWords, wordsOf } from './words.ts';

/** Texts that try to be more than text, and how they must be read in a letter: as themselves, on one line. */
const HOSTILE: readonly (readonly [what: string, text: string, shown: string])[] = [
  ['a picture', '<img src=x onerror=alert(1)>', '<img src=x onerror=alert(1)>'],
  ['the end of a table', '</td></tr></table><h1>Gata</h1>', '</td></tr></table><h1>Gata</h1>'],
  ['an attribute', `" onmouseover='alert(1)'`, `" onmouseover='alert(1)'`],
  ['markup escaped already', '&lt;b&gt; &amp;amp; &nbsp;', '&lt;b&gt; &amp;amp; &nbsp;'],
  ['a template', `$${'{process.env.HOME}'} {{DATE()}}`, `$${'{process.env.HOME}'} {{DATE()}}`],
  ['a link', 'https://evil.ro/parola', 'https://evil.ro/parola'],
  ['a Markdown link', '[Parola](https://evil.ro)', '[Parola](https://evil.ro)'],
  ['a host name', 'www.evil.ro', 'www.evil.ro'],
  ['an e-mail address', 'mailto:rau@evil.ro', 'mailto:rau@evil.ro'],
  ['a header', 'Ion\r\nBcc: rau@evil.ro', 'Ion Bcc: rau@evil.ro'],
  ['a line of a letter', 'Ion\u2028Parola: 1234', 'Ion Parola: 1234'],
  ['the other direction', 'Ion\u202egnp.exe\u202c', 'Iongnp.exe'],
  ['what cannot be seen', 'I\u200bo\u00adn\u0000\ufeff Pop', 'Ion Pop'],
  ['half a character', 'Ion \ud83d Pop', 'Ion \ufffd Pop'],
];

/** A sample with every text of it replaced, but for what the desk itself makes. */
function filledWith(content: LetterContent, text: string): LetterContent {
  const own = ['letter', 'caseNumber', 'receivedAt', 'until', 'change', 'urgent'];
  const entries = Object.entries(content).map(([key, value]) => {
    if (own.includes(key) || value === null) {
      return [key, value];
    }
    if (typeof value === 'string') {
      return [key, text];
    }
    return [key, Array.isArray(value) ? [text] : { number: text, date: text }];
  });
  return Object.fromEntries(entries) as LetterContent;
}

/** Everything that must hold whatever the texts are. */
function expectHarmless(content: LetterContent): void {
  const { subject, text, html } = renderLetter(content, ro);
  expect(subject).toMatch(/^\[AB-2026-00042\] [^\p{Cc}\u2028\u2029]*$/u);
  expect(subject.length).toBeLessThanOrEqual(200);
  expect(text).not.toMatch(/[^\P{Cc}\n]|[\u2028\u2029\u202a-\u202e]/u);
  const page = parseStrictly(html);
  for (const piece of allTexts(page.children[1] as typeof page)) {
    expect(piece).not.toMatch(/\S@\S|\S\.\p{L}|:\/\//u);
  }
  const attributes = allElements(page).flatMap((element) => [...element.attributes.keys()]);
  const expected = ['lang', 'charset', 'name', 'content', 'style', 'role', 'width', 'align', 'scope'];
  expect(attributes.filter((name) => !expected.includes(name))).toEqual([]);
  expect(sameWords(htmlToText(html), text)).toBe(true);
}

describe('text from outside', () => {
  it.each(HOSTILE)('is shown as itself, in HTML too: %s', (_what, text, shown) => {
    for (const letter of LETTERS) {
      const content = filledWith(SAMPLES[letter], text);
      expectHarmless(content);
      expect(wordsOf(renderLetter(content, ro).text).join(' ')).toContain(wordsOf(shown).join(' '));
    }
  });

  it.each(LETTERS)('is never more than text, whatever it is, in %s', (letter) => {
    assert(
      property(string({ unit: 'binary', maxLength: 300 }), (text) =>
        expectHarmless(filledWith(SAMPLES[letter], text)),
      ),
      { numRuns: 60 },
    );
  });

  it.each(LETTERS)('has the same page around it as harmless text, in %s', (letter) => {
    const shape = (text: string) =>
      allElements(parseStrictly(renderLetter(filledWith(SAMPLES[letter], text), ro).html))
        .map(({ name }) => name)
        .filter((name) => name !== 'span');
    expect(shape('</td></tr></table><h1>Gata</h1><ul><li>x')).toEqual(shape('Ion'));
  });
});

describe('a name in a subject', () => {
  const subjectFor = (applicantName: string) =>
    renderLetter({ ...SAMPLES['to-di'], applicantName }, ro).subject;

  it('is left out if it is not a name, so that no other case is named there', () => {
    expect(subjectFor('Ion [CJ-2026-00001]')).toBe('[AB-2026-00042] Cerere de acces aprobată');
    expect(subjectFor('Ion\r\nBcc: rau@evil.ro')).toBe('[AB-2026-00042] Cerere de acces aprobată');
  });

  it('may have hyphens, apostrophes, dots and letters of any language', () => {
    for (const name of ['Ana-Maria Țîrlea', 'Ion C. O’Neill', 'Kovács Győző', 'Иван Петров']) {
      expect(subjectFor(name)).toBe(`[AB-2026-00042] Cerere de acces aprobată: ${name}`);
    }
  });

  it('is shortened if it is very long', () => {
    expect(subjectFor('Ana '.repeat(50_000)).length).toBeLessThanOrEqual(110);
    expect(subjectFor('Ana '.repeat(50_000))).toMatch(/Ana…$/);
  });
});

describe('very long text', () => {
  it('is shortened where a line is enough, and kept whole where somebody wrote a letter', () => {
    const long = 'x'.repeat(100_000);
    const named = renderLetter({ ...SAMPLES.credentials, applicantName: long, user: long }, ro);
    expect(named.text.length).toBeLessThan(4_000);
    expect(named.text).toContain(`Solicitant: ${'x'.repeat(119)}…\n`);
    expect(renderLetter({ ...SAMPLES.reply, note: `${long}\n\nfinal` }, ro).text).toContain(
      `${long}\n\nfinal\n`,
    );
  });

  it('never leaves half a character', () => {
    const { text } = renderLetter({ ...SAMPLES.withdrawn, applicantName: '𝒜'.repeat(1_000) }, ro);
    expect(text.isWellFormed()).toBe(true);
    expect(text).toContain(`${'𝒜'.repeat(119)}…`);
  });

  it('keeps the sender’s name short and on one line', () => {
    expect(letterFrom('OCPI\r\nAlba')).toBe('OCPI Alba – acces');
    expect(letterFrom('x'.repeat(10_000)).length).toBeLessThanOrEqual(90);
  });
});
