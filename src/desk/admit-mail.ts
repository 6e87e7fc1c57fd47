/**
 * What happens to a mail before it is stored: it is read, and what it quotes of a letter with credentials is cut out of
 * it (product.md, Secrets). Only then may its sender hear that it was accepted.
 */

import type { FormReading } from '../excel/form.ts';
import { type CutWorkbook, cutOrderFor, messageIdsNear, namedMessageIds } from '../mail/cut/cut-order.ts';
import { headersOnly } from '../mail/cut/headers-only.ts';
import { isWorkbookType } from '../mail/reading/media-type.ts';
import type { MailAttachment, ParsedMail, ParseOutcome } from '../mail/reading/parsed-mail.ts';
import { isRefused } from '../mail/reading/parsed-mail.ts';
import type { Classification } from '../mail/sorting/classification.ts';
import { classify, isPersons } from '../mail/sorting/classify.ts';
import type { OpenedSent } from '../store/mails.ts';
import { isCredentialsLetter } from '../workflow/access-facts.ts';
import type { Letter } from '../workflow/case.ts';
import { localDay } from '../workflow/deadlines.ts';
import { classifyContext } from './address-book.ts';
import type { Desk } from './desk.ts';
import type { Envelope, KeptProofs } from './envelope.ts';
import type { KnownForms } from './prepare-mail.ts';
import { proveMail } from './prove-mail.ts';

/** A mail as it may be stored, with what was read of it. */
export interface AdmittedMail {
  readonly raw: Buffer;
  readonly read: ParseOutcome;
  /** Codes of what was cut; empty for the usual mail. */
  readonly cut: readonly string[];
  /** What was read of its workbooks. */
  readonly forms: KnownForms;
  /** What it was taken for; null where it could not be read or was cut. */
  readonly classification: Classification | null;
  /** Made on the bytes as they came, where they were cut: no signature fits the rest. */
  readonly proofs: KeptProofs | null;
}

/** Reads and, where needed, cuts a mail. Rejects where no child can be had: then its sender must try again. */
export async function admitMail(desk: Desk, raw: Buffer, envelope: Envelope): Promise<AdmittedMail> {
  const read = await desk.parser.parse(raw);
  const asItCame: AdmittedMail = { raw, read, cut: [], forms: new Map(), classification: null, proofs: null };
  if (isRefused(read)) {
    // Nobody can tell what is in it: of one that may return our letter only the headers are kept.
    const letters = await credentialsAmong(desk, messageIdsNear(raw));
    return letters.length === 0 ? asItCame : await strictlyCut(desk, raw, letters, null);
  }
  // The workbooks are read in their own process meanwhile.
  const [workbooks, context, letters] = await Promise.all([
    readWorkbooks(desk, read),
    classifyContext(desk, envelope),
    credentialsAmong(desk, namedMessageIds(read)),
  ]);
  const classification = classify(read, context);
  const named = new Set(letters.map(({ messageId }) => messageId));
  const order = cutOrderFor(read, classification, {
    isCredentialsLetter: (messageId) => named.has(messageId),
    caseHadCredentials: letters.length > 0 || (await hadCredentials(desk, classification)),
    ourAddresses: [desk.config.deskAddress.toLowerCase()],
  });
  const toClean = await workbooksToClean(desk, workbooks, order !== null);
  if (order === null && toClean.length === 0) {
    return {
      ...asItCame,
      forms: new Map(workbooks.map(({ sha256, form }) => [sha256, form])),
      classification,
    };
  }
  const proofs = isPersons(classification) ? await proveMail(desk, raw, classification, envelope) : null;
  const usual = { letters: [], quotedText: false, ourAddresses: [] };
  const outcome = await desk.parser.cut(raw, { ...(order ?? usual), workbooks: toClean });
  if ('refused' in outcome) {
    return await strictlyCut(desk, raw, letters, proofs);
  }
  return outcome.cut.length === 0 ? asItCame : await readAgain(desk, outcome.raw, outcome.cut, proofs);
}

/** What is left where nobody can tell what else is in it: its headers, and which of our letters it names. */
async function strictlyCut(
  desk: Desk,
  raw: Buffer,
  letters: readonly OpenedSent[],
  proofs: KeptProofs | null,
): Promise<AdmittedMail> {
  const names = letters.map(({ messageId }) => messageId);
  return await readAgain(desk, headersOnly(raw, names), ['all-but-headers'], proofs);
}

async function readAgain(
  desk: Desk,
  raw: Buffer,
  cut: readonly string[],
  proofs: KeptProofs | null,
): Promise<AdmittedMail> {
  return { raw, read: await desk.parser.parse(raw), cut, forms: new Map(), classification: null, proofs };
}

/** The letters with credentials among these Message-IDs. */
async function credentialsAmong(desk: Desk, messageIds: readonly string[]): Promise<OpenedSent[]> {
  const sent = await desk.store.sentByMessageIds(messageIds);
  return sent.filter(({ letter }) => isCredentialsLetter(letter as Letter));
}

/** Whether a case that the mail answers, or whose number it names, ever had credentials mailed. */
async function hadCredentials(
  desk: Desk,
  { answers, caseNumbers }: { readonly answers: readonly string[]; readonly caseNumbers: readonly string[] },
): Promise<boolean> {
  const answered = await desk.store.sentByMessageIds(answers);
  const numbered = await Promise.all(caseNumbers.map((number) => desk.store.caseByNumber(number)));
  const caseIds = new Set([
    ...answered.map(({ caseId }) => caseId),
    ...numbered.flatMap((row) => row?.id ?? []),
  ]);
  for (const caseId of caseIds) {
    const sent = await desk.store.sentOf(caseId);
    if (sent.some(({ letter }) => isCredentialsLetter(letter as Letter))) {
      return true;
    }
  }
  return false;
}

interface ReadWorkbook {
  readonly sha256: string;
  readonly bytes: Buffer;
  readonly form: FormReading;
}

/** The attached workbooks with what is read of them, those of attached mails too. */
async function readWorkbooks(desk: Desk, mail: ParsedMail): Promise<ReadWorkbook[]> {
  const today = localDay(desk.now().toISOString());
  const attached = attachmentsOf(mail).filter(({ mediaType, name }) => isWorkbookType(mediaType, name));
  return await Promise.all(
    attached.map(async ({ sha256, bytes, name }) => {
      return { sha256, bytes, form: await desk.excel.readForm(bytes, name, today) };
    }),
  );
}

/**
 * Which workbooks carry a password, with what takes their place. In a mail that has to do with credentials (`strict`) a
 * workbook that nobody can read goes out as well.
 */
async function workbooksToClean(
  desk: Desk,
  workbooks: readonly ReadWorkbook[],
  strict: boolean,
): Promise<CutWorkbook[]> {
  const toClean: CutWorkbook[] = [];
  for (const { sha256, bytes, form } of workbooks) {
    if (form.ok && !form.warnings.some(({ code }) => code === 'credentials-present')) {
      continue;
    }
    const cleaned = await desk.excel.cleanPassword(bytes);
    if (cleaned.carries === 'password') {
      toClean.push({ sha256, clean: cleaned.bytes });
    } else if (cleaned.carries === 'unknown' && strict) {
      toClean.push({ sha256, clean: null });
    }
  }
  return toClean;
}

/** Files from this size on are worth being written while the raw mail is. */
const LARGE = 262_144;

/**
 * Writes the large files of a mail ahead of the case that will name them: the disk then has both at once. Whoever keeps
 * them later finds them there; files that nobody names are swept away.
 */
export async function writeAhead(desk: Desk, read: ParseOutcome): Promise<void> {
  const files = isRefused(read) ? [] : attachmentsOf(read).filter(({ bytes }) => bytes.length >= LARGE);
  await Promise.all(files.map(({ bytes }) => desk.store.documents.put(bytes)));
}

function attachmentsOf(mail: ParsedMail): MailAttachment[] {
  return [...mail.attachments, ...mail.nested.flatMap((nested) => attachmentsOf(nested.mail))];
}
