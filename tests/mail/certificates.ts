/** Certificates of invented mail servers. Node cannot make them: Debian's openssl does. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, renameSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { CertificateFiles } from '../../src/mail/wire/certificate.ts';

/** For the title of what is skipped without it. */
export const NEEDS_OPENSSL =
  spawnSync('openssl', ['version']).status === 0 ? '' : ' (skipped: needs openssl)';

/** A new certificate, signed by itself, for `localhost` and 127.0.0.1, valid for two days. */
export function makeCertificate(folder: string, commonName = 'mail.exemplu.example'): CertificateFiles {
  mkdirSync(folder, { recursive: true });
  const files = { certificate: join(folder, 'fullchain.pem'), key: join(folder, 'privkey.pem') };
  const made = spawnSync(
    'openssl',
    [
      ...[
        'req',
        '-x509',
        '-nodes',
        '-days',
        '2',
        '-newkey',
        'ec',
        '-pkeyopt',
        'ec_paramgen_curve:prime256v1',
      ],
      ...['-subj', `/CN=${commonName}`, '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'],
      ...['-keyout', files.key, '-out', files.certificate],
    ],
    { encoding: 'utf8' },
  );
  if (made.status !== 0) {
    throw new Error(`openssl made no certificate: ${made.stderr}`);
  }
  return files;
}

/** Puts a new certificate in the place of an old one, the way a renewal does: by renaming. */
export function renewCertificate(files: CertificateFiles, commonName: string): void {
  const fresh = makeCertificate(join(dirname(files.certificate), 'fresh'), commonName);
  renameSync(fresh.certificate, files.certificate);
  renameSync(fresh.key, files.key);
}
