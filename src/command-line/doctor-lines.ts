/** What every platform's part of the doctor works with. */
import type { ChannelName } from '../bot/channel.ts';
import { placeTitleOf } from '../desk/place-trouble.ts';
import type { Store } from '../store/open.ts';

export interface DoctorLine {
  /** `problem`: the desk does not work so. `doubt`: it works, and somebody should look. */
  readonly outcome: 'good' | 'doubt' | 'problem';
  readonly text: string;
}

interface Office {
  readonly code: string;
  readonly name: string;
}

/** What is looked at; null for the database before the first start. */
export interface Examined {
  readonly settings: { readonly publicUrl: string | null; readonly offices: readonly Office[] };
  readonly store: Store | null;
  readonly now: () => Date;
}

/** The channels of a platform that are bound. */
export async function placesOn(channel: ChannelName, store: Store | null, offices: readonly Office[]) {
  const places = (await store?.places()) ?? [];
  return places
    .filter((place) => place.channel === channel && place.active)
    .map((place) => ({
      title: placeTitleOf(place, offices),
      address: place.address as Readonly<Record<string, string>>,
    }));
}

/** The people of the desk, each with the id on a platform, if it is known. */
export async function peopleOn(channel: ChannelName, store: Store | null) {
  const people = (await store?.people()) ?? [];
  return people.map(({ name, email, identities }) => ({
    name,
    email,
    externalId: identities.find((identity) => identity.channel === channel)?.externalId ?? null,
  }));
}

export function good(text: string): DoctorLine {
  return { outcome: 'good', text };
}

export function doubt(text: string): DoctorLine {
  return { outcome: 'doubt', text };
}

export function problem(text: string): DoctorLine {
  return { outcome: 'problem', text };
}
