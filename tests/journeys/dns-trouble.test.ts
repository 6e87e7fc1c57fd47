/** DNS that does not answer means "later", never "forged": the card says so, and says more when it answers. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import type { Dns } from '../../src/mail/authenticity/sender-proof.ts';
import { ro } from '../../src/texts/ro.ts';
import { textOf } from './card-text.ts';
import { openDeskAtWork } from './desk-at-work.ts';

const AB = 'office:AB';
const DAY = 24 * 60 * 60 * 1000;
/** Nobody listens there. */
const DOWN: Dns = { servers: ['127.0.0.1:1'], timeoutMs: 500 };

const folder = mkdtempSync(join(tmpdir(), 'acces-dns-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

it('a mail that came while DNS was down has its case at once, and its proof once DNS answers', async () => {
  const down = await openDeskAtWork({ folder, dns: DOWN });
  const caseId = await down.newCase('complete-ab');
  const domain = (await down.mailboxOf(caseId)).split('@')[1] ?? '?';
  expect(textOf((await down.card(AB, caseId)).card)).toContain(ro.mail.sender.retry());
  await down.close();

  const later = new Date(Date.now() + 5 * 60_000);
  const up = await openDeskAtWork({ folder, now: () => later });
  await up.app.lookAgain();
  expect(textOf((await up.card(AB, caseId)).card)).toContain(
    ro.mail.sender.verified({ domain, forwardedBy: '' }),
  );
  await up.close();
});

it('a domain whose servers answer to nobody for a day is taken for one that proves nothing', async () => {
  const own = mkdtempSync(join(tmpdir(), 'acces-dns-day-'));
  let now = new Date();
  const desk = await openDeskAtWork({ folder: own, dns: DOWN, now: () => now });
  const caseId = await desk.newCase('complete-ab');
  now = new Date(now.getTime() + 5 * 60_000);
  await desk.app.lookAgain();
  expect(textOf((await desk.card(AB, caseId)).card)).toContain(ro.mail.sender.retry());
  now = new Date(now.getTime() + 2 * DAY);
  await desk.app.lookAgain();
  expect(textOf((await desk.card(AB, caseId)).card)).toContain(ro.mail.sender.unverified());
  await desk.close();
  rmSync(own, { recursive: true, force: true });
});
