import { childModule, createBoundedPool, type JobResult } from '../bounded/bounded-pool.ts';
import type { CleanedWorkbook } from './clean-password.ts';
import type { ExcelAnswers, ExcelJob } from './excel-jobs.ts';
import type { CredentialValues, FillResult, FormReading } from './form.ts';
import { refusal } from './refusal.ts';

export interface ExcelOptions {
  /** Memory of the child, in megabytes. */
  readonly memoryMb?: number;
  /** For one file; a form takes some 50. */
  readonly timeoutMs?: number;
  /** How many files at once. */
  readonly size?: number;
}

/**
 * Excel for the rest of the house: the bytes that people send are parsed in a bounded child process only.
 * Every method rejects when no child can be started or after close(): that says nothing about the file, so it must
 * be asked again later.
 */
export interface Excel {
  /**
   * Reads and checks a form (A10, A11). A file that takes too long or too much memory, or ends its child, is refused
   * as too-complex.
   * @param today `yyyy-mm-dd`, Europe/Bucharest.
   */
  readForm(bytes: Uint8Array, fileName: string, today: string): Promise<FormReading>;
  /** Fills the four cells (A20); without a password makes the copy of A22. */
  fillForm(bytes: Uint8Array, values: CredentialValues): Promise<FillResult>;
  /**
   * The workbook without a password that it carries from an earlier issue, for what applicants send back. One that
   * ends its child or takes too long is `unknown`.
   */
  cleanPassword(bytes: Uint8Array): Promise<CleanedWorkbook>;
  /** Where a secret is found; empty means proven clean. A search that could not end is a trace: it fails closed. */
  findTraces(bytes: Uint8Array, secret: string): Promise<readonly string[]>;
  /** Whether a password occurs in the applicant's own file by chance; ask before issuing. */
  occursIn(original: Uint8Array, password: string): Promise<boolean>;
  close(): Promise<void>;
}

const FILL_FAILED =
  'Fișierul nu a putut fi completat și nimic nu a fost trimis. Cereți solicitantului să salveze formularul din nou ca .xlsx.';

/** Starts the child, so that the first file finds it warm. */
export function openExcel({ memoryMb = 400, timeoutMs = 3_000, size = 1 }: ExcelOptions = {}): Excel {
  const pool = createBoundedPool({
    entry: childModule(import.meta.url, 'excel-child'),
    memoryMb,
    timeoutMs,
    size,
  });
  async function ask<Type extends ExcelJob['type']>(
    job: ExcelJob & { readonly type: Type },
  ): Promise<ExcelAnswers[Type] | null> {
    const result: JobResult = await pool.run(job);
    if ('failed' in result && result.failed === 'unavailable') {
      throw new Error('Excel files cannot be read now: the child process did not start, or is being closed.');
    }
    return 'done' in result ? (result.done as ExcelAnswers[Type]) : null;
  }
  async function findTraces(bytes: Uint8Array, secret: string): Promise<readonly string[]> {
    return (await ask({ type: 'find-traces', bytes, secret })) ?? ['container: unreadable'];
  }
  return {
    async readForm(bytes, fileName, today) {
      return (await ask({ type: 'read', bytes, fileName, today })) ?? refusal('too-complex');
    },
    async fillForm(bytes, values) {
      const filled = await ask({ type: 'fill', bytes, values });
      return filled ?? { ok: false, code: 'fill-failed', message: FILL_FAILED };
    },
    cleanPassword: async (bytes) => (await ask({ type: 'clean-password', bytes })) ?? { carries: 'unknown' },
    findTraces,
    occursIn: async (original, password) => (await findTraces(original, password)).length > 0,
    close: () => pool.close(),
  };
}
