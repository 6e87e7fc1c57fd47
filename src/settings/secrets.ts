/** Secrets and key files that the settings name. What cannot be used is reported; what can is never printed. */
import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';
import { isLoopbackHost } from '../mail/wire/networks.ts';
import type { Report } from './problems.ts';

/** Gives a secret to whoever uses it. A function, so that no log and no JSON of the settings can hold it. */
export type Secret = () => string;

export interface SecretPlaces {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** What relative paths are relative to. */
  readonly cwd: string;
  readonly report: Report;
}

/** The login of an application (client credentials, RFC 6749 4.4). */
export interface OAuth2Settings {
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: Secret;
  readonly scope: string;
}

/** Of an application that reads and sends the mail of Exchange Online. */
const EXCHANGE_ONLINE = 'https://outlook.office365.com/.default';

/** A secret itself in this place is told, and not repeated. */
export const envName = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'scrieți numele unei variabile de mediu, nu secretul însuși');

export const oauth2Fields = {
  tokenUrl: z.string().refine(isSafeUrl, {
    error: 'scrieți o adresă https://, de exemplu https://login.microsoftonline.com/TENANT/oauth2/v2.0/token',
  }),
  clientId: z.string().min(1),
  clientSecretFile: z.string().optional(),
  clientSecretEnv: envName.optional(),
  scope: z.string().min(1).default(EXCHANGE_ONLINE),
};
const oauth2Schema = z.strictObject(oauth2Fields);

/** The secret goes there: encrypted, or not off this machine. */
function isSafeUrl(text: string): boolean {
  if (!URL.canParse(text)) {
    return false;
  }
  const { protocol, hostname } = new URL(text);
  return protocol === 'https:' || (protocol === 'http:' && isLoopbackHost(hostname));
}

/** Null when something is wrong with it, and that was reported. */
export function oauth2Of(
  given: z.output<typeof oauth2Schema>,
  path: string,
  places: SecretPlaces,
): OAuth2Settings | null {
  const { tokenUrl, clientId, scope, clientSecretFile, clientSecretEnv } = given;
  const clientSecret = secretOf(
    { file: clientSecretFile, env: clientSecretEnv },
    { file: `${path}.clientSecretFile`, env: `${path}.clientSecretEnv` },
    places,
  );
  return clientSecret === null ? null : { tokenUrl, clientId, scope, clientSecret };
}

interface Whence<T> {
  readonly file: T;
  readonly env: T;
}

/** A secret that is either in a file or in the environment; never in the settings file itself. */
export function secretOf(
  given: Whence<string | undefined>,
  names: Whence<string>,
  { env, cwd, report }: SecretPlaces,
): Secret | null {
  if ((given.file === undefined) === (given.env === undefined)) {
    report(names.file, `scrieți fie ${lastOf(names.file)}, fie ${lastOf(names.env)}: exact una`);
    return null;
  }
  if (given.env !== undefined) {
    const value = env[given.env] ?? '';
    if (value === '') {
      report(names.env, `variabila de mediu ${given.env} lipsește sau este goală; puneți secretul în ea`);
      return null;
    }
    return () => value;
  }
  const bytes = bytesOf(given.file ?? '', names.file, { cwd, report });
  const value = bytes?.toString('utf8').replace(/(?:\r?\n)+$/, '') ?? '';
  if (bytes !== null && value === '') {
    report(names.file, `fișierul ${given.file} este gol; scrieți secretul în el`);
  }
  return value === '' ? null : () => value;
}

/** An RSA key for signing. Null when it is none, and that was reported. */
export function rsaKeyOf(
  file: string,
  path: string,
  places: Pick<SecretPlaces, 'cwd' | 'report'>,
): KeyObject | null {
  const bytes = bytesOf(file, path, places);
  if (bytes === null) {
    return null;
  }
  const key = parsed(() => createPrivateKey(bytes));
  // RFC 8301 3.2; Ed25519 is left out, for most servers cannot check it.
  if (key?.asymmetricKeyType !== 'rsa' || (key.asymmetricKeyDetails?.modulusLength ?? 0) < 1024) {
    places.report(
      path,
      `fișierul ${file} nu este o cheie RSA în format PEM, fără parolă; faceți una cu: openssl genrsa -out ${file} 2048`,
    );
    return null;
  }
  return key;
}

/** Certificates in PEM, as text. Null when they are none, and that was reported. */
export function certificatesOf(
  file: string,
  path: string,
  places: Pick<SecretPlaces, 'cwd' | 'report'>,
): string | null {
  const bytes = bytesOf(file, path, places);
  if (bytes === null) {
    return null;
  }
  if (!bytes.includes('-----BEGIN CERTIFICATE-----') || parsed(() => new X509Certificate(bytes)) === null) {
    places.report(path, `fișierul ${file} nu este un certificat în format PEM (-----BEGIN CERTIFICATE-----)`);
    return null;
  }
  return bytes.toString('latin1');
}

function bytesOf(
  file: string,
  path: string,
  { cwd, report }: Pick<SecretPlaces, 'cwd' | 'report'>,
): Buffer | null {
  try {
    return readFileSync(resolve(cwd, file));
  } catch {
    report(path, `fișierul ${file} nu există sau nu poate fi citit; verificați calea și drepturile`);
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

function lastOf(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1);
}
