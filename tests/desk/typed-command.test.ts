/** What somebody types, however they type it. */
import { describe, expect, it } from 'vitest';
import { readCommand } from '../../src/desk/commands/typed-command.ts';

describe('a typed command', () => {
  it.each([
    ['dosare', 'dosare', ''],
    ['  DOSARE  ', 'dosare', ''],
    ['Caută  Ion   Țăran', 'cauta', 'Ion Țăran'],
    ['leagă AB coordonator', 'leaga', 'AB coordonator'],
    ['dezleagă', 'dezleaga', ''],
    ['', 'ajutor', ''],
    ['   ', 'ajutor', ''],
  ])('«%s» is %s', (text, name, rest) => {
    expect(readCommand(text)).toEqual({ known: true, name, rest });
  });

  it.each([
    ['dosre', 'dosare'],
    ['dossare', 'dosare'],
    ['cata Ion', 'cauta'],
    ['rapport', 'raport'],
    ['role', 'rol'],
  ])('«%s» is none, and the nearest is told', (text, nearest) => {
    expect(readCommand(text)).toEqual({ known: false, typed: text.split(' ')[0], nearest });
  });
});
