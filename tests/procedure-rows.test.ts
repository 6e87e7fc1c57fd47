/** Every row of the procedure is findable, and its table in the docs is current. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { filesNaming, PROCEDURE_FILE, procedureTable } from '../scripts/procedure-rows.ts';
import { ACCESS_ROWS, PROBLEM_ROWS, RECOVERY_ROWS } from '../src/workflow/procedure.ts';

describe('the rows of the procedure', () => {
  it.each([...ACCESS_ROWS, ...RECOVERY_ROWS, ...PROBLEM_ROWS])(
    '%s is named in the code and in a test',
    (row) => {
      expect(filesNaming(row, 'src')).not.toEqual([]);
      expect(filesNaming(row, 'tests')).not.toEqual([]);
    },
  );

  it('docs/procedure.md is what scripts/procedure-rows.ts writes', () => {
    expect(readFileSync(PROCEDURE_FILE, 'utf8')).toBe(procedureTable());
  });
});
