import { describe, expect, it } from 'vitest';
import { htmlToText } from '../../src/mail/reading/html-text.ts';
import { classify } from '../../src/mail/sorting/classify.ts';
import { forwardedBlocks, originalOf } from '../../src/mail/sorting/forwarded.ts';
import { ownText } from '../../src/mail/sorting/quoted-text.ts';
import { deskContext } from './desk-context.ts';
import { PDF, parsedMail, type RawMail, rawMail, WORKBOOK } from './raw-mail.ts';

const ION = 'Ion Ștefăniță Popescu <popescu@client.test>';
const isColleague = (address: string): boolean => address.endsWith('@ancpi.ro');

const PROGRAMS: readonly (readonly [program: string, text: string])[] = [
  [
    'Outlook',
    [
      '-----Mesaj original-----',
      'De la: Ion [mailto:popescu@client.test]',
      'Trimis: luni, 23 noiembrie 2026 09:12',
      'Către: ab@ancpi.ro',
      'Subiect: Cerere',
      '',
      'Bună',
    ].join('\n'),
  ],
  [
    'Outlook without diacritics',
    `De la: ${ION}\nTrimis: luni\nCatre: OCPI Alba <ab@ancpi.ro>\nSubiect: Cerere\n\nBună`,
  ],
  ['Outlook with cedillas', `De la: ${ION}\nTrimis: luni\nCãtre: ab@ancpi.ro\nSubiect: Cerere\n\nBună`],
  [
    'Outlook in English, several recipients',
    [
      `From: ${ION}`,
      'Sent: Monday, November 23, 2026 9:12 AM',
      'To: OCPI Alba <ab@ancpi.ro>; OCPI Cluj',
      ' <cj@ancpi.ro>',
      'Cc: x@y.test',
      'Subject: Cerere',
      '',
      'Bună',
    ].join('\n'),
  ],
  [
    'Outlook on the web',
    `${'_'.repeat(32)}\nDe la: ${ION}\nTrimis: luni\nCătre: ab@ancpi.ro\nSubiect: Cerere\n\nBună`,
  ],
  [
    'Outlook’s bold labels as text',
    `*De la:* ${ION}\n*Trimis:* luni\n*Către:* ab@ancpi.ro\n*Subiect:* Cerere\n\nBună`,
  ],
  [
    'Gmail',
    [
      '---------- Mesaj redirecționat ---------',
      `De la: ${ION}`,
      'Date: lun., 23 nov. 2026 la 09:12',
      'Subject: Cerere',
      'To: <ab@ancpi.ro>',
      '',
      '',
      'Bună',
    ].join('\n'),
  ],
  [
    'Apple Mail',
    `> Începe mesajul redirecționat:\n> \n> De la: ${ION}\n> Subiect: Cerere\n> Dată: 23 noiembrie\n> Către: ab@ancpi.ro\n> \n> Bună`,
  ],
  [
    'Apple Mail in English',
    `Begin forwarded message:\n\nFrom: ${ION}\nSubject: Cerere\nDate: 23 November 2026 at 09:12:05 EET\nTo: ab@ancpi.ro\n\nBună`,
  ],
  [
    'Thunderbird',
    `-------- Mesaj redirecționat --------\nSubiect: \tCerere\nDată: \tMon, 23 Nov 2026\nDe la: \t${ION}\nCătre: \tab@ancpi.ro\n\nBună`,
  ],
  [
    'Yahoo',
    `----- Mesaj redirecționat ----- De la: ${ION}Către: ab@ancpi.roTrimis: luni, 23 noiembrie 2026Subiect: Cerere\nBună`,
  ],
  [
    'Roundcube',
    `-------- Mesajul original --------\nSubiect: Cerere\nData: 2026-11-23 09:12\nExpeditor: ${ION}\nDestinatar: ab@ancpi.ro\n\nBună`,
  ],
];

describe('whose mail was forwarded', () => {
  it.each(PROGRAMS)('is found in what %s writes', (_, text) => {
    const original = originalOf(`Vă rog să preluați.\n\n${text}`, isColleague);
    expect(original).toMatchObject({ address: 'popescu@client.test', ambiguous: false });
    expect(original?.text.replaceAll('> ', '').trim()).toMatch(/Bună$/);
  });

  it('is found in Outlook’s HTML, also with headers in a table', () => {
    const lines = ['De la:', 'Trimis:', 'Către:', 'Subiect:'];
    const values = ['Ion &lt;popescu@client.test&gt;', 'luni', 'ab@ancpi.ro', 'Cerere'];
    const table = `<table>${lines.map((line, at) => `<tr><th>${line}</th><td>${values[at]}</td></tr>`).join('')}</table>`;
    expect(originalOf(htmlToText(table), isColleague)?.address).toBe('popescu@client.test');
  });

  it('is the mail that no colleague wrote, where it was forwarded twice', () => {
    const text = [
      'De la: Registratura <registratura@ancpi.ro>\nTrimis: luni\nCătre: ab@ancpi.ro\nSubiect: FW: Cerere\n\nVă trimit.',
      `De la: ${ION}\nTrimis: luni\nCătre: registratura@ancpi.ro\nSubiect: Cerere\n\nBună`,
    ].join('\n\n');
    expect(originalOf(text, isColleague)?.address).toBe('popescu@client.test');
  });

  it('is found behind a colleague whom Outlook names without address', () => {
    const text = [
      'De la: Registratura',
      'Trimis: luni',
      'Către: Alba',
      'Subiect: FW',
      '',
      `De la: ${ION}`,
      'Trimis: luni',
      'Către: R',
      'Subiect: Cerere',
      '',
      'Bună',
    ].join('\n');
    expect(originalOf(text, isColleague)?.address).toBe('popescu@client.test');
  });

  it('is not the mail that the forwarded person quotes', () => {
    const text = [
      'De la: Rău <x@evil.test>',
      'Trimis: luni',
      'Către: ab@ancpi.ro',
      'Subiect: Cerere',
      '',
      'Vezi:',
      '',
      `De la: ${ION}`,
      'Trimis: duminică',
      'Către: x',
      'Subiect: Cerere',
      '',
      'Bună',
    ].join('\n');
    expect(originalOf(text, isColleague)?.address).toBe('x@evil.test');
  });

  it.each([
    ['two addresses', 'De la: popescu@client.test <x@evil.test>'],
    ['an address cut short by a foreign letter', 'De la: Ion <popescu@client.testă.evil.test>'],
    ['an address that begins with a foreign letter', 'De la: Ion <ăpopescu@client.test>'],
  ])('is nobody where the sender line has %s', (_, from) => {
    const text = `${from}\nTrimis: luni\nCătre: ab@ancpi.ro\nSubiect: Cerere\n\nDe la: ${ION}\nTrimis: luni\nCătre: x\nSubiect: y\n\nz`;
    expect(originalOf(text, isColleague)).toMatchObject({ address: null, ambiguous: true });
  });

  it('is not made of the first address in the body, nor of one label alone', () => {
    expect(
      forwardedBlocks('Scrieți la popescu@client.test.\nDe la: Ion <popescu@client.test>\n\nSalut'),
    ).toEqual([]);
  });

  it('is looked for in time proportional to the text', () => {
    const began = performance.now();
    for (const text of [
      ' '.repeat(400_000),
      'De la: a\nTrimis: b\nSubiect: c\n'.repeat(13_000),
      'De la:'.repeat(60_000),
    ]) {
      forwardedBlocks(text);
      ownText(text);
    }
    expect(performance.now() - began).toBeLessThan(2_000);
  });
});

describe('what the sender wrote', () => {
  it.each([
    ['Gmail', 'Pe lun., 23 nov. 2026 la 10:00, Acces <acces@ancpi.ro> a scris:\n> Lipsește fișierul.'],
    [
      'Gmail over two lines',
      'Pe lun., 23 nov. 2026 la 10:00, Acces online ANCPI <\nacces@ancpi.ro> a scris:\n\n> x',
    ],
    ['Thunderbird', 'În data de 23.11.2026 10:00, Acces a scris:\n> x'],
    ['Apple Mail', 'On 23 Nov 2026, at 10:00, Acces <acces@ancpi.ro> wrote:\n> x'],
    [
      'Outlook',
      'De la: Acces <acces@ancpi.ro>\nTrimis: luni\nCătre: Ana\nSubiect: Dosar\n\nLipsește fișierul.',
    ],
    ['Outlook of old', '-----Mesaj original-----\nLipsește'],
  ])('ends where %s quotes', (_, quoted) => {
    expect(ownText(`Atașez Excelul.\n\nAna\n\n${quoted}`)).toBe('Atașez Excelul.\n\nAna');
  });

  it('is what stands between quoted lines', () => {
    expect(ownText('> Lipsește Excelul.\nL-am atașat.\n> Mulțumim\n')).toBe('L-am atașat.');
  });
});

async function classified(mail: RawMail) {
  return classify(await parsedMail(mail), deskContext());
}

const APPLICATION: RawMail = { subject: 'Cerere acces Online', text: 'Vă rog acces.', parts: [WORKBOOK] };
const FORWARD = `Vă rog.\n\nDe la: ${ION}\nTrimis: luni\nCătre: cj@ancpi.ro\nSubiect: Cerere acces Online\n\nBună ziua`;

function attached(...mails: readonly RawMail[]): RawMail {
  const parts = mails.map((mail) => ({ type: 'message/rfc822', bytes: rawMail(mail) }));
  return { from: 'ab@ancpi.ro', to: 'acces@ancpi.ro', subject: 'FW: Cereri', parts };
}

describe('a forward by a colleague', () => {
  it('inside the text is the applicant’s request', async () => {
    const mail: RawMail = { from: 'ab@ancpi.ro', to: 'acces@ancpi.ro', subject: 'FW: Cerere', text: FORWARD };
    const found = await classified({ ...mail, parts: [WORKBOOK] });
    expect(found).toMatchObject({ kind: 'access-request', office: 'AB', answerable: true });
    expect(found.requests).toMatchObject([
      {
        sender: { address: 'popescu@client.test', name: 'Ion Ștefăniță Popescu' },
        subject: 'Cerere acces Online',
        text: 'Bună ziua',
        route: 'forwarded-inline',
        forwardedBy: 'ab@ancpi.ro',
      },
    ]);
  });

  it('is no answer, though the program names the forwarded mail as the one answered', async () => {
    const headers = ['In-Reply-To: <m1@client.test>', 'References: <m1@client.test>'];
    const found = await classified({ from: 'ab@ancpi.ro', subject: 'FW: Cerere', text: FORWARD, headers });
    expect(found).toMatchObject({ kind: 'access-request', answers: ['<m1@client.test>'] });
  });

  it('from a personal mailbox belongs to the office that the applicant wrote to', async () => {
    const mail = {
      from: 'maria.ionescu@ancpi.ro',
      to: 'acces@ancpi.ro',
      subject: 'FW: Cerere',
      text: FORWARD,
    };
    expect((await classified(mail)).office).toBe('CJ');
  });

  it('with a mail attached is that mail’s request, with what the colleague added', async () => {
    const certificate = { type: 'application/pdf', name: 'Certificat.pdf', bytes: PDF };
    const outer = attached(APPLICATION);
    const found = await classified({ ...outer, parts: [...(outer.parts ?? []), certificate] });
    expect(found.kind).toBe('access-request');
    expect(found.requests).toMatchObject([
      { sender: { address: 'popescu@client.test' }, route: 'forwarded-attached', forwardedBy: 'ab@ancpi.ro' },
    ]);
    expect(found.requests[0]?.attachments.map(({ name }) => name)).toEqual([
      'Date acces.xlsx',
      'Certificat.pdf',
    ]);
  });

  it('with several mails attached is several requests', async () => {
    const found = await classified(attached(APPLICATION, { ...APPLICATION, from: 'ana@posta.test' }));
    expect(found.requests.map(({ sender }) => sender?.address)).toEqual([
      'popescu@client.test',
      'ana@posta.test',
    ]);
    expect(found.reasons).toContain('several-requests');
  });

  it('of a forward finds the applicant inside', async () => {
    const byCluj = { ...attached(APPLICATION), from: 'cj@ancpi.ro' };
    const found = await classified(attached(byCluj));
    expect(found.requests).toMatchObject([
      { sender: { address: 'popescu@client.test' }, forwardedBy: 'cj@ancpi.ro' },
    ]);
    const inline = { from: 'cj@ancpi.ro', subject: 'FW: Cerere', text: FORWARD };
    expect((await classified(attached(inline))).requests[0]?.sender?.address).toBe('popescu@client.test');
  });

  it('of an applicant’s answer joins what that answers', async () => {
    const answer = { ...APPLICATION, subject: 'Re: acte', headers: ['In-Reply-To: <ours@ancpi.ro>'] };
    expect(await classified(attached(answer))).toMatchObject({ kind: 'reply', answers: ['<ours@ancpi.ro>'] });
  });

  it('of a bounce or an out-of-office is nobody’s request', async () => {
    const found = await classified(attached({ from: 'x@y.test', headers: ['Auto-Submitted: auto-replied'] }));
    expect(found.requests).toMatchObject([{ sender: { address: 'ab@ancpi.ro' }, route: 'direct' }]);
  });
});

describe('a mail in a stranger’s mail', () => {
  it('makes nobody the sender, quoted or attached', async () => {
    for (const mail of [
      { ...attached(APPLICATION), from: 'x@evil.test' },
      { from: 'x@evil.test', text: FORWARD },
    ]) {
      const found = await classified(mail);
      expect(found.requests).toMatchObject([
        { sender: { address: 'x@evil.test' }, route: 'direct', forwardedBy: null },
      ]);
    }
  });

  it('still brings its attachments', async () => {
    const found = await classified({ ...attached(APPLICATION), from: 'x@evil.test', subject: 'Acte' });
    expect(found).toMatchObject({ kind: 'access-request' });
    expect(found.requests[0]?.attachments.map(({ name }) => name)).toEqual(['Date acces.xlsx']);
  });
});

it('a colleague’s answer that quotes the applicant forwards nothing', async () => {
  const mail = {
    from: 'ab@ancpi.ro',
    subject: 'RE: Cerere acces',
    text: FORWARD,
    headers: ['In-Reply-To: <a@b.test>'],
  };
  expect((await classified(mail)).requests).toMatchObject([
    { sender: { address: 'ab@ancpi.ro' }, text: 'Vă rog.' },
  ]);
});
