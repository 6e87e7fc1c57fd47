/** Issues credentials (A19, A20, A22): what the dialog suggests, and what its submit makes. */
import type { Answer, InputError } from '../bot/channel.ts';
import type { CaseCardView, IssueView } from '../bot/views.ts';
import type { Account } from '../store/accounts.ts';
import type { Reads, UnitOfWork } from '../store/unit-of-work.ts';
import { decide } from '../workflow/access.ts';
import type { AccessCase, AccessCommand, IssueMode } from '../workflow/case.ts';
import { localDay } from '../workflow/deadlines.ts';
import { carryOut, type Wish } from './carry-out.ts';
import type { CaseRecord } from './case-record.ts';
import { fullName } from './case-record.ts';
import { samePerson } from './case-view.ts';
import type { Desk } from './desk.ts';
import { generatePassword } from './generate-password.ts';
import type { KnownPerson } from './people.ts';
import { answerRefusal } from './refusal-answer.ts';
import { WORKBOOK_TYPES } from './workbook-types.ts';

/** Letters, digits, dot, hyphen, underscore: what the application takes as a user name. */
const USER = /^[\p{L}\p{N}._-]{3,64}$/u;
const PASSWORD_LENGTH = { least: 4, most: 64 };
const WEB_ADDRESS_MOST = 200;

export async function issueView(
  desk: Desk,
  reads: Reads,
  record: CaseRecord,
  card: CaseCardView,
): Promise<IssueView> {
  const existing = await existingAccount(reads, record);
  return {
    card,
    suggestedUser: existing?.user ?? (await suggestUser(reads, fullName(record.reading.fields))),
    webAddress: desk.config.webAddress,
    password: generatePassword(),
    email: record.reading.fields.email,
    existing: existing ? { user: existing.user, email: existing.email, modes: modesFor(existing) } : null,
  };
}

/** A suspended account (authorisation withdrawn) gets neither a password nor another address, and no second one beside it. */
export async function refusedForSuspension(desk: Desk, record: CaseRecord): Promise<Answer | null> {
  const existing = await existingAccount(desk.store, record);
  return existing?.state === 'suspended' ? tellSuspended(desk, existing) : null;
}

function tellSuspended(desk: Desk, { user }: Account): Answer {
  return { kind: 'told', text: desk.texts.refusals['account-suspended'](user) };
}

/** The account that this person has already (same CNP or authorisation), or null; a suspended one counts before others. */
async function existingAccount(reads: Reads, record: CaseRecord): Promise<Account | null> {
  const { row } = record;
  const { accounts } = await reads.findOthers({ cnpHash: row.cnpHash, authorisation: row.authorisation });
  const own = accounts.filter((account) => samePerson(row, account));
  return own.find(({ state }) => state === 'suspended') ?? own[0] ?? null;
}

/** An account whose credentials never arrived has no password that its owner knows: it needs a new one. */
function modesFor(account: Account): readonly IssueMode[] {
  return account.state === 'pending' ? ['new-password'] : ['new-address', 'new-password'];
}

/** `ion.popescu`, and where that is taken `ion.popescu2`. */
async function suggestUser(reads: Reads, name: string): Promise<string> {
  const plain = name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '.')
    .replace(/^\.+|\.+$/g, '')
    .slice(0, 60);
  const base = plain.length >= 3 ? plain : 'utilizator';
  for (let number = 1; ; number += 1) {
    const user = number === 1 ? base : `${base}${number}`;
    if ((await reads.accountByUser(user)) === undefined) {
      return user;
    }
  }
}

interface IssueInputs {
  readonly user: string;
  readonly webAddress: string;
  readonly password: string;
  readonly accountCreated: boolean;
  readonly mode: IssueMode;
  readonly workbook: string;
}

/** Another person's account has this user name: nothing of the transaction may stay. */
class UserTaken extends Error {}

/** The account was suspended while the dialog was being answered. */
class SuspendedMeanwhile extends Error {}

/**
 * Issues the credentials from the dialog's inputs. The copy without password is made and proven clean before anything
 * is committed (A22); the password goes only into the sealed outbox row of A21's mail.
 */
export async function submitIssue(
  desk: Desk,
  person: KnownPerson,
  record: CaseRecord,
  inputs: Readonly<Record<string, string>>,
): Promise<Answer> {
  const existing = await existingAccount(desk.store, record);
  const wanted = inputsOf(inputs, existing);
  const refused = await refusedBeforehand(desk, person, record.access, wanted);
  if (refused) {
    return refused;
  }
  if (existing?.state === 'suspended') {
    return tellSuspended(desk, existing);
  }
  const errors = problemsOf(desk, wanted, existing);
  if (errors.length > 0) {
    return dialogErrors(desk, errors);
  }
  const made = await makeWorkbook(desk, record, wanted);
  if ('answer' in made) {
    return made.answer;
  }
  return await commitIssue(desk, person, record, { ...wanted, ...made }, existing);
}

function inputsOf(inputs: Readonly<Record<string, string>>, existing: Account | null): IssueInputs {
  const asked = inputs.mode as IssueMode;
  const modes = existing ? modesFor(existing) : [];
  return {
    user: existing?.user ?? (inputs.user ?? '').trim(),
    webAddress: (inputs.webAddress ?? '').trim(),
    password: inputs.password ?? '',
    accountCreated: inputs.accountCreated === 'true',
    mode: existing ? (modes.find((mode) => mode === asked) ?? (modes[0] as IssueMode)) : 'new-account',
    workbook: inputs.workbook ?? '',
  };
}

/** Refusals that no input can mend are told before anything is computed. */
async function refusedBeforehand(
  desk: Desk,
  person: KnownPerson,
  access: AccessCase,
  wanted: IssueInputs,
): Promise<Answer | null> {
  const command: AccessCommand = {
    type: 'issue',
    by: person.actor,
    at: desk.now().toISOString(),
    workbook: wanted.workbook,
    mode: wanted.mode,
    accountId: '',
    accountCreated: true,
  };
  const decision = decide(access, command, desk.config.rules);
  return decision.accepted ? null : await answerRefusal(desk, access, decision.refusal);
}

function problemsOf(desk: Desk, wanted: IssueInputs, existing: Account | null): InputError[] {
  const { inputErrors } = desk.texts;
  const errors: InputError[] = [];
  if (!existing && !USER.test(wanted.user)) {
    errors.push({ input: 'user', message: inputErrors.userInvalid });
  }
  if (!isWebAddress(wanted.webAddress)) {
    errors.push({ input: 'webAddress', message: inputErrors.webAddressInvalid });
  }
  if (wanted.mode !== 'new-address') {
    const message = passwordProblem(desk, wanted.password);
    if (message !== null) {
      errors.push({ input: 'password', message });
    }
  }
  if (!wanted.accountCreated) {
    errors.push({ input: 'accountCreated', message: inputErrors.notConfirmed });
  }
  return errors;
}

export function isWebAddress(text: string): boolean {
  return text.length <= WEB_ADDRESS_MOST && /^https?:\/\/\S+$/i.test(text) && URL.canParse(text);
}

/** What is wrong with a password as such, or null. Spaces at its ends would be lost in copying. */
export function passwordProblem(desk: Desk, password: string): string | null {
  const { inputErrors } = desk.texts;
  const length = [...password].length;
  if (length < PASSWORD_LENGTH.least) {
    return inputErrors.passwordTooShort;
  }
  if (length > PASSWORD_LENGTH.most) {
    return inputErrors.passwordTooLong;
  }
  const unwritable = /[\p{Cc}\p{Cs}\p{Cn}\u2028\u2029]/u.test(password);
  return unwritable || password.trim() !== password ? inputErrors.passwordNotAllowed : null;
}

function dialogErrors(desk: Desk, errors: readonly InputError[]): Answer {
  return { kind: 'dialog-errors', errors, text: desk.texts.inputErrors.summary };
}

type MadeWorkbook =
  | {
      readonly blob: string;
      readonly bytes: number;
      readonly name: string;
      readonly mediaType: string;
      readonly converted: boolean;
    }
  | { readonly answer: Answer };

/** A20 and A22: the copy that is kept, refilled from the applicant's original without the password. */
async function makeWorkbook(desk: Desk, record: CaseRecord, wanted: IssueInputs): Promise<MadeWorkbook> {
  const document = record.documents.find(({ id }) => id === record.access.workbook?.documentId);
  if (!document) {
    throw new Error('The workbook of the case is not among its documents');
  }
  const original = await desk.store.documents.get(document.blob);
  const values = {
    credentialsCreatedOn: localDay(desk.now().toISOString()),
    webAddress: wanted.webAddress,
    user: wanted.user,
  };
  const copy = await desk.excel.fillForm(original, values);
  if (!copy.ok) {
    return { answer: { kind: 'told', text: copy.message } };
  }
  if (wanted.mode !== 'new-address') {
    const { password } = wanted;
    // Either the original already holds this text, or the copy does: in both cases nobody could prove it erased.
    const dirty =
      (await desk.excel.occursIn(original, password)) ||
      (await desk.excel.findTraces(copy.bytes, password)).length > 0;
    if (dirty) {
      const message = desk.texts.inputErrors.passwordInFile;
      return { answer: dialogErrors(desk, [{ input: 'password', message }]) };
    }
    // Tried now, while the officer can still choose another: what is mailed is filled again when it is sent.
    const full = await desk.excel.fillForm(original, { ...values, password });
    if (!full.ok) {
      return { answer: { kind: 'told', text: full.message } };
    }
  }
  const bytes = Buffer.from(copy.bytes);
  return {
    blob: await desk.store.documents.put(bytes),
    bytes: bytes.length,
    name: document.name.replace(/\.[^.]*$/, `.${copy.extension}`),
    mediaType: WORKBOOK_TYPES[copy.extension],
    converted: copy.note === 'converted',
  };
}

async function commitIssue(
  desk: Desk,
  person: KnownPerson,
  record: CaseRecord,
  wanted: IssueInputs & Extract<MadeWorkbook, { blob: string }>,
  existing: Account | null,
): Promise<Answer> {
  const caseId = record.access.id;
  const prepare = async (uow: UnitOfWork): Promise<Wish> => {
    if (existing && (await uow.accountById(existing.id))?.state === 'suspended') {
      throw new SuspendedMeanwhile();
    }
    const accountId = existing?.id ?? (await newAccount(uow, record, wanted.user));
    await uow.addDocument({
      caseId,
      kind: 'workbook-issued',
      name: wanted.name,
      blob: wanted.blob,
      bytes: wanted.bytes,
      mediaType: wanted.mediaType,
    });
    const { workbook, mode, accountCreated } = wanted;
    return { type: 'issue', by: person.actor, workbook, mode, accountId, accountCreated };
  };
  const secret = wanted.mode === 'new-address' ? {} : { password: wanted.password };
  try {
    const outcome = await carryOut(desk, caseId, prepare, { ...secret, webAddress: wanted.webAddress });
    if (!outcome.accepted) {
      return await answerRefusal(desk, outcome.access, outcome.refusal);
    }
    const notes = wanted.converted && 'password' in secret ? [desk.texts.workbookConverted] : [];
    return { kind: 'done', text: [desk.texts.confirmations.issue, ...notes].join(' ') };
  } catch (error) {
    if (error instanceof UserTaken) {
      return dialogErrors(desk, [{ input: 'user', message: desk.texts.inputErrors.userTaken }]);
    }
    if (error instanceof SuspendedMeanwhile && existing) {
      return tellSuspended(desk, existing);
    }
    throw error;
  }
}

async function newAccount(uow: UnitOfWork, record: CaseRecord, user: string): Promise<string> {
  const { fields } = record.reading;
  const id = await uow.createAccount({
    user,
    email: fields.email.toLowerCase(),
    office: record.access.office,
    personName: fullName(fields),
    cnpHash: record.row.cnpHash ?? '',
    authorisation: record.row.authorisation ?? '',
    caseId: record.access.id,
  });
  if (id === undefined) {
    throw new UserTaken();
  }
  return id;
}
