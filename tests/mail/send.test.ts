/** Mails going out, to a real mail server that listens on this machine. */
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { afterEach, describe, expect, it } from 'vitest';
import { headerValues, isAutomatic } from '../../src/mail/noise.ts';
import { messageIdFor, type OutgoingMail, openMailSender } from '../../src/mail/send.ts';
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

function senderTo(port: number, scheme = 'smtp') {
  const sender = openMailSender({
    smtp: `${scheme}://127.0.0.1:${port}`,
    from: 'acces@ancpi.ro',
    timeoutMs: 5_000,
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
    [550, 'permanent', 'No such user popescu@client.test'],
    [552, 'permanent', 'Mailbox full'],
    [450, 'temporary', 'Greylisted'],
    [451, 'temporary', 'Try later'],
  ] as const)('with %d is refused: %s, told without the address', async (code, refused, message) => {
    const { port, delivered } = await world({
      onRcptTo: (_address, _session, callback) => callback(refusing(code, message)),
    });
    const outcome = await senderTo(port).send(LETTER);
    expect(outcome).toMatchObject({ refused, code });
    expect(JSON.stringify(outcome)).not.toContain('popescu');
    expect(delivered).toEqual([]);
  });

  it('after it was sent whole is refused too', async () => {
    const { port } = await world({
      onData(stream, _session, callback) {
        stream.resume();
        stream.on('end', () => callback(refusing(554, 'Looks like spam')));
      },
    });
    expect(await senderTo(port).send(LETTER)).toMatchObject({ refused: 'permanent', code: 554 });
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
    const smtp = { host: '127.0.0.1', port, requireTLS: true, pool: true } as const;
    const sender = openMailSender({ smtp, from: 'acces@ancpi.ro', timeoutMs: 5_000 });
    toClose.push(() => sender.close());
    expect(await sender.send(LETTER)).toMatchObject({ refused: 'temporary' });
    expect(delivered).toEqual([]);
  });

  it('makes the letter wait where it does not know our password', async () => {
    const { port } = await world({
      disabledCommands: ['STARTTLS'],
      authOptional: false,
      allowInsecureAuth: true,
      onAuth: (_auth, _session, callback) => callback(refusing(535, 'Bad credentials')),
    });
    const sender = openMailSender({ smtp: `smtp://desk:wrong@127.0.0.1:${port}`, from: 'acces@ancpi.ro' });
    toClose.push(() => sender.close());
    expect(await sender.send(LETTER)).toMatchObject({ refused: 'temporary', code: 535 });
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
