/** What `acces explain` is told beside the mail: DNS from a file, the clock, the SMTP client, the accounts. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { RegisteredAccount } from '../mail/authenticity/recovery-right.ts';
import { DNS_TIMEOUT_MS, type Dns, type SmtpPeer } from '../mail/authenticity/sender-proof.ts';
import { comparableAddress } from '../mail/reading/mailboxes-in.ts';
import { WrongUse } from './wrong-use.ts';

const ADDRESSES = z.record(z.string(), z.array(z.string()));

const ZONE = z.object({
  TXT: ADDRESSES,
  A: ADDRESSES.optional(),
  AAAA: ADDRESSES.optional(),
  MX: z.record(z.string(), z.array(z.object({ priority: z.number(), exchange: z.string() }))).optional(),
});

const PEER = z.object({
  ip: z.union([z.ipv4(), z.ipv6()]),
  helo: z.string(),
  // Empty for a bounce (RFC 5321, the null reverse-path).
  sender: z.string(),
});

const REGISTERED = z.union([z.record(z.string(), z.string()), z.array(z.string())]);

/** DNS from a zone file, or – without one – from the servers of this machine, with an end to the waiting. */
export function dnsFrom(zoneFile: string | undefined): Dns {
  if (zoneFile === undefined) {
    return { servers: null, timeoutMs: DNS_TIMEOUT_MS };
  }
  const zone = ZONE.safeParse(jsonIn(readFileSync(zoneFile, 'utf8'), '--zone'));
  if (!zone.success) {
    throw new WrongUse('--zone: se așteaptă {"TXT": {"nume": ["text", …]}}, eventual și A, AAAA, MX.');
  }
  return { zone: zone.data };
}

/** The moment for which a mail is judged, ISO 8601 in UTC; without the option, now. */
export function momentFrom(text: string | undefined): string {
  if (text === undefined) {
    return new Date().toISOString();
  }
  const iso = z.union([z.iso.date(), z.iso.datetime({ offset: true })]).safeParse(text);
  if (!iso.success) {
    throw new WrongUse(
      `--now: «${text}» nu este un moment; scrieți de exemplu 2026-11-23 sau 2026-11-23T08:00:00Z.`,
    );
  }
  return new Date(iso.data).toISOString();
}

/** The SMTP client as our mail server saw it, or null where nobody saw it. */
export function peerFrom(text: string | undefined): SmtpPeer | null {
  if (text === undefined) {
    return null;
  }
  const peer = PEER.safeParse(jsonIn(text, '--env'));
  if (!peer.success) {
    const wrong = [...new Set(peer.error.issues.map(({ path }) => String(path[0] ?? 'ip')))].join(', ');
    throw new WrongUse(
      `--env: lipsește sau nu este bun: ${wrong}. Se așteaptă {"ip": "192.0.2.10", "helo": "mail.exemplu.ro", "sender": "ion@exemplu.ro"}.`,
    );
  }
  return peer.data;
}

/** The registered addresses by user, or – from a mere list – with the address as the user; null without a file. */
export function registeredFrom(file: string | undefined): readonly RegisteredAccount[] | null {
  if (file === undefined) {
    return null;
  }
  const read = REGISTERED.safeParse(jsonIn(readFileSync(file, 'utf8'), '--registered'));
  if (!read.success) {
    throw new WrongUse('--registered: se așteaptă {"utilizator": "adresă", …} sau ["adresă", …].');
  }
  const pairs = Array.isArray(read.data)
    ? read.data.map((address) => [address, address] as const)
    : Object.entries(read.data);
  return pairs.map(([user, written]) => {
    const address = comparableAddress(written);
    if (address === null) {
      throw new WrongUse(`--registered: «${written}» nu este o adresă de e-mail.`);
    }
    return { user, address };
  });
}

function jsonIn(text: string, option: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new WrongUse(`${option}: nu este JSON.`);
  }
}
