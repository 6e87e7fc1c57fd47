import { childModule, createBoundedPool } from '../../bounded/bounded-pool.ts';
import { bytesForProof } from '../authenticity/needed-bytes.ts';
import { type ProveOptions, type SenderProof, unproven } from '../authenticity/sender-proof.ts';
import type { CutMail, CutOrder } from '../cut/cut-order.ts';
import { type RecognisedDocument, recogniseDocuments } from '../sorting/documents.ts';
import { withCarried, withoutCarried } from './carried-files.ts';
import type { ParseAnswers, ParseJob } from './parse-jobs.ts';
import {
  isRefused,
  type MailAttachment,
  type NestedMail,
  type ParsedMail,
  type ParseOutcome,
  type ParseRefusal,
} from './parsed-mail.ts';

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
   * died of it is replaced. Rejects where no child can be had: that says nothing about the mail.
   */
  parse(raw: Uint8Array): Promise<ParseOutcome>;
  /** A5, A9: recognises what it can among the attachments. A PDF that cannot be read stays unrecognised. */
  recogniseDocuments(attachments: readonly MailAttachment[]): Promise<readonly RecognisedDocument[]>;
  /**
   * What can be proven about who sent a raw mail; asks DNS as the options say. A mail on which the child dies or that
   * takes too long is `unverified` (`proof-not-possible`): trying again would change nothing.
   */
  prove(raw: Uint8Array, options: ProveOptions): Promise<SenderProof>;
  /**
   * Cuts what a mail returns or quotes of credentials. Refused like a mail that cannot be parsed: then `headersOnly`
   * gives what may be stored.
   */
  cut(raw: Uint8Array, order: CutOrder): Promise<CutMail | { readonly refused: ParseRefusal }>;
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

  async function ask<Type extends ParseJob['type']>(
    job: ParseJob & { readonly type: Type },
  ): Promise<{ readonly value: ParseAnswers[Type] } | { readonly refused: ParseRefusal }> {
    const first = await pool.run(job);
    // A child may also end of what earlier mails left in it: a fresh one gets the job once more.
    const again = 'failed' in first && (first.failed === 'memory' || first.failed === 'crash');
    const result = again ? await pool.run(job) : first;
    if ('done' in result) {
      return { value: result.done as ParseAnswers[Type] };
    }
    if (result.failed === 'unavailable') {
      // A mail must not be taken for unreadable because the desk is being stopped.
      throw new Error('Mails cannot be read now: the child process did not start, or is being closed.');
    }
    return { refused: REFUSALS[result.failed] };
  }

  async function read(raw: Uint8Array): Promise<ParseOutcome> {
    const answer = await ask({ type: 'mail', raw });
    return 'refused' in answer ? answer : restored(answer.value);
  }

  return {
    async parse(raw) {
      const light = withoutCarried(bufferOver(raw));
      if (light === null) {
        return read(raw);
      }
      const outcome = await read(light.raw);
      return isRefused(outcome) ? outcome : (withCarried(outcome, light.aside) ?? read(raw));
    },
    recogniseDocuments: (attachments) =>
      recogniseDocuments(attachments, {
        pdfPages: async (bytes) => {
          const answer = await ask({ type: 'pdf-pages', bytes });
          return 'refused' in answer ? null : answer.value;
        },
      }),
    async prove(raw, options) {
      const answer = await ask({ type: 'prove', raw: bytesForProof(raw), options });
      return 'refused' in answer ? unproven(['proof-not-possible']) : answer.value;
    },
    async cut(raw, order) {
      const answer = await ask({ type: 'cut', raw, order });
      return 'refused' in answer ? answer : { ...answer.value, raw: bufferOver(answer.value.raw) };
    },
    close: () => pool.close(),
  };
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
