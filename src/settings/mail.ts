/** The settings of mail: the section `mail` of the settings file. */
import { resolve } from 'node:path';
import { z } from 'zod';
import { type CertificateFault, type CertificateFiles, readCertificate } from '../mail/wire/certificate.ts';
import type { DkimKey } from '../mail/wire/dkim-sign.ts';
import { LARGEST_MAIL } from '../mail/wire/largest-mail.ts';
import { isLoopbackHost, isNetwork, LOOPBACK_NETWORKS, THIS_MACHINE } from '../mail/wire/networks.ts';
import { type ImapRules, type ImapSettings, readImap } from './imap.ts';
import { checked } from './problems.ts';
import { type OAuth2Settings, oauth2Fields, oauth2Of, rsaKeyOf } from './secrets.ts';

/** Where SMTP and LMTP listen, and for whom. */
export interface MailInSettings {
  readonly host: string;
  /** Who may connect. */
  readonly networks: readonly string[];
  /** The office's own mail servers, which are believed about who brought them a mail (XFORWARD). */
  readonly relays: readonly string[];
  readonly maxBytes: number;
  /** Null: no encryption is offered. */
  readonly tls: (CertificateFiles & { readonly required: boolean }) | null;
}

/** How letters leave, besides SMTP_URL. */
export interface MailOutSettings {
  readonly oauth2: (OAuth2Settings & { readonly user: string }) | null;
  readonly dkim: DkimKey | null;
  /** Null: everywhere but to this machine. */
  readonly requireTls: boolean | null;
}

/** Whom to believe about where a mail comes from. Names are in lower case. */
export interface MailTrustSettings {
  /** Whose Authentication-Results are believed (RFC 8601 2.2). */
  readonly authservIds: readonly string[];
  /** What our own servers call themselves in the topmost Received (`by`). */
  readonly ownServers: readonly string[];
  /** Domains whose ARC seals are believed. */
  readonly arcSealers: readonly string[];
  /** Addresses, with a port where it is not 53; empty for the system's. */
  readonly dnsServers: readonly string[];
}

export interface MailSettings {
  readonly in: MailInSettings;
  readonly imap: readonly ImapSettings[];
  readonly out: MailOutSettings;
  readonly trust: MailTrustSettings;
}

export interface MailRules extends ImapRules {
  readonly smtpUrl: string | null;
  readonly deskAddress: string;
}

const MEGABYTE = 1024 * 1024;
const LARGEST_MB = LARGEST_MAIL / MEGABYTE;
const TOO_LARGE = `scrieți un număr de la 1 la ${LARGEST_MB}`;

const network = z
  .string()
  .refine(isNetwork, 'nu este o rețea; scrieți de exemplu 10.1.0.0/16 sau o singură adresă, 10.1.2.3');
const domain = z
  .string()
  .regex(
    /^(?=.{1,253}$)[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*$/i,
    'scrieți un nume de server sau de domeniu, de exemplu mx.exemplu.ro',
  )
  .transform((name) => name.toLowerCase());
const dnsServer = z
  .string()
  .refine(
    isDnsServer,
    'scrieți o adresă IP, eventual cu port: 10.1.2.3, 10.1.2.3:5353 sau [2001:db8::1]:5353',
  );

const sections = z
  .strictObject({ in: z.unknown(), imap: z.unknown(), out: z.unknown(), trust: z.unknown() })
  .partial();

const inSchema = z.strictObject({
  host: z.string().min(1).default('127.0.0.1'),
  networks: z
    .array(network)
    .min(1)
    .default([...LOOPBACK_NETWORKS]),
  relays: z.array(network).default([...THIS_MACHINE]),
  maxMb: z.number().min(1, TOO_LARGE).max(LARGEST_MB, TOO_LARGE).default(LARGEST_MB),
  tls: z.unknown().optional(),
});

const tlsSchema = z.strictObject({
  certificate: z.string(),
  key: z.string(),
  required: z.boolean().default(false),
});

const outSchema = z.strictObject({
  oauth2: z.unknown().optional(),
  dkim: z.unknown().optional(),
  requireTls: z.boolean().optional(),
});

const sendingLoginSchema = z.strictObject({ user: z.string().min(1), ...oauth2Fields });

const dkimSchema = z.strictObject({ domain, selector: domain, keyFile: z.string() });

const trustSchema = z.strictObject({
  authservIds: z.array(domain).default([]),
  ownServers: z.array(domain).default([]),
  arcSealers: z.array(domain).default([]),
  dnsServers: z.array(dnsServer).default([]),
});

/** Reads the section; each part of it is checked even where another one is wrong. */
export function readMailSettings(given: unknown, rules: MailRules): MailSettings {
  checked(sections, given ?? {}, 'mail', rules.report);
  return {
    in: readIn(partOf(given, 'in'), rules),
    imap: readImap(partOf(given, 'imap'), rules),
    out: readOut(partOf(given, 'out'), rules),
    trust:
      checked(trustSchema, partOf(given, 'trust') ?? {}, 'mail.trust', rules.report) ?? trustSchema.parse({}),
  };
}

function partOf(given: unknown, name: string): unknown {
  return typeof given === 'object' && given !== null ? (Reflect.get(given, name) ?? undefined) : undefined;
}

function readIn(given: unknown, rules: MailRules): MailInSettings {
  const read = checked(inSchema, given ?? {}, 'mail.in', rules.report) ?? inSchema.parse({});
  const { host, networks, relays, maxMb } = read;
  if (rules.localPage && !isLoopbackHost(host)) {
    rules.report(
      'mail.in.host',
      'cu pagina locală de demonstrație se ascultă doar pe 127.0.0.1, ca să nu ajungă mailurile unor oameni reali la oricine deschide pagina',
    );
  }
  return {
    host,
    networks,
    relays,
    maxBytes: Math.floor(maxMb * MEGABYTE),
    tls: readTls(partOf(given, 'tls'), rules),
  };
}

const CERTIFICATE_FAULTS: Readonly<Record<CertificateFault, readonly ['certificate' | 'key', string]>> = {
  'certificate-unreadable': [
    'certificate',
    'nu există sau nu poate fi citit; verificați calea și drepturile',
  ],
  'certificate-not-pem': ['certificate', 'nu este un certificat în format PEM (-----BEGIN CERTIFICATE-----)'],
  'key-unreadable': ['key', 'nu există sau nu poate fi citit; verificați calea și drepturile'],
  'key-not-pem': ['key', 'nu este o cheie privată în format PEM, fără parolă'],
  'key-of-another-certificate': ['key', 'este cheia altui certificat; puneți perechea certificatului'],
};

function readTls(part: unknown, { cwd, localPage, report }: MailRules): MailInSettings['tls'] {
  const given = part === undefined ? null : checked(tlsSchema, part, 'mail.in.tls', report);
  if (given === null) {
    return null;
  }
  const files = { certificate: resolve(cwd, given.certificate), key: resolve(cwd, given.key) };
  const found = readCertificate(files);
  if ('fault' in found) {
    const [setting, says] = CERTIFICATE_FAULTS[found.fault];
    report(`mail.in.tls.${setting}`, `fișierul ${given[setting]} ${says}`);
  }
  if (localPage && given.required) {
    report(
      'mail.in.tls.required',
      'oamenii inventați ai paginii locale de demonstrație trimit necriptat; scrieți required: false',
    );
  }
  return { ...files, required: given.required };
}

function readOut(given: unknown, rules: MailRules): MailOutSettings {
  const out = checked(outSchema, given ?? {}, 'mail.out', rules.report);
  return {
    oauth2: readSendingLogin(partOf(given, 'oauth2'), rules),
    dkim: readDkim(partOf(given, 'dkim'), rules),
    requireTls: readRequireTls(out?.requireTls, rules),
  };
}

function readSendingLogin(part: unknown, rules: MailRules): MailOutSettings['oauth2'] {
  const path = 'mail.out.oauth2';
  const given = part === undefined ? null : checked(sendingLoginSchema, part, path, rules.report);
  if (given === null) {
    return null;
  }
  if (rules.smtpUrl === null) {
    rules.report(
      path,
      'nu se știe unde se trimite; puneți SMTP_URL, de exemplu smtp://smtp.office365.com:587',
    );
  } else if (new URL(rules.smtpUrl).username !== '') {
    rules.report(path, 'SMTP_URL are și ea un utilizator; scoateți utilizatorul și parola din SMTP_URL');
  }
  const { user, ...login } = given;
  const read = oauth2Of(login, path, rules);
  return read === null ? null : { user, ...read };
}

function readDkim(part: unknown, { deskAddress, ours, cwd, report }: MailRules): DkimKey | null {
  const path = 'mail.out.dkim';
  const given = part === undefined ? null : checked(dkimSchema, part, path, report);
  if (given === null) {
    return null;
  }
  const { domain: signing, selector, keyFile } = given;
  const from = deskAddress.slice(deskAddress.lastIndexOf('@') + 1).toLowerCase();
  // Without `ours` the desk's address is not known for sure either.
  if (ours !== null && from !== signing && !from.endsWith(`.${signing}`)) {
    report(
      `${path}.domain`,
      `scrisorile pleacă de la ${deskAddress}: scrieți domeniul acestei adrese, altfel semnătura nu se ia în seamă (DMARC)`,
    );
  }
  const privateKey = rsaKeyOf(keyFile, `${path}.keyFile`, { cwd, report });
  return privateKey === null ? null : { domain: signing, selector, privateKey };
}

function readRequireTls(given: boolean | undefined, { smtpUrl, report }: MailRules): boolean | null {
  if (given === true && smtpUrl === null) {
    report(
      'mail.out.requireTls',
      'cutiile inventate ale demonstrației nu cunosc criptarea; puneți SMTP_URL sau scoateți setarea',
    );
  }
  return given ?? null;
}

function isDnsServer(text: string): boolean {
  const [, bracketed, plain, port] = /^(?:\[([^\]]+)\]|([\d.]+))(?::(\d{1,5}))?$/.exec(text) ?? [];
  const address = bracketed ?? plain ?? text;
  return isNetwork(address) && !address.includes('/') && Number(port ?? 53) <= 65_535;
}
