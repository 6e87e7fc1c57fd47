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

const MINUTE_MS = 60_000;
/** What is signed carries the time, and is refused from then on. */
const REFUSED_FROM_MS = 5 * MINUTE_MS;

/** How far the machine's clock is off; `refused`: what is refused then, as it stands in a sentence. */
export function clockLine(aheadMs: number, whose: string, refused: string): DoctorLine {
  const seconds = Math.round(Math.abs(aheadMs) / 1_000);
  const differs = `Ceasul acestui calculator diferă cu ${seconds} s de al ${whose}`;
  if (seconds * 1_000 >= REFUSED_FROM_MS) {
    return problem(`${differs}: ${refused} vor fi refuzate. Porniți sincronizarea ceasului (NTP).`);
  }
  return seconds * 1_000 > MINUTE_MS
    ? doubt(`${differs}. Porniți sincronizarea ceasului (NTP).`)
    : good('Ceasul este potrivit.');
}

/** Whether the platform knows somebody of the desk; `why`: what to do where it does not, by how they stand there. */
export function personLine(
  { name, is }: { readonly name: string; readonly is: string },
  platform: string,
  why: Readonly<Record<string, string>>,
): DoctorLine {
  switch (is) {
    case 'known':
      return good(`${name}: cunoscut în ${platform}.`);
    case 'found':
      return good(`${name}: are cont cu această adresă; va fi recunoscut la prima apăsare.`);
    default:
      return doubt(`${name}: ${why[is] ?? is}.`);
  }
}
