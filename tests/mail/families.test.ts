/** Mails in the shape in which real programs send them, through the parser that the desk uses. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { openMailParser } from '../../src/mail/reading/parse.ts';
import { isRefused } from '../../src/mail/reading/parsed-mail.ts';
import { classify } from '../../src/mail/sorting/classify.ts';
import { deskContext } from './desk-context.ts';

interface Expected {
  readonly file: string;
  readonly kind: string;
  readonly senders?: readonly string[];
  readonly route?: string;
  readonly forwardedBy?: string | null;
  readonly reason?: string;
  readonly caseNumbers?: readonly string[];
  readonly bounce?: {
    readonly recipient: string;
    readonly status: string;
    readonly permanent: boolean;
    readonly quoted: string;
  };
}

const folder = join(import.meta.dirname, '..', 'fixtures', 'mail-families');
const expected = JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8')) as Expected[];
const parser = openMailParser();
afterAll(() => parser.close());

it.each(expected)('$file is $kind', async (mail) => {
  const parsed = await parser.parse(readFileSync(join(folder, mail.file)));
  if (isRefused(parsed)) {
    throw new Error(`refused: ${parsed.refused.code}`);
  }
  const found = classify(parsed, deskContext());
  expect(found.kind).toBe(mail.kind);
  if (mail.senders !== undefined) {
    expect(found.requests).toMatchObject(
      mail.senders.map((address) => ({
        sender: { address },
        route: mail.route,
        forwardedBy: mail.forwardedBy,
      })),
    );
  }
  if (mail.reason !== undefined) {
    expect(found).toMatchObject({ answerable: false, reasons: [mail.reason] });
  }
  if (mail.caseNumbers !== undefined) {
    expect(found.caseNumbers).toEqual(mail.caseNumbers);
  }
  if (mail.bounce !== undefined) {
    const { recipient, status, permanent, quoted } = mail.bounce;
    expect(found.bounce).toMatchObject({ permanent, recipients: [{ address: recipient, status }] });
    expect(found.bounce?.quotedMessageIds).toContain(quoted);
  }
});
