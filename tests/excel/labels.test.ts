import { describe, expect, it } from 'vitest';
import { type LabelName, labelName } from '../../src/excel/labels.ts';

describe('a label', () => {
  it.each<[LabelName, readonly string[]]>([
    ['lastName', ['Nume', 'NUME:', 'Nume de familie', 'Nume (solicitant)']],
    ['cnp', ['CNP', 'C.N.P.', 'Cod numeric personal (CNP)', 'CNP *']],
    ['idDocument', ['Act de identitate (serie și număr)', 'CI serie şi nr.', 'Seria și numărul CI', 'BI/CI']],
    ['phone', ['Telefon', 'Nr. telefon', 'Tel.', 'Număr de telefon', 'Telefon mobil']],
    ['email', ['E-mail', 'e-mail:', 'Adresa de e-mail', 'Email', 'E-mail (pentru credențiale)']],
    [
      'authorisation',
      [
        'Serie și nr. certificat de autorizare',
        'Seria și nr. autorizației',
        'Certificat autorizare seria şi nr.',
      ],
    ],
    ['authorisedOn', ['Data emiterii autorizației', 'DATA ELIBERARII CERTIFICATULUI']],
    ['office', ['OCPI (indicativ județ)', 'O.C.P.I.', 'Indicativ OCPI']],
    ['taxId', ['CUI', 'C.U.I.', 'CUI/CIF', 'Cod fiscal']],
    [
      'credentialsCreatedOn',
      ['Data creeri credențialelor', 'Data creării credenţialelor', 'DATA CREARII CREDENTIALELOR'],
    ],
    ['webAddress', ['Adresa web', 'Adresă WEB:']],
    ['user', ['User', 'Utilizator', 'Nume de utilizator']],
    ['password', ['Parola', 'Parolă', 'PAROLA :', 'Parola\u200b']],
  ])('%s is known however people write it', (name, texts) => {
    expect(texts.map((text) => labelName(text))).toEqual(texts.map(() => name));
  });

  it('is no heading, no sentence and no value', () => {
    for (const text of [
      'A. Date de identificare',
      'DATE PENTRU CERERE ACCES ONLINE',
      'Alba',
      'Nume: Parola',
      'Data',
      7,
      null,
    ]) {
      expect(labelName(text)).toBe(null);
    }
  });
});
