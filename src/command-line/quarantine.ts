/**
 * `acces quarantine list | show ID [--raw OUT.eml] | retry ID`: mails that the desk could not read. Works beside a running
 * desk, which takes up what is to be read again within half a minute; else it is read at the next start.
 */
import { writeFileSync } from 'node:fs';
import { listQuarantine, retryQuarantined, showQuarantined } from '../desk/quarantine.ts';
import type { Store } from '../store/open.ts';
import { type DataSettings, withData } from './open-data.ts';

export type QuarantineCommand =
  | { readonly verb: 'list' }
  | { readonly verb: 'show'; readonly id: string; readonly rawTo: string | null }
  | { readonly verb: 'retry'; readonly id: string };

/** What to print, and whether the mail was there. */
export interface QuarantineAnswer {
  readonly printed: unknown;
  readonly found: boolean;
}

const NOT_THERE = {
  refused: { code: 'not-in-quarantine', message: 'Niciun mail cu acest id nu este în carantină.' },
};

/** Throws NoDatabase where the settings lead to no database. */
export async function quarantine(
  config: DataSettings,
  command: QuarantineCommand,
): Promise<QuarantineAnswer> {
  return await withData(config, (store) => carryOut(store, command));
}

async function carryOut(store: Store, command: QuarantineCommand): Promise<QuarantineAnswer> {
  switch (command.verb) {
    case 'list':
      return { printed: await listQuarantine(store), found: true };
    case 'show': {
      const shown = await showQuarantined(store, command.id);
      if (shown === null) {
        return { printed: NOT_THERE, found: false };
      }
      if (command.rawTo !== null) {
        writeFileSync(command.rawTo, shown.raw, { mode: 0o600 });
      }
      return { printed: { ...shown.about, written: command.rawTo }, found: true };
    }
    case 'retry': {
      const found = await retryQuarantined(store, command.id);
      return { printed: found ? { again: command.id } : NOT_THERE, found };
    }
  }
}
