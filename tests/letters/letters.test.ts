import { describe, expect, it } from 'vitest';
import type { LetterContent } from '../../src/mail/letters/letter.ts';
import { ATTACHMENTS, letterFrom, renderLetter } from '../../src/mail/letters/render-letter.ts';
import { htmlToText } from '../../src/mail/reading/html-text.ts';
import { en } from '../../src/texts/en.ts';
import { ro } from '../../src/texts/ro.ts';
import { LETTERS, SAMPLES } from './sample-letters.ts';
import { allElements, parseStrictly } from './strict-html.ts';
import { sameWords, wordsOf } from './words.ts';

type KeyOf<T> = T extends unknown ? keyof T : never;
type PasswordKeys = Extract<KeyOf<LetterContent>, `${string}${'P' | 'p'}assword${string}` | 'secret'>;
/** Does not compile once a letter can be given a password. */
const NO_PASSWORD: [PasswordKeys] extends [never] ? true : false = true;

const TO_APPLICANT = LETTERS.filter((letter) => !['to-dcg', 'to-di', 'to-secretary'].includes(letter));

function textOf(content: LetterContent): string {
  return renderLetter(content, ro).text;
}

describe('every letter', () => {
  it.each(LETTERS)('%s begins its subject with the case number, on one short line', (letter) => {
    const { subject } = renderLetter(SAMPLES[letter], ro);
    expect(subject).toMatch(/^\[AB-2026-00042\] \p{Lu}[^\n\r]+$/u);
    expect(subject.length).toBeLessThanOrEqual(110);
  });

  it.each(LETTERS)('%s carries the office’s own registration number and date', (letter) => {
    expect(textOf(SAMPLES[letter])).toContain('\nNr. înregistrare OCPI Alba: 1234 din 05.01.2026\n');
  });

  it.each(LETTERS)('%s leaves out what nobody knows yet', (letter) => {
    const text = textOf({ ...SAMPLES[letter], registry: null, applicantName: '' });
    expect(text).not.toContain('Nr. înregistrare');
    expect(text).not.toContain('Solicitant:');
    expect(text).toContain('\nDosar: AB-2026-00042\n');
    expect(renderLetter({ ...SAMPLES[letter], applicantName: '' }, ro).subject).not.toMatch(/:\s*$/);
  });

  it.each(LETTERS)('%s says how to answer, greets and takes its leave', (letter) => {
    const text = textOf(SAMPLES[letter]);
    expect(text.match(/Bună ziua,/g)).toHaveLength(1);
    expect(text.match(/Cu stimă,/g)).toHaveLength(1);
    expect(text).toMatch(/răspunde(?:ți|) [^.]*la acest mail|răspunzând la acest mail/);
  });

  it.each(LETTERS)('%s says the same in plain text and in HTML, word for word', (letter) => {
    for (const texts of [ro, en]) {
      const { text, html } = renderLetter(SAMPLES[letter], texts);
      expect(sameWords(htmlToText(html), text)).toBe(true);
      expect(wordsOf(text).length).toBeGreaterThan(60);
    }
  });

  it.each(LETTERS)(
    '%s is well-formed HTML in its language, with one title and no link or picture',
    (letter) => {
      for (const texts of [ro, en]) {
        const page = parseStrictly(renderLetter(SAMPLES[letter], texts).html);
        expect(page.attributes.get('lang')).toBe(texts.language);
        const names = allElements(page).map(({ name }) => name);
        expect(names.filter((name) => name === 'h1')).toHaveLength(1);
        expect(names).not.toContain('a');
        expect(names).not.toContain('img');
      }
    },
  );

  it.each(LETTERS)('%s is written with the right Romanian letters and without holes', (letter) => {
    const { subject, text } = renderLetter(SAMPLES[letter], ro);
    expect(subject + text).not.toMatch(/[şţŞŢ]|undefined|null|\[object|NaN|\S {2}|\.\./u);
  });

  it('is addressed from the office', () => {
    expect(letterFrom('OCPI Alba')).toBe('OCPI Alba – acces');
  });

  it('is never given a password, and shows none that comes along', () => {
    expect(NO_PASSWORD).toBe(true);
    for (const letter of LETTERS) {
      const content = Object.assign({}, SAMPLES[letter], { password: 'Kem4Tus7Rab2Vun9' });
      expect(JSON.stringify(renderLetter(content, ro))).not.toContain('Kem4Tus7');
    }
  });

  it.each(TO_APPLICANT)('%s names the office in full to the applicant', (letter) => {
    expect(textOf(SAMPLES[letter])).toMatch(/^Oficiul de Cadastru și Publicitate Imobiliară Alba\n/);
  });
});

describe('the acknowledgement (A10)', () => {
  const text = textOf(SAMPLES.acknowledgement);

  it('says when the request arrived, in Bucharest, and under which number', () => {
    expect(text).toContain('Am primit la data de 05.01.2026, ora 10:15, cererea dumneavoastră de acces');
    expect(text).toContain('am deschis dosarul AB-2026-00042.');
  });

  it('says that our number does not replace the registration number of the office', () => {
    const sentence =
      'Numărul AB-2026-00042 este pentru corespondența cu noi și nu înlocuiește numărul de înregistrare al OCPI Alba.';
    expect(text).toContain(`${sentence} Cererea are numărul de înregistrare 1234 din 05.01.2026.`);
    expect(textOf({ ...SAMPLES.acknowledgement, registry: null })).toContain(`${sentence}\n`);
  });

  it('lists what arrived, recognised or not', () => {
    expect(text).toContain('Ce a sosit\n- Cererea\n- Cartea de identitate\n- Fișierul Excel\n');
    expect(text).toContain('pe care le deschide secretarul comisiei:\n\n- „IMG_0042.jpeg”\n');
  });

  it('never says that something is missing, even if nothing was recognised', () => {
    const bare = textOf({ ...SAMPLES.acknowledgement, arrived: [], unrecognised: [] });
    expect(bare).toContain('Ce a sosit\nA sosit mailul dumneavoastră.');
    for (const each of [text, bare]) {
      expect(each).not.toMatch(/lips|nu am primit|nu ați trimis|nerecunoscut/i);
      expect(each).not.toContain('Certificatul');
    }
  });

  it('lists at most twenty unrecognised files and says how many more there are', () => {
    const many = textOf({
      ...SAMPLES.acknowledgement,
      unrecognised: Array.from({ length: 45 }, (_, index) => `poza-${index + 1}.jpg`),
    });
    expect(many).toContain('- „poza-20.jpg”\n- și încă 25 de fișiere\n');
    expect(many).not.toContain('poza-21');
  });

  it('asks for the signed and stamped original, brought or posted (A15)', () => {
    expect(text).toContain('depuneți la OCPI Alba cererea în original, semnată și ștampilată,');
    expect(text).toContain('sau trimiteți-o prin poștă, cu numărul AB-2026-00042 pe plic.');
  });

  it('carries the notice of art. 13 GDPR', () => {
    for (const part of [
      'art. 13 din Regulamentul (UE) 2016/679 (GDPR)',
      'Operatori: Agenția Națională de Cadastru și Publicitate Imobiliară (ANCPI) și Oficiul de Cadastru',
      'Scop: ',
      'Temei: ',
      'art. 6 alin. (1) lit. c) și e) GDPR',
      'Păstrare: ',
      'Drepturi: acces, rectificare, ștergere, restricționare și opoziție',
      'responsabilul cu protecția datelor',
      '(ANSPDCP), www.dataprotection.ro',
    ]) {
      expect(text).toContain(part);
    }
  });
});

describe('the request for a correction (A14)', () => {
  const { correction } = SAMPLES;

  it('lists every reason as a sentence, and the secretary’s own words set apart', () => {
    const text = textOf(correction);
    expect(text).toContain('- CNP: Ultima cifră nu se potrivește cu celelalte. Verificați CNP-ul');
    expect(text).toContain('- Lipsește: Certificatul de autorizare.\n');
    expect(text).toContain(
      'Mesajul secretarului comisiei\n    Scanarea cărții de identitate este neclară.\n',
    );
    expect(text).toContain('\n    Vă rugăm să o trimiteți din nou.\n\n    Vă mulțumim.\n');
  });

  it('says what to do, in steps: correct, answer with the file, keep the number', () => {
    expect(textOf(correction)).toContain(
      '1. Corectați fișierul Excel sau pregătiți documentele cerute.\n2. ',
    );
    expect(textOf(correction)).toContain(
      '\n2. Răspundeți la acest mail și atașați-le. Vă rugăm să păstrați [AB-2026-00042] în subiect.\n3. ',
    );
  });

  it('stands without a note, and without reasons', () => {
    expect(textOf({ ...correction, note: null })).not.toContain('Mesajul secretarului');
    const noteOnly = textOf({ ...correction, reasons: [] });
    expect(noteOnly).toContain('avem o rugăminte:\n\nMesajul secretarului comisiei\n');
    expect(noteOnly).not.toContain('vă rugăm să corectați:');
  });
});

describe('the letters to colleagues', () => {
  it('asks DCG to update eTerra Autorizați and to answer there (A13)', () => {
    const text = textOf(SAMPLES['to-dcg']);
    expect(text).toContain('Vă rugăm să actualizați în eTerra Autorizați datele persoanei de mai jos');
    expect(text).toContain('\nAutorizație: RO-AB-F nr. 0123, clasa A\n');
    expect(text).toContain('Atașăm cererea scanată și fișierul Excel');
    expect(text).toContain('să răspundeți la acest mail, păstrând [AB-2026-00042] în subiect');
    expect(text).toContain('Cu stimă,\nMaria Ionescu\nComisia de Autorizare, OCPI Alba\n');
    expect(ATTACHMENTS['to-dcg']).toEqual(['application', 'workbook']);
    const without = renderLetter({ ...SAMPLES['to-dcg'], applicationAttached: false }, ro);
    expect(without.text).not.toContain('Atașăm cererea scanată');
  });

  it('hands the approved request to DI with the workbook, and asks for no password by mail (A17)', () => {
    const text = textOf(SAMPLES['to-di']);
    expect(text).toContain('\nAprobat de: Maria Ionescu\nOriginal primit la: 08.01.2026\n');
    expect(text).toContain('„Emite credențialele…”');
    expect(text).toContain('Vă rugăm să nu scrieți parola într-un răspuns la acest mail.');
    expect(textOf({ ...SAMPLES['to-di'], originalReceivedOn: null })).not.toContain('Original primit');
    expect(ATTACHMENTS['to-di']).toEqual(['workbook']);
  });

  it('asks the secretary to note USER and the date of this mail, not of the creation (A23, A24)', () => {
    const text = textOf(SAMPLES['to-secretary']);
    expect(text).toContain('USERUL stefania.tarlea și data la care a venit acest mail.');
    expect(text).toContain('Data de notat este cea a acestui mail, nu cea a creării credențialelor.');
    expect(text).toContain('fără parolă');
    expect(text).toContain('„Notat pe original”');
    expect(ATTACHMENTS['to-secretary']).toEqual(['workbook-without-password']);
  });

  it.each(['to-dcg', 'to-di', 'to-secretary'] as const)('%s names the applicant in its subject', (letter) => {
    expect(renderLetter(SAMPLES[letter], ro).subject).toMatch(/: Ștefania-Măriuța Țârlea$/);
  });
});

describe('the credentials (A21)', () => {
  const text = textOf(SAMPLES.credentials);

  it('gives user and web address, and says where in the attached workbook the password is', () => {
    expect(text).toContain('\nUSER: stefania.tarlea\n');
    expect(text).toContain('\nAdresa web: https://acces.exemplu.ro/autorizati\n');
    expect(text).toContain('\nParola: în fișierul Excel atașat, foaia DATE, rubrica „Parola”\n');
    expect(text).toContain('\nData creării credențialelor: 12.01.2026\n');
  });

  it('says that it is not the applicant’s own file, where that could not be filled', () => {
    const sentence = ro.letterTexts.credentials.converted;
    for (const letter of ['credentials', 'recovery-credentials'] as const) {
      const content = SAMPLES[letter];
      expect(textOf({ ...content, converted: true } as LetterContent)).toContain(sentence);
      expect(textOf(content)).not.toContain(sentence);
    }
  });

  it('says how to keep the password, that nobody asks for it, and how to get another (R1)', () => {
    expect(text).toContain('Nimeni de la OCPI sau de la ANCPI nu vă va cere parola');
    expect(text).toContain('Nu o spuneți nimănui și nu trimiteți mai departe');
    expect(text).toContain('schimbați parola după prima conectare');
    expect(text).toContain('printr-un mail trimis de pe această adresă la autorizati@ancpi.ro');
  });

  it('is the only letter that has the password attached', () => {
    const attached = Object.entries(ATTACHMENTS);
    const carriers = attached.flatMap(([letter, files]) =>
      files.includes('workbook-with-credentials') ? [letter] : [],
    );
    expect(carriers).toEqual(['credentials']);
  });

  it('has a sister for an account that only changed its address: no password, nothing attached', () => {
    const changed = textOf(SAMPLES['address-updated']);
    expect(changed).toContain('\nAdresa de e-mail nouă: stefania.tarlea@exemplu.ro\n');
    expect(changed).toContain('Parola a rămas cea dinainte. Ea nu se află în acest mail.');
    expect(ATTACHMENTS['address-updated']).toEqual([]);
  });
});

describe('closing and reminding', () => {
  it('gives the reason of a rejection and the way to ask about it', () => {
    expect(textOf(SAMPLES.rejection)).toContain(
      'Motivul\n    Autorizația RO-AB-F nr. 0123 este suspendată din 01.12.2025.\n',
    );
    expect(textOf(SAMPLES.rejection)).toContain('Puteți trimite oricând o cerere nouă la OCPI Alba.');
  });

  it('confirms a withdrawal, and what to do if there was none', () => {
    expect(textOf(SAMPLES.withdrawn)).toContain('Nu mai aveți nimic de făcut.');
    expect(textOf(SAMPLES.withdrawn)).toContain('Dacă nu ați renunțat, scrieți-ne');
  });

  it('says why a case without original was closed, and that it can be reopened (A15)', () => {
    const text = textOf(SAMPLES['closed-original-missing']);
    expect(text).toContain('nu a ajuns la OCPI Alba, așa că am închis dosarul AB-2026-00042.');
    expect(text).toContain('Dosarul se poate redeschide când sosește.');
  });

  it('reminds of the original since when, how to bring it, and what happens otherwise (A15)', () => {
    const text = textOf(SAMPLES['original-reminder']);
    expect(text).toContain('Din 05.01.2026 așteptăm la OCPI Alba originalul cererii');
    expect(text).toContain('Dacă ați făcut-o deja, scrieți-ne când și cum.');
    expect(text).toContain('Dacă originalul nu ajunge la noi, dosarul se poate închide;');
  });

  it('reminds of the correction with its reasons, or of the earlier mail where none were ticked (A14)', () => {
    const text = textOf(SAMPLES['correction-reminder']);
    expect(text).toContain('Din 07.01.2026 așteptăm corectarea');
    expect(text).toContain('- Lipsește: Certificatul de autorizare.\n');
    const plain = textOf({ ...SAMPLES['correction-reminder'], reasons: [] });
    expect(plain).toContain('așa cum v-am scris atunci.');
    expect(plain).not.toContain('Mai este de corectat');
  });
});

describe('a secretary’s own reply', () => {
  const { reply } = SAMPLES;

  it('keeps the text as it was written, paragraph by paragraph, and is signed by its writer', () => {
    const text = textOf(reply);
    expect(text).toContain('între 8:30 și 16:00.\n\nPuteți veni și fără programare.\n\n');
    expect(text).toContain('Cu stimă,\nMaria Ionescu\nComisia de Autorizare, OCPI Alba\n');
  });

  it('greets and takes leave once, whoever does it', () => {
    const text = textOf({ ...reply, note: 'Bună ziua,\nVă așteptăm mâine.\n\nCu stimă,\nMaria' });
    expect(text.match(/Bună ziua/g)).toHaveLength(1);
    expect(text.match(/Cu stimă/g)).toHaveLength(1);
    expect(text).toContain('Vă așteptăm mâine.');
  });
});
