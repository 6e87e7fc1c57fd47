/** What mail programs write above and around a mail that somebody forwards: for tests of finding who wrote it. */

export interface Original {
  readonly name: string;
  readonly address: string;
  readonly to: string;
  readonly subject: string;
  readonly body: string;
}

export interface Forward {
  readonly text: string;
  /** Only where the program writes HTML. */
  readonly html?: string;
}

export interface ForwardProgram {
  readonly program: string;
  readonly write: (original: Original, note: string) => Forward;
}

const RULER = '_'.repeat(32);
const DAY = 'luni, 23 noiembrie 2026 09:12';
const ENGLISH_DAY = 'Monday, November 23, 2026 9:12 AM';

const plain =
  (lines: (original: Original) => readonly string[]): ForwardProgram['write'] =>
  (original, note) => ({ text: [note, '', ...lines(original), original.body].join('\n') });

const outlook =
  (labels: readonly [string, string, string, string], day: string, above: readonly string[]) =>
  ({ name, address, to, subject }: Original): readonly string[] => [
    ...above,
    `${labels[0]}: ${name} <${address}>`,
    `${labels[1]}: ${day}`,
    `${labels[2]}: ${to}`,
    `${labels[3]}: ${subject}`,
    '',
  ];

const RO = ['De la', 'Trimis', 'Către', 'Subiect'] as const;
const EN = ['From', 'Sent', 'To', 'Subject'] as const;

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function paragraphs(body: string): string {
  return body
    .split('\n')
    .map((line) => `<p class=MsoNormal>${escaped(line)}</p>`)
    .join('');
}

const outlookHtml =
  (labels: readonly [string, string, string, string], day: string): ForwardProgram['write'] =>
  ({ name, address, to, subject, body }, note) => ({
    text: note,
    html: `<html><body><div class=WordSection1><p class=MsoNormal>${escaped(note)}<o:p></o:p></p><div><div style='border-top:solid #E1E1E1 1.0pt'><p class=MsoNormal><b><span>${labels[0]}:</span></b> ${escaped(name)} &lt;${address}&gt; <br><b>${labels[1]}:</b> ${day}<br><b>${labels[2]}:</b> ${escaped(to)}<br><b>${labels[3]}:</b> ${escaped(subject)}<o:p></o:p></p></div></div><p class=MsoNormal><o:p>&nbsp;</o:p></p>${paragraphs(body)}</div></body></html>`,
  });

/** Every program that offices use, in Romanian and English, as plain text and as HTML. */
export const FORWARD_PROGRAMS: readonly ForwardProgram[] = [
  { program: 'Outlook (RO)', write: plain(outlook(RO, DAY, ['-----Mesaj original-----'])) },
  { program: 'Outlook (EN)', write: plain(outlook(EN, ENGLISH_DAY, ['-----Original Message-----'])) },
  { program: 'Outlook without a line above', write: plain(outlook(RO, DAY, [])) },
  { program: 'Outlook HTML (RO)', write: outlookHtml(RO, DAY) },
  { program: 'Outlook HTML (EN)', write: outlookHtml(EN, ENGLISH_DAY) },
  {
    program: 'Outlook, labels without diacritics',
    write: plain(outlook(['De la', 'Trimis', 'Catre', 'Subiect'], DAY, [])),
  },
  {
    program: 'Outlook, labels with lost diacritics',
    write: plain(outlook(['De la', 'Trimis', 'C?tre', 'Subiect'], DAY, [])),
  },
  {
    program: 'Outlook, labels in the wrong character set',
    write: plain(outlook(['De la', 'Trimis', 'CÄƒtre', 'Subiect'], DAY, [])),
  },
  {
    program: 'Outlook, labels in capitals',
    write: plain(outlook(['DE LA', 'TRIMIS', 'CĂTRE', 'SUBIECT'], DAY, [])),
  },
  {
    program: 'Outlook, bold labels as text',
    write: plain(outlook(['*De la', '*Trimis', '*Către', '*Subiect'], DAY, [])),
  },
  {
    program: 'Outlook of old, with [mailto:]',
    write: plain(({ name, address, to, subject }) => [
      '-----Mesaj original-----',
      `De la: ${name} [mailto:${address}]`,
      `Trimis: ${DAY}`,
      `Către: ${to}`,
      `Subiect: ${subject}`,
      'Importanță: Mare',
      '',
    ]),
  },
  { program: 'Outlook on the web', write: plain(outlook(RO, DAY, [RULER])) },
  {
    program: 'Outlook on the web, HTML',
    write: ({ name, address, to, subject, body }, note) => ({
      text: '',
      html: `<div>${escaped(note)}</div><hr tabindex="-1"><div id="divRplyFwdMsg" dir="ltr"><font face="Calibri"><b>De la:</b> ${escaped(name)} &lt;${address}&gt;<br><b>Trimis:</b> ${DAY}<br><b>Către:</b> ${escaped(to)}<br><b>Subiect:</b> ${escaped(subject)}</font><div>&nbsp;</div></div><div>${paragraphs(body)}</div>`,
    }),
  },
  {
    program: 'Outlook on a phone',
    write: plain(({ name, address, to, subject }) => [
      'Descărcați Outlook pentru Android<https://aka.ms/x>',
      RULER,
      `From: ${name} <${address}>`,
      `Sent: ${ENGLISH_DAY}`,
      `To: ${to}`,
      `Subject: ${subject}`,
      '',
    ]),
  },
  {
    program: 'Outlook, date over two lines',
    write: plain(({ name, address, to, subject }) => [
      `De la: ${name}`,
      `<${address}>`,
      'Trimis: luni, 23 noiembrie',
      '2026 09:12',
      `Către: ${to}; OCPI Cluj`,
      '<cj@ancpi.ro>',
      `Subiect: ${subject}`,
      '',
    ]),
  },
  {
    program: 'Gmail (RO)',
    write: plain(({ name, address, to, subject }) => [
      '---------- Forwarded message ---------',
      `De la: ${name} <${address}>`,
      'Date: lun., 23 nov. 2026 la 09:12',
      `Subject: ${subject}`,
      `To: <${to}>`,
      '',
      '',
    ]),
  },
  {
    program: 'Gmail (RO), later',
    write: plain(({ name, address, to, subject }) => [
      '---------- Mesaj redirecționat ---------',
      `De la: ${name} <${address}>`,
      'Dată: lun., 23 nov. 2026, 09:12',
      `Subiect: ${subject}`,
      `Către: <${to}>`,
      '',
      '',
    ]),
  },
  {
    program: 'Gmail (EN)',
    write: plain(({ name, address, to, subject }) => [
      '---------- Forwarded message ---------',
      `From: ${name} <${address}>`,
      'Date: Mon, Nov 23, 2026 at 9:12 AM',
      `Subject: ${subject}`,
      `To: <${to}>`,
      '',
      '',
    ]),
  },
  {
    program: 'Gmail, HTML',
    write: ({ name, address, to, subject, body }, note) => ({
      text: '',
      html: `<div dir="ltr">${escaped(note)}<br><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">---------- Forwarded message ---------<br>De la: <strong class="gmail_sendername" dir="auto">${escaped(name)}</strong> <span dir="auto">&lt;<a href="mailto:${address}">${address}</a>&gt;</span><br>Date: lun., 23 nov. 2026 la 09:12<br>Subject: ${escaped(subject)}<br>To: &lt;<a href="mailto:${to}">${to}</a>&gt;<br></div><br><br>${paragraphs(body)}</div></div>`,
    }),
  },
  {
    program: 'Apple Mail (RO)',
    write: ({ name, address, to, subject, body }, note) => ({
      text: [
        note,
        '',
        ...[
          'Începe mesajul redirecționat:',
          '',
          `Expeditorul: ${name} <${address}>`,
          `Subiectul: ${subject}`,
          'Dată: 23 noiembrie 2026, 09:12:05 EET',
          `Destinatarul: ${to}`,
          '',
          ...body.split('\n'),
        ].map((line) => `> ${line}`),
      ].join('\n'),
    }),
  },
  {
    program: 'Apple Mail (EN)',
    write: plain(({ name, address, to, subject }) => [
      'Begin forwarded message:',
      '',
      `From: ${name} <${address}>`,
      `Subject: ${subject}`,
      'Date: 23 November 2026 at 09:12:05 EET',
      `To: ${to}`,
      'Reply-To: altul@alta.test',
      '',
    ]),
  },
  {
    program: 'iPhone, HTML',
    write: ({ name, address, to, subject, body }, note) => ({
      text: '',
      html: `<html><body>${escaped(note)}<br><br><div dir="ltr">Trimis de pe iPhone</div><div dir="ltr"><br>Începe mesajul redirecționat:<br><br></div><blockquote type="cite"><div dir="ltr"><b>De la:</b> ${escaped(name)} &lt;${address}&gt;<br><b>Dată:</b> 23 noiembrie 2026 la 09:12:05 EET<br><b>Către:</b> ${to}<br><b>Subiect:</b> <b>${escaped(subject)}</b><br><br></div></blockquote><blockquote type="cite">${paragraphs(body)}</blockquote></body></html>`,
    }),
  },
  {
    program: 'Thunderbird (RO)',
    write: plain(({ name, address, to, subject }) => [
      '-------- Mesaj redirecționat --------',
      `Subiect: \t${subject}`,
      'Dată: \tMon, 23 Nov 2026 09:12:05 +0200',
      `De la: \t${name} <${address}>`,
      'Răspunde la: \taltul@alta.test',
      `Către: \t${to}`,
      '',
      '',
    ]),
  },
  {
    program: 'Thunderbird, HTML table (EN)',
    write: ({ name, address, to, subject, body }, note) => ({
      text: '',
      html: `<p>${escaped(note)}</p><div class="moz-forward-container"><br>-------- Forwarded Message --------<table class="moz-email-headers-table"><tbody><tr><th>Subject: </th><td>${escaped(subject)}</td></tr><tr><th>Date: </th><td>Mon, 23 Nov 2026 09:12:05 +0200</td></tr><tr><th>From: </th><td>${escaped(name)} <a class="moz-txt-link-rfc2396E" href="mailto:${address}">&lt;${address}&gt;</a></td></tr><tr><th>To: </th><td>${to}</td></tr></tbody></table><br><br>${paragraphs(body)}</div>`,
    }),
  },
  {
    program: 'Yahoo (RO), in one line',
    write: plain(({ name, address, to, subject }) => [
      `----- Mesaj redirecționat ----- De la: ${name} <${address}>Către: ${to}Trimis: luni, 23 noiembrie 2026, 09:12:05 EETSubiect: ${subject}`,
    ]),
  },
  {
    program: 'Yahoo (EN), below its mark',
    write: plain(({ name, address, to, subject }) => [
      '   ----- Forwarded Message -----',
      ` From: ${name} <${address}>To: "${to}" <${to}>Sent: Monday, November 23, 2026 at 09:12:05 AM GMT+2Subject: ${subject}`,
    ]),
  },
  {
    program: 'Yahoo, HTML',
    write: ({ name, address, to, subject, body }, note) => ({
      text: '',
      html: `<div>${escaped(note)}</div><div><div>----- Mesaj redirecționat -----</div><div><b>De la:</b> ${escaped(name)} &lt;${address}&gt;</div><div><b>Către:</b> ${to}</div><div><b>Trimis:</b> ${DAY}</div><div><b>Subiect:</b> ${escaped(subject)}</div><div><br></div>${paragraphs(body)}</div>`,
    }),
  },
  {
    program: 'Roundcube (RO)',
    write: plain(({ name, address, to, subject }) => [
      '-------- Mesajul original --------',
      `Subiect: ${subject}`,
      'Dată: 2026-11-23 09:12',
      `De la: ${name} <${address}>`,
      `Către: ${to}`,
      '',
    ]),
  },
  {
    program: 'Roundcube (EN), HTML table',
    write: ({ name, address, to, subject, body }, note) => ({
      text: note,
      html: `<p>${escaped(note)}</p><p>-------- Original Message --------</p><table><tbody><tr><th nowrap>Subject:</th><td>${escaped(subject)}</td></tr><tr><th>Date:</th><td>2026-11-23 09:12</td></tr><tr><th>From:</th><td>${escaped(name)} &lt;${address}&gt;</td></tr><tr><th>To:</th><td>${to}</td></tr></tbody></table>${paragraphs(body)}`,
    }),
  },
  {
    program: 'Zimbra (RO)',
    write: plain(({ name, address, to, subject }) => [
      '----- Mesaj redirecționat -----',
      `De la: "${name}" <${address}>`,
      `Către: "OCPI" <${to}>`,
      `Trimis: Luni, 23 Noiembrie, 2026 09:12:05`,
      `Subiect: ${subject}`,
      '',
    ]),
  },
  {
    program: 'Horde (EN)',
    write: (original, note) => ({
      text: [
        note,
        '',
        `----- Forwarded message from ${original.name} <${original.address}> -----`,
        '     Date: Mon, 23 Nov 2026 09:12:05 +0200',
        `     From: ${original.name} <${original.address}>`,
        `  Subject: ${original.subject}`,
        `       To: ${original.to}`,
        '',
        original.body,
        '',
        '----- End forwarded message -----',
      ].join('\n'),
    }),
  },
  {
    program: 'Samsung',
    write: plain(({ name, address, to, subject }) => [
      '-------- Mesaj original --------',
      `De la: ${name} <${address}> `,
      'Data: 23.11.2026 09:12 (GMT+02:00) ',
      `Către: ${to} `,
      `Subiect: ${subject} `,
      '',
    ]),
  },
  {
    program: 'a program that says little under its mark',
    write: plain(({ name, address, subject }) => [
      '----- Mesaj transmis -----',
      `Expeditor: ${name} <${address}>`,
      `Subiect: ${subject}`,
      '',
    ]),
  },
  {
    program: 'Evolution, like a quotation',
    write: ({ name, address, body }, note) => ({
      text: [
        note,
        '',
        `Pe lun., 23 nov. 2026 la 09:12, ${name} <${address}> a scris:`,
        ...body.split('\n').map((line) => `> ${line}`),
      ].join('\n'),
    }),
  },
];
