import { AsyncLocalStorage } from 'node:async_hooks';
import type { Prisma, PrismaClient } from './generated/sqlite/client.ts';
import type { JsonInput } from './json.ts';
import { asStored } from './json.ts';
import type { Keyring } from './seal.ts';

/** The tables, inside or outside a transaction. The SQLite client's types stand for both databases. */
export type Tables = Prisma.TransactionClient;

/** What every reading function of this room works with. */
export interface Reading {
  readonly tables: Tables;
  readonly keys: Keyring;
  now(): Date;
}

/** What every writing function of this room works with: only ever inside a unit of work. */
export interface Writing extends Reading {
  /** Version and last hash of the cases that this unit of work has seen, so that they are read once. */
  readonly seen: Map<string, { version: number; lastHash: string }>;
  /** Notes that the case changed, and which lanes have something new to perform. */
  touch(caseId: string, lanes?: string[]): void;
  /** Notes that a timer of the case is due then. */
  timerSet(caseId: string, dueAt: Date): void;
}

/** A change lost against somebody else's: the case is no longer at the version that was read. Nothing was written. */
export class Conflict extends Error {}

/** Text or data in the form that a JSON column takes. */
export function jsonColumn(value: JsonInput): Prisma.InputJsonValue {
  return asStored(value) as Prisma.InputJsonValue;
}

interface Scope {
  open: boolean;
}

const scope = new AsyncLocalStorage<Scope>();

/** Throws inside an open unit of work: waiting there for the connection that it holds itself would never end. */
export function mustBeOutside(): void {
  if (scope.getStore()?.open) {
    throw new Error(
      'The store was used inside transact(): use the unit of work that was passed in, not the store',
    );
  }
}

/** The plain client, refused inside a unit of work. */
export function outside(client: PrismaClient, keys: Keyring, now: () => Date): Reading {
  return {
    keys,
    now,
    get tables() {
      mustBeOutside();
      return client;
    },
  };
}

/** How long a unit of work may wait for its turn, and then take, in milliseconds. */
const LIMITS = { maxWait: 60_000, timeout: 30_000 };

/**
 * Runs `work` in one transaction: all of it or nothing. `work` must not keep its session, and must not wait for
 * anything but the database: everybody else waits for it.
 */
export async function inTransaction<T>(
  client: PrismaClient,
  work: (tables: () => Tables) => Promise<T>,
): Promise<T> {
  mustBeOutside();
  const mine: Scope = { open: true };
  return scope.run(mine, async () => {
    try {
      return await client.$transaction(async (transaction) => {
        return work(() => {
          if (!mine.open) throw new Error('A unit of work was used after its transaction had ended');
          return transaction;
        });
      }, LIMITS);
    } finally {
      mine.open = false;
    }
  });
}

/**
 * Tries again when a version check lost. Only where several processes share the database (PostgreSQL): SQLite admits
 * one transaction at a time, so there a conflict comes from the caller's own stale version, and trying again is no use.
 */
export async function retryConflicts<T>(times: number, work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      const serialisation = (error as { code?: unknown }).code === 'P2034';
      if (attempt >= times || !(error instanceof Conflict || serialisation)) throw error;
    }
  }
}
