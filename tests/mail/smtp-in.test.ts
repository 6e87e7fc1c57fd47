/** The mail slot over real sockets. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { CertificateFiles } from '../../src/mail/wire/certificate.ts';
import { deliverMail } from '../../src/mail/wire/compose.ts';
import {
  type IncomingMail,
  type MailReceiver,
  type MailReceiverOptions,
  startMailReceiver,
} from '../../src/mail/wire/smtp-in.ts';
import { makeCertificate, NEEDS_OPENSSL, renewCertificate } from './certificates.ts';
import { rawMail } from './raw-mail.ts';
import { type SmtpDialog, smtpDialog } from './smtp-dialog.ts';

const toClose: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of toClose.splice(0).reverse()) {
    await close();
  }
});

interface Slot {
  readonly receiver: MailReceiver;
  readonly stored: IncomingMail[];
}

async function openSlot(options: Partial<MailReceiverOptions> = {}): Promise<Slot> {
  const stored: IncomingMail[] = [];
  const receiver = await startMailReceiver({
    protocol: 'smtp',
    host: '127.0.0.1',
    port: 0,
    maxBytes: 1_000_000,
    accepts: (address) => address.endsWith('@ancpi.ro'),
    store: (mail) => {
      stored.push(mail);
      return Promise.resolve();
    },
    ...options,
  });
  toClose.push(() => receiver.close());
  return { receiver, stored };
}

async function dial({ receiver }: Slot, hello = 'EHLO mx.client.test'): Promise<SmtpDialog> {
  const dialog = await smtpDialog(receiver.port);
  toClose.push(() => dialog.close());
  expect(await dialog.say(hello)).toMatch(/^250/);
  return dialog;
}

async function address(dialog: SmtpDialog, ...recipients: readonly string[]): Promise<void> {
  expect(await dialog.say('MAIL FROM:<popescu@client.test>')).toMatch(/^250/);
  for (const recipient of recipients) {
    expect(await dialog.say(`RCPT TO:<${recipient}>`)).toMatch(/^250/);
  }
  expect(await dialog.say('DATA')).toMatch(/^354/);
}

const MAIL = rawMail({ subject: 'Cerere acces', text: 'Vă rog' });

const codeOf = (answer: string): string => answer.slice(0, 3);

function sendBody(dialog: SmtpDialog, raw: Buffer): void {
  dialog.write(raw);
  dialog.write('\r\n.\r\n');
}

describe('a mail over SMTP', () => {
  it('is stored byte for byte, with its envelope and who brought it', async () => {
    const slot = await openSlot();
    const dialog = await dial(slot);
    await address(dialog, 'AB@ancpi.ro', 'cj@ancpi.ro');
    sendBody(dialog, MAIL);
    expect(await dialog.answer()).toMatch(/^250/);
    expect(slot.stored).toHaveLength(1);
    const [mail] = slot.stored;
    expect(mail?.raw.equals(Buffer.concat([MAIL, Buffer.from('\r\n')]))).toBe(true);
    expect(mail?.envelope).toEqual({ from: 'popescu@client.test', to: ['ab@ancpi.ro', 'cj@ancpi.ro'] });
    expect(mail?.client).toEqual({ ip: '127.0.0.1', helo: 'mx.client.test' });
    expect(mail?.secure).toBe(false);
  });

  it('between addresses with Romanian letters keeps them as they are written', async () => {
    const slot = await openSlot({ accepts: (address) => address === 'șef@exemplu.example' });
    const dialog = await dial(slot);
    await dialog.say(Buffer.from('MAIL FROM:<țara@exemplu.example> SMTPUTF8 BODY=8BITMIME').toString('utf8'));
    await dialog.say('RCPT TO:<șef@exemplu.example>');
    await dialog.say('DATA');
    sendBody(dialog, MAIL);
    expect(await dialog.answer()).toMatch(/^250/);
    expect(slot.stored[0]?.envelope).toEqual({ from: 'țara@exemplu.example', to: ['șef@exemplu.example'] });
  });

  it('keeps lines that begin with a dot, and an empty sender', async () => {
    const slot = await openSlot();
    const dialog = await dial(slot);
    await dialog.say('MAIL FROM:<>');
    await dialog.say('RCPT TO:<ab@ancpi.ro>');
    await dialog.say('DATA');
    sendBody(dialog, Buffer.from('Subject: x\r\n\r\n..dot'));
    expect(await dialog.answer()).toMatch(/^250/);
    expect(slot.stored[0]?.raw.toString()).toBe('Subject: x\r\n\r\n.dot\r\n');
    expect(slot.stored[0]?.envelope.from).toBe('');
  });

  it('is answered 250 only after it is stored', async () => {
    let storedNow = (): void => {};
    let arrived = (): void => {};
    const arrival = new Promise<void>((resolve) => {
      arrived = resolve;
    });
    const slot = await openSlot({
      store: () => {
        arrived();
        return new Promise((resolve) => {
          storedNow = resolve;
        });
      },
    });
    const dialog = await dial(slot);
    const other = await dial(slot);
    await address(dialog, 'ab@ancpi.ro');
    sendBody(dialog, MAIL);
    await arrival;
    // Time enough for a hasty answer: somebody else is served meanwhile.
    expect(await other.say('NOOP')).toMatch(/^250/);
    expect(dialog.unread()).toBe('');
    storedNow();
    expect(await dialog.answer()).toMatch(/^250/);
  });

  it('that could not be stored is answered 451, so that it comes again, and nothing of the trouble is told', async () => {
    const slot = await openSlot({ store: () => Promise.reject(new Error('ENOSPC /var/data/mail')) });
    const dialog = await dial(slot);
    await address(dialog, 'ab@ancpi.ro');
    sendBody(dialog, MAIL);
    const answer = await dialog.answer();
    expect(answer).toMatch(/^451/);
    expect(answer).not.toMatch(/ENOSPC|var/);
  });

  it('for an address that is not ours is refused', async () => {
    const slot = await openSlot();
    const dialog = await dial(slot);
    await dialog.say('MAIL FROM:<a@client.test>');
    expect(await dialog.say('RCPT TO:<a@elsewhere.test>')).toMatch(/^550/);
  });

  it('for more recipients than sensible is taken for the first, and the others told to come again', async () => {
    const slot = await openSlot();
    const dialog = await dial(slot);
    await dialog.say('MAIL FROM:<a@client.test>');
    const answers: string[] = [];
    for (let count = 0; count < 21; count += 1) {
      answers.push(await dialog.say(`RCPT TO:<office${count}@ancpi.ro>`));
    }
    expect(answers.slice(0, 20).every((answer) => answer.startsWith('250'))).toBe(true);
    expect(answers[20]).toMatch(/^452/);
  });

  it('cut off before its end is not stored', async () => {
    const slot = await openSlot();
    const dialog = await dial(slot);
    await address(dialog, 'ab@ancpi.ro');
    dialog.write(MAIL);
    dialog.close();
    await slot.receiver.close();
    expect(slot.stored).toEqual([]);
  });
});

describe('a mail that is too large', () => {
  it('is refused with 552 and a sentence, when it says so beforehand', async () => {
    const slot = await openSlot();
    const dialog = await dial(slot);
    const answer = await dialog.say('MAIL FROM:<popescu@client.test> SIZE=5000000');
    expect(answer).toMatch(/^552 5\.3\.4 .*prea mare.*0\.9 MB/);
    expect(await dialog.say('MAIL FROM:<popescu@client.test> SIZE=900000')).toMatch(/^250/);
  });

  it('is refused by us and not by the server that brings it, so that the sender reads our sentence', async () => {
    const slot = await openSlot();
    const raw = Buffer.concat([MAIL, Buffer.alloc(1_200_000, 'x\r\n')]);
    const outcome = await deliverMail({
      host: '127.0.0.1',
      port: slot.receiver.port,
      raw,
      envelope: { from: 'popescu@client.test', to: ['ab@ancpi.ro'] },
    });
    expect(outcome).toMatchObject({ accepted: false, code: 552 });
    expect(JSON.stringify(outcome)).toContain('prea mare');
    expect(await dial(slot).then((dialog) => dialog.say('EHLO x'))).toMatch(/^250[- ]SIZE$/m);
  });

  it('is refused with 552 and a sentence, when it turns out so, and the connection goes on', async () => {
    const slot = await openSlot();
    const dialog = await dial(slot);
    await address(dialog, 'ab@ancpi.ro');
    sendBody(dialog, Buffer.alloc(1_200_000, 'x\r\n'));
    expect(await dialog.answer()).toMatch(/^552 .*prea mare/);
    await address(dialog, 'ab@ancpi.ro');
    sendBody(dialog, MAIL);
    expect(await dialog.answer()).toMatch(/^250/);
    expect(slot.stored).toHaveLength(1);
  });

  it('together with others at the same time is asked to come later', async () => {
    const slot = await openSlot({ maxBytesInFlight: 100_000 });
    const dialog = await dial(slot);
    await address(dialog, 'ab@ancpi.ro');
    sendBody(dialog, Buffer.alloc(300_000, 'x\r\n'));
    expect(await dialog.answer()).toMatch(/^452/);
    expect(slot.stored).toEqual([]);
  });
});

describe('a mail smuggled inside a mail', () => {
  const SECOND =
    'MAIL FROM:<x@evil.test>\r\nRCPT TO:<ab@ancpi.ro>\r\nDATA\r\nFrom: acces@ancpi.ro\r\n\r\nx\r\n.\r\n';

  it.each([
    ['\\n.\\n', '\n.\n'],
    ['\\n.\\r\\n', '\n.\r\n'],
    ['\\r.\\r', '\r.\r'],
    ['\\r.\\r\\n', '\r.\r\n'],
    ['\\r\\n.\\r', '\r\n.\r'],
    ['\\r\\n.\\n', '\r\n.\n'],
    ['\\r\\n\\0.\\r\\n', '\r\n\0.\r\n'],
  ])('behind %s is no mail of its own', async (_, end) => {
    const slot = await openSlot();
    const dialog = await dial(slot);
    await address(dialog, 'ab@ancpi.ro');
    dialog.write(`Subject: first\r\n\r\nfirst${end}${SECOND}`);
    expect(await dialog.answer()).toMatch(/^[245]\d\d/);
    expect(await dialog.say('NOOP')).toMatch(/^250/);
    expect(slot.stored.length).toBeLessThanOrEqual(1);
    for (const mail of slot.stored) {
      expect(mail.envelope.from).toBe('popescu@client.test');
      expect(mail.raw.toString('latin1')).toContain('MAIL FROM:<x@evil.test>');
    }
  });
});

describe('a mail that is cut into packets anywhere', () => {
  it.each([1, 2, 3, 5, 7])('of %d bytes is the same mail', async (size) => {
    const slot = await openSlot();
    const dialog = await dial(slot);
    await address(dialog, 'ab@ancpi.ro');
    const wire = Buffer.from('Subject: x\r\n\r\n..\r\n...\r\n\r\n..MAIL FROM:<x@evil.test>\r\n.\r\n');
    for (let at = 0; at < wire.length; at += size) {
      dialog.write(wire.subarray(at, at + size));
      await new Promise(setImmediate);
    }
    expect(await dialog.answer()).toMatch(/^250/);
    expect(slot.stored.map(({ raw }) => raw.toString())).toEqual([
      'Subject: x\r\n\r\n.\r\n..\r\n\r\n.MAIL FROM:<x@evil.test>\r\n',
    ]);
  });

  it('together with the commands around it is one mail, answered in order', async () => {
    const slot = await openSlot();
    const dialog = await dial(slot);
    dialog.write('MAIL FROM:<popescu@client.test>\r\nRCPT TO:<ab@ancpi.ro>\r\nDATA\r\n');
    expect([await dialog.answer(), await dialog.answer(), await dialog.answer()].map(codeOf)).toEqual([
      '250',
      '250',
      '354',
    ]);
    dialog.write(Buffer.concat([MAIL, Buffer.from('\r\n.\r\nNOOP\r\n')]));
    expect([await dialog.answer(), await dialog.answer()].map(codeOf)).toEqual(['250', '250']);
    expect(slot.stored).toHaveLength(1);
  });
});

describe.skipIf(NEEDS_OPENSSL)(`a mail that comes encrypted${NEEDS_OPENSSL}`, () => {
  let folder = '';
  let files: CertificateFiles = { certificate: '', key: '' };
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'acces-tls-'));
    files = makeCertificate(folder);
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  const subjectOf = (socket: Awaited<ReturnType<SmtpDialog['encrypt']>>) =>
    socket.getPeerCertificate().subject.CN;

  it('is stored, and known to have come so', async () => {
    const slot = await openSlot({ tls: { ...files, required: false } });
    const dialog = await dial(slot);
    expect(await dialog.say('EHLO x')).toMatch(/^250[- ]STARTTLS$/m);
    expect(await dialog.say('STARTTLS')).toMatch(/^220/);
    const socket = await dialog.encrypt();
    expect(['TLSv1.2', 'TLSv1.3']).toContain(socket.getProtocol());
    expect(await dialog.say('EHLO mx.client.test')).not.toMatch(/STARTTLS|AUTH/);
    await address(dialog, 'ab@ancpi.ro');
    sendBody(dialog, MAIL);
    expect(await dialog.answer()).toMatch(/^250/);
    expect(slot.stored).toMatchObject([{ secure: true, client: { helo: 'mx.client.test' } }]);
  });

  it('over LMTP is stored as well', async () => {
    const slot = await openSlot({ protocol: 'lmtp', tls: { ...files, required: true } });
    const dialog = await dial(slot, 'LHLO mx.ancpi.ro');
    await dialog.say('STARTTLS');
    await dialog.encrypt();
    await dialog.say('LHLO mx.ancpi.ro');
    await address(dialog, 'ab@ancpi.ro');
    sendBody(dialog, MAIL);
    expect(await dialog.answer()).toMatch(/^250/);
    expect(slot.stored).toMatchObject([{ secure: true }]);
  });

  it('is not taken with a protocol older than TLS 1.2', async () => {
    const slot = await openSlot({ tls: { ...files, required: false } });
    const dialog = await dial(slot);
    await dialog.say('STARTTLS');
    await expect(dialog.encrypt({ maxVersion: 'TLSv1.1' })).rejects.toThrow();
  });

  it('is the only kind taken where that is demanded; the others hear what to do', async () => {
    const slot = await openSlot({ tls: { ...files, required: true } });
    const dialog = await dial(slot);
    expect(await dialog.say('MAIL FROM:<popescu@client.test>')).toMatch(/^530 5\.7\.0 .*STARTTLS/);
    expect(await dialog.say('RCPT TO:<ab@ancpi.ro>')).toMatch(/^503/);
    expect(await dialog.say('DATA')).toMatch(/^503/);
  });

  it('is not mixed with commands that somebody put in front of the encryption', async () => {
    const slot = await openSlot({ tls: { ...files, required: false } });
    const dialog = await dial(slot);
    await dialog.say('MAIL FROM:<before@evil.test>');
    dialog.write('STARTTLS\r\nRSET\r\nMAIL FROM:<behind@evil.test>\r\nRCPT TO:<ab@ancpi.ro>\r\n');
    expect(await dialog.answer()).toMatch(/^220/);
    await dialog.encrypt();
    // Neither an answer to what was put in, nor anything of it in the session.
    expect(await dialog.say('RCPT TO:<ab@ancpi.ro>')).toMatch(/^503/);
    expect(await dialog.say('EHLO mx.client.test')).toMatch(/^250/);
    await address(dialog, 'ab@ancpi.ro');
    sendBody(dialog, MAIL);
    expect(await dialog.answer()).toMatch(/^250/);
    expect(slot.stored.map(({ envelope }) => envelope.from)).toEqual(['popescu@client.test']);
    expect(dialog.unread()).toBe('');
  });

  it('sees the renewed certificate without a restart, and the old one while the new files are not whole', async () => {
    const own = makeCertificate(join(folder, 'renewed'), 'first.exemplu.example');
    const troubles: string[] = [];
    const slot = await openSlot({
      tls: { ...own, required: false },
      onTrouble: (code) => troubles.push(code),
    });
    const shown = async () => {
      const dialog = await dial(slot);
      await dialog.say('STARTTLS');
      return subjectOf(await dialog.encrypt());
    };
    expect(await shown()).toBe('first.exemplu.example');
    renewCertificate(own, 'second.exemplu.example');
    expect(await shown()).toBe('second.exemplu.example');
    writeFileSync(own.key, 'half a');
    expect(await shown()).toBe('second.exemplu.example');
    expect(await shown()).toBe('second.exemplu.example');
    expect(troubles).toEqual(['key-not-pem']);
    renewCertificate(own, 'third.exemplu.example');
    expect(await shown()).toBe('third.exemplu.example');
  });

  it('is not offered with a certificate whose key is another’s: the slot does not open', async () => {
    const other = makeCertificate(join(folder, 'other'));
    const tls = { certificate: files.certificate, key: other.key, required: false };
    await expect(openSlot({ tls })).rejects.toThrow('key-of-another-certificate');
    await expect(openSlot({ tls: { ...tls, key: join(folder, 'nowhere') } })).rejects.toThrow(
      'key-unreadable',
    );
  });
});

describe('a mail over LMTP', () => {
  it('is answered once for each recipient, and stored once', async () => {
    const slot = await openSlot({ protocol: 'lmtp' });
    const dialog = await dial(slot, 'LHLO mx.ancpi.ro');
    await address(dialog, 'ab@ancpi.ro', 'cj@ancpi.ro');
    sendBody(dialog, MAIL);
    expect(await dialog.answer()).toMatch(/^250/);
    expect(await dialog.answer()).toMatch(/^250/);
    expect(slot.stored.map(({ envelope }) => envelope.to)).toEqual([['ab@ancpi.ro', 'cj@ancpi.ro']]);
  });

  it('that could not be stored is answered 451 for each recipient', async () => {
    const slot = await openSlot({ protocol: 'lmtp', store: () => Promise.reject(new Error('full')) });
    const dialog = await dial(slot, 'LHLO mx.ancpi.ro');
    await address(dialog, 'ab@ancpi.ro', 'cj@ancpi.ro');
    sendBody(dialog, MAIL);
    expect(await dialog.answer()).toMatch(/^451/);
    expect(await dialog.answer()).toMatch(/^451/);
  });

  it('that is too large is answered 552', async () => {
    const slot = await openSlot({ protocol: 'lmtp' });
    const dialog = await dial(slot, 'LHLO mx.ancpi.ro');
    await address(dialog, 'ab@ancpi.ro');
    sendBody(dialog, Buffer.alloc(1_200_000, 'x\r\n'));
    expect(await dialog.answer()).toMatch(/^552 .*prea mare/);
  });

  it('tells who handed it to the office’s own server', async () => {
    const slot = await openSlot({ protocol: 'lmtp' });
    const dialog = await dial(slot, 'LHLO mx.ancpi.ro');
    expect(await dialog.say('XFORWARD ADDR=192.0.2.10 HELO=mail.client.test')).toMatch(/^250/);
    await address(dialog, 'ab@ancpi.ro');
    sendBody(dialog, MAIL);
    await dialog.answer();
    expect(slot.stored[0]?.client).toEqual({ ip: '192.0.2.10', helo: 'mail.client.test' });
  });

  it('keeps apart who handed one mail over and who the next', async () => {
    const slot = await openSlot({ protocol: 'lmtp' });
    const dialog = await dial(slot, 'LHLO mx.ancpi.ro');
    for (const told of [
      'NOOP',
      'XFORWARD ADDR=192.0.2.10 HELO=mail.client.test',
      'XFORWARD ADDR=IPv6:2001:db8::1',
      'XFORWARD ADDR=[UNAVAILABLE]',
      'XFORWARD ADDR=192.0.2.11 HELO=other.client.test',
      'RSET',
      'NOOP',
    ]) {
      expect(await dialog.say(told)).toMatch(/^250/);
      await address(dialog, 'ab@ancpi.ro');
      sendBody(dialog, MAIL);
      await dialog.answer();
    }
    expect(slot.stored.map(({ client }) => client)).toEqual([
      { ip: '127.0.0.1', helo: 'mx.ancpi.ro' },
      { ip: '192.0.2.10', helo: 'mail.client.test' },
      { ip: '2001:db8::1', helo: '' },
      { ip: '127.0.0.1', helo: '' },
      { ip: '192.0.2.11', helo: 'other.client.test' },
      { ip: '127.0.0.1', helo: '' },
      { ip: '127.0.0.1', helo: '' },
    ]);
  });

  it('from a server that is not ours is known by that server, whatever it tells', async () => {
    const slot = await openSlot({ relays: ['10.1.0.0/16'] });
    const dialog = await dial(slot);
    expect(await dialog.say('EHLO mx.client.test')).not.toContain('XFORWARD');
    expect(await dialog.say('XFORWARD ADDR=192.0.2.10 HELO=mail.client.test')).toMatch(/^5/);
    await address(dialog, 'ab@ancpi.ro');
    sendBody(dialog, MAIL);
    await dialog.answer();
    expect(slot.stored[0]?.client).toEqual({ ip: '127.0.0.1', helo: 'mx.client.test' });
  });
});

describe('the slot', () => {
  it('takes no connection from a network that was not named', async () => {
    const slot = await openSlot({ allowedNetworks: ['10.1.0.0/16'] });
    const dialog = await smtpDialog(slot.receiver.port);
    toClose.push(() => dialog.close());
    expect(dialog.greeting).toMatch(/^554/);
  });

  it.each(['our-office', '10.0.0.0/', '10.0.0.0/33', '::1/129', '10.0.0.0/8/8', '10.0.0.0/-1', ''])(
    'says what is wrong with the network «%s», which is none',
    async (network) => {
      await expect(openSlot({ allowedNetworks: [network] })).rejects.toThrow(`"${network}" is no network`);
    },
  );

  it('rejects to start on an address that is taken', async () => {
    const slot = await openSlot();
    await expect(openSlot({ port: slot.receiver.port })).rejects.toThrow('EADDRINUSE');
  });

  it('offers no passwords, and no encryption without a certificate', async () => {
    const slot = await openSlot();
    const dialog = await smtpDialog(slot.receiver.port);
    toClose.push(() => dialog.close());
    const offered = await dialog.say('EHLO x');
    expect(offered).not.toMatch(/AUTH|STARTTLS/);
  });
});
