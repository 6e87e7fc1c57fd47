/** Bounces as the mail servers of the world write them: whose delivery failed, whether for good, which mail it was. */
import { describe, expect, it } from 'vitest';
import { classify } from '../../src/mail/sorting/classify.ts';
import { deskContext } from './desk-context.ts';
import { parsedMail, type RawMail } from './raw-mail.ts';

async function classified(mail: RawMail | Buffer) {
  return classify(await parsedMail(mail), deskContext());
}

interface Report {
  readonly from: string;
  readonly subject: string;
  readonly text: string;
  /** Blocks of fields, without the first one. */
  readonly recipients: readonly string[];
  readonly returned?: string;
  readonly headers?: readonly string[];
}

function reportMail({ from, subject, text, recipients, returned, headers = [] }: Report): Buffer {
  const status = ['Reporting-MTA: dns; mx.client.test', ...recipients].join('\r\n\r\n');
  const parts = [
    `Content-Type: text/plain; charset=utf-8\r\n\r\n${text}`,
    `Content-Type: message/delivery-status\r\n\r\n${status}\r\n`,
    ...(returned === undefined ? [] : [`Content-Type: text/rfc822-headers\r\n\r\n${returned}`]),
  ];
  return Buffer.from(
    [
      'Return-Path: <>',
      ...headers,
      `From: ${from}`,
      'To: acces@ancpi.ro',
      `Subject: ${subject}`,
      'MIME-Version: 1.0',
      'Content-Type: multipart/report; report-type=delivery-status; boundary=r',
      '',
      ...parts.map((part) => `--r\r\n${part}`),
      '--r--',
      '',
    ].join('\r\n'),
  );
}

const fields = (address: string, action: string, status: string): string =>
  `Final-Recipient: rfc822; ${address}\r\nAction: ${action}\r\nStatus: ${status}\r\nDiagnostic-Code: smtp; 550 no`;
const OURS =
  'From: acces@ancpi.ro\r\nTo: popescu@client.test\r\nMessage-ID: <out-1@acces.ancpi.ro>\r\nSubject: x\r\n';

describe('a report (RFC 3464)', () => {
  it.each<[string, Partial<Report>]>([
    ['Postfix', { from: 'MAILER-DAEMON@mx.client.test', subject: 'Undelivered Mail Returned to Sender' }],
    ['Exchange', { from: 'postmaster@client.test', subject: 'Undeliverable: Contul dvs.' }],
    ['Exchange in Romanian', { from: 'postmaster@client.test', subject: 'Nelivrabil: Contul dvs.' }],
    [
      'Exchange Online',
      { from: 'MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@client.test', subject: 'Undeliverable: x' },
    ],
    [
      'Gmail',
      {
        from: 'Mail Delivery Subsystem <mailer-daemon@googlemail.test>',
        subject: 'Delivery Status Notification (Failure)',
        headers: ['X-Failed-Recipients: popescu@client.test'],
      },
    ],
    [
      'Sendmail',
      {
        from: 'Mail Delivery Subsystem <MAILER-DAEMON@mx.client.test>',
        subject: 'Returned mail: see transcript for details',
      },
    ],
    ['a server without subject', { from: 'x@mx.client.test', subject: '' }],
  ])('of %s is a bounce of our mail to that recipient', async (_, report) => {
    const mail = reportMail({
      from: 'x@y.test',
      subject: 'x',
      text: 'x',
      recipients: [fields('Popescu@client.test', 'failed', '5.1.1')],
      returned: OURS,
      ...report,
    });
    expect(await classified(mail)).toMatchObject({
      kind: 'bounce',
      answerable: false,
      bounce: {
        permanent: true,
        recipients: [{ address: 'popescu@client.test', action: 'failed', status: '5.1.1' }],
        quotedMessageIds: ['<out-1@acces.ancpi.ro>'],
      },
    });
  });

  it.each([
    ['a full mailbox, given up', 'failed', '5.2.2', true],
    ['a full mailbox, after days of trying', 'failed', '4.2.2', true],
    ['a time limit reached', 'failed', '4.4.7', true],
    ['a delay', 'delayed', '4.4.1', false],
    ['a full mailbox, still tried', 'delayed', '4.2.2', false],
    ['nothing but a code', '', '5.7.1', true],
    ['nothing but a temporary code', '', '4.7.0', false],
  ])('of %s tells whether it is for good', async (_, action, status, permanent) => {
    const mail = reportMail({
      from: 'MAILER-DAEMON@mx.client.test',
      subject: 'x',
      text: 'x',
      recipients: [fields('popescu@client.test', action, status)],
    });
    expect((await classified(mail)).bounce).toMatchObject({ permanent, recipients: [{ status }] });
  });

  it('of several recipients names those that failed and leaves out those that got it', async () => {
    const recipients = [
      fields('a@x.test', 'delivered', '2.1.5'),
      fields('b@x.test', 'failed', '5.1.1'),
      fields('c@x.test', 'delayed', '4.4.1'),
    ];
    const found = await classified(
      reportMail({ from: 'MAILER-DAEMON@x.test', subject: 'x', text: 'x', recipients }),
    );
    expect(found.bounce?.recipients.map(({ address }) => address)).toEqual(['b@x.test', 'c@x.test']);
    expect(found.bounce?.permanent).toBe(true);
  });

  it('names our mail also where its header is broken over two lines, or only answered', async () => {
    const base = {
      from: 'MAILER-DAEMON@x.test',
      subject: 'x',
      text: 'x',
      recipients: [fields('a@x.test', 'failed', '5.1.1')],
    };
    const broken = await classified(
      reportMail({ ...base, returned: 'Message-ID:\r\n <out-2@acces.ancpi.ro>\r\n' }),
    );
    expect(broken.bounce?.quotedMessageIds).toEqual(['<out-2@acces.ancpi.ro>']);
    const answered = await classified(
      reportMail({
        ...base,
        headers: ['In-Reply-To: <out-3@acces.ancpi.ro>', 'References: <out-3@acces.ancpi.ro>'],
      }),
    );
    expect(answered.bounce?.quotedMessageIds).toEqual(['<out-3@acces.ancpi.ro>']);
  });

  it('of a mail that is not ours is a bounce all the same, and names no mail of ours', async () => {
    const returned = 'From: acces@ancpi.ro\r\nMessage-ID: <spam@evil.test>\r\n';
    const found = await classified(
      reportMail({
        from: 'MAILER-DAEMON@x.test',
        subject: 'x',
        text: 'x',
        recipients: [fields('a@x.test', 'failed', '5.1.1')],
        returned,
      }),
    );
    expect(found).toMatchObject({ kind: 'bounce', bounce: { quotedMessageIds: ['<spam@evil.test>'] } });
  });

  it('is not a recipient’s feedback about spam', async () => {
    const raw = [
      'From: feedback@posta.test',
      'To: acces@ancpi.ro',
      'Subject: Abuse report',
      'Content-Type: multipart/report; report-type=feedback-report; boundary=r',
      '',
      '--r\r\nContent-Type: text/plain\r\n\r\nx',
      '--r--',
    ].join('\r\n');
    expect(await classified(Buffer.from(raw))).toMatchObject({ kind: 'automatic', reasons: ['machine'] });
  });
});

interface Words {
  readonly program: string;
  readonly subject: string;
  readonly text: string;
  readonly recipients?: readonly string[];
  readonly status?: string;
  readonly permanent?: boolean;
}

const WORDS: readonly Words[] = [
  {
    program: 'qmail',
    subject: 'failure notice',
    text: "Hi. This is the qmail-send program at x.test.\nI'm afraid I wasn't able to deliver your message to the following addresses.\nThis is a permanent error; I've given up. Sorry it didn't work out.\n\n<popescu@client.test>:\nSorry, no mailbox here by that name. (#5.1.1)\n\n--- Below this line is a copy of the message.\n\nReturn-Path: <acces@ancpi.ro>\nMessage-ID: <out-1@acces.ancpi.ro>\n",
    status: '5.1.1',
  },
  {
    program: 'Exim',
    subject: 'Mail delivery failed: returning message to sender',
    text: 'This message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered to one or more of its\nrecipients. This is a permanent error. The following address(es) failed:\n\n  popescu@client.test\n    host mx.client.test [192.0.2.10]\n    SMTP error from remote mail server after RCPT TO:<popescu@client.test>:\n    550 5.1.1 User unknown\n\n------ This is a copy of the message, including all the headers. ------\n\nMessage-ID: <out-1@acces.ancpi.ro>\nFrom: acces@ancpi.ro\n',
    status: '5.1.1',
  },
  {
    program: 'Exim, delayed',
    subject: 'Warning: message 1abc delayed 24 hours',
    text: 'This message was created automatically by mail delivery software.\nA message that you sent has not yet been delivered to one or more of its recipients after more than 24 hours on the queue.\n\n  popescu@client.test\n    Delay reason: Connection timed out\n\nNo action is required on your part. Delivery attempts will continue for some time.\n',
    permanent: false,
  },
  {
    program: 'Gmail',
    subject: 'Delivery Status Notification (Failure)',
    text: "** Address not found **\n\nYour message wasn't delivered to popescu@client.test because the address couldn't be found, or is unable to receive mail.\n\nThe response from the remote server was:\n550 5.1.1 The email account that you tried to reach does not exist.",
    status: '5.1.1',
  },
  {
    program: 'Exchange of old',
    subject: 'Undeliverable: Contul dvs.',
    text: 'Your message did not reach some or all of the intended recipients.\n\n      Subject:  Contul dvs.\n      Sent:     23.11.2026 09:12\n\nThe following recipient(s) cannot be reached:\n\n      popescu@client.test on 23.11.2026 09:12\n            The e-mail account does not exist. <mx.client.test #5.1.1>\n',
    status: '5.1.1',
  },
  {
    program: 'Yahoo',
    subject: 'Failure Notice',
    text: 'Sorry, we were unable to deliver your message to the following address.\n\n<popescu@client.test>:\n554: delivery error: dd This user does not have a yahoo.test account\n',
  },
  {
    program: 'a Romanian provider',
    subject: 'Mesajul nu a putut fi livrat',
    text: 'Bună ziua,\n\nMesajul dumneavoastră către popescu@client.test nu a putut fi livrat deoarece adresa nu există.\n\n550 5.1.1 utilizator necunoscut',
    status: '5.1.1',
  },
  {
    program: 'a Romanian provider, full mailbox',
    subject: 'Mail nelivrat: căsuța este plină',
    text: 'Destinatar: popescu@client.test\nMotiv: 552 5.2.2 Căsuța poștală a destinatarului este plină.',
    status: '5.2.2',
  },
  {
    program: 'a Romanian provider, delayed',
    subject: 'Întârziere la livrare',
    text: 'Mesajul către popescu@client.test nu a fost încă livrat. Livrarea este întârziată, se va reîncerca.\n451 4.4.1 timeout',
    status: '4.4.1',
    permanent: false,
  },
  {
    program: 'Sendmail, two recipients',
    subject: 'Returned mail: User unknown',
    text: '   ----- The following addresses had permanent fatal errors -----\n<popescu@client.test>\n<ana@posta.test>\n\n   ----- Transcript of session follows -----\n550 5.1.1 <popescu@client.test>... User unknown',
    recipients: ['popescu@client.test', 'ana@posta.test'],
    status: '5.1.1',
  },
  {
    program: 'a gateway that flattened the report',
    subject: 'Undelivered Mail Returned to Sender',
    text: 'This is the mail system at host mx.\n\nFinal-Recipient: rfc822; popescu@client.test\nAction: failed\nStatus: 5.1.1\n\nMessage-ID: <out-1@acces.ancpi.ro>',
    status: '5.1.1',
  },
];

describe('a bounce in words', () => {
  it.each(WORDS)('of $program tells whose delivery failed', async (words) => {
    const { subject, text, recipients = ['popescu@client.test'], status, permanent = true } = words;
    const found = await classified({
      from: 'MAILER-DAEMON@mx.client.test',
      to: 'acces@ancpi.ro',
      headers: ['Return-Path: <>'],
      subject,
      text,
    });
    expect(found).toMatchObject({ kind: 'bounce', bounce: { permanent } });
    expect(found.bounce?.recipients.map(({ address }) => address)).toEqual(recipients);
    if (status !== undefined) {
      expect(found.bounce?.recipients[0]?.status).toBe(status);
    }
    expect(found.bounce?.quotedMessageIds).toEqual(text.includes('out-1') ? ['<out-1@acces.ancpi.ro>'] : []);
  });

  it.each(WORDS)('of $program is known without the empty return path', async ({ subject, text }) => {
    expect(
      await classified({ from: 'postmaster@mx.client.test', to: 'acces@ancpi.ro', subject, text }),
    ).toMatchObject({ kind: 'bounce' });
  });

  it('without any recipient is for good, unless it says that it goes on trying', async () => {
    const mail = { from: 'MAILER-DAEMON@x.test', to: 'acces@ancpi.ro', headers: ['Return-Path: <>'] };
    expect((await classified({ ...mail, subject: 'failure notice', text: 'Sorry.' })).bounce).toMatchObject({
      permanent: true,
      recipients: [],
    });
    expect(
      (await classified({ ...mail, subject: 'Delayed Mail (still being retried)', text: 'x' })).bounce
        ?.permanent,
    ).toBe(false);
  });

  it('takes no recipient from the mail that came back, nor from the address that it was sent to', async () => {
    const text =
      'acces@ancpi.ro\n\n<popescu@client.test>:\n550 no\n\n--- Below this line is a copy of the message.\n\n<alt@client.test>\n';
    const found = await classified({
      from: 'MAILER-DAEMON@x.test',
      to: 'acces@ancpi.ro',
      subject: 'failure notice',
      text,
    });
    expect(found.bounce?.recipients.map(({ address }) => address)).toEqual(['popescu@client.test']);
  });

  it('takes no machine’s number for a status', async () => {
    const text = '<popescu@client.test>:\nhost mx [5.9.12.34] said: 550 no';
    const found = await classified({ from: 'MAILER-DAEMON@x.test', subject: 'failure notice', text });
    expect(found.bounce?.recipients).toMatchObject([{ status: '', action: 'failed' }]);
  });
});

describe('no bounce', () => {
  it.each<[string, RawMail]>([
    [
      'a person who forwards one',
      { subject: 'Fwd: Undeliverable: Contul dvs.', text: 'popescu@client.test 550 5.1.1' },
    ],
    [
      'a person who writes of one',
      { subject: 'Mail nelivrat', text: 'Nu am primit mailul, mi-a venit failure notice.' },
    ],
    [
      'a postmaster who asks something',
      { from: 'postmaster@firma.test', subject: 'Întrebare', text: 'Bună ziua, ne scrieți?' },
    ],
  ])('is %s', async (_, mail) => {
    expect((await classified(mail)).kind).not.toBe('bounce');
  });

  it('is a person’s mail with the parts of a report attached', async () => {
    const parts = [
      {
        type: 'message/delivery-status',
        bytes: `Reporting-MTA: dns; x\r\n\r\n${fields('a@x.test', 'failed', '5.1.1')}`,
      },
    ];
    expect((await classified({ subject: 'Am primit asta', text: 'Ce fac?', parts })).kind).not.toBe('bounce');
  });
});
