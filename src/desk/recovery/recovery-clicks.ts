/** Clicks on the card of somebody who lost a password (R2–R4): look, send a code, issue, reject. */
import { renderRecoveryCard, renderRecoveryDialog } from '../../bot/cards.ts';
import type { Answer, Click, InputError } from '../../bot/channel.ts';
import type { RecoveryDialogView } from '../../bot/views.ts';
import type { CaseRow } from '../../store/cases.ts';
import { localDay } from '../../workflow/deadlines.ts';
import { openEscalations } from '../../workflow/escalation.ts';
import { decideRecovery, isOver, type RecoveryRefusal, recoveryTargets } from '../../workflow/recovery.ts';
import { hasRole } from '../../workflow/roles.ts';
import type { Desk } from '../desk.ts';
import { askedChoices, noteErrors, readQuestion } from '../escalation/asked.ts';
import { generatePassword } from '../generate-password.ts';
import { isWebAddress, passwordProblem } from '../issue.ts';
import type { KnownPerson } from '../people.ts';
import { problemOfRecoveryIn } from '../problem/place-problem.ts';
import { refreshCards } from '../refresh-cards.ts';
import { NO_REFUSAL_FACTS } from '../refusal-answer.ts';
import { carryOutRecovery, type RecoveryWish } from './carry-out-recovery.ts';
import { codeHash, generateCode } from './one-time-code.ts';
import { findRecovery, recoveryOf } from './recovery-finding.ts';
import { workbookOfAccount } from './recovery-letters.ts';
import { recoveryCardView, recoveryDetailsView } from './recovery-view.ts';

/** Answers a click. DI alone acts, and looks: the mail's text is its applicant's. */
export async function handleRecoveryClick(
  desk: Desk,
  person: KnownPerson,
  row: CaseRow,
  click: Click,
): Promise<Answer> {
  if (!hasRole(person.actor.roles, 'di', null)) {
    return told(desk, 'not-your-role');
  }
  const answer = await act(desk, person, row, click);
  if (answer.kind === 'told') {
    await refreshCards(desk, row.id);
  }
  return answer;
}

async function act(desk: Desk, person: KnownPerson, row: CaseRow, { verb, inputs }: Click): Promise<Answer> {
  switch (verb) {
    case 'show-case': {
      const view = await recoveryCardView(desk, desk.store, row);
      return { kind: 'dialog', title: view.number, card: renderRecoveryCard(view, desk.texts) };
    }
    case 'recovery-details':
      // Who looked into a person's mail stands in the log (product.md, Cards).
      await carryOutRecovery(desk, row.id, async () => ({ type: 'open-details', by: person.actor }));
      return dialog(desk, await recoveryDetailsView(desk, desk.store, row));
    case 'recovery-issue':
      return await openIssue(desk, person, row);
    case 'recovery-reject':
      return await openReject(desk, person, row);
    case 'recovery-send-code':
      return await sendCode(desk, person, row);
    case 'recovery-make-problem':
      return await makeProblem(desk, person, row);
    case 'escalate':
      return await openEscalate(desk, person, row);
    case 'close-escalation':
      return await openCloseEscalation(desk, person, row);
    case 'submit:escalate':
      return await submitEscalate(desk, person, row, inputs);
    case 'submit:close-escalation':
      return await submitNote(desk, row, inputs.note, 'close-escalation', (note) => ({
        ...{ type: 'close-escalation', by: person.actor, escalation: inputs.escalation ?? '', note },
      }));
    case 'submit:recovery-issue':
      return await submitIssue(desk, person, row, inputs);
    case 'submit:recovery-reject':
      return await submitNote(desk, row, inputs.note, 'reject', (note) => ({
        ...{ type: 'reject', by: person.actor, note },
      }));
    default:
      return { kind: 'told', text: desk.texts.refusals['stale-card'](NO_REFUSAL_FACTS) };
  }
}

function told(desk: Desk, refusal: RecoveryRefusal): Answer {
  if (refusal === 'not-your-role') {
    const role = desk.texts.roles.di;
    return { kind: 'told', text: desk.texts.refusals['not-your-role']({ ...NO_REFUSAL_FACTS, role }) };
  }
  return { kind: 'told', text: desk.texts.recovery.refusals[refusal] };
}

function dialog(desk: Desk, view: RecoveryDialogView): Answer {
  const { title, card } = renderRecoveryDialog(view, desk.texts);
  return { kind: 'dialog', title, card };
}

/** Why this would be refused now, or null: whoever may not submit a dialog need not fill it in first. */
async function refusalOf(desk: Desk, row: CaseRow, wish: RecoveryWish): Promise<RecoveryRefusal | null> {
  const at = desk.now().toISOString();
  const decision = decideRecovery(recoveryOf(row), { ...wish, at });
  return decision.accepted ? null : decision.refusal;
}

async function openIssue(desk: Desk, person: KnownPerson, row: CaseRow): Promise<Answer> {
  const { finding } = await findRecovery(desk.store, row);
  const refusal = await refusalOf(desk, row, { type: 'issue', by: person.actor, finding, confirmed: true });
  if (refusal !== null) {
    return told(desk, refusal);
  }
  return dialog(desk, {
    kind: 'recovery-issue',
    card: await recoveryCardView(desk, desk.store, row),
    webAddress: desk.config.webAddress,
    password: generatePassword(),
  });
}

async function openReject(desk: Desk, person: KnownPerson, row: CaseRow): Promise<Answer> {
  const refusal = await refusalOf(desk, row, { type: 'reject', by: person.actor, note: '' });
  return refusal === null
    ? dialog(desk, { kind: 'recovery-reject', card: await recoveryCardView(desk, desk.store, row) })
    : told(desk, refusal);
}

/** P1: the mail reports a problem; nobody lost a password. */
async function makeProblem(desk: Desk, person: KnownPerson, row: CaseRow): Promise<Answer> {
  let made = { id: '', number: '' };
  const refusal = await carryOutRecovery(desk, row.id, async (uow, fresh) => {
    // What a refused command has opened is undone with it.
    const { finding } = await findRecovery(uow, fresh);
    made = await problemOfRecoveryIn(desk, uow, fresh, recoveryOf(fresh).askedBy);
    return { type: 'make-problem', by: person.actor, problemId: made.id, number: made.number, finding };
  });
  return refusal === null
    ? { kind: 'done', text: desk.texts.recovery.done.problem(made.number) }
    : told(desk, refusal);
}

async function sendCode(desk: Desk, person: KnownPerson, row: CaseRow): Promise<Answer> {
  const code = generateCode();
  const refusal = await carryOutRecovery(
    desk,
    row.id,
    // Looked up inside the transaction: what is decided holds for what is true then.
    async (uow, fresh) => ({
      type: 'send-code',
      by: person.actor,
      codeHash: codeHash(uow, row.id, code),
      finding: (await findRecovery(uow, fresh)).finding,
    }),
    { secret: code },
  );
  return refusal === null ? { kind: 'done', text: desk.texts.recovery.done.code } : told(desk, refusal);
}

async function submitIssue(
  desk: Desk,
  person: KnownPerson,
  row: CaseRow,
  inputs: Click['inputs'],
): Promise<Answer> {
  const by = person.actor;
  const { finding, account } = await findRecovery(desk.store, row);
  const refusal = await refusalOf(desk, row, { type: 'issue', by, finding, confirmed: true });
  if (refusal !== null || account === null) {
    return told(desk, refusal ?? 'not-registered');
  }
  const webAddress = (inputs.webAddress ?? '').trim();
  const password = inputs.password ?? '';
  const errors = problemsOf(desk, { webAddress, password, passwordSet: inputs.passwordSet ?? '' });
  if (errors.length > 0) {
    return { kind: 'dialog-errors', errors, text: desk.texts.inputErrors.summary };
  }
  // Tried now, while the officer can still choose another: what is mailed is filled again when it is sent.
  const { bytes } = await workbookOfAccount(desk, account);
  if (await desk.excel.occursIn(bytes, password)) {
    const message = desk.texts.inputErrors.passwordInFile;
    return {
      kind: 'dialog-errors',
      errors: [{ input: 'password', message }],
      text: desk.texts.inputErrors.summary,
    };
  }
  const issuedOn = localDay(desk.now().toISOString());
  const values = { credentialsCreatedOn: issuedOn, webAddress, user: account.user, password };
  const filled = await desk.excel.fillForm(bytes, values);
  if (!filled.ok) {
    return { kind: 'told', text: filled.message };
  }
  const late = await carryOutRecovery(
    desk,
    row.id,
    async (uow, fresh) => ({
      type: 'issue',
      by,
      finding: (await findRecovery(uow, fresh)).finding,
      confirmed: inputs.passwordSet === 'true',
    }),
    { secret: password, webAddress },
  );
  if (late !== null) {
    return told(desk, late);
  }
  const notes = filled.note === 'converted' ? [desk.texts.workbookConverted] : [];
  return { kind: 'done', text: [desk.texts.recovery.done.issue, ...notes].join(' ') };
}

interface IssueInputs {
  readonly webAddress: string;
  readonly password: string;
  readonly passwordSet: string;
}

function problemsOf(desk: Desk, { webAddress, password, passwordSet }: IssueInputs): InputError[] {
  const errors: InputError[] = [];
  if (!isWebAddress(webAddress)) {
    errors.push({ input: 'webAddress', message: desk.texts.inputErrors.webAddressInvalid });
  }
  const message = passwordProblem(desk, password);
  if (message !== null) {
    errors.push({ input: 'password', message });
  }
  if (passwordSet !== 'true') {
    errors.push({ input: 'passwordSet', message: desk.texts.recovery.refusals['not-confirmed'] });
  }
  return errors;
}

/** A step with one text, which is kept as a note of the case; nothing of a refused one stays. */
async function submitNote(
  desk: Desk,
  row: CaseRow,
  typed: string | undefined,
  what: 'reject' | 'close-escalation',
  wishWith: (note: string) => RecoveryWish,
): Promise<Answer> {
  const note = (typed ?? '').trim();
  const errors = noteErrors(desk, note);
  if (errors.length > 0) {
    return { kind: 'dialog-errors', errors, text: desk.texts.inputErrors.summary };
  }
  const refusal = await refusalOf(desk, row, wishWith(''));
  if (refusal !== null) {
    return told(desk, refusal);
  }
  const late = await carryOutRecovery(desk, row.id, async (uow) => wishWith(await uow.addNote(row.id, note)));
  return late === null ? { kind: 'done', text: desk.texts.recovery.done[what] } : told(desk, late);
}

async function openEscalate(desk: Desk, person: KnownPerson, row: CaseRow): Promise<Answer> {
  const free = recoveryTargets(recoveryOf(row));
  const targets = await askedChoices(desk, { office: row.office, personId: person.id, free });
  return targets.length === 0
    ? told(desk, isOver(recoveryOf(row)) ? 'already-closed' : 'already-done')
    : dialog(desk, { kind: 'escalate', card: await recoveryCardView(desk, desk.store, row), targets });
}

async function openCloseEscalation(desk: Desk, person: KnownPerson, row: CaseRow): Promise<Answer> {
  const escalation = openEscalations(recoveryOf(row))[0]?.id ?? '';
  const wish = { type: 'close-escalation', by: person.actor, escalation, note: '' } as const;
  const refusal = await refusalOf(desk, row, wish);
  return refusal === null
    ? dialog(desk, { kind: 'close-escalation', card: await recoveryCardView(desk, desk.store, row) })
    : told(desk, refusal);
}

/** DI asks a colleague of its own, or an office by mail: a person there may know who asks for the password. */
async function submitEscalate(
  desk: Desk,
  { actor: by }: KnownPerson,
  row: CaseRow,
  inputs: Click['inputs'],
): Promise<Answer> {
  const read = await readQuestion(desk, { office: row.office, caseId: row.id, inputs });
  if ('errors' in read) {
    return { kind: 'dialog-errors', errors: read.errors, text: desk.texts.inputErrors.summary };
  }
  const late = await carryOutRecovery(desk, row.id, async (uow) => ({
    by,
    ...(await read.questionIn(uow)),
  }));
  return late === null ? { kind: 'done', text: desk.texts.recovery.done.escalate } : told(desk, late);
}
