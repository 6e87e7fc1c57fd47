/** Every mail of the fixtures enters a whole desk by SMTP: none is lost, none stops the next, and each is where it belongs. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deliverMail } from '../../src/mail/wire/compose.ts';
import { openDialogAs } from '../../src/page-client.ts';
import type { OpenedInbound } from '../../src/store/mails.ts';
import { type DeskAtWork, openDeskAtWork, SECRETARY } from './desk-at-work.ts';

const FOLDER = join(import.meta.dirname, '../fixtures/mail');
const EXPECTED = JSON.parse(readFileSync(join(FOLDER, 'expected.json'), 'utf8')) as readonly {
  readonly file: string;
  readonly class: string;
  readonly applicant?: string | null | readonly string[];
}[];

/** Nested too deep to be looked into. */
const UNREADABLE = '90-hostile-deep-multipart.eml';

let desk: DeskAtWork;
const arrived = new Map<string, OpenedInbound>();

beforeAll(async () => {
  desk = await openDeskAtWork();
  const { store } = desk.app.desk;
  const known = new Set<string>();
  for (const { file } of EXPECTED) {
    const outcome = await deliverMail({
      host: '127.0.0.1',
      port: desk.app.smtpPort,
      raw: readFileSync(join(FOLDER, file)),
      envelope: { from: 'oricine@exemplu.example', to: ['acces@ancpi.ro'] },
    });
    expect(outcome, file).toEqual({ accepted: true });
    await desk.app.idle();
    for (const status of ['stored', 'handled', 'quarantined', 'duplicate'] as const) {
      const newest = (await store.inboundWith(status, 1_000)).at(-1);
      if (newest && !known.has(newest.id)) {
        known.add(newest.id);
        arrived.set(file, newest);
      }
    }
  }
}, 240_000);

afterAll(async () => {
  await desk.close();
});

describe('a mail of the fixtures', () => {
  it.each(EXPECTED.map(({ file }) => file))(
    '%s is handled, or shown to a person as unreadable',
    async (file) => {
      const mail = arrived.get(file);
      if (file === UNREADABLE) {
        const row = await desk.app.desk.store.caseById(mail?.caseId ?? '');
        expect([mail?.status, row?.kind, row?.state]).toEqual(['quarantined', 'unsorted', 'open']);
      } else {
        expect(mail?.status).toMatch(/^(?:handled|duplicate)$/);
      }
    },
  );

  it('a request for access makes a case; the same content again makes none', async () => {
    const requests = EXPECTED.filter((each) => each.class === 'new-request');
    expect(requests.length).toBeGreaterThan(20);
    for (const { file } of requests) {
      const mail = arrived.get(file);
      const row = await desk.app.desk.store.caseById(mail?.caseId ?? '');
      expect(['access', 'unsorted'], file).toContain(row?.kind);
    }
    const again = ['48-duplicate-same-message-id.eml', '49-duplicate-new-message-id.eml'];
    expect(again.map((file) => arrived.get(file)?.status)).toEqual(['duplicate', 'duplicate']);
  });

  it('under somebody else’s Message-ID belongs to whoever wrote it', async () => {
    const mail = arrived.get('50-same-message-id-different-content.eml');
    const row = await desk.app.desk.store.caseById(mail?.caseId ?? '');
    expect(row?.senderEmail).toBe('ana.muresan@posta.test');
  });

  it('with two requests attached belongs to both applicants', async () => {
    const mail = arrived.get('29-attached-two-requests.eml');
    const expected = EXPECTED.find(({ file }) => file === '29-attached-two-requests.eml')?.applicant;
    const { store } = desk.app.desk;
    const rows = await store.queue({ open: true, limit: 500 });
    const requests = await Promise.all(rows.map(({ id }) => store.requestsOf(id)));
    const theirs = rows.filter((_, index) => requests[index]?.some(({ mailId }) => mailId === mail?.id));
    expect(theirs.map(({ senderEmail }) => senderEmail).sort()).toEqual([expected].flat().sort());
  });

  it('what broke is nothing: no mail was tried twice, no error is in the log', () => {
    expect([...arrived.values()].map(({ attempts }) => attempts)).toEqual([...arrived.keys()].map(() => 1));
    expect(desk.log.filter((line) => /"level":(?:50|60)/.test(line))).toEqual([]);
  });

  it('whose sender is a stranger to the case that it names can be attached by the secretary, once', async () => {
    const caseId = await desk.newCase('complete-ab');
    const { number } = (await desk.record(caseId)).access;
    const cards = new Set((await desk.page.cards('office:AB')).map(({ id }) => id));
    await deliverMail({
      host: '127.0.0.1',
      port: desk.app.smtpPort,
      raw: Buffer.from(
        `From: Alt <alt@exemplu.example>\r\nTo: ab@ancpi.ro\r\nSubject: [${number}] de la alta adresa\r\n\r\nSunt tot eu.\r\n`,
      ),
      envelope: { from: 'alt@exemplu.example', to: ['ab@ancpi.ro'] },
    });
    await desk.app.idle();
    const card = (await desk.page.cards('office:AB')).find(({ id }) => !cards.has(id));
    const dialog = await openDialogAs(desk.page, SECRETARY, 'unsorted-attach', card?.caseId ?? '');
    expect(dialog.inputs.number).toBe(number);
    expect((await dialog.submit({ number: 'AB-2026-99999' })).kind).toBe('dialog-errors');
    expect((await dialog.submit()).kind).toBe('done');
    expect((await dialog.submit()).kind).toBe('told');
    await desk.app.idle();
    expect(await desk.events(caseId)).toContain('mail-received');
  });
});
