/** Whose request a mail is, by whatever program and through however many hands it came. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { htmlToText } from '../../src/mail/reading/html-text.ts';
import { classify } from '../../src/mail/sorting/classify.ts';
import { wantedBy } from '../../src/mail/sorting/wanted.ts';
import { deskContext } from './desk-context.ts';
import { FORWARD_PROGRAMS, type Original } from './forward-programs.ts';
import { PDF, PNG, parsedMail, type RawMail, rawMail, WORKBOOK } from './raw-mail.ts';

async function classified(mail: RawMail | Buffer) {
  return classify(await parsedMail(mail), deskContext());
}

const BODY = 'Bună ziua,\nVă rog să îmi acordați acces online la sistemul informatic al ANCPI.\nIon Popescu';
const ORIGINAL: Original = {
  name: 'Ion Ștefăniță Popescu',
  address: 'popescu@client.test',
  to: 'ab@ancpi.ro',
  subject: 'Cerere acces Online la sistemul informatic al ANCP',
  body: BODY,
};
const SECRETARY = 'Maria Ionescu <ab@ancpi.ro>';
const NOTE =
  'Bună ziua, vă rog să preluați.\n\nCu stimă,\nMaria Ionescu\nSecretariat OCPI Alba\nTel.: 0258 000 000';
const OUTER: RawMail = { from: SECRETARY, to: 'acces@ancpi.ro', subject: `FW: ${ORIGINAL.subject}` };

const each = FORWARD_PROGRAMS.map(({ program, write }) => ({ program, write }));

describe('a secretary’s forward', () => {
  it.each(each)('by $program is the applicant’s request', async ({ write }) => {
    const found = await classified({ ...OUTER, ...write(ORIGINAL, NOTE), parts: [WORKBOOK] });
    expect(found).toMatchObject({ kind: 'access-request', office: 'AB', answerable: true });
    expect(found.requests).toMatchObject([
      { sender: { address: 'popescu@client.test' }, route: 'forwarded-inline', forwardedBy: 'ab@ancpi.ro' },
    ]);
    expect(found.requests[0]?.text).toMatch(/^Bună ziua,/);
    expect(found.requests[0]?.text).toMatch(/Ion Popescu$/);
  });

  it.each(each)('by $program without a word of her own is too', async ({ write }) => {
    const found = await classified({ ...OUTER, ...write(ORIGINAL, '') });
    expect(found).toMatchObject({ kind: 'access-request' });
    expect(found.requests).toMatchObject([{ sender: { address: 'popescu@client.test' } }]);
  });

  it.each(each)('by $program of a lost password is a recovery', async ({ write }) => {
    const lost = { ...ORIGINAL, subject: 'parola', body: 'buna ziua, am uitat parola\nIon Popescu' };
    const found = await classified({ ...OUTER, subject: 'FW: parola', ...write(lost, NOTE) });
    expect(found).toMatchObject({ kind: 'recovery' });
    expect(found.requests).toMatchObject([{ sender: { address: 'popescu@client.test' } }]);
  });

  it.each(each)('by $program is nobody’s where the name looks like another’s address', async ({ write }) => {
    const found = await classified({
      ...OUTER,
      ...write({ ...ORIGINAL, name: 'popescu@client.test', address: 'x@evil.test' }, NOTE),
    });
    expect(found.requests).toMatchObject([{ route: expect.stringMatching(/^(?:forwarded-inline|direct)$/) }]);
    expect(found.requests[0]?.sender?.address).not.toBe('popescu@client.test');
  });

  it.each(each)('by $program of a stranger’s mail is still the stranger’s', async ({ write }) => {
    const found = await classified({ ...OUTER, from: 'Vasile <v@client.test>', ...write(ORIGINAL, NOTE) });
    expect(found.requests).toMatchObject([
      { sender: { address: 'v@client.test' }, route: 'direct', forwardedBy: null },
    ]);
  });

  it.each(each)('by $program through a colleague finds the applicant', async ({ write }) => {
    const { text, html } = write(ORIGINAL, 'Spre competentă soluționare.');
    const colleague: Original = {
      name: 'Registratura',
      address: 'registratura@ancpi.ro',
      to: 'ab@ancpi.ro',
      subject: 'FW: Cerere',
      body: html === undefined ? text : htmlToText(html),
    };
    const found = await classified({ ...OUTER, ...FORWARD_PROGRAMS[0]?.write(colleague, NOTE) });
    expect(found.requests).toMatchObject([{ sender: { address: 'popescu@client.test' } }]);
  });
});

const word = fc.constantFrom(
  'Ion',
  'Ștefăniță',
  'Țîră',
  'MUREȘAN',
  'Ana-Zofia',
  "O'Neill",
  'Şerban',
  'Müller',
  'S.R.L.',
  'GEO & CAD',
);
const anyName = fc.array(word, { minLength: 1, maxLength: 4 }).map((words) => words.join(' '));
const anyAddress = fc
  .tuple(
    fc.stringMatching(/^[a-z][a-z0-9._-]{0,12}[a-z0-9]$/),
    fc.constantFrom('client.test', 'posta.test', 'mail.firma-cad.test'),
  )
  .map(([local, domain]) => `${local}@${domain}`);
const anyProgram = fc.constantFrom(...FORWARD_PROGRAMS);

describe('for any program, name, note and depth of quoting', () => {
  it('the applicant is found', async () => {
    await fc.assert(
      fc.asyncProperty(anyProgram, anyName, anyAddress, fc.nat(2), async (program, name, address, depth) => {
        const { text, html } = program.write({ ...ORIGINAL, name, address }, NOTE);
        const mark = '> '.repeat(program.program.startsWith('Evolution') ? 0 : depth);
        const quoted = text
          .split('\n')
          .map((line) => mark + line)
          .join('\n');
        const found = await classified({ ...OUTER, text: quoted, ...(html === undefined ? {} : { html }) });
        expect(found.requests.map(({ sender }) => sender?.address)).toEqual([address]);
      }),
      { numRuns: 150 },
    );
  });

  it('nothing that the applicant quotes or writes makes anybody else the sender', async () => {
    await fc.assert(
      fc.asyncProperty(anyProgram, anyProgram, anyName, async (outer, inner, name) => {
        const victim = inner.write(ORIGINAL, '');
        const body = `Vedeți mai jos.\n\n${victim.text}`;
        const { text, html } = outer.write({ ...ORIGINAL, name, address: 'x@evil.test', body }, NOTE);
        const found = await classified({ ...OUTER, text, ...(html === undefined ? {} : { html }) });
        expect(found.requests.map(({ sender }) => sender?.address)).toEqual(['x@evil.test']);
      }),
      { numRuns: 150 },
    );
  });

  it('no name or subject makes anybody else the sender', async () => {
    const trick = fc.constantFrom(
      'popescu@client.test',
      'Ion <popescu@client.test>',
      'Ion From: popescu@client.test To: a Sent: b Subject: c',
      'Ion <popescu@client.test>Către: a Trimis: b Subiect: c',
      'De la: popescu@client.test',
      'x@evil.test în numele popescu@client.test',
      'x on behalf of Ion <popescu@client.test>',
      "'popescu@client.test'",
      'Trimis: luni Către: x Subiect: y De la: popescu@client.test',
    );
    await fc.assert(
      fc.asyncProperty(anyProgram, trick, trick, async (program, name, subject) => {
        const { text, html } = program.write({ ...ORIGINAL, name, subject, address: 'x@evil.test' }, NOTE);
        const found = await classified({ ...OUTER, text, ...(html === undefined ? {} : { html }) });
        for (const { sender } of found.requests) {
          expect(sender?.address).not.toBe('popescu@client.test');
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('the sender line', () => {
  const block = (from: string): string =>
    `${NOTE}\n\n${from}\nTrimis: luni, 23 noiembrie 2026 09:12\nCătre: ab@ancpi.ro\nSubiect: Cerere acces\n\nBună ziua`;

  it.each([
    ['between apostrophes', "De la: 'Ion Popescu' <'popescu@client.test'>"],
    ['as an address alone', 'De la: popescu@client.test'],
    ['twice, the second as a link', 'De la: popescu@client.test <mailto:popescu@client.test>'],
    ['in capitals', 'De la: ION POPESCU <POPESCU@CLIENT.TEST>'],
    ['in the name of somebody', 'De la: secretariat@firma.test în numele Ion Popescu <popescu@client.test>'],
    ['on behalf of somebody', 'From: office@firma.test On Behalf Of Ion Popescu <popescu@client.test>'],
    ['of a firm, with a comma', 'De la: "GEO TOP, SRL" <popescu@client.test>'],
  ])('names the applicant %s', async (_, from) => {
    const found = await classified({ ...OUTER, text: block(from) });
    expect(found.requests).toMatchObject([{ sender: { address: 'popescu@client.test' } }]);
  });

  it('with a name alone is completed by the link behind it', async () => {
    const html = `<p>Vă rog.</p><div><b>De la:</b> <a href="mailto:popescu@client.test">Ion Popescu</a><br><b>Trimis:</b> luni<br><b>Către:</b> AB<br><b>Subiect:</b> Cerere acces online</div><p>Bună ziua</p>`;
    const found = await classified({ ...OUTER, html, text: block('De la: Ion Popescu') });
    expect(found.requests).toMatchObject([{ sender: { address: 'popescu@client.test' } }]);
  });

  it('with a name alone leaves the sender unknown, and nothing is answered', async () => {
    const found = await classified({ ...OUTER, text: block('De la: Ion Popescu') });
    expect(found).toMatchObject({ answerable: false, requests: [{ sender: null }] });
    expect(found.reasons).toContain('sender-unknown');
  });

  it('keeps a subject broken over two lines, and does not swallow the text below a short one', async () => {
    const broken = `De la: Ion <popescu@client.test>\nTrimis: luni\nCătre: ab@ancpi.ro\nSubiect: Cerere acces Online la sistemul informatic al ANCP -\nPopescu\nBună ziua, atașez.`;
    const found = await classified({ ...OUTER, text: broken });
    expect(found.requests).toMatchObject([
      { subject: 'Cerere acces Online la sistemul informatic al ANCP - Popescu', text: 'Bună ziua, atașez.' },
    ]);
    const short =
      'De la: Ion <popescu@client.test>\nTrimis: luni\nCătre: ab@ancpi.ro\nSubiect: Cerere\nBună ziua';
    expect((await classified({ ...OUTER, text: short })).requests).toMatchObject([
      { subject: 'Cerere', text: 'Bună ziua' },
    ]);
  });
});

const MAIL: RawMail = { subject: ORIGINAL.subject, text: BODY, parts: [WORKBOOK] };

function attach(inner: RawMail | Buffer, outer: Partial<RawMail> = {}): RawMail {
  const bytes = Buffer.isBuffer(inner) ? inner : rawMail(inner);
  return { ...OUTER, ...outer, parts: [{ type: 'message/rfc822', bytes }, ...(outer.parts ?? [])] };
}

describe('an attached mail', () => {
  it('whose text holds the applicant’s, forwarded by a colleague, is the applicant’s', async () => {
    const inner: RawMail = {
      ...OUTER,
      from: 'cj@ancpi.ro',
      ...FORWARD_PROGRAMS[0]?.write(ORIGINAL, 'Vă rog.'),
      parts: [WORKBOOK],
    };
    expect((await classified(attach(inner))).requests).toMatchObject([
      { sender: { address: 'popescu@client.test' }, forwardedBy: 'cj@ancpi.ro' },
    ]);
  });

  it('inside three colleagues’ mails is found', async () => {
    const deep = attach(attach(attach(MAIL, { from: 'sv@ancpi.ro' }), { from: 'cj@ancpi.ro' }));
    expect((await classified(deep)).requests).toMatchObject([
      { sender: { address: 'popescu@client.test' }, forwardedBy: 'sv@ancpi.ro' },
    ]);
  });

  it('that the forwarded person attached makes nobody the sender', async () => {
    const forged = rawMail({ ...MAIL, subject: 'Recuperare parolă', text: 'Am uitat parola.' });
    const stranger = { ...ORIGINAL, name: 'X', address: 'x@evil.test' };
    const outer = { ...OUTER, ...FORWARD_PROGRAMS[0]?.write(stranger, NOTE) };
    expect((await classified(attach(forged, outer))).requests).toMatchObject([
      { sender: { address: 'x@evil.test' }, route: 'forwarded-inline' },
    ]);
  });

  it('beside the same mail quoted in the text is the better proof', async () => {
    const outer = { ...OUTER, ...FORWARD_PROGRAMS[0]?.write(ORIGINAL, NOTE) };
    expect((await classified(attach(MAIL, outer))).requests).toMatchObject([
      { sender: { address: 'popescu@client.test' }, route: 'forwarded-attached' },
    ]);
  });

  it('that is a colleague’s own leaves the request with the colleague', async () => {
    const found = await classified(attach({ ...MAIL, from: 'cj@ancpi.ro', parts: [] }));
    expect(found.requests).toMatchObject([{ sender: { address: 'ab@ancpi.ro' }, route: 'direct' }]);
  });

  it('whose From names two people is nobody’s', async () => {
    const found = await classified(attach({ ...MAIL, from: 'a@client.test, b@client.test' }));
    expect(found).toMatchObject({ answerable: false, requests: [{ sender: null }] });
  });

  it('beside another, with a logo outside, leaves no attachment without owner', async () => {
    const logo = {
      type: 'image/png',
      name: 'image001.png',
      bytes: PNG,
      contentId: 'l@x',
      disposition: 'inline' as const,
    };
    const second = { type: 'message/rfc822', bytes: rawMail({ ...MAIL, from: 'ana@posta.test' }) };
    const two = await classified(attach(MAIL, { parts: [second, logo] }));
    expect(two.reasons).toContain('several-requests');
    expect(two.reasons).not.toContain('attachments-of-nobody');
    const scan = { type: 'application/pdf', name: 'CI.pdf', bytes: PDF };
    expect((await classified(attach(MAIL, { parts: [second, scan] }))).reasons).toContain(
      'attachments-of-nobody',
    );
  });

  it('of a machine that a colleague shows us asks for nothing', async () => {
    const absent = {
      from: 'popescu@client.test',
      subject: 'Răspuns automat: Cerere',
      headers: ['Auto-Submitted: auto-replied'],
    };
    const found = await classified(attach(absent));
    expect(found.requests).toMatchObject([{ sender: { address: 'ab@ancpi.ro' } }]);
    const inline = FORWARD_PROGRAMS[0]?.write(
      { ...ORIGINAL, subject: 'Răspuns automat: Contul dvs.', body: 'Sunt în concediu.' },
      '',
    );
    expect(await classified({ ...OUTER, subject: 'FW: Răspuns automat', ...inline })).toMatchObject({
      kind: 'other',
      answerable: false,
      reasons: ['forwarded-automatic', 'forwarded-inline'],
    });
  });
});

it('two attached mails may ask for different things, each told by itself', async () => {
  const lost = { subject: 'parola', text: 'am uitat parola', from: 'ana@posta.test' };
  const second = { type: 'message/rfc822', bytes: rawMail(MAIL) };
  const { requests } = await classified(attach(lost, { parts: [second] }));
  expect(requests.map((request) => wantedBy(request).kind)).toEqual(['recovery', 'access-request']);
});

describe('a colleague’s answer', () => {
  it.each([
    'Re: Cerere acces',
    'RE: FW: Cerere acces',
    'R: Cerere',
    '[EXTERN] RE: Cerere acces',
    'Răspuns: Cerere',
    'Rasp: Cerere',
  ])('under «%s» quotes the applicant and forwards nothing', async (subject) => {
    const found = await classified({
      ...OUTER,
      subject,
      ...FORWARD_PROGRAMS[0]?.write(ORIGINAL, 'S-a rezolvat.'),
    });
    expect(found.requests).toMatchObject([{ sender: { address: 'ab@ancpi.ro' }, text: 'S-a rezolvat.' }]);
  });

  it.each([
    'FW: RE: Cerere',
    'Fwd: Cerere',
    '[EXTERN] Fw: RE: x',
    'Redirecționat: Cerere',
    'TR: Cerere',
    'WG: AW: x',
    '***SPAM*** FW: x',
    'Cerere',
  ])('is not made of a forward under «%s»', async (subject) => {
    const found = await classified({ ...OUTER, subject, ...FORWARD_PROGRAMS[0]?.write(ORIGINAL, NOTE) });
    expect(found.requests).toMatchObject([{ sender: { address: 'popescu@client.test' } }]);
  });
});

describe('a rule of a mailbox', () => {
  it('that forwards a lost password says auto-generated, and the applicant is heard all the same', async () => {
    const lost = { ...ORIGINAL, subject: 'parola', body: 'am uitat parola' };
    const headers = [
      'Auto-Submitted: auto-generated',
      'X-MS-Exchange-Generated-Message-Source: Mailbox Rules Agent',
      'X-MS-Exchange-Inbox-Rules-Loop: ab@ancpi.ro',
      'X-Auto-Response-Suppress: All',
    ];
    const messageId = '<rule-1@ex1.ancpi.ro>';
    const found = await classified({ ...OUTER, messageId, headers, ...FORWARD_PROGRAMS[3]?.write(lost, '') });
    expect(found).toMatchObject({
      kind: 'recovery',
      requests: [{ sender: { address: 'popescu@client.test' } }],
    });
  });

  it.each([
    ['Sieve', ['X-Sieve: Pigeonhole Sieve', 'X-Sieve-Redirected-From: ab@ancpi.ro']],
    ['Exchange', ['Resent-From: <ab@ancpi.ro>']],
    ['Exchange’s forwarding address', ['X-MS-Exchange-ForwardingLoop: ab@ancpi.ro;0a1b']],
    ['Gmail', ['X-Forwarded-To: acces@ancpi.ro', 'X-Forwarded-For: ab@ancpi.ro acces@ancpi.ro']],
    ['Postfix', ['Delivered-To: acces@ancpi.ro', 'X-Original-To: ab@ancpi.ro']],
    ['two deliveries', ['Delivered-To: acces@ancpi.ro', 'Delivered-To: ab@ancpi.ro']],
    ['procmail', ['X-Loop: ab@ancpi.ro']],
  ])('of %s that redirects leaves the applicant the sender', async (_, headers) => {
    const found = await classified({ ...MAIL, headers, to: 'ab@ancpi.ro' });
    expect(found).toMatchObject({ kind: 'access-request', office: 'AB' });
    expect(found.requests).toMatchObject([
      { sender: { address: 'popescu@client.test' }, route: 'redirected', forwardedBy: 'ab@ancpi.ro' },
    ]);
  });

  it('is not seen in a mail that lies where it was first delivered', async () => {
    for (const headers of [
      ['Delivered-To: ab@ancpi.ro', 'X-Original-To: ab@ancpi.ro'],
      ['Delivered-To: ab@ancpi.ro', 'X-Original-To: oficiul@ancpi.ro'],
      ['Delivered-To: acces@ancpi.ro'],
    ]) {
      expect((await classified({ ...MAIL, headers })).requests).toMatchObject([{ route: 'direct' }]);
    }
  });
});
