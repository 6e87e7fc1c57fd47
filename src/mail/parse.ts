import { type BoundedPool, childModule, createBoundedPool } from '../bounded/bounded-pool.ts';
import { type RecognisedDocument, recogniseDocuments } from './documents.ts';
import type { ParseAnswers, ParseJob } from './parse-jobs.ts';
import type { MailAttachment, NestedMail, ParsedMail, ParseOutcome, ParseRefusal } from './parsed-mail.ts';
import { isRefused } from './parsed-mail.ts';

export interface MailParserOptions {
  /** Memory of the child, in megabytes. Default 400. */
  readonly memoryMb?: number;
  /** For one mail or one PDF, in milliseconds. Default 20,000. */
  readonly timeoutMs?: number;
  /** How many mails at once. Default 1. */
  readonly size?: number;
}

/** Mails and PDFs for the rest of the house: what comes from outside is parsed in a bounded child process only. */
export interface MailParser {
  /**
   * Reads a raw mail. One that is too big, too strange, too slow or too hungry is refused, as a value; the child that
   * died of it is replaced. Rejects only after close().
   */
  parse(raw: Uint8Array): Promise<ParseOutcome>;
  /** A5, A9: recognises what it can among the attachments. A PDF that cannot be read stays unrecognised. */
  recogniseDocuments(attachments: readonly MailAttachment[]): Promise<readonly RecognisedDocument[]>;
  close(): Promise<void>;
}

const REFUSALS: Readonly<Record<'timeout' | 'memory' | 'crash', ParseRefusal>> = {
  timeout: { code: 'timeout', message: 'Citirea mesajului a durat prea mult și a fost oprită.' },
  memory: { code: 'memory', message: 'Citirea mesajului a cerut prea multă memorie și a fost oprită.' },
  crash: { code: 'unreadable', message: 'Mesajul nu a putut fi citit.' },
};

/** Starts the child, so that the first mail finds it warm. */
export function openMailParser({
  memoryMb = 400,
  timeoutMs = 20_000,
  size = 1,
}: MailParserOptions = {}): MailParser {
  const pool = createBoundedPool({
    entry: childModule(import.meta.url, 'parse-child'),
    memoryMb,
    timeoutMs,
    size,
  });
  let closed = false;

  function refuseWhenClosed(): void {
    // A mail must not be taken for unreadable because the desk is being stopped.
    if (closed) {
      throw new Error('The mail parser is closed');
    }
  }

  return {
    async parse(raw) {
      const answer = await askTwice(pool, { type: 'mail', raw });
      refuseWhenClosed();
      return typeof answer === 'string' ? { refused: REFUSALS[answer] } : restored(answer);
    },
    async recogniseDocuments(attachments) {
      const documents = await recogniseDocuments(attachments, {
        pdfPages: async (bytes) => {
          const answer = await askTwice(pool, { type: 'pdf-pages', bytes });
          return typeof answer === 'string' ? null : answer;
        },
      });
      refuseWhenClosed();
      return documents;
    },
    close() {
      closed = true;
      return pool.close();
    },
  };
}

/** A child may end for reasons that are not this mail's: after a crash the job is given to the next one, once. */
async function askTwice<Type extends ParseJob['type']>(
  pool: BoundedPool,
  job: ParseJob & { readonly type: Type },
): Promise<ParseAnswers[Type] | 'timeout' | 'memory' | 'crash'> {
  const first = await pool.run(job);
  const result = 'failed' in first && first.failed === 'crash' ? await pool.run(job) : first;
  return 'done' in result ? (result.done as ParseAnswers[Type]) : result.failed;
}

/** Buffers come out of the child as plain Uint8Arrays: they are made Buffers again, without copying. */
function restored(outcome: ParseOutcome): ParseOutcome {
  return isRefused(outcome) ? outcome : restoredMail(outcome);
}

function restoredMail(mail: ParsedMail): ParsedMail {
  return {
    ...mail,
    attachments: mail.attachments.map(
      (attachment): MailAttachment => ({ ...attachment, bytes: bufferOver(attachment.bytes) }),
    ),
    nested: mail.nested.map(
      (nested): NestedMail => ({
        ...nested,
        raw: bufferOver(nested.raw),
        mail: restoredMail(nested.mail),
      }),
    ),
  };
}

function bufferOver(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
