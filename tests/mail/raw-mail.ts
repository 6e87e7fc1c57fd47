import { ok } from 'node:assert';
import { isRefused, type ParsedMail } from '../../src/mail/reading/parsed-mail.ts';
import { readMime } from '../../src/mail/reading/read-mime.ts';

export interface RawPart {
  readonly type: string;
  readonly name?: string;
  readonly bytes: Buffer | string;
  readonly contentId?: string;
  readonly disposition?: 'attachment' | 'inline';
}

export interface RawMail {
  readonly from?: string;
  readonly to?: string;
  readonly subject?: string;
  readonly text?: string;
  readonly html?: string;
  /** Written as they are, before the others. */
  readonly headers?: readonly string[];
  readonly parts?: readonly RawPart[];
  /** Default `<m1@client.test>`; null leaves it out. */
  readonly messageId?: string | null;
  readonly date?: string | null;
}

export const XLSX = Buffer.from('PK\x03\x04 xl/workbook.xml PK\x05\x06', 'latin1');
export const PDF = Buffer.from('%PDF-1.4\nnothing to read\n', 'latin1');
export const JPEG = Buffer.from('\xff\xd8\xff\xe0 picture', 'latin1');
export const PNG = Buffer.from('\x89PNG\r\n\x1a\n picture', 'latin1');

/** A part with the workbook of an application. */
export const WORKBOOK: RawPart = { type: 'application/octet-stream', name: 'Date acces.xlsx', bytes: XLSX };

/** A mail as a program would write it, from its parts. */
export function rawMail(mail: RawMail): Buffer {
  const { messageId = '<m1@client.test>', date = 'Mon, 16 Nov 2026 07:13:00 +0000' } = mail;
  const head = [
    ...(mail.headers ?? []),
    `From: ${mail.from ?? 'Ion Popescu <popescu@client.test>'}`,
    `To: ${mail.to ?? 'ab@ancpi.ro'}`,
    `Subject: ${encodedWord(mail.subject ?? '')}`,
    ...(messageId === null ? [] : [`Message-ID: ${messageId}`]),
    ...(date === null ? [] : [`Date: ${date}`]),
    'MIME-Version: 1.0',
  ];
  const text = leaf('text/plain; charset=utf-8', mail.text ?? '');
  const html = mail.html === undefined ? [] : [leaf('text/html; charset=utf-8', mail.html)];
  const body = html.length === 0 ? text : multipart('alternative', [text, ...html]);
  const parts = (mail.parts ?? []).map(partOf);
  const whole = parts.length === 0 ? body : multipart('mixed', [body, ...parts]);
  return Buffer.from([...head, whole].join('\r\n'), 'utf8');
}

/** The mail parsed in this process: for tests of what is done with it. */
export async function parsedMail(mail: RawMail | Buffer): Promise<ParsedMail> {
  const outcome = await readMime(Buffer.isBuffer(mail) ? mail : rawMail(mail));
  ok(!isRefused(outcome), 'the mail of this test should be readable');
  return outcome;
}

function encodedWord(text: string): string {
  return /^[\x20-\x7e]*$/.test(text) ? text : `=?utf-8?B?${Buffer.from(text).toString('base64')}?=`;
}

let boundaries = 0;

function multipart(kind: string, parts: readonly string[]): string {
  boundaries += 1;
  const boundary = `part-${boundaries}`;
  const pieces = parts.map((part) => `--${boundary}\r\n${part}\r\n`);
  return `Content-Type: multipart/${kind}; boundary="${boundary}"\r\n\r\n${pieces.join('')}--${boundary}--\r\n`;
}

function leaf(type: string, text: string): string {
  return `Content-Type: ${type}\r\nContent-Transfer-Encoding: base64\r\n\r\n${base64(Buffer.from(text))}`;
}

function partOf(part: RawPart): string {
  const bytes = Buffer.isBuffer(part.bytes) ? part.bytes : Buffer.from(part.bytes);
  const name = part.name === undefined ? '' : `; filename*=utf-8''${encodeURIComponent(part.name)}`;
  return [
    `Content-Type: ${part.type}`,
    `Content-Disposition: ${part.disposition ?? 'attachment'}${name}`,
    ...(part.contentId === undefined ? [] : [`Content-ID: <${part.contentId}>`]),
    'Content-Transfer-Encoding: base64',
    '',
    base64(bytes),
  ].join('\r\n');
}

/** In lines of 76 characters. */
export function base64(bytes: Buffer): string {
  return bytes.toString('base64').replace(/.{76}/g, '$&\r\n');
}
