import type { CleanedWorkbook } from './clean-password.ts';
import type { CredentialValues, FillResult, FormReading } from './form.ts';

/** What the room asks of its child. A password travels here and nowhere else. */
export type ExcelJob =
  | { readonly type: 'read'; readonly bytes: Uint8Array; readonly fileName: string; readonly today: string }
  | { readonly type: 'fill'; readonly bytes: Uint8Array; readonly values: CredentialValues }
  | { readonly type: 'clean-password'; readonly bytes: Uint8Array }
  | { readonly type: 'find-traces'; readonly bytes: Uint8Array; readonly secret: string };

/** The value that the child answers a job with. */
export interface ExcelAnswers {
  readonly read: FormReading;
  readonly fill: FillResult;
  readonly 'clean-password': CleanedWorkbook;
  readonly 'find-traces': readonly string[];
}
