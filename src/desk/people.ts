/** Who clicked, and what the database lets them do at this moment. */
import type { ChannelName, Click, Mention } from '../bot/channel.ts';
import type { Names } from '../bot/views.ts';
import type { PersonWithRoles } from '../store/people.ts';
import { isLanguage, textsFor } from '../texts/texts.ts';
import type { AccessCase, Actor, Turn } from '../workflow/case.ts';
import { personOf } from '../workflow/roles.ts';
import type { Desk, Telling } from './desk.ts';
import { isMuted, type Mutable } from './muted.ts';
import { findOnPlatform, recognisePerson } from './recognise-person.ts';

export interface KnownPerson {
  readonly id: string;
  readonly name: string;
  /** In which the person is answered. */
  readonly language: string;
  readonly actor: Extract<Actor, { type: 'person' }>;
}

/** The person behind a click, or null where the platform's id is unknown or the person left. */
export async function whoClicked(
  desk: Desk,
  { channel, externalId }: Pick<Click, 'channel' | 'externalId'>,
): Promise<KnownPerson | null> {
  const known = await desk.store.personByIdentity(channel, externalId);
  const person = known ?? (await recognisePerson(desk, channel, externalId));
  if (!person?.active) {
    return null;
  }
  const actor = { type: 'person', id: person.id, roles: person.roles } as const;
  return { id: person.id, name: person.name, language: person.language, actor };
}

/** The same desk, speaking to one person in their language; what others read too stays in the desk's. */
export function speakingTo(desk: Desk, { language }: Pick<KnownPerson, 'language'>): Desk {
  return isLanguage(language) && language !== desk.texts.language
    ? { ...desk, texts: textsFor(language) }
    : desk;
}

/** The names behind the references in a case, for people to read. */
export async function namesIn(desk: Desk, access: AccessCase, more: readonly string[] = []): Promise<Names> {
  const refs = [
    access.owner,
    access.diOwner,
    access.verified?.by,
    access.original?.by,
    access.register?.by,
    access.approved?.by,
    access.issue?.by,
    access.closing?.by,
    access.lastStep.by,
    ...more,
  ];
  const names: Record<string, string> = {};
  for (const ref of new Set(refs)) {
    if (ref) {
      names[ref] = await nameOf(desk, ref);
    }
  }
  return names;
}

/** One reference's name: a person's own, or the party's ("solicitantul"). */
export async function nameOf(desk: Telling, ref: string): Promise<string> {
  const id = personOf(ref);
  if (id === null) {
    const actors: Readonly<Record<string, string>> = desk.texts.actors;
    return actors[ref] ?? ref;
  }
  return (await desk.store.personById(id))?.name ?? desk.texts.actors.person;
}

/** Whose a case is. */
export type Owners = Pick<AccessCase, 'office' | 'owner' | 'diOwner'> & {
  /** The colleague before whom it was put, where that is told. */
  readonly colleague?: string | null;
};

/** Whom a thread message mentions on one platform: whoever's turn it is, without those who muted messages of its kind. */
export async function mentionsFor(
  desk: Desk,
  channel: ChannelName,
  turn: Turn,
  access: Owners,
  mute: Mutable | null = null,
): Promise<Mention[]> {
  const people = await peopleOnTurn(desk, turn, access);
  const mentions: Mention[] = [];
  for (const person of people) {
    if (mute !== null && (await isMuted(desk.store, mute, person.id))) {
      continue;
    }
    const externalId = await findOnPlatform(desk, channel, person);
    if (externalId !== null) {
      mentions.push({ externalId, name: person.name });
    }
  }
  return mentions;
}

async function peopleOnTurn(desk: Desk, turn: Turn, access: Owners): Promise<PersonWithRoles[]> {
  switch (turn) {
    case null:
      return [];
    case 'di': {
      const owner = access.diOwner === null ? null : personOf(access.diOwner);
      const taken = owner === null ? undefined : await desk.store.personById(owner);
      return taken ? [taken] : await desk.store.people({ role: 'di' });
    }
    case 'owner': {
      const owner = access.owner === null ? null : personOf(access.owner);
      const person = owner === null ? undefined : await desk.store.personById(owner);
      if (person) {
        return [person];
      }
      return access.office === 'DI'
        ? await desk.store.people({ role: 'di' })
        : await desk.store.people({ role: 'secretary', office: access.office });
    }
    case 'colleague': {
      const colleague = personOf(access.colleague ?? '');
      const person = colleague === null ? undefined : await desk.store.personById(colleague);
      return person ? [person] : [];
    }
    case 'supervisor':
      return await desk.store.people({ role: 'supervisor', office: access.office });
    case 'secretary':
      return await desk.store.people({ role: 'secretary', office: access.office });
  }
}
