/**
 * `acces accounts import FILE.xlsx [--dry-run] | suspend USER | activate USER`: accounts that were issued before the desk was,
 * and whether one may be used (R3). Works beside a running desk.
 */
import { readFileSync } from 'node:fs';
import { logDeskChange } from '../desk/desk-log.ts';
import { ACCOUNT_COLUMNS, importAccounts } from '../desk/import-accounts.ts';
import type { DeskSettings } from '../desk/settings.ts';
import { readTable } from '../excel/read-table.ts';
import type { Store } from '../store/open.ts';
import { type DataSettings, withData } from './open-data.ts';

export type AccountsCommand =
  | { readonly verb: 'import'; readonly file: string; readonly dryRun: boolean }
  | { readonly verb: 'suspend' | 'activate'; readonly user: string };

/** What to print, and whether it was done. */
export interface AccountsAnswer {
  readonly printed: unknown;
  readonly done: boolean;
}

const NOTHING = 'Nu s-a scris nimic.';

/** Throws NoDatabase where the settings lead to no database. */
export async function accounts(
  config: DataSettings & DeskSettings,
  command: AccountsCommand,
): Promise<AccountsAnswer> {
  if (command.verb !== 'import') {
    const { verb, user } = command;
    return await withData(config, (store) => changeState(store, user, verb));
  }
  const table = await readTable(readFileSync(command.file), ACCOUNT_COLUMNS);
  if (!table.ok) {
    const message =
      table.code === 'unreadable'
        ? `Fișierul nu este un .xlsx care să poată fi citit. ${NOTHING}`
        : `Nu s-a găsit rândul cu numele coloanelor; lipsesc: ${table.missing.join(', ')}. ${NOTHING}`;
    return { printed: { refused: { code: table.code, message } }, done: false };
  }
  const { dryRun } = command;
  const outcome = await withData(config, (store) =>
    importAccounts(store, config.offices, table.rows, dryRun),
  );
  const said = outcome.problems.length > 0 ? { message: `Îndreptați rândurile de mai jos. ${NOTHING}` } : {};
  return {
    printed: { rows: table.rows.length, ...outcome, ...(dryRun ? { dryRun } : {}), ...said },
    done: outcome.problems.length === 0,
  };
}

async function changeState(
  store: Store,
  user: string,
  verb: 'suspend' | 'activate',
): Promise<AccountsAnswer> {
  const account = await store.accountByUser(user);
  if (!account) {
    const message = `Nu există contul «${user}». ${NOTHING}`;
    return { printed: { refused: { code: 'no-such-account', message } }, done: false };
  }
  const state = verb === 'suspend' ? 'suspended' : 'active';
  if (account.state === 'pending') {
    const message = `Contul «${account.user}» tocmai se emite: încercați după ce a plecat mailul. ${NOTHING}`;
    return { printed: { refused: { code: 'being-issued', message } }, done: false };
  }
  if (account.state !== state) {
    await store.transact(null, async (uow) => {
      await uow.changeAccount(account.id, { state });
      const type = verb === 'suspend' ? 'account-suspended' : 'account-activated';
      await logDeskChange(uow, null, { type, account: account.id });
    });
  }
  return { printed: { user: account.user, office: account.office, state }, done: true };
}
