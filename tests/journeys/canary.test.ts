/** The password is nowhere but in the applicant's mail and in the dialog that showed it: everything else is searched. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDialogAs } from '../../src/page-client.ts';
import { type DeskAtWork, OFFICER, openDeskAtWork, SECRETARY_MAIL } from './desk-at-work.ts';
import { spellings } from './spellings.ts';

const ODD = ['&<>"\'Qz7&<>"\'', 'Q7#z', 'Pârolă-șțăîâ-9', '=1+1+Zq', "O'Neil\\n%00$&`", '{{DATE()}}Kx'];

let desk: DeskAtWork;
const passwords: string[] = [];
const shown: string[] = [];

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

beforeAll(async () => {
  desk = await openDeskAtWork({ logLevel: 'trace' });
  for (const password of ODD) {
    const caseId = await desk.newCase('complete-ab');
    await desk.bringToDi(caseId);
    const dialog = await openDialogAs(desk.page, OFFICER, 'issue', caseId);
    shown.push(dialog.inputs.password ?? '');
    // One submit that is refused, one that is accepted.
    expect((await dialog.submit({ password, accountCreated: 'false' })).kind).toBe('dialog-errors');
    expect((await dialog.submit({ password, accountCreated: 'true' })).kind).toBe('done');
    await desk.app.idle();
    passwords.push(password);
    const mail = await desk.newestMail(await desk.mailboxOf(caseId));
    const bytes = await desk.page.attachment(await desk.mailboxOf(caseId), mail.id, 0);
    expect(await desk.app.desk.excel.findTraces(bytes, password)).not.toEqual([]);
    expect(mail.text).not.toContain(password);
  }
  // And one whose mail is refused: its secret is erased too.
  const dead = await desk.newCase('dead-address');
  await desk.bringToDi(dead);
  passwords.push(await desk.issue(dead, { password: 'Moarta-Adresa-77' }));
});

afterAll(async () => {
  await desk.close();
});

describe('after a full run with LOG_LEVEL=trace', () => {
  it('no file of the desk holds a password: database, its log, documents, keys', () => {
    const files = filesIn(desk.folder).filter((file) => !file.includes(`${desk.folder}/recipients/`));
    expect(files.some((file) => file.endsWith('.db'))).toBe(true);
    for (const file of files) {
      const bytes = readFileSync(file);
      for (const password of [...passwords, ...shown]) {
        const found = spellings(password).some((spelling) => bytes.includes(spelling));
        expect(found, `${file} holds the password ${password}`).toBe(false);
      }
    }
  });

  it('no line of the log does', () => {
    const log = Buffer.from(desk.log.join('\n'));
    for (const password of [...passwords, ...shown]) {
      expect(spellings(password).some((spelling) => log.includes(spelling))).toBe(false);
    }
  });

  it('no card, thread, page source or mail to anybody else does', async () => {
    const { page, app } = desk;
    const sources: string[] = [await (await fetch(app.url)).text(), JSON.stringify(await page.overview())];
    for (const channel of ['office:AB', 'di', 'admin']) {
      for (const card of await page.cards(channel)) {
        sources.push(JSON.stringify(card), JSON.stringify(await page.replies(card.id)));
      }
    }
    for (const mailbox of [SECRETARY_MAIL, app.desk.config.diAddress, app.desk.config.dcgAddress]) {
      for (const line of await page.messages(mailbox)) {
        const mail = await page.message(mailbox, line.id);
        sources.push(JSON.stringify(mail));
        for (const { index } of mail.attachments) {
          const bytes = await page.attachment(mailbox, line.id, index);
          for (const password of passwords) {
            expect(await app.desk.excel.findTraces(bytes, password)).toEqual([]);
          }
        }
      }
    }
    const all = Buffer.from(sources.join('\n'));
    for (const password of [...passwords, ...shown]) {
      expect(spellings(password).some((spelling) => all.includes(spelling))).toBe(false);
    }
  });

  it('no kept workbook and no audit event does', async () => {
    const { store, excel } = desk.app.desk;
    const rows = [
      ...(await store.queue({ open: true, limit: 100 })),
      ...(await store.queue({ open: false, limit: 100 })),
    ];
    expect(rows.length).toBeGreaterThan(ODD.length);
    for (const { id } of rows) {
      const events = JSON.stringify(await store.events(id));
      expect(passwords.some((password) => events.includes(password))).toBe(false);
      for (const document of await store.documentsOf(id)) {
        const bytes = await store.documents.get(document.blob);
        for (const password of document.kind.startsWith('workbook') ? passwords : []) {
          expect(await excel.findTraces(bytes, password)).toEqual([]);
        }
      }
    }
  });

  it('every secret of the outbox is erased', async () => {
    const { store } = desk.app.desk;
    expect(await store.effectCounts()).toMatchObject({ pending: 0, sending: 0 });
    const open = await store.transact(null, (uow) =>
      uow.session.tables.effect.count({ where: { secretSealed: { not: null } } }),
    );
    expect(open).toBe(0);
  });
});
