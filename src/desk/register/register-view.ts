/** What the card and the details say of the register: side by side with the form, differences marked (A11). */
import type { Choice, FormRow, SenderLine } from '../../bot/views.ts';
import { FIELD_NAMES, type FieldName } from '../../excel/form.ts';
import type { Reads } from '../../store/unit-of-work.ts';
import { formatDay } from '../../texts/dates.ts';
import type { AccessState } from '../../workflow/case.ts';
import { localDay } from '../../workflow/deadlines.ts';
import type { CaseRecord } from '../case-record.ts';
import type { Desk } from '../desk.ts';
import { fieldTitle } from '../event-sentence.ts';
import { officeOf } from '../settings.ts';
import { findInRegister, type RegisterFinding } from './compare-register.ts';

/** While the office has the case in its hands, and checks it. */
const COMPARED: ReadonlySet<AccessState> = new Set(['received', 'awaiting-correction', 'verified']);

/** Null where there is nothing to compare: no list, no readable form, or the case has left the office. */
export async function registerFinding(
  desk: Desk,
  reads: Reads,
  { access, reading }: CaseRecord,
): Promise<RegisterFinding | null> {
  if (!COMPARED.has(access.state) || access.workbook === null || access.workbook.refusal !== null) {
    return null;
  }
  const today = localDay(desk.now().toISOString());
  return await findInRegister(reads, reading.fields, access.office, today);
}

/** Lines of the card: which fields differ, never what they hold. */
export function registerLines(desk: Desk, finding: RegisterFinding | null): SenderLine[] {
  const { register } = desk.texts;
  if (finding === null) {
    return [];
  }
  if (finding.kind === 'unknown') {
    return [{ outcome: 'failed', result: finding.byName ? register.unknownButNamed : register.unknown }];
  }
  const { expiredOn, otherOffice, differing, same } = finding;
  const titles = (fields: readonly FieldName[]) => fields.map((field) => fieldTitle(desk, field)).join(', ');
  const failed = [
    ...(expiredOn === null ? [] : [register.expired(formatDay(expiredOn))]),
    ...(otherOffice === null ? [] : [register.otherOffice(officeOf(desk.config, otherOffice).name)]),
    ...(differing.length === 0 ? [] : [register.differs(titles(differing.map(({ field }) => field)))]),
  ].map((result) => ({ outcome: 'failed', result }) as const);
  return same.length === 0 ? failed : [...failed, { outcome: 'passed', result: register.same(titles(same)) }];
}

/** The rows of the private dialog, with what the register says beside what differs. */
export function besideRegister(
  desk: Desk,
  rows: readonly FormRow[],
  finding: RegisterFinding | null,
): FormRow[] {
  const differing = new Map(
    (finding?.kind === 'found' ? finding.differing : []).map(({ field, register }) => [field, register]),
  );
  return rows.map((row, index) => {
    const field = FIELD_NAMES[index];
    const register = field === undefined ? undefined : differing.get(field);
    if (register === undefined) {
      return row;
    }
    const said = desk.texts.register.says(register);
    return { ...row, outcome: 'failed', remark: [row.remark, said].filter(Boolean).join(' ') };
  });
}

/** A12: exactly the fields that differ; all of them where nothing is known to. */
export function fieldsToUpdate(desk: Desk, record: CaseRecord, finding: RegisterFinding | null): Choice[] {
  const differing = finding?.kind === 'found' ? finding.differing : [];
  if (differing.length === 0) {
    return FIELD_NAMES.map((value) => ({ value, title: desk.texts.fields[value] }));
  }
  return differing.map(({ field, register }) => ({
    value: field,
    title: desk.texts.register.toUpdate(desk.texts.fields[field], record.reading.fields[field], register),
  }));
}
