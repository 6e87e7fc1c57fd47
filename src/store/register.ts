/** The agency's list of authorised persons, as it was imported last (A11). */
import { foldName } from './fold.ts';
import type { RegisterEntry } from './generated/sqlite/client.ts';
import { newId } from './ids.ts';
import type { Reading, Writing } from './session.ts';

const PHONE = 'RegisterEntry.phoneSealed';
/** Rows written by one statement. */
const AT_ONCE = 500;

export type OpenedEntry = Omit<RegisterEntry, 'phoneSealed'> & { readonly phone: string };

export interface NewEntry {
  readonly authorisation: string;
  readonly authorisationClass: string;
  readonly name: string;
  readonly office: string;
  /** yyyy-mm-dd, or empty. */
  readonly validUntil: string;
  readonly email: string;
  readonly phone: string;
}

/**
 * What two ways of writing one authorisation have in common: `RO-AB-F Nr. 0123/2019` and `ro ab f 123 / 2019`. Empty where
 * nothing of it is a letter or a digit.
 */
export function authorisationKey(text: string): string {
  const folded = text.normalize('NFD').replace(/\p{M}/gu, '').toUpperCase();
  const words = folded.match(/[A-Z]+|\d+/g) ?? [];
  return words
    .filter((word) => !/^(?:NR|NO|SERIA|NUMAR|NUMARUL)$/.test(word))
    .map((word) => word.replace(/^0+(?=\d)/, ''))
    .join('-');
}

export function registerReads(reading: Reading) {
  const opened = ({ phoneSealed, ...rest }: RegisterEntry): OpenedEntry => ({
    ...rest,
    phone: reading.keys.open(PHONE, rest.id, phoneSealed),
  });

  return {
    /** Who has this authorisation, however it is written; undefined if the list has nobody. */
    async registerEntry(authorisation: string): Promise<OpenedEntry | undefined> {
      const key = authorisationKey(authorisation);
      const row =
        key === ''
          ? null
          : await reading.tables.registerEntry.findUnique({ where: { authorisationKey: key } });
      return row === null ? undefined : opened(row);
    },

    /** People of this name; at most ten. */
    async registerByName(name: string): Promise<OpenedEntry[]> {
      const rows = await reading.tables.registerEntry.findMany({
        where: { nameFolded: foldName(name) },
        take: 10,
      });
      return rows.map(opened);
    },

    /** When the list was imported last; undefined while there is none. */
    async registerDate(): Promise<Date | undefined> {
      const any = await reading.tables.registerEntry.findFirst({ select: { importedAt: true } });
      return any?.importedAt;
    },
  };
}

export function registerWrites(writing: Writing) {
  return {
    /** The list as it is now, in place of the one before. */
    async replaceRegister(entries: readonly NewEntry[]): Promise<void> {
      const { registerEntry } = writing.tables;
      const importedAt = writing.now();
      await registerEntry.deleteMany();
      const rows = entries.map(({ phone, ...entry }) => {
        const id = newId();
        return {
          ...{ id, ...entry, importedAt },
          authorisationKey: authorisationKey(entry.authorisation),
          nameFolded: foldName(entry.name),
          phoneSealed: writing.keys.seal(PHONE, id, phone),
        };
      });
      for (let from = 0; from < rows.length; from += AT_ONCE) {
        await registerEntry.createMany({ data: rows.slice(from, from + AT_ONCE) });
      }
    },
  };
}
