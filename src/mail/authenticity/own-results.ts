import type { HeaderLine } from '../reading/parsed-mail.ts';
import type { TrustSettings } from './sender-proof.ts';

/** One `method=result` of an Authentication-Results header (RFC 8601), with its properties, all in lower case. */
interface MethodResult {
  readonly method: string;
  readonly result: string;
  readonly properties: ReadonlyMap<string, string>;
}

export interface AuthenticationResults {
  readonly authservId: string;
  readonly results: readonly MethodResult[];
}

/** Longer ones are read to here; what servers write is a few hundred characters. */
const LONGEST = 16_384;
const MOST_RESULTS = 100;

/**
 * What our own server found out about the client before we got the mail: the Authentication-Results that stand above
 * the topmost Received line, if that line is one of our own servers' and the name is ours. An outsider can write
 * anything below that line, and nothing above it.
 */
export function ownResults(headers: readonly HeaderLine[], trust: TrustSettings): AuthenticationResults[] {
  const top = headers.findIndex(({ name }) => name === 'received');
  const server = receivedBy(headers[top]?.value ?? '');
  if (server === null || !trust.ownServers.includes(server)) {
    return [];
  }
  return headers
    .slice(0, top)
    .filter(({ name }) => name === 'authentication-results')
    .map(({ value }) => readResults(value))
    .filter(({ authservId }) => trust.authservIds.includes(authservId));
}

/** The host after `by` in a Received line, lower case. Comments and quoted strings may say anything and are skipped. */
function receivedBy(value: string): string | null {
  const words = tokens(value).flatMap((token) => (token.quoted ? [] : token.text.split(/\s+/)));
  const by = words.indexOf('by');
  return by === -1 ? null : (words[by + 1]?.replace(/[.;]+$/, '') ?? null);
}

/** Reads the value of an Authentication-Results or ARC-Authentication-Results header; `i=1;` in front is skipped. */
export function readResults(value: string): AuthenticationResults {
  const [first = '', second = '', ...rest] = statements(value);
  const numbered = /^i=\d{1,2}$/.test(first);
  const [name, others] = numbered ? [second, rest] : [first, [second, ...rest]];
  return {
    authservId: name.split(/\s+/)[0] ?? '',
    results: others.slice(0, MOST_RESULTS).flatMap((statement) => readResult(statement) ?? []),
  };
}

/** The results of one method. */
export function resultsOf(said: AuthenticationResults, method: string): readonly MethodResult[] {
  return said.results.filter((result) => result.method === method);
}

function readResult(statement: string): MethodResult | null {
  const [head = '', ...properties] = statement.replace(/\s*=\s*/g, '=').split(/\s+/);
  const [method = '', result = ''] = head.split('=');
  if (method === '' || result === '') {
    return null;
  }
  const pairs = properties.flatMap((property): [string, string][] => {
    const at = property.indexOf('=');
    return at < 1 ? [] : [[property.slice(0, at), property.slice(at + 1)]];
  });
  return { method: method.split('/')[0] ?? '', result, properties: new Map(pairs) };
}

/** The pieces between semicolons, without comments; blanks inside quotation marks do not divide. */
function statements(value: string): string[] {
  const found: string[] = [];
  let current = '';
  for (const { text, quoted } of tokens(value)) {
    if (quoted) {
      // What is quoted stays one word, whatever it holds.
      current += text.replace(/[\s;=]/g, '_');
      continue;
    }
    const [head = '', ...more] = text.split(';');
    current += head;
    for (const piece of more) {
      found.push(current.trim());
      current = piece;
    }
  }
  return [...found, current.trim()].filter((statement) => statement !== '');
}

interface Token {
  readonly text: string;
  readonly quoted: boolean;
}

/** A header value in lower case, cut into what is quoted and what is not; comments (RFC 5322 3.2.2) are blanks. */
function tokens(value: string): Token[] {
  const text = value.slice(0, LONGEST).toLowerCase();
  const found: Token[] = [];
  let plain = '';
  let quoted = '';
  let inQuotes = false;
  let comments = 0;
  for (let at = 0; at < text.length; at += 1) {
    const letter = text[at] ?? '';
    if (letter === '\\' && (inQuotes || comments > 0)) {
      at += 1;
      quoted += inQuotes ? (text[at] ?? '') : '';
    } else if (inQuotes) {
      if (letter === '"') {
        found.push({ text: quoted, quoted: true });
        quoted = '';
        inQuotes = false;
      } else {
        quoted += letter;
      }
    } else if (letter === '(') {
      comments += 1;
      plain += ' ';
    } else if (letter === ')' && comments > 0) {
      comments -= 1;
    } else if (comments === 0 && letter === '"') {
      found.push({ text: plain, quoted: false });
      plain = '';
      inQuotes = true;
    } else if (comments === 0) {
      plain += letter;
    }
  }
  return [...found, { text: plain, quoted: false }];
}
