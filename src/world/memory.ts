/** What the world remembers between two starts: which invented people wrote, when and with which sample. */
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeDurably } from './letterbox.ts';
import { type HomeOffice, inventPerson } from './people.ts';
import type { Person } from './world.ts';

/** One invented person's first mail. */
export interface Writer {
  readonly number: number;
  readonly home: HomeOffice;
  /** `yyyy-mm-dd`, the day of the first mail. */
  readonly day: string;
  readonly sample: string;
}

/** Somebody whose mail was brought along as a file. */
interface Guest {
  readonly mailbox: string;
  readonly name: string;
}

export interface Memory {
  writers(): readonly Writer[];
  guests(): readonly Guest[];
  /** The number of a person who never wrote. */
  nextNumber(): number;
  rememberWriter(writer: Writer): Promise<void>;
  /** For somebody whose first mail was refused. */
  forgetWriter(writer: Writer): Promise<void>;
  rememberGuest(guest: Guest): Promise<void>;
  /** The invented person of a mailbox and how it began, or null if nobody of these wrote from it. */
  find(mailbox: string): { readonly person: Person; readonly writer: Writer } | null;
}

const FILE = 'people.json';

/** Reads the memory of a folder; an empty one where there is none yet. Throws if the file is not what this wrote. */
export async function openMemory(folder: string): Promise<Memory> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  let { writers, guests } = await readKept(join(folder, FILE));
  // One write at a time: two at once would share the unfinished file.
  let written = Promise.resolve();
  const save = (): Promise<void> => {
    const text = JSON.stringify({ writers, guests }, null, 1);
    const write = (): Promise<void> => writeDurably(folder, FILE, Buffer.from(text));
    written = written.then(write, write);
    return written;
  };
  return {
    writers: () => writers,
    guests: () => guests,
    nextNumber: () => Math.max(-1, ...writers.map(({ number }) => number)) + 1,
    rememberWriter(writer) {
      writers = [...writers, writer];
      return save();
    },
    forgetWriter(writer) {
      writers = writers.filter(({ number }) => number !== writer.number);
      return save();
    },
    async rememberGuest(guest) {
      if (guests.every(({ mailbox }) => mailbox !== guest.mailbox)) {
        guests = [...guests, guest];
        await save();
      }
    },
    find(mailbox) {
      for (const writer of writers) {
        const person = personOf(writer);
        if (person.mailbox === mailbox.toLowerCase()) {
          return { person, writer };
        }
      }
      return null;
    },
  };
}

/** The invented person behind a first mail. */
export function personOf(writer: Writer): Person {
  return inventPerson(writer.number, writer.home, writer.day);
}

interface Kept {
  readonly writers: readonly Writer[];
  readonly guests: readonly Guest[];
}

async function readKept(path: string): Promise<Kept> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      return { writers: [], guests: [] };
    }
    throw error;
  }
  const kept: unknown = JSON.parse(text);
  if (!isKept(kept)) {
    throw new Error(`${FILE} is not the memory of the recipients' world: delete its folder to begin anew`);
  }
  return kept;
}

function isKept(kept: unknown): kept is Kept {
  if (typeof kept !== 'object' || kept === null || !('writers' in kept) || !('guests' in kept)) {
    return false;
  }
  const { writers, guests } = kept;
  return Array.isArray(writers) && writers.every(isWriter) && Array.isArray(guests) && guests.every(isGuest);
}

function isWriter(writer: unknown): writer is Writer {
  return (
    typeof writer === 'object' &&
    writer !== null &&
    'number' in writer &&
    Number.isInteger(writer.number) &&
    'home' in writer &&
    (writer.home === 'AB' || writer.home === 'CJ') &&
    'day' in writer &&
    typeof writer.day === 'string' &&
    'sample' in writer &&
    typeof writer.sample === 'string'
  );
}

function isGuest(guest: unknown): guest is Guest {
  return (
    typeof guest === 'object' &&
    guest !== null &&
    'mailbox' in guest &&
    typeof guest.mailbox === 'string' &&
    'name' in guest &&
    typeof guest.name === 'string'
  );
}
