import type { ProveOptions, SenderProof } from '../authenticity/sender-proof.ts';
import type { CutMail, CutOrder } from '../cut/cut-order.ts';
import type { ParseOutcome } from './parsed-mail.ts';

/** What the room asks of its child. */
export type ParseJob =
  | { readonly type: 'mail'; readonly raw: Uint8Array }
  | { readonly type: 'pdf-pages'; readonly bytes: Uint8Array }
  | { readonly type: 'prove'; readonly raw: Uint8Array; readonly options: ProveOptions }
  | { readonly type: 'cut'; readonly raw: Uint8Array; readonly order: CutOrder };

/** The value that the child answers a job with. Buffers arrive as plain Uint8Arrays. */
export interface ParseAnswers {
  readonly mail: ParseOutcome;
  readonly 'pdf-pages': readonly string[] | null;
  readonly prove: SenderProof;
  readonly cut: CutMail;
}
