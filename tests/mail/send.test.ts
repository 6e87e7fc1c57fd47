/** Mails going out, to a real mail server that listens on this machine. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { afterEach, describe, expect, it } from 'vitest';
import { headerValues, isAutomatic } from '../../src/mail/sorting/noise.ts';
import {
  type MailSenderOptions,
  messageIdFor,
  type OutgoingMail,
  openMailSender,
} from '../../src/mail/wire/send.ts';
import { makeCertificate, NEEDS_OPENSSL } from './certificates.ts';
import { parsedMail, XLSX } from './raw-mail.ts';

const toClose: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of toClose.splice(0).reverse()) {
    await close();
  }
});

interface Delivered {
  readonly raw: Buffer;
  readonly from: string;
  readonly to: readonly string[];
  /** The delivery options of the envelope (RFC 3461). */
  readonly returns: string;
  readonly notify: readonly string[];
}

interface World {
  readonly port: number;
  readonly delivered: Delivered[];
}

/** A mail server of the outside world, without encryption. */
async function world(options: Partial<SMTPServerOptions> = {}): Promise<World> {
  const delivered: Delivered[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    logger: false,
    hideDSN: false,
    onData(stream, session, callback) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const { mailFrom, rcptTo, dsn } = session.envelope as typeof session.envelope & {
          dsn?: { ret?: string };
        };
        const [recipient] = rcptTo as readonly { dsn?: { notify?: readonly string[] } }[];
        delivered.push({
          raw: Buffer.concat(chunks),
          from: mailFrom === false ? '' : mailFrom.address,
          to: rcptTo.map(({ address }) => address),
          returns: dsn?.ret ?? '',
          notify: recipient?.dsn?.notify ?? [],
        });
        callback();
      });
    },
    ...options,
  });
  server.on('error', () => {});
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve());
  });
  toClose.push(() => new Promise<void>((resolve) => server.close(() => resolve())));
  const address = server.server.address();
  return { port: typeof address === 'object' && address !== null ? address.port : 0, delivered };
}

function senderTo(port: number, options: Partial<MailSenderOptions> = {}) {
  const sender = openMailSender({
    smtp: `smtp://127.0.0.1:${port}`,
    from: 'acces@ancpi.ro',
    timeoutMs: 5_000,
    ...options,
  });
  toClose.push(() => sender.close());
  return sender;
}

const LETTER: OutgoingMail = {
  to: 'popescu@client.test',
  displayName: 'OCPI Alba – acces',
  replyTo: null,
  subject: '[AB-2026-00042] Cererea dumneavoastră a fost înregistrată',
  text: 'Bună ziua,\n.\nȘtefan',
  html: '<p>Bună ziua</p>',
  attachments: [],
  messageId: '<unguessable@ancpi.ro>',
  inReplyTo: '<m1@client.test>',
  references: ['<m0@client.test>', '<m1@client.test>'],
};

const refusing = (responseCode: number, message: string) =>
  Object.assign(new Error(message), { responseCode });

describe('a letter that the server takes', () => {
  it('arrives with its threading, its name and nothing but its one recipient', async () => {
    const { port, delivered } = await world();
    expect(await senderTo(port).send(LETTER)).toMatchObject({ accepted: true });
    expect(delivered).toMatchObject([{ from: 'acces@ancpi.ro', to: ['popescu@client.test'] }]);
    const mail = await parsedMail(delivered[0]?.raw ?? Buffer.alloc(0));
    expect(mail).toMatchObject({
      from: [{ address: 'acces@ancpi.ro', name: 'OCPI Alba – acces' }],
      replyTo: [{ address: 'acces@ancpi.ro' }],
      to: [{ address: 'popescu@client.test' }],
      subject: LETTER.subject,
      messageId: '<unguessable@ancpi.ro>',
      inReplyTo: ['<m1@client.test>'],
      references: ['<m0@client.test>', '<m1@client.test>'],
      htmlText: 'Bună ziua',
    });
    expect(mail.text.trim()).toBe(LETTER.text);
  });

  it('says that a machine sent it, so that no machine answers', async () => {
    const { port, delivered } = await world();
    const sender = senderTo(port);
    await sender.send(LETTER);
    await sender.send({ ...LETTER, autoSubmitted: 'auto-generated' });
    const mails = await Promise.all(delivered.map(({ raw }) => parsedMail(raw)));
    expect(mails.map((mail) => headerValues(mail, 'auto-submitted'))).toEqual([
      ['auto-replied'],
      ['auto-generated'],
    ]);
    expect(mails.every(isAutomatic)).toBe(true);
  });

  it('brings its attachments unchanged under their Romanian names', async () => {
    const { port, delivered } = await world();
    const attachment = {
      name: 'Date acces – Ștefan.xlsx',
      mediaType: 'application/octet-stream',
      bytes: XLSX,
    };
    await senderTo(port).send({ ...LETTER, attachments: [attachment] });
    const mail = await parsedMail(delivered[0]?.raw ?? Buffer.alloc(0));
    expect(mail.attachments).toMatchObject([{ name: attachment.name, inline: false }]);
    expect(mail.attachments[0]?.bytes.equals(XLSX)).toBe(true);
  });

  it('with credentials asks that a bounce return the headers only', async () => {
    const { port, delivered } = await world();
    const sender = senderTo(port);
    await sender.send({ ...LETTER, headersOnlyBounce: true });
    await sender.send(LETTER);
    expect(delivered.map(({ returns }) => returns)).toEqual(['HDRS', '']);
    expect(delivered[0]?.notify).toEqual(expect.arrayContaining(['FAILURE', 'DELAY']));
  });

  it('with credentials does not ask a server that knows nothing of it', async () => {
    const asked: unknown[] = [];
    const { port, delivered } = await world({
      hideDSN: true,
      onMailFrom: ({ args }, _session, callback) => {
        asked.push(args);
        callback();
      },
    });
    expect(await senderTo(port).send({ ...LETTER, headersOnlyBounce: true })).toMatchObject({
      accepted: true,
    });
    expect(delivered).toHaveLength(1);
    expect(JSON.stringify(asked)).not.toMatch(/RET|ENVID/);
  });

  it('keeps a line break in a subject or a name from becoming a header', async () => {
    const { port, delivered } = await world();
    const evil = 'x\r\nBcc: hot@evil.test';
    await senderTo(port).send({ ...LETTER, subject: evil, displayName: evil });
    const mail = await parsedMail(delivered[0]?.raw ?? Buffer.alloc(0));
    expect(headerValues(mail, 'bcc')).toEqual([]);
    expect(delivered[0]?.to).toEqual(['popescu@client.test']);
    expect(mail.subject).toBe('x Bcc: hot@evil.test');
  });
});

describe('a letter that the server refuses', () => {
  it.each([
    // The recipient, or the mail for him: for good.
    [550, 'permanent', 'No such user popescu@client.test'],
    [550, 'permanent', '5.1.1 <popescu@client.test>: Recipient address rejected: User unknown'],
    [550, 'permanent', '5.4.1 Recipient address rejected: Access denied'],
    [551, 'permanent', 'User not local'],
    [552, 'permanent', 'Mailbox full'],
    [552, 'permanent', '5.2.2 Over quota'],
    [553, 'permanent', 'Mailbox name not allowed'],
    [554, 'permanent', '5.4.14 Hop count exceeded - possible mail loop ATTR34'],
    [550, 'permanent', '5.7.1 Message rejected by the policy of the recipient'],
    [550, 'permanent', '5.7.124 Sender not in allowed-senders list'],
    [550, 'permanent', '5.7.520 Access denied, external forwarding is not allowed'],
    [556, 'permanent', '5.1.10 Recipient address has null MX'],
    // Not now.
    [450, 'temporary', '4.2.0 Greylisted, see http://postgrey.schweikert.ch/'],
    [451, 'temporary', '4.7.500 Server busy. Please try again later from [192.0.2.1]'],
    [452, 'temporary', '4.2.2 The mailbox is over quota'],
    [452, 'temporary', '4.5.3 Too many recipients'],
    [432, 'temporary', '4.3.2 Concurrent connections limit exceeded'],
    [421, 'temporary', '4.7.0 Try again later, closing connection'],
    // Us, whatever the recipient: ours to mend.
    [530, 'temporary', '5.7.57 Client not authenticated to send mail'],
    [554, 'temporary', '5.7.1 <popescu@client.test>: Relay access denied'],
    [550, 'temporary', '5.7.1 Unable to relay'],
    [550, 'temporary', '5.7.64 TenantAttribution; Relay Access Denied'],
    [554, 'temporary', '5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.spamhaus.org'],
    [553, 'temporary', '5.7.1 <acces@ancpi.ro>: Sender address rejected: not owned by user desk'],
    [550, 'temporary', '5.7.26 This mail has been blocked because the sender is unauthenticated'],
    [550, 'temporary', '5.7.606 Access denied, banned sending IP [192.0.2.1]'],
    [550, 'temporary', '5.7.708 Access denied, traffic not accepted from this IP'],
    [550, 'temporary', '5.1.8 Access denied, bad outbound sender'],
    [504, 'temporary', '5.5.2 <desk>: Helo command rejected: need fully-qualified hostname'],
    [503, 'temporary', '5.5.1 Error: nested MAIL command'],
  ] as const)('with %d is refused: %s, told without the address (%s)', async (code, refused, message) => {
    const { port, delivered } = await world({
      onRcptTo: (_address, _session, callback) => callback(refusing(code, message)),
    });
    const outcome = await senderTo(port).send(LETTER);
    expect(outcome).toMatchObject({ refused, code });
    expect(JSON.stringify(outcome)).not.toMatch(/popescu|acces@/);
    expect(delivered).toEqual([]);
  });

  it.each([
    [554, 'permanent', 'Looks like spam'],
    [554, 'permanent', '5.6.0 Attachment type not allowed'],
    [552, 'permanent', '5.3.4 Message size exceeds fixed limit'],
    [550, 'temporary', '5.7.60 SMTP; Client does not have permissions to send as this sender'],
    [451, 'temporary', '4.3.0 Queue file write error'],
  ] as const)('with %d after it was sent whole is refused: %s (%s)', async (code, refused, message) => {
    const { port } = await world({
      onData(stream, _session, callback) {
        stream.resume();
        stream.on('end', () => callback(refusing(code, message)));
      },
    });
    expect(await senderTo(port).send(LETTER)).toMatchObject({ refused, code });
  });

  it('over LMTP after it was sent whole is refused too, though the library calls it sent', async () => {
    const { port } = await world({
      lmtp: true,
      onData(stream, session, callback) {
        stream.resume();
        stream.on('end', () =>
          callback(null, session.envelope.rcptTo.map(() => refusing(450, 'Later')) as never),
        );
      },
    });
    const sender = openMailSender({
      smtp: { host: '127.0.0.1', port, lmtp: true, pool: true },
      from: 'acces@ancpi.ro',
    });
    toClose.push(() => sender.close());
    expect(await sender.send(LETTER)).toMatchObject({ refused: 'temporary', code: 450 });
  });
});

describe('a server that cannot be spoken to', () => {
  it('makes the letter wait, without a code', async () => {
    const closed = await world();
    for (const close of toClose.splice(0)) {
      await close();
    }
    expect(await senderTo(closed.port).send(LETTER)).toMatchObject({ refused: 'temporary', code: null });
  });

  it('makes the letter wait where encryption is demanded and not offered', async () => {
    const { port, delivered } = await world();
    expect(await senderTo(port, { requireTls: true }).send(LETTER)).toMatchObject({ refused: 'temporary' });
    expect(delivered).toEqual([]);
  });

  it('makes the letter wait where no encryption is offered and the server is another machine', async () => {
    const { port, delivered } = await world();
    // This machine, written so that only the resolver knows.
    const smtp = `smtp://127.1:${port}`;
    expect(await senderTo(port, { smtp }).send(LETTER)).toMatchObject({ refused: 'temporary' });
    expect(delivered).toEqual([]);
    expect(await senderTo(port, { smtp, requireTls: false }).send(LETTER)).toMatchObject({ accepted: true });
  });

  it.each([
    '5.7.8 Bad credentials',
    '5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant',
  ])('makes the letter wait where it does not take our password (%s)', async (message) => {
    const { port } = await world({
      disabledCommands: ['STARTTLS'],
      authOptional: false,
      allowInsecureAuth: true,
      onAuth: (_auth, _session, callback) => callback(refusing(535, message)),
    });
    const sender = openMailSender({ smtp: `smtp://desk:wrong@127.0.0.1:${port}`, from: 'acces@ancpi.ro' });
    toClose.push(() => sender.close());
    expect(await sender.send(LETTER)).toMatchObject({ refused: 'temporary', code: 535 });
  });
});

describe('a server that wants a token', () => {
  /** Takes only this token; a wrong one is either refused at once (Exchange Online) or after a challenge (Gmail). */
  async function tokenWorld(valid: () => string, wrongOne: 'refused' | 'challenged') {
    const logins: string[] = [];
    const { port, delivered } = await world({
      disabledCommands: ['STARTTLS'],
      authOptional: false,
      allowInsecureAuth: true,
      authMethods: ['XOAUTH2'],
      onAuth({ username, accessToken }, _session, callback) {
        logins.push(`${username} ${accessToken}`);
        if (accessToken === valid()) {
          callback(null, { user: username });
        } else if (wrongOne === 'challenged') {
          callback(null, { data: { status: '401', schemes: 'bearer' } });
        } else {
          callback(refusing(535, '5.7.3 Authentication unsuccessful'));
        }
      },
    });
    return { port, delivered, logins };
  }

  it('gets a fresh one for each connection', async () => {
    const { port, delivered, logins } = await tokenWorld(() => 'T1', 'refused');
    const renewals: boolean[] = [];
    const accessToken = async (renew: boolean) => {
      renewals.push(renew);
      return 'T1';
    };
    const sender = senderTo(port, { oauth2: { user: 'acces@ancpi.ro', accessToken } });
    await sender.send(LETTER);
    await sender.send(LETTER);
    expect([delivered.length, logins, renewals]).toEqual([2, ['acces@ancpi.ro T1'], [false]]);
  });

  it.each(['refused', 'challenged'] as const)(
    'and takes the old one no more gets a new one, once (%s)',
    async (how) => {
      const { port, delivered, logins } = await tokenWorld(() => 'new', how);
      const accessToken = async (renew: boolean) => (renew ? 'new' : 'old');
      const sender = senderTo(port, { oauth2: { user: 'acces@ancpi.ro', accessToken } });
      expect(await sender.send(LETTER)).toMatchObject({ accepted: true });
      expect([delivered.length, logins]).toEqual([1, ['acces@ancpi.ro old', 'acces@ancpi.ro new']]);
    },
  );

  it.each(['refused', 'challenged'] as const)(
    'and takes none makes the letter wait after two (%s)',
    async (how) => {
      const { port, logins } = await tokenWorld(() => 'another', how);
      const accessToken = async () => 'ours';
      const sender = senderTo(port, { oauth2: { user: 'acces@ancpi.ro', accessToken } });
      expect(await sender.send(LETTER)).toMatchObject({ refused: 'temporary', code: 535 });
      expect(logins).toHaveLength(2);
    },
  );

  it('makes the letter wait while none can be had, and says nothing of why', async () => {
    const { port, logins } = await tokenWorld(() => 'T1', 'refused');
    const accessToken = () => Promise.reject(new Error('client secret s3cr3t is wrong'));
    const sender = senderTo(port, { oauth2: { user: 'acces@ancpi.ro', accessToken } });
    const outcome = await sender.send(LETTER);
    expect(outcome).toMatchObject({ refused: 'temporary', code: null });
    expect(JSON.stringify(outcome)).not.toContain('s3cr3t');
    expect(logins).toEqual([]);
  });
});

describe.skipIf(NEEDS_OPENSSL)(`a server with encryption${NEEDS_OPENSSL}`, () => {
  it('gets the letter encrypted; one whose certificate nobody vouches for gets none', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'acces-send-'));
    toClose.push(() => rmSync(folder, { recursive: true }));
    const files = makeCertificate(folder);
    const cert = readFileSync(files.certificate);
    const secured: boolean[] = [];
    const { port, delivered } = await world({
      key: readFileSync(files.key),
      cert,
      disabledCommands: ['AUTH'],
      onMailFrom: (_address, { secure }, callback) => {
        secured.push(secure);
        callback();
      },
    });
    expect(await senderTo(port, { requireTls: true }).send(LETTER)).toMatchObject({
      refused: 'temporary',
      code: null,
    });
    expect(delivered).toEqual([]);
    const smtp = { host: '127.0.0.1', port, tls: { ca: cert } };
    expect(await senderTo(port, { smtp, requireTls: true }).send(LETTER)).toMatchObject({ accepted: true });
    expect(secured).toEqual([true]);
  });
});

describe('a server that refuses us', () => {
  it('as the sender makes the letter wait, since no other recipient would help', async () => {
    const { port } = await world({
      onMailFrom: (_address, _session, callback) => callback(refusing(553, 'Sender not allowed')),
    });
    expect(await senderTo(port).send(LETTER)).toMatchObject({ refused: 'temporary', code: 553 });
  });

  it('because the mail is over its limit refuses it for good', async () => {
    const { port } = await world({
      onMailFrom: (_address, _session, callback) => callback(refusing(552, 'Message too big')),
    });
    expect(await senderTo(port).send(LETTER)).toMatchObject({ refused: 'permanent', code: 552 });
  });
});

describe('a letter that must not be sent', () => {
  it.each([
    '',
    'nobody',
    'a@b.test, c@d.test',
    'a@b.test\r\nBcc: c@d.test',
    'Ion <a@b.test>',
    'a@b.test c@d.test',
  ])('to «%s» is not even tried', async (to) => {
    const { port, delivered } = await world();
    await expect(senderTo(port).send({ ...LETTER, to })).rejects.toThrow(RangeError);
    expect(delivered).toEqual([]);
  });

  it('under something that is no Message-ID is not even tried', async () => {
    const { port } = await world();
    await expect(senderTo(port).send({ ...LETTER, messageId: 'x' })).rejects.toThrow('Not a Message-ID');
  });
});

describe('a Message-ID of ours', () => {
  it('is another one each time', () => {
    const ids = new Set(Array.from({ length: 100 }, () => messageIdFor('ancpi.ro')));
    expect(ids.size).toBe(100);
    expect([...ids][0]).toMatch(/^<[\w-]{32}@ancpi\.ro>$/);
  });

  it('for a named mail is the same each time, and unguessable without the secret', () => {
    const of = (secret: string, name: string) =>
      messageIdFor('ancpi.ro', { secret: Buffer.from(secret), name });
    expect(of('key', 'effect-1')).toBe(of('key', 'effect-1'));
    expect(new Set([of('key', 'effect-1'), of('key', 'effect-2'), of('other', 'effect-1')]).size).toBe(3);
  });
});
