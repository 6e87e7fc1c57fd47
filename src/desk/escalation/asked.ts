/** Whom a case can be put before: what a dialog offers, what it brought back, and how each is called in words. */
import { randomUUID } from 'node:crypto';
import type { InputError } from '../../bot/channel.ts';
import type { Choice } from '../../bot/views.ts';
import { judgeEmail } from '../../excel/email-address.ts';
import type { PersonWithRoles } from '../../store/people.ts';
import type { Reads, UnitOfWork } from '../../store/unit-of-work.ts';
import type { EscalationTarget, EscalationWay } from '../../workflow/case.ts';
import { hasRole, personOf } from '../../workflow/roles.ts';
import type { Desk, Telling } from '../desk.ts';
import { nameOf } from '../people.ts';
import { officeOf } from '../settings.ts';

const PERSON = 'person:';
/** A case that belongs to no office is DI's own. */
const DI = 'DI';
/** A dialog shows no more colleagues than somebody looks through. */
const MOST_COLLEAGUES = 20;
/** Characters. */
const LONGEST_NOTE = 2_000;

/** How one end of an escalation is called: "DI", "Ana Pop", an e-mail address. */
export async function askedName(desk: Telling, reads: Reads, way: EscalationWay): Promise<string> {
  const { targets, byMail } = desk.texts.places;
  switch (way.target) {
    case 'colleague':
      return way.colleague === undefined ? targets.colleague : await nameOf(desk, way.colleague);
    case 'mail':
      return (way.address === undefined ? '' : await reads.noteText(way.address)) || targets.mail;
    case 'di':
    case 'supervisor':
      return way.byMail === true ? byMail(targets[way.target]) : targets[way.target];
  }
}

/** Who asks, at which office, and who may still be asked. */
interface Asking {
  readonly office: string;
  readonly personId: string;
  readonly free: readonly EscalationTarget[];
}

/**
 * What the dialog offers the office: DI (by mail where it has no channel), the supervisor's channel, each colleague, and an
 * address of the office's own domain.
 */
export async function askedChoices(desk: Desk, { office, personId, free }: Asking): Promise<Choice[]> {
  const { targets, byMail } = desk.texts.places;
  const found: Choice[] = [];
  for (const target of free) {
    switch (target) {
      case 'di': {
        const title = (await isBound(desk, 'di', null)) ? targets.di : byMail(targets.di);
        found.push({ value: 'di', title });
        break;
      }
      case 'supervisor':
        if (await isBound(desk, 'supervisor', office)) {
          found.push({ value: 'supervisor', title: targets.supervisor });
        }
        break;
      case 'colleague':
        found.push(...(await colleagues(desk, office, personId)));
        break;
      case 'mail':
        found.push({ value: 'mail', title: targets.mail });
    }
  }
  return found;
}

/** The supervisor's channel, for DI: it asks nobody else. */
export async function supervisorChoice(
  desk: Desk,
  office: string,
  free: readonly EscalationTarget[],
): Promise<Choice[]> {
  const offered = free.includes('supervisor') && (await isBound(desk, 'supervisor', office));
  return offered ? [{ value: 'supervisor', title: desk.texts.places.targets.supervisor }] : [];
}

async function isBound(desk: Desk, purpose: 'di' | 'supervisor', office: string | null): Promise<boolean> {
  return (await desk.store.bindingsFor({ purpose, office })).length > 0;
}

async function colleagues(desk: Desk, office: string, personId: string): Promise<Choice[]> {
  const roles = office === DI ? (['di'] as const) : (['secretary', 'supervisor'] as const);
  const others = new Map<string, PersonWithRoles>();
  for (const role of roles) {
    for (const person of await desk.store.people({ role, ...(office === DI ? {} : { office }) })) {
      others.set(person.id, person);
    }
  }
  others.delete(personId);
  return [...others.values()]
    .slice(0, MOST_COLLEAGUES)
    .map(({ id, name }) => ({ value: `${PERSON}${id}`, title: desk.texts.places.colleague(name) }));
}

/** Where the domain of addresses within an office, or DI, is known from. */
function officeDomain(desk: Telling, office: string): string {
  const mailbox = office === DI ? desk.config.diAddress : officeOf(desk.config, office).mailbox;
  return (mailbox.split('@')[1] ?? '').toLowerCase();
}

interface Submitted {
  readonly office: string;
  readonly caseId: string;
  readonly inputs: Readonly<Record<string, string>>;
}

/** What is asked, of whom, and how urgent it is. */
export type Question = EscalationWay & {
  readonly type: 'escalate';
  readonly id: string;
  readonly note: string;
  readonly urgent: boolean;
};

/** What was submitted, made inside the transaction; or which inputs are wrong, and why. */
export type ReadQuestion =
  | { readonly errors: readonly InputError[] }
  | { readonly questionIn: (uow: UnitOfWork) => Promise<Question> };

/** Reads the submitted dialog of a case of any kind. */
export async function readQuestion(desk: Desk, submitted: Submitted): Promise<ReadQuestion> {
  const { caseId, inputs } = submitted;
  const text = (inputs.note ?? '').trim();
  const asked = await readAsked(desk, submitted);
  const errors = [...('message' in asked ? [asked] : []), ...noteErrors(desk, text)];
  if ('message' in asked || errors.length > 0) {
    return { errors };
  }
  return {
    questionIn: async (uow) => ({
      ...{ type: 'escalate', id: randomUUID(), urgent: inputs.urgent === 'true' },
      ...(await asked.wayIn(uow)),
      note: await uow.addNote(caseId, text),
    }),
  };
}

/** A text that is missing, or longer than a note may be. */
export function noteErrors({ texts }: Desk, text: string): InputError[] {
  const { required, tooLong } = texts.inputErrors;
  const message = text === '' ? required : tooLong(LONGEST_NOTE);
  return text === '' || text.length > LONGEST_NOTE ? [{ input: 'note', message }] : [];
}

type AskedWay = InputError | { readonly wayIn: (uow: UnitOfWork) => Promise<EscalationWay> };

async function readAsked(desk: Desk, { office, caseId, inputs }: Submitted): Promise<AskedWay> {
  const { inputErrors } = desk.texts;
  const target = inputs.target ?? '';
  if (target === 'supervisor') {
    return { wayIn: async () => ({ target }) };
  }
  if (target === 'di') {
    const byMail = (await isBound(desk, 'di', null)) ? {} : ({ byMail: true } as const);
    return { wayIn: async () => ({ target, ...byMail }) };
  }
  if (target === 'mail') {
    const address = judgeEmail(inputs.address ?? '');
    const domain = officeDomain(desk, office);
    return address.ok && address.address.endsWith(`@${domain}`)
      ? {
          wayIn: async (uow) => ({
            ...{ target, byMail: true },
            address: await uow.addNote(caseId, address.address),
          }),
        }
      : { input: 'address', message: inputErrors.addressOfOffice(domain) };
  }
  const colleague = personOf(target);
  const person = colleague === null ? undefined : await desk.store.personById(colleague);
  const canHelp =
    person &&
    (office === DI ? hasRole(person.roles, 'di', null) : hasRole(person.roles, 'secretary', office));
  return canHelp
    ? { wayIn: async () => ({ target: 'colleague', colleague: target }) }
    : { input: 'target', message: inputErrors.required };
}
