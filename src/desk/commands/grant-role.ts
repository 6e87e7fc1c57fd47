/** `rol arata|da|ia|inlocuieste …`: who may do what. An admin's command; the last admin cannot take it from himself. */
import type { Answer } from '../../bot/channel.ts';
import { foldName } from '../../store/fold.ts';
import type { PersonWithRoles, RoleName } from '../../store/people.ts';
import type { Reads } from '../../store/unit-of-work.ts';
import { formatDay } from '../../texts/dates.ts';
import { instantAt, localDay } from '../../workflow/deadlines.ts';
import type { Desk } from '../desk.ts';
import { logDeskChange } from '../desk-log.ts';
import { recognisePerson } from '../recognise-person.ts';
import type { Asked } from './handle-command.ts';

interface Grant {
  readonly role: RoleName;
  readonly office: string | null;
}

/** `<@U123>` or `<@U123|name>`: how Slack writes a mention; or an e-mail address. */
const MENTION = /^<@([UW][A-Z0-9]+)(?:\|[^>]*)?>$/;

export async function changeRole(asked: Asked): Promise<Answer> {
  const { desk, rest } = asked;
  const texts = desk.texts.commands.roles;
  const [verb = '', who = '', ...words] = rest.split(/\s+/);
  const action = foldName(verb);
  if (!['arata', 'da', 'ia', 'inlocuieste'].includes(action) || !isPerson(who)) {
    return { kind: 'told', text: texts.how };
  }
  const person = await personOf(asked, who);
  if (action === 'arata') {
    return person ? show(desk, person) : { kind: 'told', text: texts.personUnknown(who) };
  }
  if (action === 'inlocuieste') {
    return person ? await nameDeputy(asked, person, words) : { kind: 'told', text: texts.personUnknown(who) };
  }
  const { grant, name } = readGrant(desk, words);
  if (grant === null) {
    return { kind: 'told', text: texts.how };
  }
  if (action === 'ia') {
    return person ? await take(asked, person, grant) : { kind: 'told', text: texts.personUnknown(who) };
  }
  if (!person && (name === '' || MENTION.test(who))) {
    return { kind: 'told', text: texts.personUnknown(who) };
  }
  return await give(asked, person ?? { name, email: who.toLowerCase() }, grant);
}

/** True for an e-mail address, or a mention as Slack writes it. */
export function isPerson(who: string): boolean {
  return MENTION.test(who) || /^[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+$/.test(who);
}

/** Whom an e-mail address or a mention means; undefined where the desk knows nobody so. */
export async function personOf({ desk, command }: Asked, who: string): Promise<PersonWithRoles | undefined> {
  const mentioned = MENTION.exec(who)?.[1];
  if (mentioned !== undefined) {
    const known = await desk.store.personByIdentity(command.channel, mentioned);
    return known ?? (await recognisePerson(desk, command.channel, mentioned)) ?? undefined;
  }
  const people = await desk.store.people();
  return people.find(({ email }) => email?.toLowerCase() === who.toLowerCase());
}

/** The role at the end of what was typed, and the name before it. */
function readGrant(desk: Desk, words: readonly string[]): { grant: Grant | null; name: string } {
  const [last = '', beforeLast = ''] = words.toReversed().map(foldName);
  if (last === 'di' || last === 'admin') {
    return { grant: { role: last, office: null }, name: words.slice(0, -1).join(' ') };
  }
  const role = { secretar: 'secretary', coordonator: 'supervisor' }[beforeLast] as RoleName | undefined;
  const office = desk.config.offices.find(({ code }) => code.toLowerCase() === last);
  const grant = role && office ? { role, office: office.code } : null;
  return { grant, name: words.slice(0, -2).join(' ') };
}

function show(desk: Desk, person: PersonWithRoles): Answer {
  const texts = desk.texts.commands.roles;
  const forNow = new Map(person.terms.map((term) => [grantName(desk, term), term]));
  const names = [...new Set(person.roles.map((grant) => grantName(desk, grant)))];
  const roles = names
    .map((name) => {
      const term = forNow.get(name);
      return term ? texts.until(name, lastDayOf(term.untilAt), term.decision) : name;
    })
    .join(', ');
  return { kind: 'told', text: texts.shown(person.name, roles || texts.none) };
}

function grantName(desk: Desk, { role, office }: Grant): string {
  const { names } = desk.texts.commands.roles;
  switch (role) {
    case 'secretary':
    case 'supervisor':
      return names[role](office ?? '');
    case 'di':
    case 'admin':
      return names[role];
  }
}

async function give(
  { desk, person: admin }: Asked,
  person: PersonWithRoles | { readonly name: string; readonly email: string },
  grant: Grant,
): Promise<Answer> {
  const id = await desk.store.transact(null, async (uow) => {
    const personId =
      'id' in person ? person.id : await uow.savePerson({ ...person, language: desk.config.language });
    await uow.grantRole(personId, grant.role, grant.office);
    await logDeskChange(uow, admin.id, { type: 'role-given', person: personId, ...grant });
    return personId;
  });
  desk.log.info({ by: admin.id, personId: id, ...grant }, 'a role was given');
  return { kind: 'done', text: desk.texts.commands.roles.given(person.name, grantName(desk, grant)) };
}

async function take({ desk, person: admin }: Asked, person: PersonWithRoles, grant: Grant): Promise<Answer> {
  const texts = desk.texts.commands.roles;
  const taken = await desk.store.transact(null, async (uow) => {
    if (grant.role === 'admin' && (await isOnlyAdmin(uow, person.id))) {
      return 'last-admin';
    }
    const held = await uow.revokeRole(person.id, grant.role, grant.office);
    if (held) {
      await logDeskChange(uow, admin.id, { type: 'role-taken', person: person.id, ...grant });
    }
    return held;
  });
  if (taken === 'last-admin') {
    return { kind: 'told', text: texts.lastAdmin };
  }
  const name = grantName(desk, grant);
  if (!taken) {
    return { kind: 'told', text: texts.notHeld(person.name, name) };
  }
  desk.log.info({ by: admin.id, personId: person.id, ...grant }, 'a role was taken');
  return { kind: 'done', text: texts.taken(person.name, name) };
}

async function isOnlyAdmin(reads: Reads, personId: string): Promise<boolean> {
  const admins = await reads.people({ role: 'admin' });
  return admins.every(({ id }) => id === personId);
}

/** What a deputy's decision may be called: no sentence, no markup. */
const DECISION = /^[\p{L}\p{N}./ -]{1,40}$/u;
const LONGEST_DAYS = 366;
const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * `rol inlocuieste <cine> <rol> <zi>[-<zi>] decizia <numar>`: somebody of the same office (or of DI) stands in for a colleague
 * who is away. The role ends by itself after the last day, at midnight in Bucharest.
 */
async function nameDeputy(
  { desk, person: admin }: Asked,
  person: PersonWithRoles,
  words: readonly string[],
): Promise<Answer> {
  const texts = desk.texts.commands.roles;
  const at = words.findIndex((word) => foldName(word) === 'decizia');
  const period = readPeriod(words[at - 1] ?? '', localDay(desk.now().toISOString()));
  const { grant } = readGrant(desk, words.slice(0, Math.max(0, at - 1)));
  const decision = words.slice(at + 1).join(' ');
  if (at < 2 || period === null || grant === null || grant.role === 'admin' || !DECISION.test(decision)) {
    return { kind: 'told', text: texts.howDeputy };
  }
  const { office } = grant;
  const isColleague = person.roles.some((held) =>
    grant.role === 'di' ? held.role === 'di' : held.office === office && office !== null,
  );
  const name = grantName(desk, grant);
  if (!isColleague) {
    return { kind: 'told', text: texts.notColleague(person.name, name) };
  }
  const fromAt = new Date(instantAt(period.from, 0));
  const untilAt = new Date(instantAt(dayAfter(period.until), 0));
  await desk.store.transact(null, async (uow) => {
    await uow.nameDeputy(person.id, { ...grant, fromAt, untilAt, decision });
    const { from, until } = period;
    await logDeskChange(uow, admin.id, {
      type: 'deputy-named',
      person: person.id,
      ...grant,
      from,
      until,
      decision,
    });
  });
  desk.log.info({ by: admin.id, personId: person.id, ...grant, ...period }, 'a deputy was named');
  return {
    kind: 'done',
    text: texts.deputy(person.name, name, formatDay(period.from), formatDay(period.until), decision),
  };
}

/** `10.12.2026` from today on, `01.12.2026-10.12.2026`, or days as 2026-12-10; null where that is no such time. */
function readPeriod(text: string, today: string): { readonly from: string; readonly until: string } | null {
  const days = [...text.matchAll(/(\d{2})\.(\d{2})\.(\d{4})|(\d{4})-(\d{2})-(\d{2})/g)].map(
    ([, day, month, year, isoYear, isoMonth, isoDay]) =>
      `${year ?? isoYear}-${month ?? isoMonth}-${day ?? isoDay}`,
  );
  const [from = '', until = ''] = days.length === 1 ? [today, days[0]] : days;
  const isWhole = days.length > 0 && days.length < 3 && isDay(from) && isDay(until);
  const length = (Date.parse(until) - Date.parse(from)) / DAY_MS;
  return isWhole && length >= 0 && length <= LONGEST_DAYS && until >= today ? { from, until } : null;
}

function isDay(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

function dayAfter(day: string): string {
  return new Date(Date.parse(day) + DAY_MS).toISOString().slice(0, 10);
}

/** The last day of a term that ends at midnight. */
function lastDayOf(untilAt: Date): string {
  return formatDay(localDay(new Date(untilAt.getTime() - 1).toISOString()));
}
