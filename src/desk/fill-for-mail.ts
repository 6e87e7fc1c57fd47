/** Workbooks filled in memory for one mail alone (A20, R4). */
import type { CredentialValues } from '../excel/form.ts';
import type { OutgoingAttachment } from '../mail/wire/send.ts';
import { PermanentFailure } from '../store/effect-runner.ts';
import type { Desk } from './desk.ts';
import { WORKBOOK_TYPES } from './workbook-types.ts';

export interface FilledWorkbook {
  readonly attachment: OutgoingAttachment;
  /** The letter must say that it is not the applicant's own file. */
  readonly converted: boolean;
}

/** Throws PermanentFailure where the workbook cannot be filled. */
export async function fillForMail(
  desk: Desk,
  original: { readonly name: string; readonly bytes: Uint8Array },
  values: CredentialValues,
): Promise<FilledWorkbook> {
  const filled = await desk.excel.fillForm(original.bytes, values);
  if (!filled.ok) {
    throw new PermanentFailure(`workbook-${filled.code}`);
  }
  return {
    attachment: {
      name: original.name.replace(/\.[^.]*$/, `.${filled.extension}`),
      mediaType: WORKBOOK_TYPES[filled.extension],
      bytes: Buffer.from(filled.bytes),
    },
    converted: filled.note === 'converted',
  };
}
