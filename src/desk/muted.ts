/** What somebody does not want to be told by itself. */
import type { Reads, UnitOfWork } from '../store/unit-of-work.ts';

/** The morning's digest, or being mentioned because something is late. */
export type Mutable = 'digest' | 'reminders';

export async function isMuted(reads: Reads, what: Mutable, personId: string): Promise<boolean> {
  return (await reads.setting(nameOf(what, personId))) === true;
}

export async function saveMuted(
  uow: UnitOfWork,
  what: Mutable,
  personId: string,
  muted: boolean,
): Promise<void> {
  await uow.saveSetting(nameOf(what, personId), muted);
}

function nameOf(what: Mutable, personId: string): string {
  return `${what}-muted:${personId}`;
}
