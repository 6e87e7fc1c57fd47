/** Mails of any shape, and the fixtures broken in any way: what was put in comes out, and nothing throws. */
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { openMailParser } from '../../src/mail/reading/parse.ts';
import { isRefused, type ParsedMail } from '../../src/mail/reading/parsed-mail.ts';
import { readMime } from '../../src/mail/reading/read-mime.ts';
import { asideFault, bigMails, brokenMail, readAndSort, seeds } from './fuzzed-mails.ts';
import { type MailTree, mailTree } from './mail-trees.ts';

const SLOWEST_MS = 5_000;
const mails = seeds();
const big = bigMails();
const parser = openMailParser();
afterAll(() => parser.close());

function expectFound(mail: ParsedMail, tree: MailTree): void {
  expect(mail.attachments.map(({ name }) => name)).toEqual(tree.files.map(({ name }) => name));
  for (const [index, { bytes }] of tree.files.entries()) {
    expect(mail.attachments[index]?.bytes.equals(bytes)).toBe(true);
  }
  const text = `${mail.text}\n${mail.htmlText ?? ''}`;
  for (const written of tree.texts) {
    expect(text).toContain(written);
  }
  expect(mail.nested).toHaveLength(tree.nested.length);
  for (const [index, inner] of tree.nested.entries()) {
    const found = mail.nested[index];
    expect(found?.raw.equals(inner.raw)).toBe(true);
    if (found !== undefined) {
      expectFound(found.mail, inner);
    }
  }
}

it('whatever is put into a mail comes out of it', async () => {
  await fc.assert(
    fc.asyncProperty(mailTree, async (tree) => {
      const mail = await readMime(tree.raw);
      expect(isRefused(mail)).toBe(false);
      if (!isRefused(mail)) {
        expectFound(mail, tree);
      }
    }),
    { numRuns: 150 },
  );
}, 60_000);

describe('a mail broken by chance', () => {
  it('is read or refused, never thrown at, and soon', async () => {
    for (let number = 0; number < 600; number += 1) {
      const raw = brokenMail(number, mails);
      const start = performance.now();
      await expect(readAndSort(raw), `round ${number}`).resolves.toBeDefined();
      expect(performance.now() - start, `round ${number}`).toBeLessThan(SLOWEST_MS);
    }
  }, 120_000);

  it('is read the same whether its large files go through the reader or around it', async () => {
    for (let number = 0; number < 150; number += 1) {
      const raw = brokenMail(number, big);
      expect(await asideFault(raw, await readMime(raw)), `round ${number}`).toBeNull();
    }
  }, 120_000);

  it('is read by the child as in this process', async () => {
    for (let number = 0; number < 100; number += 1) {
      const raw = brokenMail(number, number % 2 === 0 ? mails : big);
      expect(await parser.parse(raw), `round ${number}`).toEqual(await readMime(raw));
    }
  }, 120_000);
});
