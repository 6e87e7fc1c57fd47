/** Somebody whom the desk knows by e-mail only, recognised on a platform by the address that the platform vouches for. */
import type { ChannelName, PlatformProfile } from '../bot/channel.ts';
import type { PersonWithRoles } from '../store/people.ts';
import type { Desk } from './desk.ts';

/**
 * The person of the desk behind a platform's account that was not met before, or null. Kept from then on, so that a later
 * change of address at the platform gives nobody somebody else's place. Only a member of our own organisation is
 * recognised: membership of a channel gives no rights, and a guest may have any address.
 */
export async function recognisePerson(
  desk: Desk,
  channel: ChannelName,
  externalId: string,
): Promise<PersonWithRoles | null> {
  const profile = await desk.channels.get(channel)?.profile(externalId);
  if (!profile) {
    return null;
  }
  const person = await personOfProfile(desk, channel, profile);
  if (!person) {
    return null;
  }
  await desk.store.transact(null, (uow) => uow.linkIdentity(person.id, channel, externalId));
  desk.log.info({ personId: person.id, channel }, 'a person was recognised by their e-mail address');
  return person;
}

async function personOfProfile(
  desk: Desk,
  channel: ChannelName,
  { email, accountName = null, standing }: PlatformProfile,
): Promise<PersonWithRoles | null> {
  const addresses = [email, accountName].filter((address) => address !== null);
  if (addresses.length === 0 || standing !== 'member') {
    return null;
  }
  const people = await desk.store.people();
  const [person, another] = people.filter((each) => addresses.includes(each.email?.toLowerCase() ?? ''));
  const taken = person?.identities.some((identity) => identity.channel === channel) ?? true;
  return person && !another && !taken ? person : null;
}

/**
 * The platform's id of a person who has not acted there yet, so that they can be mentioned; null if the platform knows no
 * member of that address. Kept like above.
 */
export async function findOnPlatform(
  desk: Desk,
  channel: ChannelName,
  person: PersonWithRoles,
): Promise<string | null> {
  const known = person.identities.find((identity) => identity.channel === channel);
  if (known || person.email === null) {
    return known?.externalId ?? null;
  }
  const externalId = await desk.channels.get(channel)?.memberByEmail(person.email.toLowerCase());
  if (!externalId) {
    return null;
  }
  const found = await recognisePerson(desk, channel, externalId);
  return found?.id === person.id ? externalId : null;
}
