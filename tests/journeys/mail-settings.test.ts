/** The settings of mail reach the parts that they are about. */
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { makeCertificate, NEEDS_OPENSSL } from '../mail/certificates.ts';
import { smtpDialog } from '../mail/smtp-dialog.ts';
import { type DeskAtWork, openDeskAtWork } from './desk-at-work.ts';
import { type OutsideServer, openOutsideServer } from './outside-server.ts';

describe.skipIf(NEEDS_OPENSSL)(`a desk with a certificate, a smaller limit and a key${NEEDS_OPENSSL}`, () => {
  let folder = '';
  let outside: OutsideServer;
  let desk: DeskAtWork;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'acces-mail-settings-'));
    const files = makeCertificate(folder);
    const keyFile = join(folder, 'dkim.pem');
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    writeFileSync(keyFile, privateKey.export({ type: 'pkcs8', format: 'pem' }));
    outside = await openOutsideServer();
    desk = await openDeskAtWork({
      env: { SMTP_URL: outside.url },
      config: stringify({
        mail: {
          in: { maxMb: 20, tls: files, relays: ['10.1.2.3'] },
          out: { dkim: { domain: 'ancpi.ro', selector: 'acces2026', keyFile } },
        },
      }),
    });
  });

  afterAll(async () => {
    await desk.close();
    await outside.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it.each(['smtp', 'lmtp'] as const)(
    'offers encryption over %s, keeps to the limit, and believes no relay but its own',
    async (protocol) => {
      const dialog = await smtpDialog(protocol === 'smtp' ? desk.app.smtpPort : desk.app.lmtpPort);
      const offered = await dialog.say(protocol === 'smtp' ? 'EHLO mx.client.test' : 'LHLO mx.client.test');
      expect(offered).toMatch(/^250[- ]STARTTLS$/m);
      expect(offered).not.toContain('XFORWARD');
      expect(await dialog.say('MAIL FROM:<a@client.test> SIZE=22000000')).toMatch(/^552 .*20 MB/);
      expect(await dialog.say('MAIL FROM:<a@client.test> SIZE=20000000')).toMatch(/^250/);
      dialog.close();
    },
  );

  it('signs its letters, and the demo’s people still reach it', async () => {
    await desk.newCase('complete-ab');
    expect(outside.taken).toHaveLength(1);
    expect(outside.taken[0]?.raw.toString('latin1')).toMatch(
      /^DKIM-Signature: v=1; a=rsa-sha256;[^:]*d=ancpi\.ro; s=acces2026;/,
    );
  });
});
