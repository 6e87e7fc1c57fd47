import { isWorkbookType } from '../reading/media-type.ts';
import { isRefused, type NestedMail, type ParsedMail } from '../reading/parsed-mail.ts';
import { readMime } from '../reading/read-mime.ts';
import { isBounce } from '../sorting/bounce.ts';
import { cutMessage } from './cut-message.ts';
import { cutMark } from './cut-notice.ts';
import type { CutMail, CutOrder } from './cut-order.ts';
import { type CutWork, cutWork, headOf, isListed, isNullSender, isOurLetter, isOurMail } from './cut-view.ts';
import { newlineOf } from './header-block.ts';
import { headersOnly } from './headers-only.ts';

/**
 * Cuts out of a mail what it returns or quotes of letters that carried credentials, before it is stored. The parts that
 * stay keep their bytes, a bounce its report, an answer its threading headers. The result is read again: where something
 * is left that should not be, and where nobody can take the mail apart, only its headers stay. Linear in the mail. Only
 * for the bounded child.
 */
export async function cutCredentials(raw: Buffer, order: CutOrder): Promise<CutMail> {
  const work = cutWork(order);
  const rest = isOurLetter(headOf(raw), work)
    ? null
    : await cutMessage(raw, { depth: 0, unseen: false, boundaries: [] }, work);
  if (rest === null) {
    return strict(raw, order);
  }
  const cut = rest === raw ? [] : [...work.cut];
  const result = cut.length === 0 ? rest : Buffer.concat([cutMark(cut, newlineOf(rest)).bytes, rest]);
  const good =
    (await isClean(result, work)) && (cut.length === 0 || (await showsNoNewWorkbook(raw, result, work)));
  return good ? { raw: result, cut } : strict(raw, order);
}

/**
 * A damaged mail may hold a workbook that the parser does not recognise, and does once the damage is cut out: nobody has looked
 * whether it carries a password.
 */
async function showsNoNewWorkbook(raw: Buffer, result: Buffer, work: CutWork): Promise<boolean> {
  const before = new Set(workbooksIn(await readMime(raw)));
  return workbooksIn(await readMime(result)).every((sha256) => before.has(sha256) || work.clean.has(sha256));
}

function workbooksIn(mail: Awaited<ReturnType<typeof readMime>>): string[] {
  if (isRefused(mail)) {
    return [];
  }
  const own = mail.attachments.filter(({ mediaType, name }) => isWorkbookType(mediaType, name));
  return [...own.map(({ sha256 }) => sha256), ...mail.nested.flatMap((nested) => workbooksIn(nested.mail))];
}

function strict(raw: Buffer, order: CutOrder): CutMail {
  return { raw: headersOnly(raw, order.letters), cut: ['all-but-headers'] };
}

/** What the parser sees in the result: no letter of ours but its headers, nothing in a returned mail, no listed workbook. */
async function isClean(raw: Buffer, work: CutWork): Promise<boolean> {
  const mail = await readMime(raw);
  return !isRefused(mail) && isCleanMail(mail, work);
}

function isCleanMail(mail: ParsedMail, work: CutWork): boolean {
  const listed = mail.attachments.some(({ sha256 }) => isListed(sha256, work));
  const returning = isBounce(mail) || isNullSender(mail) || mail.contentType === 'multipart/report';
  return !listed && mail.nested.every((nested) => isCleanNested(nested, returning, work));
}

function isCleanNested({ mail }: NestedMail, returning: boolean, work: CutWork): boolean {
  const empty = mail.text.trim() === '' && mail.attachments.length === 0 && mail.nested.length === 0;
  return empty || (!returning && !isOurMail(mail, work) && isCleanMail(mail, work));
}
