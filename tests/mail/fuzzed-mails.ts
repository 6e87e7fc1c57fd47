/** The fixtures and some big mails, broken by chance. A round's number says everything: the same number, the same mail. */
import { readdirSync, readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { withCarried, withoutCarried } from '../../src/mail/reading/carried-files.ts';
import { mimeLeaves, parsedLeaves } from '../../src/mail/reading/mime-leaves.ts';
import { isRefused, type ParseOutcome } from '../../src/mail/reading/parsed-mail.ts';
import { readMime } from '../../src/mail/reading/read-mime.ts';
import { classify } from '../../src/mail/sorting/classify.ts';
import { deskContext } from './desk-context.ts';
import { JPEG, PDF, PNG, rawMail, WORKBOOK } from './raw-mail.ts';
import { zipFile } from './zip-file.ts';

const FOLDER = new URL('../fixtures/mail/', import.meta.url);

/** Numbers from 0 to below `below`, always the same for a seed (mulberry32). */
export type Dice = (below: number) => number;

export function dice(seed: number): Dice {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

export function seeds(): readonly Buffer[] {
  const fixtures = readdirSync(FOLDER).filter((file) => file.endsWith('.eml'));
  return [...fixtures.map((file) => readFileSync(new URL(file, FOLDER))), ...bigMails()];
}

/** Mails with pictures and PDFs so large that they are carried around the child. */
export function bigMails(): readonly Buffer[] {
  const roll = dice(7);
  const noise = (head: Buffer, length: number): Buffer =>
    Buffer.concat([head, Buffer.from(Array.from({ length }, () => roll(256)))]);
  const scans = [
    { type: 'image/jpeg', name: 'CI.jpg', bytes: noise(JPEG, 30_000) },
    { type: 'application/pdf', name: 'Cerere.pdf', bytes: noise(PDF, 20_000) },
    WORKBOOK,
  ];
  const direct = rawMail({
    subject: 'Cerere acces',
    text: 'Bună ziua',
    html: '<p>Bună ziua</p>',
    parts: scans,
  });
  const logo = { type: 'image/png', name: 'logo.png', bytes: noise(PNG, 25_000), contentId: 'logo' };
  const archive = zipFile([
    { name: 'CI.jpg', bytes: noise(JPEG, 20_000), stored: true },
    { name: 'Date.pdf', bytes: noise(PDF, 3_000) },
  ]);
  return [
    direct,
    rawMail({ html: '<img src="cid:logo">', parts: [{ ...logo, disposition: 'inline' }, ...scans] }),
    rawMail({ subject: 'Fwd', parts: [{ type: 'message/rfc822', bytes: direct }, ...scans] }),
    asEightBit(
      rawMail({ subject: 'Fwd', parts: [{ type: 'message/rfc822', name: 'a.eml', bytes: direct }] }),
      direct,
    ),
    rawMail({ parts: [{ type: 'application/zip', name: 'acte.zip', bytes: archive }, ...scans] }),
    Buffer.from(direct.toString('latin1').replaceAll('\r\n', '\n'), 'latin1'),
  ];
}

/** The mail inside the mail as most programs attach it: its bytes as they are. */
function asEightBit(outer: Buffer, inner: Buffer): Buffer {
  const encoded = inner.toString('base64').replace(/.{76}/g, '$&\r\n');
  const plain = outer.toString('latin1').replace(encoded, inner.toString('latin1'));
  return Buffer.from(plain.replace(/(rfc822[\s\S]{0,120}?)Encoding: base64/, '$1Encoding: 8bit'), 'latin1');
}

const SPECIAL = Buffer.from('\r\n-=";:\0\xff <>@?*()/\\', 'latin1');
const TOKENS = [
  '\r\n\r\n',
  '\r\n--',
  '--\r\n',
  'Content-Type: message/rfc822\r\n',
  'Content-Type: multipart/mixed; boundary="',
  'Content-Type: \r\n',
  'Content-Transfer-Encoding: base64\r\n',
  'Content-Transfer-Encoding: quoted-printable\r\n',
  'Content-Disposition: attachment; filename*0*=',
  'charset=x-none',
  '=?utf-8?B?',
  'begin 644 a\n',
  'From ',
];

/** One of the mails with one to eight things broken in it; every sixth time, in a file that it brings. */
export function brokenMail(number: number, mails: readonly Buffer[]): Buffer {
  const roll = dice(number);
  if (number % 6 !== 0) {
    return brokenSome(mails, roll);
  }
  const bytes = brokenSome(CONTAINERS, roll);
  return rawMail({ parts: [{ type: 'application/octet-stream', name: 'fisier', bytes }] });
}

function brokenSome(whole: readonly Buffer[], roll: Dice): Buffer {
  let bytes = Buffer.from(whole[roll(whole.length)] ?? Buffer.alloc(0));
  for (let left = 1 + roll(8); left > 0; left -= 1) {
    bytes = brokenOnce(bytes, roll, whole[roll(whole.length)] ?? bytes);
  }
  return bytes;
}

/** Files that are opened: an Outlook message, a winmail.dat, an archive. */
const CONTAINERS: readonly Buffer[] = [
  base64In('31-attached-outlook-msg.eml', '0M8R4KGxGuE'),
  base64In('32-tnef-winmail-direct.eml', 'eJ8+Ig'),
  zipFile([
    { name: 'acte/CI.jpg', bytes: JPEG, stored: true },
    { name: Buffer.from('semnat\xc7.pdf', 'latin1'), bytes: PDF },
  ]),
];

/** A file in a fixture, by how its base64 begins. */
function base64In(file: string, beginning: string): Buffer {
  const source = readFileSync(new URL(file, FOLDER), 'latin1');
  const start = source.indexOf(beginning);
  return Buffer.from(/[A-Za-z0-9+/=\r\n]+/.exec(source.slice(start))?.[0] ?? '', 'base64');
}

function brokenOnce(raw: Buffer, roll: Dice, other: Buffer): Buffer<ArrayBuffer> {
  // Headers are where most is decided: half of the damage goes there.
  const at = roll(roll(2) === 0 ? Math.min(raw.length + 1, 2_500) : raw.length + 1);
  const some = 1 + roll(roll(4) === 0 ? 5_000 : 40);
  const replaced = (until: number, by: Uint8Array): Buffer<ArrayBuffer> =>
    Buffer.concat([raw.subarray(0, at), by, raw.subarray(until)]);
  switch (roll(9)) {
    case 0:
      return replaced(at + 1, Buffer.of((raw[at] ?? 0) ^ (1 << roll(8))));
    case 1:
      return replaced(at + roll(2), SPECIAL.subarray(roll(SPECIAL.length)).subarray(0, 1));
    case 2:
      return replaced(at + some, Buffer.alloc(0));
    case 3:
      return replaced(at, raw.subarray(at, at + some));
    case 4:
      return roll(3) === 0 ? Buffer.concat([raw.subarray(0, at)]) : replaced(at, Buffer.from('\r\n'));
    case 5: {
      const from = roll(other.length + 1);
      return replaced(at + roll(some), other.subarray(from, from + some));
    }
    case 6:
      return replaced(at, Buffer.from(TOKENS[roll(TOKENS.length)] ?? '', 'latin1'));
    case 7:
      return replaced(at + 1, Buffer.alloc(some, SPECIAL[roll(SPECIAL.length)]));
    default: {
      const line = raw.indexOf('\n', at) + 1;
      const next = raw.indexOf('\n', line) + 1;
      const lines = Array.from({ length: 1 + roll(30) }, () => raw.subarray(line, next));
      return Buffer.concat([raw.subarray(0, line), ...lines, raw.subarray(next)]);
    }
  }
}

/** Reads and sorts it in this process, as the child would. Rejects where the reader throws, which it must not. */
export async function readAndSort(raw: Buffer): Promise<ParseOutcome> {
  const outcome = await readMime(raw);
  if (!isRefused(outcome)) {
    classify(outcome, deskContext());
  }
  return outcome;
}

/**
 * What is wrong with taking large files out of this mail before it is parsed, where `whole` was read in one process;
 * null if nothing is. `leaves`: mailparser alone finds others; `carried`: the way around the child finds others.
 */
export async function asideFault(raw: Buffer, whole: ParseOutcome): Promise<'leaves' | 'carried' | null> {
  if (
    !isRefused(whole) &&
    !isDeepStrictEqual(await leavesBy(mimeLeaves, raw), await leavesBy(parsedLeaves, raw))
  ) {
    return 'leaves';
  }
  const light = withoutCarried(raw);
  const outcome = light === null ? null : await readMime(light.raw);
  if (light === null || outcome === null) {
    return null;
  }
  if (isRefused(outcome) || isRefused(whole)) {
    return isRefused(outcome) && isRefused(whole) ? null : 'carried';
  }
  const restored = withCarried(outcome, light.aside);
  return restored === null || isDeepStrictEqual(restored, whole) ? null : 'carried';
}

const LEAF_CAPS = { headerBytes: 262_144, parts: 200 };

async function leavesBy(read: typeof parsedLeaves, raw: Buffer): Promise<unknown> {
  return await read(raw, LEAF_CAPS).catch(() => 'rejected');
}
