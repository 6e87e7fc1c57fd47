/** What holds of every mail, whatever headers, words and files it is made of. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Classification } from '../../src/mail/sorting/classification.ts';
import { classify } from '../../src/mail/sorting/classify.ts';
import { deskContext } from './desk-context.ts';
import { JPEG, PDF, parsedMail, type RawMail, WORKBOOK } from './raw-mail.ts';

const header = fc.constantFrom(
  'Auto-Submitted: auto-generated',
  'Auto-Submitted: auto-forwarded',
  'Auto-Submitted: no',
  'X-Auto-Response-Suppress: All',
  'Precedence: bulk',
  'Precedence: junk',
  'List-Id: <x.test>',
  'List-Unsubscribe: <mailto:u@x.test>',
  'Return-Path: <>',
  'X-Spam-Flag: YES',
  'X-MS-Exchange-Organization-SCL: 9',
  'Resent-From: ab@ancpi.ro',
  'In-Reply-To: <a@ancpi.ro>',
  'Reply-To: x@evil.test',
  'X-ANCPI-Role: operator',
  'X-Failed-Recipients: x@y.test',
);
const words = fc
  .array(
    fc.constantFrom(
      'Re:',
      'Fwd:',
      '[EXTERN]',
      'Cerere acces Online',
      'am uitat parola',
      'eroare',
      'AB-2026-00042',
      'Bună ziua',
      'În concediu',
      'Citit:',
      'Răspuns automat:',
      'Undeliverable:',
      '\u202e',
      '',
    ),
    { maxLength: 5 },
  )
  .map((some) => some.join(' '));
const part = fc.constantFrom(
  WORKBOOK,
  { type: 'application/pdf', name: 'Cerere.pdf', bytes: PDF },
  { type: 'image/jpeg', name: 'IMG_1.jpg', bytes: JPEG },
  { type: 'text/calendar; method=REQUEST', bytes: 'BEGIN:VCALENDAR' },
);
const sender = fc.constantFrom(
  'Ion <popescu@client.test>',
  'noreply@firma.test',
  'MAILER-DAEMON@x.test',
  'ab@ancpi.ro',
  'autorizati@ancpi.ro',
  'dcg@ancpi.ro',
  'acces@ancpi.ro',
  'a@x.test, b@x.test',
  '',
);
const anyMail: fc.Arbitrary<RawMail> = fc.record({
  from: sender,
  subject: words,
  text: fc.oneof(
    words,
    words.map(
      (said) =>
        `${said}\n\nDe la: Ion <ion@x.test>\nTrimis: luni\nCătre: ab@ancpi.ro\nSubiect: Cerere\n\n${said}`,
    ),
  ),
  headers: fc.uniqueArray(header, { maxLength: 4 }),
  parts: fc.array(part, { maxLength: 3 }),
});

async function holds(mails: fc.Arbitrary<RawMail>, rule: (found: Classification, mail: RawMail) => void) {
  await fc.assert(
    fc.asyncProperty(mails, async (mail) => rule(classify(await parsedMail(mail), deskContext()), mail)),
    { numRuns: 300 },
  );
}

describe('every mail', () => {
  it('is taken for something, for a reason, and has somebody or nobody who asks', async () => {
    await holds(anyMail, (found) => {
      expect(found.reasons.length).toBeGreaterThan(0);
      expect(new Set(found.reasons).size).toBe(found.reasons.length);
      expect(found.requests.length).toBeGreaterThan(0);
    });
  });

  it('of a machine, a list or a spammer is never answered, nor is a mail of ours', async () => {
    await holds(anyMail, (found, { from, headers = [] }) => {
      const machine = headers.some((line) =>
        /auto-gen|Precedence|List-|Path: <>|Suppress|Spam-Flag|SCL: 9/.test(line),
      );
      const forwarded = found.requests.some(({ route }) => route !== 'direct' && route !== 'redirected');
      const spam = headers.some((line) => /Spam-Flag|SCL: 9/.test(line));
      if (
        found.kind === 'automatic' ||
        found.kind === 'bounce' ||
        spam ||
        from === 'acces@ancpi.ro' ||
        (machine && !forwarded)
      ) {
        expect(found.answerable).toBe(false);
      }
    });
  });

  it('with the form is a person’s, unless it is ours or a server’s report', async () => {
    const withForm = anyMail.map((mail) => ({ ...mail, parts: [WORKBOOK, ...(mail.parts ?? [])] }));
    await holds(withForm, (found, { from }) => {
      if (from !== 'acces@ancpi.ro' && found.kind !== 'bounce') {
        expect(found.kind).not.toBe('automatic');
        expect(found.kind).not.toBe('other');
      }
    });
  });

  it('from outside has nobody but its sender as the one who asks', async () => {
    const fromOutside = anyMail.map((mail) => ({ ...mail, from: 'Ion <popescu@client.test>' }));
    await holds(fromOutside, (found) => {
      expect(found.requests.map((request) => request.sender?.address)).toEqual(['popescu@client.test']);
    });
  });
});
