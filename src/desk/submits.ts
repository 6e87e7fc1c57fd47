/** What a submitted dialog asks for: its inputs, checked, as a command. */
import type { InputError } from '../bot/channel.ts';
import { FIELD_NAMES } from '../excel/form.ts';
import type { UnitOfWork } from '../store/unit-of-work.ts';
import { awaitsDcg, failedChecks } from '../workflow/access-facts.ts';
import type { AccessCase, CorrectableFact, RegistryEntry } from '../workflow/case.ts';
import { localDay } from '../workflow/deadlines.ts';
import type { Wish } from './carry-out.ts';
import { heldFacts } from './case-dialogs.ts';
import type { CaseRecord } from './case-record.ts';
import { correctionChoices } from './correction-reasons.ts';
import type { Desk } from './desk.ts';
import { readQuestion } from './escalation/asked.ts';
import type { KnownPerson } from './people.ts';

export type Inputs = Readonly<Record<string, string>>;

/** Inputs that hold, as a command made inside the transaction; or what is wrong with them. */
export type Submitted =
  | { readonly errors: readonly InputError[] }
  | { readonly wish: (uow: UnitOfWork, access: AccessCase) => Promise<Wish> };

const LONGEST_NOTE = 2_000;
const LONGEST_LINE = 200;

interface Submission {
  readonly desk: Desk;
  readonly by: KnownPerson['actor'];
  readonly access: AccessCase;
  /** What was read of the workbook, and the documents: most submits need neither. */
  readonly record: () => Promise<CaseRecord>;
  readonly inputs: Inputs;
}

type Reader = (submission: Submission) => Submitted | Promise<Submitted>;

const READERS: Readonly<Record<string, Reader>> = {
  verify: ({ by, inputs }) => plain({ type: 'verify', by, workbook: inputs.workbook ?? '' }),
  'update-register': updateRegister,
  'send-to-dcg': (submission) =>
    noted(submission, 'note', false, (by, note) => ({ type: 'send-to-dcg', by, note })),
  'ask-correction': askCorrection,
  'record-original': recordOriginal,
  'record-registry': recordRegistry,
  approve,
  return: (submission) => reasoned(submission, 'return'),
  reject: (submission) => reasoned(submission, 'reject'),
  reopen: (submission) => reasoned(submission, 'reopen'),
  withdraw: (submission) => noted(submission, 'note', false, (by, note) => ({ type: 'withdraw', by, note })),
  'close-original-missing': ({ by }) => plain({ type: 'close-original-missing', by }),
  transfer,
  merge,
  'correct-fact': correctFact,
  escalate,
  'close-escalation': (submission) =>
    noted(submission, 'note', true, (by, note) => ({
      type: 'close-escalation',
      by,
      escalation: submission.inputs.escalation ?? '',
      note: note ?? '',
    })),
};

/** True if a dialog of this name can be submitted as one command. */
export function isPlainSubmit(kind: string): boolean {
  return Object.hasOwn(READERS, kind);
}

/** Checks the inputs of a submitted dialog; what is wrong stands beside its input, and nothing is lost. */
export async function readSubmit(
  desk: Desk,
  person: KnownPerson,
  target: { readonly access: AccessCase; readonly record: () => Promise<CaseRecord> },
  kind: string,
  inputs: Inputs,
): Promise<Submitted> {
  const reader = READERS[kind];
  if (!reader) {
    throw new Error('No dialog of this name is submitted as one command');
  }
  return await reader({ desk, by: person.actor, ...target, inputs });
}

function plain(wish: Wish): Submitted {
  return { wish: async () => wish };
}

function wrong(input: string, message: string): Submitted {
  return { errors: [{ input, message }] };
}

/** A command with one free text, kept as a note of the case. */
function noted(
  { desk, by, access, inputs }: Submission,
  input: string,
  required: boolean,
  wishWith: (by: KnownPerson['actor'], note: string | null) => Wish,
): Submitted {
  const text = (inputs[input] ?? '').trim();
  const error = textError(desk, input, text, LONGEST_NOTE, required);
  if (error) {
    return { errors: [error] };
  }
  return { wish: async (uow) => wishWith(by, await keepNote(uow, access.id, text)) };
}

function reasoned(submission: Submission, type: 'return' | 'reject' | 'reopen'): Submitted {
  return noted(submission, 'note', true, (by, note) => ({ type, by, note: note ?? '' }));
}

async function keepNote(uow: UnitOfWork, caseId: string, text: string): Promise<string | null> {
  return text === '' ? null : await uow.addNote(caseId, text);
}

function textError(
  desk: Desk,
  input: string,
  text: string,
  most: number,
  required: boolean,
): InputError | null {
  const { inputErrors } = desk.texts;
  if (required && text === '') {
    return { input, message: inputErrors.required };
  }
  return text.length > most ? { input, message: inputErrors.tooLong(most) } : null;
}

function listOf(text: string | undefined): string[] {
  return (text ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean);
}

/** A12. */
function updateRegister({ desk, by, access, inputs }: Submission): Submitted {
  const fields = listOf(inputs.fields);
  const note = (inputs.note ?? '').trim();
  const known: readonly string[] = FIELD_NAMES;
  const errors: InputError[] = [];
  if (fields.length === 0) {
    errors.push({ input: 'fields', message: desk.texts.inputErrors.required });
  } else if (fields.some((field) => !known.includes(field))) {
    errors.push({ input: 'fields', message: desk.texts.inputErrors.fieldUnknown });
  }
  const tooLong = textError(desk, 'note', note, LONGEST_NOTE, false);
  if (tooLong) {
    errors.push(tooLong);
  }
  if (errors.length > 0) {
    return { errors };
  }
  return {
    wish: async (uow) => ({
      type: 'update-register',
      by,
      fields,
      note: await keepNote(uow, access.id, note),
    }),
  };
}

/** A14. */
async function askCorrection({ desk, by, access, record, inputs }: Submission): Promise<Submitted> {
  const offered = new Set(correctionChoices(desk, await record()).reasons.map(({ value }) => value));
  const reasons = listOf(inputs.reasons).filter((reason) => offered.has(reason));
  const text = (inputs.text ?? '').trim();
  if (reasons.length === 0 && text === '') {
    return wrong('text', desk.texts.inputErrors.reasonsOrText);
  }
  const tooLong = textError(desk, 'text', text, LONGEST_NOTE, false);
  if (tooLong) {
    return { errors: [tooLong] };
  }
  return {
    wish: async (uow) => ({
      type: 'ask-correction',
      by,
      reasons,
      note: await keepNote(uow, access.id, text),
    }),
  };
}

/** A15, A16. */
function recordOriginal({ desk, by, inputs }: Submission): Submitted {
  const { inputErrors } = desk.texts;
  const errors: InputError[] = [];
  const receivedOn = inputs.receivedOn ?? '';
  if (!isDay(receivedOn)) {
    errors.push({ input: 'receivedOn', message: inputErrors.dateInvalid });
  } else if (receivedOn > localDay(desk.now().toISOString())) {
    errors.push({ input: 'receivedOn', message: inputErrors.dateInFuture });
  }
  const file = (inputs.file ?? '').trim();
  const tooLong = textError(desk, 'file', file, LONGEST_LINE, false);
  if (tooLong) {
    errors.push(tooLong);
  }
  if (inputs.compared !== 'true') {
    errors.push({ input: 'compared', message: inputErrors.notCompared });
  }
  const registry = registryOf(desk, inputs);
  if ('errors' in registry) {
    errors.push(...registry.errors);
    return { errors };
  }
  return errors.length > 0
    ? { errors }
    : plain({ type: 'record-original', by, receivedOn, file, registry: registry.entry });
}

function recordRegistry({ desk, by, inputs }: Submission): Submitted {
  const registry = registryOf(desk, inputs);
  if ('errors' in registry) {
    return { errors: registry.errors };
  }
  return registry.entry
    ? plain({ type: 'record-registry', by, registry: registry.entry })
    : wrong('registryNumber', desk.texts.inputErrors.required);
}

/** A number without its date (the dialog suggests today) is none; an empty number means no entry. */
function registryOf(
  desk: Desk,
  inputs: Inputs,
): { readonly entry: RegistryEntry | null } | { readonly errors: readonly InputError[] } {
  const number = (inputs.registryNumber ?? '').trim();
  const date = inputs.registryDate ?? '';
  if (number === '') {
    return { entry: null };
  }
  const tooLong = textError(desk, 'registryNumber', number, LONGEST_LINE, false);
  if (tooLong) {
    return { errors: [tooLong] };
  }
  if (!isDay(date)) {
    const message =
      date === '' ? desk.texts.inputErrors.registryIncomplete : desk.texts.inputErrors.dateInvalid;
    return { errors: [{ input: 'registryDate', message }] };
  }
  return { entry: { number, date } };
}

function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) {
    return false;
  }
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text) && text >= '1990-01-01';
}

/** A17 in spite of a failed check, or without waiting for dcg@. */
function approve({ desk, by, access, inputs }: Submission): Submitted {
  const reason = (inputs.reason ?? '').trim();
  const needed = failedChecks(access).length > 0;
  const notAwaited = inputs.dcgNotAwaited === 'true';
  const errors: InputError[] = [];
  const error = textError(desk, 'reason', reason, LONGEST_NOTE, needed);
  if (error) {
    errors.push(reason === '' ? { ...error, message: desk.texts.inputErrors.reasonMissing } : error);
  }
  if (awaitsDcg(access) && !notAwaited) {
    errors.push({ input: 'dcgNotAwaited', message: desk.texts.inputErrors.dcgNotConfirmed });
  }
  if (errors.length > 0) {
    return { errors };
  }
  return {
    wish: async (uow) => ({
      type: 'approve',
      by,
      reasonNote: await keepNote(uow, access.id, reason),
      dcgAnswerNotAwaited: notAwaited,
    }),
  };
}

function transfer({ desk, by, access, inputs }: Submission): Submitted {
  const office = inputs.office ?? '';
  const note = (inputs.note ?? '').trim();
  const errors: InputError[] = [];
  if (!desk.config.offices.some(({ code }) => code === office)) {
    errors.push({ input: 'office', message: desk.texts.inputErrors.officeUnknown });
  }
  const error = textError(desk, 'note', note, LONGEST_NOTE, true);
  if (error) {
    errors.push(error);
  }
  return errors.length > 0
    ? { errors }
    : {
        wish: async (uow) => ({
          type: 'transfer',
          by,
          office,
          note: await uow.addNote(access.id, note),
        }),
      };
}

/** A duplicate is merged into an open case of the same office, chosen from the list or by its number. */
async function merge({ desk, by, access, inputs }: Submission): Promise<Submitted> {
  const number = (inputs.number ?? '').trim();
  const chosen = inputs.into ?? '';
  const other = number === '' ? await desk.store.caseById(chosen) : await desk.store.caseByNumber(number);
  const input = number === '' && chosen !== '' ? 'into' : 'number';
  const fits = other?.kind === 'access' && other.open && other.office === access.office;
  if (!other || !fits) {
    return wrong(input, desk.texts.inputErrors.caseUnknown);
  }
  return plain({ type: 'merge', by, into: other.id });
}

async function escalate({ desk, by, access, inputs }: Submission): Promise<Submitted> {
  const { office, id: caseId } = access;
  const read = await readQuestion(desk, { office, caseId, inputs });
  return 'errors' in read ? read : { wish: async (uow) => ({ by, ...(await read.questionIn(uow)) }) };
}

function correctFact(submission: Submission): Submitted {
  const { desk, access, inputs } = submission;
  const facts: readonly string[] = heldFacts(access);
  const fact = inputs.fact ?? '';
  if (!facts.includes(fact)) {
    return wrong('fact', desk.texts.inputErrors.factUnknown);
  }
  return noted(submission, 'note', true, (actor, note) => ({
    type: 'correct-fact',
    by: actor,
    fact: fact as CorrectableFact,
    note: note ?? '',
  }));
}
