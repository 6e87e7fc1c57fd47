/** A20, A21: whatever format the applicant's form came in, it goes back in it, or the officer and the applicant are told. */
import * as SheetJs from '@e965/xlsx';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { filledForm } from '../../src/excel/filled-form.ts';
import type { FormFields } from '../../src/excel/form.ts';
import { composeMail, deliverMail } from '../../src/mail/wire/compose.ts';
import { openDialogAs } from '../../src/page-client.ts';
import { en } from '../../src/texts/en.ts';
import { letterTexts } from '../../src/texts/ro/letters.ts';
import { ro } from '../../src/texts/ro.ts';
import { inventPerson } from '../../src/world/people.ts';
import { threeScans } from '../../src/world/scans.ts';
import { type DeskAtWork, OFFICER, openDeskAtWork, SECRETARY } from './desk-at-work.ts';

let desk: DeskAtWork;

beforeAll(async () => {
  desk = await openDeskAtWork();
});

afterAll(async () => {
  await desk.close();
});

/** The form as another program would save it; the library writes no cells that hold nothing. */
async function savedAs(form: FormFields, bookType: 'biff8' | 'ods' | 'xlsb'): Promise<Buffer> {
  const book = SheetJs.read(await filledForm(form), { type: 'buffer' });
  const cells = book.Sheets.DATE ?? {};
  for (const ref of ['C26', 'C27', 'C28', 'C29']) {
    cells[ref] = { t: 's', v: '-' };
  }
  return SheetJs.write(book, { type: 'buffer', bookType }) as Buffer;
}

/** A case at DI whose form came in such a file. */
async function caseWith(number: number, bookType: 'biff8' | 'ods' | 'xlsb', name: string): Promise<string> {
  const person = inventPerson(number, 'AB', new Date().toISOString().slice(0, 10));
  const known = new Set((await desk.page.cards('office:AB')).map(({ id }) => id));
  const raw = await composeMail({
    from: { name: person.name, address: person.mailbox },
    to: 'ab@ancpi.ro',
    subject: 'Cerere acces Online la sistemul informatic al ANCP',
    text: 'Vă rugăm să ne furnizați USER și PAROLĂ pentru acces.',
    date: new Date(),
    messageId: `<${crypto.randomUUID()}@${person.mailbox.split('@')[1]}>`,
    program: 'test',
    attachments: [
      ...threeScans(person),
      { name, mediaType: 'application/octet-stream', bytes: await savedAs(person.form, bookType) },
    ],
  });
  const slot = { host: '127.0.0.1', port: desk.app.smtpPort, localAddress: '127.0.0.1' };
  const sent = await deliverMail({ ...slot, raw, envelope: { from: person.mailbox, to: ['ab@ancpi.ro'] } });
  expect(sent).toEqual({ accepted: true });
  await desk.app.idle();
  const card = (await desk.page.cards('office:AB')).find(({ id }) => !known.has(id));
  const caseId = card?.caseId ?? '';
  await desk.bringToDi(caseId);
  return caseId;
}

async function issue(caseId: string): Promise<{ readonly told: string; readonly password: string }> {
  const dialog = await openDialogAs(desk.page, OFFICER, 'issue', caseId);
  const answer = await dialog.submit({ accountCreated: 'true' });
  await desk.app.idle();
  return { told: answer.kind === 'done' ? answer.text : answer.kind, password: dialog.inputs.password ?? '' };
}

/** What the applicant reads in the attached file. */
async function passwordIn(caseId: string, mailId: string): Promise<unknown> {
  const bytes = await desk.page.attachment(await desk.mailboxOf(caseId), mailId, 0);
  return SheetJs.read(bytes, { type: 'buffer' }).Sheets.DATE?.C29?.v;
}

describe('a form that came as', () => {
  it.each([
    ['.xls', 'biff8', 'cerere.xls'],
    ['.ods', 'ods', 'cerere.ods'],
  ] as const)('%s goes back as such, filled', async (_kind, bookType, name) => {
    const caseId = await caseWith(bookType === 'ods' ? 71 : 72, bookType, name);
    const { told, password } = await issue(caseId);
    expect(told).toBe(ro.confirmations.issue);
    const letter = await desk.newestMail(await desk.mailboxOf(caseId));
    expect(letter.text).not.toContain(letterTexts.credentials.converted);
    expect(letter.attachments.map((file) => file.name)).toEqual([name]);
    expect(await passwordIn(caseId, letter.id)).toBe(password);
  });

  it('a format that cannot be filled goes back as our own form, and everybody is told', async () => {
    const caseId = await caseWith(73, 'xlsb', 'cerere.xlsb');
    const { told, password } = await issue(caseId);
    expect(told).toBe(`${ro.confirmations.issue} ${ro.workbookConverted}`);
    expect(en.workbookConverted).not.toBe(ro.workbookConverted);
    const letter = await desk.newestMail(await desk.mailboxOf(caseId));
    expect(letter.text.replace(/\s+/g, ' ')).toContain(letterTexts.credentials.converted);
    expect(letter.attachments.map((file) => file.name)).toEqual(['cerere.xlsx']);
    expect(await passwordIn(caseId, letter.id)).toBe(password);
    expect((await desk.record(caseId)).documents.map((document) => document.name)).toContain('cerere.xlsb');
    expect(await desk.offered('office:AB', caseId)).toContain('note-on-original');
    await desk.click(SECRETARY, 'note-on-original', caseId);
  });
});
