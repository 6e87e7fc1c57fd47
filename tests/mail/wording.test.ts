/** What people want, in the words that they really use: typos, capitals, no diacritics, three words, long letters. */
import { describe, expect, it } from 'vitest';
import { classify } from '../../src/mail/sorting/classify.ts';
import { deskContext } from './desk-context.ts';
import { parsedMail, type RawMail, WORKBOOK } from './raw-mail.ts';

async function classified(mail: RawMail) {
  return classify(await parsedMail(mail), deskContext());
}

const LETTER = (body: string): string =>
  `Stimată doamnă / Stimate domn,\n\nSubsemnatul Ion Popescu, persoană fizică autorizată să execute lucrări de\nspecialitate în domeniul cadastrului, certificat seria RO-AB-F nr. 0123,\n${body}\n\nVă mulțumesc pentru sprijin și vă doresc o zi bună!\n\nCu deosebită considerație,\nIon Popescu\nTel. 0700 000 001`;

const RECOVERIES: readonly (readonly [subject: string, text: string])[] = [
  ['am uitat parola', ''],
  ['', 'am uitat parola'],
  ['', 'Am uitat parola :('],
  ['reset parola', ''],
  ['RESET PAROLA', 'POPESCU.I'],
  ['', 'reset parola va rog'],
  ['', 'va rog resetati parola la userul popescu.i'],
  ['cont blocat', ''],
  ['CONT BLOCAT', 'buna ziua, mi s-a blocat contul'],
  ['parolă expirată', ''],
  ['parola expirata', 'buna ziua'],
  ['', 'nu mai merge userul'],
  ['user', 'nu imi mai merge userul'],
  ['', 'nu ma mai pot loga'],
  ['logare', 'Nu mă pot loga în eTerra, îmi zice parolă greșită'],
  ['nu pot intra in cont', ''],
  ['', 'buna ziua nu mai pot intra in cont de ieri, multumesc'],
  ['', 'Nu reușesc să mă autentific cu parola primită.'],
  ['parola uitata', ''],
  ['Uitat parolă', 'Bună ziua'],
  ['', 'nu mai stiu parola'],
  ['', 'Nu-mi amintesc parola de la eterra'],
  ['', 'nu mai tin minte parola si userul'],
  ['parola', 'va rog sa mi trimiteti alta parola, am pierduto pe cea veche'],
  ['Recuperare cont', 'Bună ziua, aș dori recuperarea contului meu.'],
  ['Recuperare user si parola', ''],
  ['recuperare date de acces', ''],
  ['RECUPERARE PAROLĂ ETERRA', ''],
  ['Recuperare parolă – Popescu Ion', ''],
  ['FW: Recuperare parola', ''],
  ['[EXTERN] Recuperare parolă', ''],
  [
    'Solicitare resetare parolă',
    LETTER(
      'vă adresez rugămintea de a-mi reseta parola de acces la sistemul informatic al ANCPI, deoarece\nam uitat-o.',
    ),
  ],
  [
    'Solicitare',
    LETTER(
      'vă rog respectuos să binevoiți a dispune regenerarea parolei contului meu, pe care am pierdut-o odată cu\nschimbarea calculatorului.',
    ),
  ],
  ['Schimbare parola', 'Va rog sa imi schimbati parola'],
  ['', 'Doresc o parola noua'],
  ['', 'Vreau parolă nouă pentru popescu.i'],
  ['deblocare user', ''],
  ['Ajutor', 'Mi-am uitat parola si nu pot depune lucrari'],
  ['Problemă parolă', 'Parola nu mai e bună.'],
  ['problema logare', 'parola nu este recunoscuta'],
  ['', 'parola mea nu mai functioneaza'],
  ['', 'Paarola uitata, va rog ajutati-ma'],
  ['', 'Am greșit parola de 3 ori și s-a blocat'],
  ['Forgot password', ''],
  ['Password reset', 'Please reset my password.'],
  ['Account locked', 'My account is locked.'],
  ['', 'Hello, I cannot log in any more, could you send me a new password?'],
  ['Re: Cerere acces Online la sistemul informatic al ANCP', 'Am uitat parola, va rog una noua'],
  ['Cerere', 'Vă rog să-mi resetați parola, cererea mea de acces a fost aprobată anul trecut.'],
  ['Buna ziua', 'Vă scriu în legătură cu\nparola de eTerra, pe care am\nuitat-o.'],
];

const REQUESTS: readonly (readonly [subject: string, text: string])[] = [
  ['', 'Vă rugăm să ne furnizați USER și PAROLĂ pentru acces la sistemul informatic al ANCP!'],
  ['', 'VA RUGAM SA NE FURNIZATI USER SI PAROLA PENTRU ACCES LA SISTEMUL INFORMATIC AL ANCP'],
  ['', 'va rog user si parola eterra'],
  ['user si parola', 'buna ziua, va rog sa imi dati user si parola pt acces la sistem, sunt autorizat nou'],
  ['Cerere user și parolă', ''],
  ['cerere acces', ''],
  ['Cerere de acces', 'Bună ziua'],
  ['CERERE ACCES ONLINE LA SISTEMUL INFORMATIC AL ANCPI', ''],
  ['cerere aces online la sistemul informatic al ancp', ''],
  ['Cerere acces on line', ''],
  ['Cerere acces Online la sistemul informatic al A.N.C.P.I.', ''],
  ['Cerere de acces Online – sistemul informatic ANCPI – Popescu Ion', ''],
  ['(fără subiect)', 'Doresc acces la eTerra'],
  ['[SPAM?] Cerere acces Online la sistemul informatic al ANCP', ''],
  ['Fwd: Re: Cerere acces online', ''],
  ['Solicitare acces eTerra 3', ''],
  ['Solicitare cont eTerra', 'Bună ziua'],
  ['Cont nou', 'Vă rog să îmi faceți un cont nou.'],
  ['Înregistrare cont', 'Doresc să îmi creați un cont pentru platforma eTerra.'],
  [
    'Solicitare',
    LETTER(
      'vă rog să îmi acordați dreptul de acces la sistemul informatic integrat de cadastru și carte funciară,\nsens în care anexez documentele necesare.',
    ),
  ],
  [
    'Acces eTerra',
    LETTER(
      'vă rog să îmi furnizați user și parolă. Menționez că mi-am schimbat adresa și numărul de telefon.',
    ),
  ],
  ['Documente', 'Am pierdut buletinul vechi, atașez copia celui nou. Vă rog user și parolă pentru acces.'],
  ['Request for access', 'Please grant me access to the ANCPI online system.'],
  ['Access', 'I would like to obtain access to the eTerra platform.'],
];

const PROBLEMS: readonly (readonly [subject: string, text: string])[] = [
  ['eroare la logare', ''],
  ['Eroare', 'La logare îmi apare eroare 500'],
  ['', 'Nu se deschide harta'],
  ['problema eterra', ''],
  ['PROBLEMA ETERRA', 'NU MERGE DE IERI'],
  ['nu merge eterra', ''],
  ['', 'nu pot incarca fisierul cpxml'],
  ['', 'aplicatia da eroare la receptie'],
  ['Întrebare', 'Cum pot depune o lucrare de prima înscriere?'],
  ['Sesizare', LETTER('vă aduc la cunoștință că aplicația nu răspunde după ora 16.')],
  ['Contul suspendat', 'De ce a fost suspendat?'],
  ['eTerra', 'The map does not work, I get an error.'],
  ['FW: Problemă la încărcarea planurilor', ''],
];

const OTHERS: readonly (readonly [subject: string, text: string])[] = [
  ['', ''],
  ['Bună ziua', 'Vă mulțumesc!'],
  ['Mulțumesc', 'Am primit, mulțumesc.'],
  ['Adresa 1234/2026', 'Vă transmitem alăturat.'],
  ['Concediu', 'Vă anunț că mâine lipsesc.'],
  ['Ofertă tipografie', 'Cartușe și hârtie la prețuri mici.'],
  ['Parolele puternice', 'Invitație la un seminar despre securitate.'],
  ['Întâlnire', 'Ne vedem joi la 10?'],
];

describe.each([
  ['recovery', RECOVERIES],
  ['access-request', REQUESTS],
  ['problem', PROBLEMS],
  ['other', OTHERS],
] as const)('%s', (kind, phrases) => {
  it.each(phrases)('is meant by «%s» %s', async (subject, text) => {
    expect(await classified({ subject, text })).toMatchObject({ kind });
  });
});

it.each([...RECOVERIES, ...REQUESTS])(
  'means the same in capitals and without diacritics: «%s» %s',
  async (subject, text) => {
    const loud = (words: string): string =>
      words
        .normalize('NFD')
        .replace(/[\u0300-\u036f]/g, '')
        .toUpperCase();
    const said = await classified({ subject, text });
    expect((await classified({ subject: loud(subject), text: loud(text) })).kind).toBe(said.kind);
  },
);

it.each([...REQUESTS, ...PROBLEMS, ...OTHERS])(
  'is a request with the form, whatever the words: «%s» %s',
  async (subject, text) => {
    expect(await classified({ subject, text, parts: [WORKBOOK] })).toMatchObject({ kind: 'access-request' });
  },
);

describe('a subject', () => {
  it.each([
    'Re:',
    'RE:',
    'Fw:',
    'FW:',
    'Fwd:',
    'R:',
    'Rasp:',
    'Răspuns:',
    'Redirecționat:',
    'TR:',
    'AW:',
    'WG:',
    'Re[2]:',
    'RE: FW: Re:',
    '[EXTERN]',
    '[EXTERN] RE:',
    '[SPAM?]',
    '***SPAM***',
    '{Spam?}',
    '[Posibil spam] Fwd:',
    'Redirec?ionat:',
  ])('says the same behind «%s»', async (prefix) => {
    const found = await classified({
      subject: `${prefix} Cerere acces Online la sistemul informatic al ANCP`,
      parts: [WORKBOOK],
    });
    expect(found).toMatchObject({ kind: 'access-request' });
    expect(found.reasons).toContain('subject');
  });

  it.each([
    ['[AB-2026-00042] acte', 'AB-2026-00042'],
    ['ab-2026-00042', 'AB-2026-00042'],
    ['Re: Dosar AB - 2026 - 00042', 'AB-2026-00042'],
    ['Dosar AB\u20112026\u201100042, completare', 'AB-2026-00042'],
    ['RE: (AB–2026–00042)', 'AB-2026-00042'],
    ['nr. AB-2026-00042.', 'AB-2026-00042'],
    ['Răspuns la ANCPI-2026-000123', 'ANCPI-2026-000123'],
    ['ancpi - 2026 - 000123', 'ANCPI-2026-000123'],
    ['AB-\u00a02026-\u00a000042', 'AB-2026-00042'],
  ])('names a case in «%s»', async (subject, number) => {
    expect(await classified({ subject })).toMatchObject({ kind: 'reply', caseNumbers: [number] });
  });

  it.each([
    'AB-2026-000421',
    'XAB-2026-00042',
    'AB 2026 00042',
    'AB-26-42',
    'ANCPI-2026-00123',
    'IMG-2026-1123',
  ])('names none in «%s»', async (subject) => {
    expect((await classified({ subject })).caseNumbers).toEqual([]);
  });

  it('of an old thread says less than the words of today', async () => {
    const headers = ['In-Reply-To: <old@ancpi.ro>'];
    const mail = { headers, subject: 'Re: Cerere acces Online', text: 'Am uitat parola.' };
    expect(await classified(mail)).toMatchObject({ kind: 'reply', otherwise: 'recovery' });
  });

  it('of a mail that the applicant forwarded from his own folder is his request', async () => {
    const found = await classified({
      subject: 'Fwd: Cerere acces Online la sistemul informatic al ANCP',
      headers: ['In-Reply-To: <m0@client.test>', 'References: <m0@client.test>'],
      text: '---------- Forwarded message ---------\nDe la: Ion <popescu@client.test>\nDate: luni\nSubject: Cerere\nTo: <ab@ancpi.ro>\n\n\nVă rog.',
    });
    expect(found).toMatchObject({
      kind: 'access-request',
      requests: [{ sender: { address: 'popescu@client.test' } }],
    });
  });
});

describe('what the sender wrote', () => {
  it('also counts below the lines that he quotes', async () => {
    const text = 'În data de 23.11.2026 10:00, Acces a scris:\n> Dosarul este complet.\n\nAm uitat parola.';
    expect(await classified({ subject: 'Re: dosar', text })).toMatchObject({ kind: 'recovery' });
  });

  it('is not what a quoted letter of ours says of passwords', async () => {
    for (const quote of [
      'luni, 23 noiembrie 2026, 10:00:00 EET, Acces <acces@ancpi.ro> a scris:',
      'On Monday, November 23, 2026 at 10:00:00 AM GMT+2, Acces <acces@ancpi.ro> wrote:',
      '2026-11-23 10:00 GMT+02:00 Acces <acces@ancpi.ro>:',
      'Pe data de lun., 23 nov. 2026 la 10:00, Acces <\nacces@ancpi.ro> a scris:',
      '-------- Mesaj original --------',
      '________________________________',
    ]) {
      const text = `Mulțumesc!\n\n${quote}\nDacă ați uitat parola, scrieți-ne.`;
      expect(await classified({ subject: 'Mulțumesc', text })).toMatchObject({ kind: 'other' });
    }
  });
});
