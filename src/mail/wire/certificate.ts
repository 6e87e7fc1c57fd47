import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { stat } from 'node:fs/promises';

/** Where a certificate and its key are, as PEM files. */
export interface CertificateFiles {
  /** The certificate, and behind it those that lead to its root (`fullchain.pem`). */
  readonly certificate: string;
  /** The private key, without a password. */
  readonly key: string;
}

export interface Certificate {
  readonly cert: Buffer;
  readonly key: Buffer;
}

export type CertificateFault =
  | 'certificate-unreadable'
  | 'certificate-not-pem'
  | 'key-unreadable'
  | 'key-not-pem'
  | 'key-of-another-certificate';

/** Reads both files. What is wrong with them is a value; a certificate out of date is still one. */
export function readCertificate(files: CertificateFiles): Certificate | { readonly fault: CertificateFault } {
  const cert = bytesOf(files.certificate);
  if (cert === null) {
    return { fault: 'certificate-unreadable' };
  }
  const key = bytesOf(files.key);
  if (key === null) {
    return { fault: 'key-unreadable' };
  }
  const certificate = parsed(() => new X509Certificate(cert));
  if (certificate === null || !cert.includes('-----BEGIN CERTIFICATE-----')) {
    return { fault: 'certificate-not-pem' };
  }
  const privateKey = parsed(() => createPrivateKey(key));
  if (privateKey === null) {
    return { fault: 'key-not-pem' };
  }
  return certificate.checkPrivateKey(privateKey) ? { cert, key } : { fault: 'key-of-another-certificate' };
}

export interface RenewedCertificate {
  /** The certificate, if its files changed since the last look; null if they did not. Never rejects. */
  look(): Promise<Certificate | { readonly fault: CertificateFault } | null>;
}

/**
 * Notices that the files were replaced. They are looked at when somebody connects: a watch on them would hold on to the
 * file that a renewal moved away, for the usual tools replace a symbolic link.
 */
export function renewedCertificate(files: CertificateFiles): RenewedCertificate {
  const stateNow = async (): Promise<string> =>
    (await Promise.all([stateOf(files.certificate), stateOf(files.key)])).join(' ');
  let known = stateNow();
  return {
    async look() {
      const before = await known;
      known = stateNow();
      return (await known) === before ? null : readCertificate(files);
    },
  };
}

async function stateOf(path: string): Promise<string> {
  try {
    const { ino, size, mtimeMs, ctimeMs } = await stat(path);
    return `${ino}:${size}:${mtimeMs}:${ctimeMs}`;
  } catch {
    return 'missing';
  }
}

function bytesOf(path: string): Buffer | null {
  try {
    return readFileSync(path);
  } catch {
    return null;
  }
}

function parsed<T>(parse: () => T): T | null {
  try {
    return parse();
  } catch {
    return null;
  }
}
