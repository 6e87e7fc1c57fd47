import type { Account } from './generated/sqlite/client.ts';
import { newId } from './ids.ts';
import type { Reading, Writing } from './session.ts';

export type { Account };

/** Pending from the issue until the mail server has accepted the letter with the credentials. */
export type AccountState = 'pending' | 'active' | 'suspended';

export interface NewAccount {
  /** As the application shows it; unique whatever its letter case. */
  user: string;
  /** Lower case. */
  email: string;
  office: string;
  personName: string;
  cnpHash: string;
  authorisation: string;
  caseId?: string;
  /** Default: pending. */
  state?: AccountState;
}

const foldUser = (user: string): string => user.trim().toLowerCase();

export function accountReads(reading: Reading) {
  return {
    /** The account with this user name, in any letter case. */
    async accountByUser(user: string): Promise<Account | undefined> {
      const where = { userFolded: foldUser(user) };
      return (await reading.tables.account.findUnique({ where })) ?? undefined;
    },

    async accountById(id: string): Promise<Account | undefined> {
      return (await reading.tables.account.findUnique({ where: { id } })) ?? undefined;
    },

    /** R3: the accounts registered to this address (several people may share one). */
    async accountsByEmail(email: string): Promise<Account[]> {
      const where = { email: email.trim().toLowerCase() };
      return reading.tables.account.findMany({ where, orderBy: { createdAt: 'asc' } });
    },
  };
}

export function accountWrites(writing: Writing) {
  return {
    /** A19: records an issued user name. Returns its id, or undefined when that user name exists already. */
    async createAccount(account: NewAccount): Promise<string | undefined> {
      const userFolded = foldUser(account.user);
      const taken = await writing.tables.account.findUnique({ where: { userFolded }, select: { id: true } });
      if (taken !== null) return undefined;
      const id = newId();
      const now = writing.now();
      const { state = 'pending', ...given } = account;
      const data = { ...given, state, id, userFolded, createdAt: now, updatedAt: now };
      await writing.tables.account.create({ data, select: { id: true } });
      return id;
    },

    async changeAccount(
      id: string,
      patch: { email?: string; office?: string; state?: AccountState; caseId?: string },
    ): Promise<void> {
      await writing.tables.account.update({ where: { id }, data: { ...patch, updatedAt: writing.now() } });
    },
  };
}
