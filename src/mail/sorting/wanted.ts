import { fold } from '../reading/fold.ts';
import type { ClassificationReason, MailKind, RequestMail } from './classification.ts';
import { recogniseByName } from './documents.ts';
import { asksForAccess, asksForPassword, namesAccess, tellsProblem } from './intents.ts';
import { hasAutoReplySubject, isMachineAddress } from './noise.ts';
import { isRequestSubject } from './subjects.ts';

/** What somebody wants stands at the beginning. */
const READ_OF_TEXT = 10_000;

/** A kind with the codes that say why. */
export interface Verdict {
  readonly kind: MailKind;
  /** For an answer: what it is if what it answers is not ours. */
  readonly otherwise?: MailKind;
  readonly reasons: readonly ClassificationReason[];
}

/** What the people in a mail want: the first request that is clear decides. */
export function wantedIn(requests: readonly RequestMail[]): Verdict {
  const verdicts = requests.map(wantedBy);
  const clear = verdicts.find(({ kind }) => kind !== 'other') ?? verdicts[0];
  return clear ?? { kind: 'other', reasons: ['unclear'] };
}

/** What one request asks for, by its own words and files: of several in one mail each may ask for something else. */
export function wantedBy(request: RequestMail): Verdict {
  const subject = fold(request.subject);
  const text = fold(request.text.slice(0, READ_OF_TEXT));
  const documents = documentReason(request);
  if (documents === null && isForwardedMachine(request)) {
    return { kind: 'other', reasons: ['forwarded-automatic'] };
  }
  if (asksForPassword(subject)) {
    return { kind: 'recovery', reasons: ['subject'] };
  }
  if (documents === 'workbook-attached') {
    const named = isRequestSubject(request.subject);
    return { kind: 'access-request', reasons: named ? ['subject', documents] : [documents] };
  }
  if (asksForPassword(text)) {
    return { kind: 'recovery', reasons: ['text'] };
  }
  if (isRequestSubject(request.subject)) {
    return { kind: 'access-request', reasons: documents === null ? ['subject'] : ['subject', documents] };
  }
  if (documents !== null) {
    return { kind: 'access-request', reasons: [documents] };
  }
  if (tellsProblem(subject)) {
    return { kind: 'problem', reasons: ['subject'] };
  }
  if (asksForAccess(subject)) {
    return { kind: 'access-request', reasons: ['subject'] };
  }
  if (asksForAccess(text)) {
    return { kind: 'access-request', reasons: ['text'] };
  }
  if (tellsProblem(text)) {
    return { kind: 'problem', reasons: ['text'] };
  }
  return namesAccess(subject)
    ? { kind: 'access-request', reasons: ['subject'] }
    : { kind: 'other', reasons: ['unclear'] };
}

/** What a colleague forwards to us of a machine: a bounce, an out-of-office. Nobody asks for anything in it. */
export function isForwardedMachine(request: RequestMail): boolean {
  const { route, sender, subject } = request;
  const forwarded = route !== 'direct' && route !== 'redirected';
  return forwarded && (hasAutoReplySubject(subject) || (sender !== null && isMachineAddress(sender.address)));
}

/** A9: a workbook, or scans whose names say what they are. One certificate alone says too little. */
export function documentReason(request: RequestMail): 'workbook-attached' | 'documents-attached' | null {
  const documents = recogniseByName(request.attachments);
  const kinds = new Set(documents.flatMap((document) => document.kinds));
  if (kinds.has('workbook') || documents.some((document) => document.damagedWorkbook)) {
    return 'workbook-attached';
  }
  return kinds.has('application') || kinds.size > 1 ? 'documents-attached' : null;
}
