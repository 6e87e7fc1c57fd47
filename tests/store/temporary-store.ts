/** A store in a folder of its own, gone when the test ends, with a clock that the test moves. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { NewCase } from '../../src/store/cases.ts';
import { openStore, type Store } from '../../src/store/open.ts';
import type { NewEffect } from '../../src/store/outbox.ts';

export const MASTER_KEY = Buffer.alloc(32, 7);
export const START = new Date('2026-11-23T08:00:00.000Z');
/** An invented person: the number's checksum is right. */
export const CNP = '1800101011447';
export const PHONE = '0722555123';
export const PASSWORD = 'Kp7#vTq9-Zm4wRx2';

interface Clock {
  now(): Date;
  advance(ms: number): void;
}

function clockAt(start: Date): Clock {
  let time = start.getTime();
  return {
    now: () => new Date(time),
    advance(ms) {
      time += ms;
    },
  };
}

export interface TemporaryStore {
  readonly store: Store;
  readonly folder: string;
  readonly databaseFile: string;
  readonly clock: Clock;
}

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'acces-store-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export function storeOptions(folder: string) {
  return { databaseUrl: `file:${join(folder, 'acces.db')}`, dataDir: folder, masterKey: MASTER_KEY };
}

export async function temporaryStore(folder = temporaryFolder()): Promise<TemporaryStore> {
  const clock = clockAt(START);
  const store = await openStore({ ...storeOptions(folder), now: clock.now });
  onTestFinished(() => store.close());
  return { store, folder, clock, databaseFile: join(folder, 'acces.db') };
}

export const opened = { type: 'opened', rows: 'A10', actor: 'system', payload: {}, at: START } as const;

export function aCase(fields: Partial<NewCase> = {}): NewCase {
  return {
    kind: 'access',
    office: 'AB',
    state: 'received',
    facts: { kind: 'access' },
    events: [opened],
    ...fields,
  };
}

/** A case with these effects, as if its first event had wanted them. Returns its id. */
export async function caseWith(store: Store, effects: NewEffect[]): Promise<string> {
  return store.transact(null, async (uow) => {
    const { id } = await uow.createCase(aCase());
    await uow.addEffects(id, 1, effects);
    return id;
  });
}

/** Every byte below the folder, as one latin-1 text. */
export function bytesBelow(folder: string): string {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'))
    .join('\n');
}

/** Sealed secrets of the outbox that are anywhere in the database's files: they alone are sealed in two parts. */
export function secretsOnDisk(databaseFile: string): string[] {
  const bytes = ['', '-wal'].map((suffix) => readFileSync(`${databaseFile}${suffix}`, 'latin1')).join('\n');
  return bytes.match(/v1\.[0-9a-f]{8}\.[\w-]{40,}\.[\w-]{30,}/g) ?? [];
}
