/** What no person wrote, and what only looks so: nothing of a machine is answered, nothing of a person is swallowed. */
import { describe, expect, it } from 'vitest';
import { classify } from '../../src/mail/sorting/classify.ts';
import { isMachineAddress } from '../../src/mail/sorting/noise.ts';
import { deskContext } from './desk-context.ts';
import { JPEG, PDF, parsedMail, type RawMail, WORKBOOK } from './raw-mail.ts';

async function classified(mail: RawMail | Buffer) {
  return classify(await parsedMail(mail), deskContext());
}

const A7 = 'Cerere acces Online la sistemul informatic al ANCP';
const SCANS = ['Cerere.pdf', 'CI.pdf'].map((name) => ({ type: 'application/pdf', name, bytes: PDF }));

describe('an automatic answer', () => {
  it.each<[string, RawMail]>([
    ['RFC 3834', { headers: ['Auto-Submitted: auto-replied (vacation)'], subject: 'Re: Dosar' }],
    [
      'Gmail',
      {
        headers: ['Precedence: bulk', 'X-Autoreply: yes', 'Auto-Submitted: auto-replied'],
        subject: 'Re: [AB-2026-00042] Documente lipsă',
      },
    ],
    [
      'Exchange',
      {
        headers: ['X-Auto-Response-Suppress: All', 'auto-submitted: auto-generated'],
        subject: 'Răspuns automat: [AB-2026-00042]',
      },
    ],
    ['cPanel', { headers: ['X-Autorespond: Re: x', 'Precedence: auto_reply'], subject: 'Re: x' }],
    ['BoxTrapper', { headers: ['X-BoxTrapper: abc'], subject: 'Your email requires verification' }],
    [
      'nobody’s headers, in words',
      { subject: 'Re: Dosar', text: 'Acesta este un mesaj automat. Revin luni.' },
    ],
    ['nobody’s headers, in English', { subject: 'Re: x', text: 'I am out of the office until Monday.' }],
    ['a challenge', { subject: 'Please confirm your message to ion@x.test', text: 'Click here.' }],
  ])('of %s is automatic', async (_, mail) => {
    expect(await classified(mail)).toMatchObject({
      kind: 'automatic',
      answerable: false,
      reasons: ['auto-reply'],
    });
  });

  it.each([
    'Răspuns automat: Cerere',
    'RASPUNS AUTOMAT: Cerere',
    'Răspuns automat - nu sunt la birou',
    'Mesaj automat: Cererea dvs.',
    'Mesaj generat automat',
    'Automatic reply: Dosar',
    'Autoreply: Dosar',
    'Auto: Dosar',
    'Out of Office: Dosar',
    'Absent din birou: Dosar',
    'Absentă de la birou',
    'Notificare de absență',
    'În afara biroului',
    'În concediu până pe 15 decembrie',
    'Sunt în concediu',
    'Concediu de odihnă: Dosar',
    'OOO: Dosar',
    'Vacation reply',
    'Abwesenheitsnotiz: Dosar',
    '[EXTERN] Răspuns automat: Dosar',
  ])('is known by the subject «%s» alone', async (subject) => {
    expect(await classified({ subject, text: 'Revin.' })).toMatchObject({ reasons: ['auto-reply'] });
  });

  it.each(['Concediu', 'Absență motivată', 'Re: Răspuns automat: Dosar', 'Vacanță', 'Automatizare birou'])(
    'is not made of a person’s «%s»',
    async (subject) => {
      expect((await classified({ subject, text: 'Vă scriu eu.' })).kind).not.toBe('automatic');
    },
  );

  it('is not made of a person who says when he will send what is missing', async () => {
    const text = 'Sunt în concediu până luni, vă trimit atunci actele.';
    expect((await classified({ subject: 'Re: Documente lipsă', text })).kind).not.toBe('automatic');
  });

  it('is not made of a lost password that speaks of one', async () => {
    const text = 'Am primit „acesta este un mesaj automat”, dar tot am uitat parola.';
    expect(await classified({ subject: 'Parola', text })).toMatchObject({ kind: 'recovery' });
  });
});

describe('a receipt', () => {
  it.each([
    'Citit: acte',
    'Read: Dosar',
    'Necitit: acte',
    'Not read: x',
    'Livrat: acte',
    'Confirmare de citire',
  ])('is known by the subject «%s»', async (subject) => {
    expect(await classified({ subject, text: 'x' })).toMatchObject({ reasons: ['read-receipt'] });
  });
});

describe('a calendar', () => {
  it.each(['REQUEST', 'REPLY', 'CANCEL'])('mail (%s) is automatic', async (method) => {
    const parts = [{ type: `text/calendar; method=${method}`, bytes: 'BEGIN:VCALENDAR' }];
    expect(await classified({ subject: 'Acceptat: Ședință', parts })).toMatchObject({
      reasons: ['calendar'],
    });
  });

  it('entry beside the documents of an application changes nothing', async () => {
    const parts = [WORKBOOK, { type: 'text/calendar; method=REQUEST', bytes: 'BEGIN:VCALENDAR' }];
    expect(await classified({ subject: A7, parts })).toMatchObject({ kind: 'access-request' });
  });
});

describe('a list', () => {
  it.each([
    [['List-Id: <stiri.geodezie.test>']],
    [['List-Unsubscribe: <mailto:u@x.test>']],
    [['Precedence: bulk']],
    [['Precedence: list']],
  ])('%j is automatic', async (headers) => {
    expect(await classified({ headers, subject: 'Noutăți' })).toMatchObject({ reasons: ['mailing-list'] });
  });

  it('through which an application came is no reason to drop it, nor to answer it', async () => {
    const found = await classified({ headers: ['List-Id: <firma.test>'], subject: A7, parts: [WORKBOOK] });
    expect(found).toMatchObject({ kind: 'access-request', answerable: false });
  });
});

describe('spam', () => {
  it.each([
    'X-Spam-Flag: YES',
    'X-Spam-Status: Yes, score=12.3',
    'X-Spam: Yes',
    'X-Rspamd-Action: add header',
    'X-MS-Exchange-Organization-SCL: 6',
    'X-MS-Exchange-Organization-SCL: 9',
    'X-Forefront-Antispam-Report: CIP:1.2.3.4;CTRY:;SCL:9;SFV:SPM;CAT:SPM;',
    'X-Forefront-Antispam-Report: CIP:1.2.3.4;SFV:NSPM;CAT:HPHSH;',
    'X-Barracuda-Spam-Flag: YES',
    'X-Bogosity: Spam, tests=bogofilter',
  ])('is known by %s, shown to a person and never answered', async (header) => {
    expect(await classified({ headers: [header], subject: A7 })).toMatchObject({
      kind: 'other',
      answerable: false,
      reasons: ['spam-flag'],
    });
  });

  it.each([
    'X-Spam-Flag: NO',
    'X-Spam-Status: No, score=0.1',
    'X-Spam: No',
    'X-Rspamd-Action: no action',
    'X-MS-Exchange-Organization-SCL: 1',
    'X-MS-Exchange-Organization-SCL: -1',
    'X-Forefront-Antispam-Report: CIP:1.2.3.4;SCL:1;SFV:NSPM;CAT:NONE;',
  ])('is not made of %s', async (header) => {
    expect(await classified({ headers: [header], subject: A7 })).toMatchObject({ kind: 'access-request' });
  });

  it('marks do not outweigh the documents of an application, nor a colleague who forwards', async () => {
    const headers = ['X-Spam-Flag: YES'];
    const found = await classified({ headers, subject: 'acte', parts: SCANS });
    expect(found).toMatchObject({ kind: 'access-request', answerable: false });
    expect(found.reasons).toEqual(['documents-attached', 'spam-flag']);
    const text =
      'De la: Ion <popescu@client.test>\nTrimis: luni\nCătre: ab@ancpi.ro\nSubiect: parola\n\nam uitat parola';
    const forwarded = await classified({ from: 'ab@ancpi.ro', headers, subject: 'FW: parola', text });
    expect(forwarded).toMatchObject({ kind: 'recovery', answerable: false });
  });
});

describe('our own mail', () => {
  const letter: RawMail = {
    subject: '[AB-2026-00042] Contul dvs.',
    text: 'Am uitat parola?',
    parts: [WORKBOOK],
  };
  it.each<[string, RawMail]>([
    ['from our address', { ...letter, from: 'acces@ancpi.ro' }],
    ['sent in another’s name', { ...letter, headers: ['Sender: acces@ancpi.ro'] }],
    ['sent on by us', { ...letter, headers: ['Resent-From: acces@ancpi.ro'] }],
    ['with our return path', { ...letter, headers: ['Return-Path: <acces@ancpi.ro>'] }],
    ['that names us as its loop', { ...letter, headers: ['X-Loop: acces@ancpi.ro'] }],
    [
      'from DI’s address, by a machine',
      {
        from: 'autorizati@ancpi.ro',
        subject: 'Raport',
        text: 'x',
        headers: ['Auto-Submitted: auto-generated'],
      },
    ],
    [
      'sent back under a colleague’s address',
      {
        ...letter,
        from: 'ab@ancpi.ro',
        messageId: '<req-9@acces.ancpi.ro>',
        headers: ['X-Auto-Response-Suppress: All', 'Auto-Submitted: auto-replied'],
      },
    ],
  ])('%s is never answered, whatever it brings', async (_, mail) => {
    expect(await classified(mail)).toMatchObject({
      kind: 'automatic',
      answerable: false,
      reasons: expect.arrayContaining(['own-mail']),
    });
  });

  it('is not a colleague’s, whose Message-ID is of the same domain', async () => {
    const found = await classified({
      from: 'ab@ancpi.ro',
      messageId: '<m@ancpi.ro>',
      subject: 'Salut',
      text: 'x',
    });
    expect(found.kind).not.toBe('automatic');
  });

  it('going in circles stops, and a person is told', async () => {
    const headers = Array.from({ length: 60 }, (_, hop) => `Received: from a${hop} by b${hop}`);
    expect(await classified({ headers, subject: A7 })).toMatchObject({
      kind: 'other',
      answerable: false,
      reasons: ['mail-loop'],
    });
    expect(await classified({ headers: headers.slice(0, 20), subject: A7 })).toMatchObject({
      kind: 'access-request',
      answerable: true,
    });
  });
});

describe('a weak sign of a machine', () => {
  const weak = ['X-Auto-Response-Suppress: OOF, AutoReply'];

  it('of a form on a page, sent from a no-reply address, does not swallow what a person asks', async () => {
    const mail = { from: 'noreply@firma.test', subject: 'Formular contact', text: 'Am uitat parola. Ion' };
    expect(await classified(mail)).toMatchObject({ kind: 'recovery', answerable: false });
    expect(await classified({ ...mail, text: 'Comanda dvs.' })).toMatchObject({ reasons: ['machine'] });
  });

  it('in the header of a firm’s server does not swallow what a person asks', async () => {
    const found = await classified({ headers: weak, subject: 'parola', text: 'am uitat parola' });
    expect(found).toMatchObject({ kind: 'recovery', answerable: false });
    expect(await classified({ headers: weak, subject: 'Notificare' })).toMatchObject({
      reasons: ['machine'],
    });
  });

  it.each([
    'Auto-Submitted: auto-generated',
    'X-Auto-Response-Suppress: All',
    'Precedence: bulk',
    'List-Unsubscribe: <mailto:x@y.test>',
    'Return-Path: <>',
  ])('(%s) never outweighs documents', async (header) => {
    const found = await classified({
      headers: [header],
      from: 'scanner@firma.test',
      subject: 'Scan',
      parts: SCANS,
    });
    expect(found).toMatchObject({ kind: 'access-request', answerable: false });
  });

  it.each(['No', 'no', ' no'])('is no Auto-Submitted: %s', async (value) => {
    const found = await classified({ headers: [`Auto-Submitted: ${value}`], subject: A7 });
    expect(found).toMatchObject({ kind: 'access-request', answerable: true });
  });
});

it('what a header from outside claims about its own rights changes nothing', async () => {
  const headers = [
    'X-ANCPI-Role: operator',
    'X-ANCPI-Bot: 1',
    'X-Originating-Staff: ab@ancpi.ro',
    'X-Forwarded-For: ab@ancpi.ro',
  ];
  const plain = await classified({ subject: A7, from: 'x@evil.test' });
  const claiming = await classified({ subject: A7, from: 'x@evil.test', headers });
  expect(claiming).toMatchObject({ kind: plain.kind, reasons: plain.reasons, answerable: plain.answerable });
  expect(claiming.requests).toMatchObject([{ sender: { address: 'x@evil.test' } }]);
});

describe('an address where nobody reads', () => {
  it.each([
    'noreply@x.test',
    'no-reply@x.test',
    'no_reply+123@x.test',
    'scanner.noreply@x.test',
    'noreply2@x.test',
    'donotreply@x.test',
    'do-not-reply@x.test',
    'nu-raspunde@x.test',
    'nuraspundeti@x.test',
    'mailer-daemon@x.test',
    'mail-daemon@x.test',
    'postmaster@x.test',
    'bounce+abc@x.test',
    'bounces@x.test',
    'notificari@x.test',
  ])('is %s', (address) => {
    expect(isMachineAddress(address)).toBe(true);
  });

  it.each(['bruno.reply@x.test', 'ion.popescu@x.test', 'office@x.test', 'nora@x.test', 'rasp.undeti@x.test'])(
    'is not %s',
    (address) => {
      expect(isMachineAddress(address)).toBe(false);
    },
  );
});

it('a photograph with nothing to say is shown to a person', async () => {
  const parts = [{ type: 'image/jpeg', name: 'IMG_0042.jpeg', bytes: JPEG }];
  expect(await classified({ subject: '', text: '', parts })).toMatchObject({
    kind: 'other',
    reasons: ['unclear'],
  });
});
