import { describe, expect, it } from 'vitest';
import { formatDay, formatInstant } from '../../src/texts/dates.ts';
import { counted } from '../../src/texts/ro/words.ts';
import { textsFor } from '../../src/texts/texts.ts';
import { everythingSaid, keysOf, type Said } from './said.ts';

const ro = textsFor('ro');
const en = textsFor('en');
const languages = [
  ['ro', ro],
  ['en', en],
] as const;

/** Words of everyday Romanian that are wrong without their marks. */
const WITHOUT_MARKS =
  /(?<!\p{L})(si|daca|fara|dupa|catre|inca|intre|pana|numar|numarul|cand|fiindca|aprobata|trimiteti|scrieti|alegeti|bifati|inchide|inapoi|asteapta)(?!\p{L})/iu;

function offending(said: readonly Said[], pattern: RegExp): readonly Said[] {
  return said.filter(({ text }) => pattern.test(text));
}

/** All but the words by which a text is recognised: those are folded, and shown to nobody. */
function shownIn(texts: object): readonly Said[] {
  return everythingSaid(texts).filter(({ path }) => !/(greetingWords|regardsWords)/.test(path));
}

describe('the texts in Romanian', () => {
  const shown = shownIn(ro);

  it('write ș and ț with a comma below, never with a cedilla, and never with a loose mark', () => {
    expect(offending(shown, /\u015e|\u015f|\u0162|\u0163|\u0326|\u0327/)).toEqual([]);
    expect(shown.filter(({ text }) => /[șț]/i.test(text)).length).toBeGreaterThan(100);
  });

  it('forget no mark in everyday words', () => {
    expect(offending(shown, WITHOUT_MARKS)).toEqual([]);
  });

  it('use Romanian quotation marks', () => {
    expect(offending(shown, /["“]/)).toEqual([]);
  });

  it('count as one counts in Romanian', () => {
    expect([0, 1, 2, 19, 20, 21, 100, 101, 119, 120].map((count) => counted(count, 'zi', 'zile'))).toEqual([
      '0 zile',
      '1 zi',
      '2 zile',
      '19 zile',
      '20 de zile',
      '21 de zile',
      '100 de zile',
      '101 zile',
      '119 zile',
      '120 de zile',
    ]);
  });
});

describe('the texts in English', () => {
  it('say everything that the Romanian ones say, and nothing else', () => {
    expect([...keysOf(en)].sort()).toEqual([...keysOf(ro)].sort());
  });

  it('have no Romanian left but names', () => {
    const names = /Autorizați|Autorizări|Comisia|Cadastru|București|Publicitate|Cerere|Română|„/;
    const romanian = offending(everythingSaid(en), /[ășțî]/i).filter(({ text }) => !names.test(text));
    expect(romanian).toEqual([]);
  });

  it('are words of their own', () => {
    const romanian = new Map(everythingSaid(ro).map(({ path, text }) => [path, text]));
    const long = everythingSaid(en).filter(({ text }) => text.split(' ').length > 4);
    expect(long.length).toBeGreaterThan(200);
    expect(long.filter(({ path, text }) => romanian.get(path) === text)).toEqual([]);
  });
});

describe.each(languages)('every text in %s', (_, texts) => {
  const said = shownIn(texts);

  it('says something', () => {
    expect(said.length).toBeGreaterThan(400);
    expect(said.filter(({ text }) => text.trim() === '')).toEqual([]);
  });

  it('is plain: no markup, no template expression, nothing undefined', () => {
    expect(offending(said, /\$\{|\{\{|<[a-z/]|\*\*|undefined|\[object|\bnull\b|NaN/)).toEqual([]);
  });

  it('has no two spaces, no space before a comma, and none at its ends', () => {
    expect(offending(said, / {2}| [,;:!]|^\s|\s$|\.\.$/)).toEqual([]);
  });

  it('reads well where nothing is known of what it tells', () => {
    const events = everythingSaid(texts.events, 'none').filter(({ path }) => path.endsWith('()'));
    expect(offending(events, / {2}|\(\)|[:,] ?\.$| \.$|: *$|„”|“”/)).toEqual([]);
  });

  it('fits on a button and as a dialog’s title', () => {
    const titles = Object.values(texts.dialogs).flatMap((dialog) =>
      typeof dialog === 'object' && 'title' in dialog ? [dialog.title] : [],
    );
    expect(titles.length).toBeGreaterThan(20);
    expect(titles.filter((title) => title.length > 24)).toEqual([]);
    const submits = Object.values(texts.dialogs).flatMap((dialog) =>
      typeof dialog === 'object' && 'submit' in dialog ? [dialog.submit] : [],
    );
    expect(submits.filter((title) => title.length > 24)).toEqual([]);
    expect(Object.values(texts.actions).filter((title) => title.length > 40)).toEqual([]);
  });
});

describe('days and hours', () => {
  it('are Bucharest’s, in summer and in winter', () => {
    expect(formatInstant('2026-11-23T22:30:00.000Z')).toBe('24.11.2026, 00:30');
    expect(formatInstant('2026-07-01T21:30:00.000Z')).toBe('02.07.2026, 00:30');
  });

  it('are written as an office writes them; what is no day stays as it is', () => {
    expect(formatDay('2026-11-23')).toBe('23.11.2026');
    expect(formatDay('neclar')).toBe('neclar');
  });
});
