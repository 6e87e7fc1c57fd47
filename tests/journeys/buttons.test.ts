/** Every button that a card offers does something for whoever may press it; documents open once; other languages. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDialogAs, verbsOn } from '../../src/page-client.ts';
import { ro } from '../../src/texts/ro.ts';
import { type DeskAtWork, OFFICER, openDeskAtWork, SECRETARY, SUPERVISOR } from './desk-at-work.ts';

const AB = 'office:AB';

let desk: DeskAtWork;

beforeAll(async () => {
  desk = await openDeskAtWork();
});

afterAll(async () => {
  await desk.close();
});

/** Presses every button that only opens a dialog, those behind "Mai mult…" too. Returns which there were. */
async function openAll(person: string, channel: string, caseId: string): Promise<string[]> {
  const offered = await desk.offered(channel, caseId);
  const behind = offered.includes('more') ? await desk.page.click(person, 'more', caseId) : null;
  const more = behind?.kind === 'dialog' ? verbsOn(behind.card) : [];
  const verbs = [...offered, ...more].filter(
    (verb) =>
      verb.includes('-') ||
      ['issue', 'return', 'history', 'merge', 'transfer', 'reject', 'reopen', 'withdraw'].includes(verb),
  );
  const plain = new Set(['take', 'take-back', 'note-on-original', 'resend', 'approve', 'open-document']);
  const opened: string[] = [];
  for (const verb of new Set(verbs)) {
    if (!plain.has(verb) && !verb.startsWith('submit:')) {
      const answer = await desk.page.click(person, verb, caseId);
      expect(answer.kind, `${verb}: ${JSON.stringify(answer).slice(0, 200)}`).toBe('dialog');
      opened.push(verb);
    }
  }
  return opened;
}

describe('every button', () => {
  it('opens its dialog in each state, at the office and at DI', async () => {
    const caseId = await desk.newCase('wrong-cnp');
    expect(await openAll(SECRETARY, AB, caseId)).toEqual(
      expect.arrayContaining([
        'open-details',
        'update-register',
        'send-to-dcg',
        'ask-correction',
        'transfer',
        'history',
      ]),
    );
    await desk.verifyWithOriginal(caseId);
    await openAll(SECRETARY, AB, caseId);
    await desk.submit(SECRETARY, 'approve', caseId, { reason: 'Este în regulă.' });
    await openAll(SECRETARY, AB, caseId);
    expect(await openAll(OFFICER, 'di', caseId)).toEqual(
      expect.arrayContaining(['issue', 'open-details', 'return']),
    );
    await desk.issue(caseId);
    await openAll(SECRETARY, AB, caseId);
    await desk.click(SECRETARY, 'note-on-original', caseId);
    expect(await openAll(SUPERVISOR, AB, caseId)).toContain('reopen');
  });

  it('DI returns a case with a reason that the secretary reads in the thread', async () => {
    const caseId = await desk.newCase('complete-ab');
    await desk.bringToDi(caseId);
    await desk.submit(OFFICER, 'return', caseId, { note: 'Numele diferă în eTerra.' });
    const said = (await desk.replies(AB, caseId)).join('\n');
    expect(said).toContain('Numele diferă în eTerra.');
    expect(said).not.toContain('..');
    expect(await desk.state(caseId)).toBe('received');
  });

  it('a mail to the applicant says what the secretary wrote', async () => {
    const caseId = await desk.newCase('complete-ab');
    await desk.submit(SECRETARY, 'write-to-applicant', caseId, { text: 'Vă așteptăm luni.' });
    expect((await desk.newestMail(await desk.mailboxOf(caseId))).text).toContain('Vă așteptăm luni.');
  });

  it('an updated register is told by its fields, in the thread and on the card (A12)', async () => {
    const caseId = await desk.newCase('complete-ab');
    const dialog = await openDialogAs(desk.page, SECRETARY, 'update-register', caseId);
    expect((await dialog.submit({ fields: '' })).kind).toBe('dialog-errors');
    expect((await dialog.submit({ fields: 'phone,address' })).kind).toBe('done');
    await desk.app.idle();
    expect((await desk.replies(AB, caseId)).join(' ')).toMatch(/eTerra.*Telefon/);
    expect(JSON.stringify((await desk.card(AB, caseId)).card)).toContain('eTerra');
  });

  it('a registration number stands on every later letter, and what was recorded by mistake is taken back (A16)', async () => {
    const caseId = await desk.newCase('complete-ab');
    await desk.submit(SECRETARY, 'record-registry', caseId, {
      registryNumber: '4711',
      registryDate: '2026-11-20',
    });
    await desk.submit(SECRETARY, 'write-to-applicant', caseId, { text: 'Bună ziua.' });
    expect((await desk.newestMail(await desk.mailboxOf(caseId))).text).toContain('4711');
    await desk.submit(SECRETARY, 'record-original', caseId, { compared: 'true', file: '' });
    await desk.submit(SECRETARY, 'correct-fact', caseId, { fact: 'original', note: 'Alt dosar.' });
    expect((await desk.record(caseId)).access.original).toBeNull();
  });

  it('bad inputs are told beside their inputs, and nothing is lost', async () => {
    const caseId = await desk.newCase('complete-ab');
    const dialog = await openDialogAs(desk.page, SECRETARY, 'record-original', caseId);
    const answer = await dialog.submit({
      receivedOn: '2099-01-01',
      compared: 'false',
      registryNumber: '12',
      registryDate: '',
    });
    expect(answer.kind).toBe('dialog-errors');
    const inputs = answer.kind === 'dialog-errors' ? answer.errors.map(({ input }) => input) : [];
    expect(inputs).toEqual(expect.arrayContaining(['compared']));
    expect((await desk.record(caseId)).access.original).toBeNull();
  });
});

describe('documents', () => {
  it('a scan that nobody recognised is named by the secretary (A5)', async () => {
    const caseId = await desk.newCase('one-pdf');
    const { documents } = await desk.record(caseId);
    const scan = documents.find(({ kind }) => kind !== 'workbook');
    const dialog = await openDialogAs(desk.page, SECRETARY, 'open-details', caseId);
    const kinds = { [`document:${scan?.id}`]: 'application' };
    expect((await dialog.submit(kinds, 'submit:sort-documents')).kind).toBe('done');
    const after = await desk.record(caseId);
    expect(after.documents.find(({ id }) => id === scan?.id)?.kind).toBe('application');
  });

  it('open through a link of one use, made by a checked click; DI gets no scans', async () => {
    const caseId = await desk.newCase('complete-ab');
    const { documents } = await desk.record(caseId);
    const scan = documents.find(({ kind }) => kind.includes('identity'));
    const workbook = documents.find(({ kind }) => kind === 'workbook');
    const open = (person: string, documentId = '') =>
      desk.page.click(person, 'open-document', caseId, { documentId });
    const answer = await open(SECRETARY, scan?.id);
    expect(answer.kind).toBe('link');
    const url = answer.kind === 'link' ? answer.url : '';
    const first = await fetch(url);
    expect(first.status).toBe(200);
    expect((await first.arrayBuffer()).byteLength).toBe(scan?.bytes);
    expect(first.headers.get('cache-control')).toBe('no-store');
    const second = await fetch(url);
    expect([second.status, await second.text()]).toEqual([410, ro.documentGone]);
    expect((await fetch(`${desk.app.url}/documents/${'a'.repeat(43)}`)).status).toBe(410);
    await desk.bringToDi(caseId);
    expect((await open(OFFICER, scan?.id)).kind).toBe('told');
    expect((await open(OFFICER, workbook?.id)).kind).toBe('link');
    expect((await open('secretar-cj', workbook?.id)).kind).toBe('told');
    const other = await desk.newCase('complete-ab');
    expect(
      (await desk.page.click(SECRETARY, 'open-document', other, { documentId: scan?.id ?? '' })).kind,
    ).toBe('told');
  });
});

describe('health', () => {
  it('answers with what waits', async () => {
    await desk.app.idle();
    const health = await fetch(`${desk.app.url}/health`);
    expect([health.status, await health.json()]).toEqual([
      200,
      { ok: true, effects: { pending: 0, sending: 0, dead: 0 }, mailboxes: {}, chats: {} },
    ]);
  });
});
