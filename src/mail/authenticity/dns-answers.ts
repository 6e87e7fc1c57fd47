/** DNS as mailauth asks it: from a zone file or from real servers, with an end to the waiting. */
import { Resolver } from 'node:dns/promises';
import type { DNSResolver } from 'mailauth';
import type { Dns, MailExchange, Zone } from './sender-proof.ts';

/** One question to one server, in milliseconds. */
const SERVER_TIMEOUT_MS = 2_500;
/** A TXT record is made of strings of at most 255 bytes (RFC 1035 3.3). */
const TXT_STRING = 255;
/** Far more than an honest mail needs: SPF may ask 10, each signature and each DMARC walk a few. */
const MOST_QUESTIONS = 200;

type Records = string[][] | string[] | MailExchange[];

/** DNS for one mail. */
export interface DnsAnswers {
  readonly resolver: DNSResolver;
  /** True once a question got neither an answer nor a "there is none": that says nothing about the domain. */
  trouble(): boolean;
}

/** The clock begins now: afterwards, and for a mail that asks too much, every question fails as DNS fails. */
export function dnsAnswers(dns: Dns): DnsAnswers {
  const ask = 'zone' in dns ? fromZone(dns.zone) : fromServers(dns.servers, dns.timeoutMs);
  let asked = 0;
  let trouble = false;
  const limited = async (name: string, type: string): Promise<Records> => {
    asked += 1;
    try {
      if (asked > MOST_QUESTIONS) {
        throw failure('EREFUSED');
      }
      return await ask(name.toLowerCase().replace(/\.$/, ''), type);
    } catch (error) {
      trouble ||= !isNoRecord(error);
      throw error;
    }
  };
  // The library's type knows no MX records, which it asks for and reads.
  return { resolver: limited as DNSResolver, trouble: () => trouble };
}

function isNoRecord(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'ENOTFOUND' || code === 'ENODATA' || code === 'EBADNAME';
}

type Ask = (name: string, type: string) => Promise<Records>;

function fromZone(zone: Zone): Ask {
  const tables = new Map<string, ReadonlyMap<string, Records>>([
    ['TXT', table(zone.TXT, (texts) => texts.map(txtStrings))],
    ['A', table(zone.A ?? {}, (addresses) => [...addresses])],
    ['AAAA', table(zone.AAAA ?? {}, (addresses) => [...addresses])],
    ['MX', table(zone.MX ?? {}, (exchanges) => [...exchanges])],
  ]);
  const names = [...tables.values()].flatMap((records) => [...records.keys()]);
  return async (name, type) => {
    const found = tables.get(type)?.get(name);
    if (found !== undefined && found.length > 0) {
      return found;
    }
    const exists = names.some((known) => known === name || known.endsWith(`.${name}`));
    throw failure(exists ? 'ENODATA' : 'ENOTFOUND');
  };
}

function table<Value>(
  listed: Readonly<Record<string, readonly Value[]>>,
  records: (values: readonly Value[]) => Records,
): ReadonlyMap<string, Records> {
  return new Map(Object.entries(listed).map(([name, values]) => [name.toLowerCase(), records(values)]));
}

function txtStrings(text: string): string[] {
  const strings: string[] = [];
  for (let at = 0; at < text.length; at += TXT_STRING) {
    strings.push(text.slice(at, at + TXT_STRING));
  }
  return strings;
}

function fromServers(servers: readonly string[] | null, timeoutMs: number): Ask {
  const resolver = new Resolver({ timeout: SERVER_TIMEOUT_MS, tries: 2 });
  if (servers !== null) {
    resolver.setServers(servers);
  }
  const deadline = Date.now() + timeoutMs;
  return async (name, type) => {
    const left = deadline - Date.now();
    if (left <= 0) {
      throw failure('ETIMEOUT');
    }
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(failure('ETIMEOUT')), left);
    });
    try {
      return await Promise.race([resolver.resolve(name, type).then((found) => found as Records), late]);
    } finally {
      clearTimeout(timer);
    }
  };
}

function failure(code: string): Error {
  return Object.assign(new Error(`query ${code}`), { code });
}
