/** `rol arata|da|ia …`: who may do what. An admin's command; the last admin cannot take it from himself. */
import type { Answer } from '../../bot/channel.ts';
import { foldName } from '../../store/fold.ts';
import type { PersonWithRoles, RoleName } from '../../store/people.ts';
import type { Reads } from '../../store/unit-of-work.ts';
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
  if (!['arata', 'da', 'ia'].includes(action) || !isPerson(who)) {
    return { kind: 'told', text: texts.how };
  }
  const person = await personOf(asked, who);
  if (action === 'arata') {
    return person ? show(desk, person) : { kind: 'told', text: texts.personUnknown(who) };
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

function isPerson(who: string): boolean {
  return MENTION.test(who) || /^[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+$/.test(who);
}

async function personOf({ desk, command }: Asked, who: string): Promise<PersonWithRoles | undefined> {
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
  const roles = person.roles.map((grant) => grantName(desk, grant)).join(', ');
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
    const personId = 'id' in person ? person.id : await uow.savePerson(person);
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
