/** Mails that cannot be read: kept, shown to the office, looked at and tried again by an operator. */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deliverMail } from '../../src/mail/wire/compose.ts';
import { ro } from '../../src/texts/ro.ts';
import { textOf } from './card-text.ts';
import { type DeskAtWork, openDeskAtWork, SECRETARY } from './desk-at-work.ts';

const ROOT = join(import.meta.dirname, '../..');
const AB = 'office:AB';
const DEEP = readFileSync(join(ROOT, 'tests/fixtures/mail/90-hostile-deep-multipart.eml'));

let desk: DeskAtWork;

beforeAll(async () => {
  desk = await openDeskAtWork();
});

afterAll(async () => {
  await desk.close();
});

/** Runs `acces quarantine …` beside the running desk, as an operator does. */
function acces(...args: string[]): Promise<{ readonly status: number; readonly printed: unknown }> {
  const command = [join(ROOT, 'src/acces.ts'), 'quarantine', ...args];
  const env = { ...process.env, DATA_DIR: desk.folder };
  return new Promise((resolve) => {
    execFile(process.execPath, command, { env }, (error, stdout, stderr) => {
      const status = typeof error?.code === 'number' ? error.code : 0;
      resolve({ status, printed: stdout === '' ? stderr : JSON.parse(stdout) });
    });
  });
}

async function send(raw: Buffer): Promise<void> {
  const envelope = { from: 'x@exemplu.example', to: ['ab@ancpi.ro'] };
  const outcome = await deliverMail({ host: '127.0.0.1', port: desk.app.smtpPort, raw, envelope });
  expect(outcome).toEqual({ accepted: true });
  await desk.app.idle();
}

describe('a mail that is built to break its reader', () => {
  it('is accepted, kept whole, and shown to its office with who sent it', async () => {
    await send(DEEP);
    const text = textOf((await desk.page.cards(AB)).at(-1)?.card);
    expect(text).toContain(ro.unsorted['unreadable-mail']);
  });

  it('is listed for the operator with the reason and without a name', async () => {
    const { status, printed } = await acces('list');
    expect(status).toBe(0);
    expect(printed).toMatchObject([{ code: 'too-deep', office: 'AB', bytes: DEEP.length }]);
    expect(JSON.stringify(printed)).not.toContain('@');
  });

  it('handed over once more by a server that had not heard our answer makes no second card', async () => {
    const before = (await desk.page.cards(AB)).length;
    await send(DEEP);
    expect((await desk.page.cards(AB)).length).toBe(before);
  });

  it('can be had byte for byte', async () => {
    const [mail] = (await acces('list')).printed as { id: string }[];
    const out = join(desk.folder, 'carantina.eml');
    expect((await acces('show', mail?.id ?? '', '--raw', out)).status).toBe(0);
    expect(readFileSync(out).equals(DEEP)).toBe(true);
  });

  it('tried again in vain stays where it was, under the card that it has', async () => {
    const before = (await desk.page.cards(AB)).length;
    const [mail] = (await acces('list')).printed as { id: string }[];
    expect(await acces('retry', mail?.id ?? '')).toEqual({ status: 0, printed: { again: mail?.id } });
    await desk.app.lookAgain();
    expect((await acces('list')).printed).toMatchObject([{ id: mail?.id, attempts: 1 }]);
    expect((await desk.page.cards(AB)).length).toBe(before);
  });

  it('that the reader has learnt meanwhile becomes the case that it asks for, and its card is answered', async () => {
    const raw = readFileSync(join(ROOT, 'tests/fixtures/mail/01-direct-rfc2231.eml'));
    const { store } = desk.app.desk;
    // As an older version kept it, whose reader failed.
    await send(raw);
    const kept = (await store.inboundWith('handled')).at(-1);
    const asked = (await desk.page.cards(AB)).find(({ card }) =>
      textOf(card).includes(ro.card.unsorted.title),
    );
    const caseId = asked?.caseId ?? '';
    await store.transact(null, async (uow) => {
      await uow.markInbound(kept?.id ?? '', 'handled', {
        status: 'quarantined',
        errorCode: 'unreadable',
        caseId,
      });
    });
    expect((await acces('retry', kept?.id ?? '')).status).toBe(0);
    await desk.app.lookAgain();
    const answered = (await desk.page.cards(AB)).find(({ id }) => id === asked?.id);
    expect(textOf(answered?.card)).toContain(ro.card.unsorted.filedTitle);
    expect((await desk.page.click(SECRETARY, 'unsorted-dismiss', caseId)).kind).not.toBe('done');
  });
});

describe('the operator', () => {
  it('is told in words what is wrong with the command', async () => {
    expect(await acces('show', 'nu-exista')).toMatchObject({
      status: 3,
      printed: { refused: { code: 'not-in-quarantine' } },
    });
    expect((await acces('sterge')).status).toBe(2);
  });
});
