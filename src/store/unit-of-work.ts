import { failpoint } from '../failpoint/failpoint.ts';
import { accountReads, accountWrites } from './accounts.ts';
import { caseReads, caseWrites } from './cases.ts';
import type { PrismaClient } from './generated/sqlite/client.ts';
import { leaseReads, leaseWrites } from './leases.ts';
import { requestReads, requestWrites } from './mail-requests.ts';
import { mailReads, mailWrites } from './mails.ts';
import { effectReads, effectWrites } from './outbox.ts';
import { paperReads, paperWrites } from './papers.ts';
import { peopleReads, peopleWrites } from './people.ts';
import { placeReads, placeWrites } from './places.ts';
import { purgeReads, purgeWrites } from './purge.ts';
import { registerReads, registerWrites } from './register.ts';
import type { Keyring } from './seal.ts';
import type { Reading, Writing } from './session.ts';
import { inTransaction, retryConflicts } from './session.ts';
import { settingReads, settingWrites } from './settings.ts';
import { timerReads, timerWrites } from './timers.ts';

/** Everything that can be read, inside a unit of work or outside of it. */
export function allReads(reading: Reading) {
  return {
    ...caseReads(reading),
    ...effectReads(reading),
    ...timerReads(reading),
    ...paperReads(reading),
    ...mailReads(reading),
    ...requestReads(reading),
    ...leaseReads(reading),
    ...accountReads(reading),
    ...peopleReads(reading),
    ...placeReads(reading),
    ...purgeReads(reading),
    ...registerReads(reading),
    ...settingReads(reading),
  };
}

function allWrites(writing: Writing) {
  return {
    ...caseWrites(writing),
    ...effectWrites(writing),
    ...timerWrites(writing),
    ...paperWrites(writing),
    ...mailWrites(writing),
    ...requestWrites(writing),
    ...leaseWrites(writing),
    ...accountWrites(writing),
    ...peopleWrites(writing),
    ...placeWrites(writing),
    ...purgeWrites(writing),
    ...registerWrites(writing),
    ...settingWrites(writing),
  };
}

export type Reads = ReturnType<typeof allReads>;

/** One transaction: what it reads is how things are now, what it writes happens whole or not at all. */
export type UnitOfWork = Reads &
  ReturnType<typeof allWrites> & {
    /** For the effect runner only: rows that no function of the unit of work covers. */
    readonly session: Writing;
    readonly lookupHash: Keyring['lookupHash'];
    now(): Date;
  };

/**
 * Called after a commit with a case that changed, the lanes that have something new to perform, and when the earliest
 * of the timers that were set is due. Must not throw.
 */
export type CommitListener = (caseId: string, lanes: string[], timerDue: Date | null) => void;

interface Touched {
  lanes: Set<string>;
  timerDue: Date | null;
}

/**
 * Runs `work` in one transaction and returns what it returns; when it throws, nothing has happened. `caseId` is the
 * case that it is about, if it is about one that exists. `work` may run again from its beginning (after a conflict,
 * on PostgreSQL), so it keeps no state of its own; and it waits for nothing but the database: a mail, a platform or a
 * document is fetched before, or becomes an effect. Throws Conflict when a version check lost.
 */
export type Transact = <T>(caseId: string | null, work: (uow: UnitOfWork) => Promise<T>) => Promise<T>;

export interface TransactOptions {
  client: PrismaClient;
  keys: Keyring;
  now: () => Date;
  /** How often a lost version check is tried anew: 1 on SQLite, 8 where several processes share the database. */
  tries: number;
  listeners: Set<CommitListener>;
}

export function createTransact(options: TransactOptions): Transact {
  const { client, keys, now, tries, listeners } = options;

  async function once<T>(caseId: string | null, work: (uow: UnitOfWork) => Promise<T>): Promise<T> {
    const touched = new Map<string, Touched>();
    const touch = (id: string): Touched => {
      const known = touched.get(id) ?? { lanes: new Set(), timerDue: null };
      touched.set(id, known);
      return known;
    };
    if (caseId !== null) touch(caseId);
    const result = await inTransaction(client, async (tables) => {
      const session: Writing = {
        keys,
        now,
        seen: new Map(),
        get tables() {
          return tables();
        },
        touch(id, lanes = []) {
          const known = touch(id);
          for (const lane of lanes) known.lanes.add(lane);
        },
        timerSet(id, dueAt) {
          const known = touch(id);
          if (known.timerDue === null || dueAt < known.timerDue) known.timerDue = dueAt;
        },
      };
      const lookupHash = keys.lookupHash.bind(keys);
      const uow = { ...allReads(session), ...allWrites(session), session, lookupHash, now };
      const value = await work(uow);
      failpoint('store.transaction.before-commit');
      return value;
    });
    failpoint('store.transaction.after-commit');
    for (const [id, { lanes, timerDue }] of touched) {
      for (const listener of listeners) listener(id, [...lanes], timerDue);
    }
    return result;
  }

  return (caseId, work) => retryConflicts(tries, () => once(caseId, work));
}
