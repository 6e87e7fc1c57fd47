import { fold } from './fold.ts';

/** Text beyond this length says nothing new about what somebody wants. */
const LOOKED_AT = 6_000;

/** The part of a mail that its sender wrote: up to the first quoted mail, folded, with single spaces. */
export function ownWords(text: string): string {
  const lines: string[] = [];
  for (const line of fold(text.slice(0, LOOKED_AT)).split('\n')) {
    const plain = line.trim();
    if (plain.startsWith('>')) {
      continue;
    }
    if (isQuoteStart(plain)) {
      break;
    }
    lines.push(plain);
  }
  return lines.join(' ').split(/\s+/).join(' ').trim();
}

function isQuoteStart(line: string): boolean {
  return (
    /^-{3,} ?(?:original message|mesaj(?:ul)? original|mesaj initial)/.test(line) ||
    /^_{20,}$/.test(line) ||
    /^(?:pe|on|in data de|la) .{3,200}(?:a scris|wrote)\s*:?$/.test(line.slice(0, 260)) ||
    /^(?:pe|on) .{3,120}<[^<>]{3,100}>\s*(?:a scris|wrote|a scri)?/.test(line.slice(0, 260))
  );
}

const SECRET = '(?:parol\\w*|password|passwd|credential\\w*|utilizator\\w*|user\\w*|cont(?:ul|ului)?)';
const LOST =
  '(?:uitat\\w*|pierdut\\w*|ratacit\\w*|recuper\\w*|reset\\w*|regener\\w*|reinitializ\\w*|expirat\\w*|blocat\\w*|debloc\\w*|schimbar\\w*|schimb\\w*|gresit\\w*|incorect\\w*|invalid\\w*|nou|noua|forgot\\w*|lost|recover\\w*|nu (?:mai )?(?:merge|functioneaza|stiu|am|imi amintesc|accepta|e buna|este buna|este valida|corespunde))';

const PASSWORD_LOST = [
  new RegExp(`\\bparol\\w* .{0,60}\\b${LOST}`),
  new RegExp(`\\b${LOST} .{0,60}\\bparol\\w*`),
  new RegExp(`\\b(?:uitat|pierdut|recuper\\w*|reset\\w*|regener\\w*) .{0,40}\\b${SECRET}`),
  /\bforgot\w* .{0,40}password|password .{0,40}(?:reset|recover|forgot|lost)/,
  /\breset(?:are|ati|ez|ul)?\b.{0,30}\b(?:parol|acces|cont)/,
];

/** R1: somebody lost the password of an account that exists, or it works no more. Takes folded text. */
export function asksForPassword(folded: string): boolean {
  const text = folded.slice(0, LOOKED_AT);
  return PASSWORD_LOST.some((pattern) => pattern.test(text));
}

/** A8: somebody asks for user and password, or for access, for the first time. Takes folded text. */
export function asksForAccess(folded: string): boolean {
  const text = folded.slice(0, LOOKED_AT);
  const first =
    /\b(?:user|utilizator|credential\w*)\b.{0,30}\bparol\w*.{0,60}\bacces/.test(text) ||
    /\b(?:acord\w*|furniz\w*|solicit\w*|cerer\w*|obtin\w*|cer|rog|creare\w*|activ\w*)\b.{0,80}\bacces\w*\b.{0,60}(?:online|on-line|sistem|ancp|eterra|platform|aplicat)/.test(
      text,
    );
  return first;
}

/** P1: something does not work. Takes folded text. */
export function tellsProblem(folded: string): boolean {
  return /\b(?:problem\w*|eroare\w*|erori\w*|error|nu (?:mai )?(?:merge|functioneaza|pot|se (?:incarca|deschide|poate)|reusesc|gasesc|apare|vad)|defect\w*|blocat\w*|ajutor|nelamurir\w*|intrebare|cum (?:pot|se|fac|procedez)|sesizare\w*|reclamat\w*)\b/.test(
    folded.slice(0, LOOKED_AT),
  );
}
