/** Our letters prove that they are ours: judged by mailauth, as a recipient's server would. */
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { authenticate } from 'mailauth';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deliverMail } from '../../src/mail/wire/compose.ts';
import { dkimSigned } from '../../src/mail/wire/dkim-sign.ts';
import { openMailSender } from '../../src/mail/wire/send.ts';
import { rawMail } from './raw-mail.ts';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const KEY = { domain: 'ancpi.ro', selector: 'acces2026', privateKey };

const ZONE: Readonly<Record<string, string>> = {
  'acces2026._domainkey.ancpi.ro': `v=DKIM1; k=rsa; p=${base64Of(publicKey)}`,
  '_dmarc.ancpi.ro': 'v=DMARC1; p=reject; adkim=s',
};

function base64Of(key: KeyObject): string {
  return key.export({ type: 'spki', format: 'der' }).toString('base64');
}

async function resolver(name: string, type: string): Promise<string[][]> {
  const record = ZONE[name];
  if (type !== 'TXT' || record === undefined) {
    throw Object.assign(new Error('ENOTFOUND'), { code: 'ENOTFOUND' });
  }
  return [[record]];
}

/** As a server of the recipient's judges it that got it from a relay which SPF knows nothing of. */
async function judged(raw: Buffer) {
  const { dkim, dmarc } = await authenticate(raw, {
    ip: '192.0.2.77',
    helo: 'relay.exemplu.example',
    sender: 'acces@ancpi.ro',
    resolver,
    mta: 'mx.client.test',
  });
  const [signature] = dkim.results;
  return {
    dkim: signature?.status.result,
    aligned: signature?.status.aligned,
    dmarc: dmarc ? dmarc.status.result : null,
  };
}

const PASSED = { dkim: 'pass', aligned: 'ancpi.ro', dmarc: 'pass' };

describe('a letter that was signed', () => {
  let sent: Buffer = Buffer.alloc(0);
  const servers: SMTPServer[] = [];

  async function server(onRaw: (raw: Buffer) => Promise<void>): Promise<number> {
    const opened = new SMTPServer({
      disabledCommands: ['AUTH', 'STARTTLS'],
      disableReverseLookup: true,
      logger: false,
      onData(stream, _session, callback) {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => onRaw(Buffer.concat(chunks)).then(() => callback(), callback));
      },
    });
    servers.push(opened);
    await new Promise<void>((resolve) => opened.listen(0, '127.0.0.1', () => resolve()));
    const address = opened.server.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  }

  beforeAll(async () => {
    const destination = await server(async (raw) => {
      sent = raw;
    });
    // A relay that changes nothing, and puts its line on top.
    const relay = await server(async (raw) => {
      await deliverMail({
        host: '127.0.0.1',
        port: destination,
        raw: Buffer.concat([
          Buffer.from(
            'Received: from desk (desk [127.0.0.1]) by relay.exemplu.example;\r\n Mon, 16 Nov 2026 09:13:00 +0200\r\n',
          ),
          raw,
        ]),
        envelope: { from: 'acces@ancpi.ro', to: ['popescu@client.test'] },
      });
    });
    const sender = openMailSender({ smtp: `smtp://127.0.0.1:${relay}`, from: 'acces@ancpi.ro', dkim: KEY });
    const outcome = await sender.send({
      to: 'popescu@client.test',
      displayName: 'OCPI Bistrița-Năsăud – acces',
      replyTo: null,
      subject: `[AB-2026-00042] Cererea dumneavoastră a fost înregistrată – ${'ș'.repeat(120)}`,
      text: 'Bună ziua,\n\n.\n spații  la sfârșit   \n\n\n',
      html: '<p>Bună ziua</p>',
      attachments: [
        {
          name: 'Date acces – Ștefan.xlsx',
          mediaType: 'application/octet-stream',
          bytes: Buffer.alloc(70_000, 'ăî'),
        },
      ],
      messageId: '<unguessable@ancpi.ro>',
      inReplyTo: '<m1@client.test>',
      references: ['<m0@client.test>', '<m1@client.test>'],
    });
    expect(outcome).toMatchObject({ accepted: true });
    sender.close();
  });

  afterAll(async () => {
    await Promise.all(servers.map((each) => new Promise<void>((resolve) => each.close(() => resolve()))));
  });

  it('proves by itself that it is ours, also behind a relay', async () => {
    expect(sent.toString('latin1')).toMatch(/^Received: /);
    expect(await judged(sent)).toEqual(PASSED);
  });

  it.each([
    ['another Subject', 'Subject: Parola dumneavoastra\r\n'],
    ['another From', 'From: Director <director@ancpi.ro>\r\n'],
    ['another Content-Type', 'Content-Type: text/html\r\n'],
    ['a Cc that it had not', 'Cc: altul@exemplu.example\r\n'],
  ])('proves nothing any more once somebody put on top %s', async (_, line) => {
    expect((await judged(Buffer.concat([Buffer.from(line), sent]))).dkim).not.toBe('pass');
  });

  it('proves nothing any more once its text was changed or lengthened', async () => {
    const changed = Buffer.from(sent.toString('latin1').replace('Bun=C4=83', 'Rau=C4=83'), 'latin1');
    expect(changed.equals(sent)).toBe(false);
    expect((await judged(changed)).dkim).not.toBe('pass');
    expect((await judged(Buffer.concat([sent, Buffer.from('more\r\n')]))).dkim).not.toBe('pass');
  });

  it('has lines that every server takes', () => {
    const wire = sent.toString('latin1');
    const lines = wire.split('\r\n');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(100);
    expect(wire).toMatch(/^[\r\n\t -~]*$/);
    expect(wire).not.toMatch(/[^\r]\n/);
  });
});

describe('a signature', () => {
  it.each([
    ['an empty body', rawMail({ text: '' })],
    ['a body of line ends', Buffer.from('From: acces@ancpi.ro\r\nSubject: x\r\n\r\n\r\n\r\n\r\n')],
    [
      'folded and tabbed headers',
      Buffer.from('From:\tAcces \t <acces@ancpi.ro> \r\nSubject: a\r\n\t b  c\r\n\r\nx\r\n'),
    ],
    [
      'two headers of one name',
      Buffer.from('From: acces@ancpi.ro\r\nTo: a@x.test\r\nTo: b@x.test\r\n\r\nx\r\n'),
    ],
  ])('holds over %s', async (_, mail) => {
    const ours = Buffer.from(
      mail.toString('latin1').replace(/^From: Ion.*$/m, 'From: acces@ancpi.ro'),
      'latin1',
    );
    expect((await judged(dkimSigned(ours, KEY))).dkim).toBe('pass');
  });
});
