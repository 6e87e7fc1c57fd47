/** `acces register import FILE.xlsx [--dry-run]`: the agency's list of authorised persons (A11). Works beside a running desk. */
import { readFileSync } from 'node:fs';
import { importRegister, REGISTER_COLUMNS } from '../desk/register/import-register.ts';
import type { DeskSettings } from '../desk/settings.ts';
import { readTable } from '../excel/read-table.ts';
import { type DataSettings, withData } from './open-data.ts';

export interface RegisterCommand {
  readonly file: string;
  readonly dryRun: boolean;
}

/** What to print, and whether it was done. */
export interface RegisterAnswer {
  readonly printed: unknown;
  readonly done: boolean;
}

const NOTHING = 'Nu s-a scris nimic; lista de dinainte rămâne.';

/** Throws NoDatabase where the settings lead to no database. */
export async function importRegisterFile(
  config: DataSettings & DeskSettings,
  { file, dryRun }: RegisterCommand,
): Promise<RegisterAnswer> {
  const table = await readTable(readFileSync(file), REGISTER_COLUMNS);
  if (!table.ok) {
    const message =
      table.code === 'unreadable'
        ? `Fișierul nu este un .xlsx care să poată fi citit. ${NOTHING}`
        : `Nu s-a găsit rândul cu numele coloanelor; lipsesc: ${table.missing.join(', ')}. ${NOTHING}`;
    return { printed: { refused: { code: table.code, message } }, done: false };
  }
  const outcome = await withData(config, (store) =>
    importRegister(store, config.offices, table.rows, dryRun),
  );
  const isEmpty = table.rows.length === 0;
  const wrong = isEmpty ? 'Tabelul nu are niciun rând.' : 'Îndreptați rândurile de mai jos.';
  const failed = isEmpty || outcome.problems.length > 0;
  return {
    printed: {
      rows: table.rows.length,
      ...outcome,
      ...(dryRun ? { dryRun } : {}),
      ...(failed ? { message: `${wrong} ${NOTHING}` } : {}),
    },
    done: !failed,
  };
}
