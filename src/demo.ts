/**
 * `npm run demo`: plays the whole access procedure (A1–A24) against the running parts, real SMTP in, real HTTP clicks,
 * with a correction round and a DCG round. Prints each row as it is seen to happen; exit 0 only if every row was.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { type App, startApp } from './app.ts';
import type { Answer } from './bot/channel.ts';
import { readConfig } from './config.ts';
import { blankForm } from './excel/blank-form.ts';
import { openDialogAs, openPageClient, type PageClient } from './page-client.ts';
import { ro } from './texts/ro.ts';
import { localDay } from './workflow/deadlines.ts';
import { ACCESS_ROWS, type ProcedureRow } from './workflow/procedure.ts';

const SECRETARY = 'secretar-ab';
const OFFICER = 'ofiter-di';
const SECRETARY_MAIL = 'secretar.ab@ancpi.ro';
const OFFICE_CHANNEL = 'office:AB';

interface Play {
  readonly app: App;
  readonly page: PageClient;
  readonly seen: Set<ProcedureRow>;
  /** Notes that rows were seen to happen, by whom; the time counts from the note before. */
  saw(rows: readonly ProcedureRow[], who: string, remark?: string): void;
}

/** What the procedure promised was not seen. */
class NotSeen extends Error {}

function must(condition: boolean, what: string): asserts condition {
  if (!condition) {
    throw new NotSeen(what);
  }
}

async function play(): Promise<readonly ProcedureRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'acces-demo-'));
  const config = readConfig({
    DATA_DIR: folder,
    PORT: '0',
    SMTP_IN_PORT: '0',
    LMTP_IN_PORT: '0',
    LOG_LEVEL: 'warn',
  });
  const app = await startApp(config, { log: pino({ level: 'warn' }) });
  try {
    const seen = new Set<ProcedureRow>();
    const page = await openPageClient(app.url);
    const stage = { app, page, seen, saw: recorder(seen) };
    try {
      await perform(stage);
    } catch (error) {
      if (!(error instanceof NotSeen)) {
        throw error;
      }
      process.stdout.write(`\n  Nu s-a întâmplat: ${error.message}\n`);
    }
    return ACCESS_ROWS.filter((row) => !seen.has(row));
  } finally {
    await app.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function recorder(seen: Set<ProcedureRow>): Play['saw'] {
  let last = performance.now();
  return (rows, who, remark = '') => {
    const now = performance.now();
    for (const [index, row] of rows.entries()) {
      seen.add(row);
      const took = index === 0 ? `${Math.round(now - last)} ms` : '';
      const line = [row.padEnd(4), who.padEnd(12), took.padStart(8), ` ${ro.rows[row]}`].join(' ');
      process.stdout.write(`  ${line}${remark === '' ? '' : ` – ${remark}`}\n`);
    }
    last = now;
  };
}

async function perform(stage: Play): Promise<void> {
  await blankWorkbook(stage);
  const caseId = await request(stage);
  const applicant = await correctionRound(stage, caseId);
  await register(stage, caseId);
  await verification(stage, caseId);
  await approval(stage, caseId);
  await issue(stage, caseId, applicant);
  await ending(stage, caseId);
}

async function blankWorkbook({ app, saw }: Play): Promise<void> {
  const reading = await app.desk.excel.readForm(await blankForm(), 'cerere.xlsx', today());
  const isBlank = reading.ok && Object.values(reading.fields).every((value) => value === '');
  must(isBlank, 'formularul gol (A1) nu este recunoscut');
  saw(['A1'], 'solicitant');
}

/** A2–A10: a mail with three scans and a workbook with mistakes enters by SMTP. */
async function request({ app, page, saw }: Play): Promise<string> {
  const sent = await page.sendSample('wrong-cnp');
  must(sent.kind === 'done', sent.text);
  await app.idle();
  const [card] = await page.cards(OFFICE_CHANNEL);
  const caseId = card?.caseId ?? '';
  must(caseId !== '', 'cardul dosarului nu a apărut la OCPI Alba');
  const documents = await app.desk.store.documentsOf(caseId);
  const kinds = new Set(documents.flatMap(({ kind }) => kind.split(',')));
  must(kinds.has('workbook'), 'fișierul Excel nu a fost recunoscut');
  saw(['A2', 'A3'], 'solicitant');
  saw(['A4'], 'solicitant', 'pe hârtie, simulat');
  must(
    ['application', 'identity', 'certificate'].every((kind) => kinds.has(kind)),
    'scanările nu au fost recunoscute',
  );
  saw(['A5', 'A6', 'A7', 'A8', 'A9'], 'solicitant');
  const events = await app.desk.store.events(caseId);
  must(
    events.some(({ type }) => type === 'opened'),
    'dosarul nu s-a deschis',
  );
  saw(['A10'], 'program', `${card?.summary ?? ''}; confirmarea a plecat`);
  return caseId;
}

/** A14: the secretary asks for a correction, the applicant answers with a corrected form. */
async function correctionRound({ app, page, saw }: Play, caseId: string): Promise<string> {
  const dialog = await openDialogAs(page, SECRETARY, 'ask-correction', caseId);
  must((dialog.inputs.reasons ?? '') !== '', 'motivele corectării nu sunt propuse');
  done(await dialog.submit({ text: 'Vă rugăm să verificați și telefonul.' }));
  await app.idle();
  const { parties } = await page.overview();
  const mailbox = parties.find(({ role }) => role === 'applicant')?.mailbox ?? '';
  const letter = await newest(page, mailbox);
  must(letter.subject.includes('AB-'), 'mailul de corectare nu a ajuns la solicitant');
  const sent = await page.answer(mailbox, letter.id, 'Bună ziua, am corectat datele. Mulțumesc!', true);
  must(sent.kind === 'done', sent.text);
  await app.idle();
  await happened(app, caseId, 'workbook-replaced');
  saw(['A14'], 'secretar', 'solicitantul a răspuns cu fișierul corectat');
  return mailbox;
}

/** A12, and the alternative A13: the register is updated, then something is asked of DCG, which answers. */
async function register({ app, page, saw }: Play, caseId: string): Promise<void> {
  const update = await openDialogAs(page, SECRETARY, 'update-register', caseId);
  done(await update.submit({ fields: 'phone' }));
  await happened(app, caseId, 'register-updated');
  saw(['A12'], 'secretar');
  const ask = await openDialogAs(page, SECRETARY, 'send-to-dcg', caseId);
  done(await ask.submit({ note: 'Vă rugăm să actualizați sediul.' }));
  await app.idle();
  const dcg = app.desk.config.dcgAddress;
  const letter = await newest(page, dcg);
  const sent = await page.answer(dcg, letter.id, 'S-a actualizat.', false);
  must(sent.kind === 'done', sent.text);
  await app.idle();
  await happened(app, caseId, 'dcg-answered');
  saw(['A13'], 'secretar', 'DCG a răspuns');
}

/** A11, A15, A16. */
async function verification({ app, page, saw }: Play, caseId: string): Promise<void> {
  const details = await openDialogAs(page, SECRETARY, 'open-details', caseId);
  done(await details.submit({}, 'submit:verify'));
  await happened(app, caseId, 'verified');
  saw(['A11'], 'secretar');
  saw(['A15'], 'solicitant', 'pe hârtie, simulat');
  const original = await openDialogAs(page, SECRETARY, 'record-original', caseId);
  const registry = { registryNumber: '1234', registryDate: today() };
  done(await original.submit({ ...registry, receivedOn: today(), file: 'D-17', compared: 'true' }));
  await happened(app, caseId, 'original-recorded');
  saw(['A16'], 'secretar');
}

/** A17, A18: one touch sends the file to DI, whose card and mail appear. */
async function approval({ app, page, saw }: Play, caseId: string): Promise<void> {
  done(await page.click(SECRETARY, 'approve', caseId));
  await app.idle();
  const letter = await newest(page, app.desk.config.diAddress);
  must(letter.attachments.length === 1, 'mailul către DI nu are fișierul Excel');
  saw(['A17'], 'secretar');
  const cards = await page.cards('di');
  must(
    cards.some((card) => card.caseId === caseId),
    'cardul DI nu a apărut',
  );
  saw(['A18'], 'ofițer DI');
}

/** A19–A23: DI issues; the applicant gets the workbook with the password, the secretary the one without it. */
async function issue({ app, page, saw }: Play, caseId: string, applicant: string): Promise<void> {
  const dialog = await openDialogAs(page, OFFICER, 'issue', caseId);
  const password = dialog.inputs.password ?? '';
  must(password.length === 16, 'fereastra nu propune o parolă');
  done(await dialog.submit({ accountCreated: 'true' }));
  await app.idle();
  saw(['A19'], 'ofițer DI');
  const { excel, store } = app.desk;
  const credentials = await newest(page, applicant);
  const filled = await page.attachment(applicant, credentials.id, 0);
  must((await excel.findTraces(filled, password)).length > 0, 'fișierul solicitantului nu are parola');
  saw(['A20'], 'program');
  await happened(app, caseId, 'credentials-mailed');
  saw(['A21'], 'program', `la ${credentials.subject.includes('AB-') ? 'adresa din formular' : applicant}`);
  for (const document of await store.documentsOf(caseId)) {
    const bytes = await store.documents.get(document.blob);
    must(!bytes.includes(password), 'parola se află într-un fișier păstrat');
    if (document.kind.startsWith('workbook')) {
      must((await excel.findTraces(bytes, password)).length === 0, 'parola se află într-un fișier păstrat');
    }
  }
  saw(['A22'], 'program', 'căutată în fiecare octet al fișierelor păstrate');
  const notice = await newest(page, SECRETARY_MAIL);
  const clean = await page.attachment(SECRETARY_MAIL, notice.id, 0);
  must((await excel.findTraces(clean, password)).length === 0, 'secretarul a primit parola');
  await happened(app, caseId, 'secretary-mailed');
  saw(['A23'], 'program');
}

async function ending({ app, page, saw }: Play, caseId: string): Promise<void> {
  done(await page.click(SECRETARY, 'note-on-original', caseId));
  await app.idle();
  const row = await app.desk.store.caseById(caseId);
  must(row?.state === 'closed', 'dosarul nu s-a încheiat');
  saw(['A24'], 'secretar');
}

function done(answer: Answer): void {
  must(answer.kind === 'done', answer.kind === 'dialog' ? answer.title : answer.text);
}

async function happened(app: App, caseId: string, type: string): Promise<void> {
  const events = await app.desk.store.events(caseId);
  must(
    events.some((event) => event.type === type),
    `în jurnal lipsește «${type}»`,
  );
}

async function newest(page: PageClient, mailbox: string) {
  const [line] = await page.messages(mailbox);
  must(line !== undefined, `nu a ajuns niciun mail la ${mailbox}`);
  return await page.message(mailbox, line.id);
}

function today(): string {
  return localDay(new Date().toISOString());
}

process.stdout.write('\n  Procedura de acces, A1–A24, jucată de la cap la coadă\n\n');
const missing = await play();
process.stdout.write(
  missing.length === 0
    ? '\n  Toate cele 24 de rânduri s-au întâmplat.\n\n'
    : `\n  Rânduri care nu s-au întâmplat: ${missing.join(', ')}\n\n`,
);
process.exitCode = missing.length === 0 ? 0 : 1;
