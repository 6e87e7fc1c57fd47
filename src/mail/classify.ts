import type { Classification, Classify, ClassifyContext, MailKind, RequestMail } from './classification.ts';
import { recogniseByName } from './documents.ts';
import { fold } from './fold.ts';
import { asksForAccess, asksForPassword, namesAccess, tellsProblem } from './intents.ts';
import {
  bounceReport,
  headerValues,
  isAutomatic,
  isAutoReply,
  isBounce,
  isFlaggedSpam,
  isListMail,
  isMachineAddress,
  isPermanent,
} from './noise.ts';
import { officeOf } from './office.ts';
import type { ParsedMail } from './parsed-mail.ts';
import { type FoundRequests, requestsIn, soleSender, threadOf } from './requests.ts';
import { isAnswer, isRequestSubject } from './subjects.ts';

/** What somebody wants stands at the beginning. */
const READ_OF_TEXT = 10_000;

/** A kind with the codes that say why. */
interface Verdict {
  readonly kind: MailKind;
  readonly otherwise?: MailKind;
  readonly reasons: readonly string[];
}

/**
 * What a mail is taken for. A mail server's report comes first, then what a machine wrote, then answers to us, then what
 * a person wants: an unusual subject alone never makes a request something else.
 */
export const classify: Classify = (mail, context) => {
  const found = requestsIn(mail, context);
  const caseNumbers = caseNumbersIn(mail, found, context);
  const answers = answersOf(mail, found);
  const verdict = judge(mail, found, caseNumbers, answers, context);
  return {
    kind: verdict.kind,
    otherwise: verdict.otherwise ?? verdict.kind,
    answerable: isAnswerable(mail, found, verdict.kind, context),
    reasons: [...verdict.reasons, ...found.reasons],
    requests: found.requests,
    office: officeOf(mail, found.requests, context),
    caseNumbers,
    answers,
    bounce: verdict.kind === 'bounce' ? bounceOf(mail) : null,
  };
};

function judge(
  mail: ParsedMail,
  found: FoundRequests,
  caseNumbers: readonly string[],
  answers: readonly string[],
  context: ClassifyContext,
): Verdict {
  if (isBounce(mail)) {
    return { kind: 'bounce', reasons: ['delivery-report'] };
  }
  const machine = machineReason(mail, found, context);
  if (machine !== null) {
    return { kind: 'automatic', reasons: [machine] };
  }
  if (isFlaggedSpam(mail)) {
    return { kind: 'other', reasons: ['spam-flag'] };
  }
  if (soleSender(mail)?.address === context.dcgAddress && (answers.length > 0 || caseNumbers.length > 0)) {
    return { kind: 'dcg-answer', reasons: ['from-dcg'] };
  }
  const wanted = wantedIn(found.requests);
  const why = replyReason(mail, found, caseNumbers, wanted);
  return why === null ? wanted : { kind: 'reply', otherwise: wanted.kind, reasons: [why, ...wanted.reasons] };
}

/** Why this is a machine's mail, or null. Weak signs do not outweigh attached documents: scanners have them too. */
function machineReason(mail: ParsedMail, found: FoundRequests, context: ClassifyContext): string | null {
  if (mail.from.some(({ address }) => address === context.deskAddress)) {
    return 'own-mail';
  }
  if (isAutoReply(mail)) {
    return mail.reportType === 'disposition-notification' ? 'read-receipt' : 'auto-reply';
  }
  if (isListMail(mail) && !isOwnList(mail, context)) {
    return 'mailing-list';
  }
  const documents = found.requests.some((request) => documentReason(request) !== null);
  if (documents) {
    return null;
  }
  if (mail.calendar) {
    return 'calendar';
  }
  const passedOn = headerValues(mail, 'auto-submitted').some((value) => /^\s*auto-forwarded/i.test(value));
  return isAutomatic(mail) && !passedOn && !isOwnList(mail, context) ? 'machine' : null;
}

/** An office's mailbox may itself be a list or a group: what people write to it comes with a List-Id. */
function isOwnList(mail: ParsedMail, context: ClassifyContext): boolean {
  const mailboxes = [context.deskAddress, context.diAddress, ...context.officeByMailbox.keys()];
  const named = [...headerValues(mail, 'list-id'), ...headerValues(mail, 'list-post')].map((value) =>
    value.toLowerCase(),
  );
  return named.some((value) =>
    mailboxes.some(
      (mailbox) => value.includes(`<${mailbox.replace('@', '.')}>`) || value.includes(`mailto:${mailbox}>`),
    ),
  );
}

/** Why this answers us, as far as the mail can tell, or null. The desk looks up whether what it answers is ours. */
function replyReason(
  mail: ParsedMail,
  found: FoundRequests,
  caseNumbers: readonly string[],
  wanted: Verdict,
): string | null {
  if (caseNumbers.length > 0) {
    return 'case-number';
  }
  const [request] = found.requests;
  // A forwarding program names the mail that it forwards as the one answered: that tells nothing.
  const thread = request.route === 'forwarded-inline' ? [] : request.references;
  if (thread.length === 0) {
    return null;
  }
  // Somebody took an old mail to write a new one: the subject is new.
  const fresh = !isAnswer(request.subject) && !isAnswer(mail.subject);
  return fresh && wanted.kind === 'recovery' ? null : 'answers';
}

/** What the people in a mail want: the first request that is clear decides. */
function wantedIn(requests: readonly RequestMail[]): Verdict {
  const verdicts = requests.map(wantedBy);
  return verdicts.find(({ kind }) => kind !== 'other') ?? { kind: 'other', reasons: ['unclear'] };
}

function wantedBy(request: RequestMail): Verdict {
  const subject = fold(request.subject);
  const text = fold(request.text.slice(0, READ_OF_TEXT));
  const documents = documentReason(request);
  if (asksForPassword(subject)) {
    return { kind: 'recovery', reasons: ['subject'] };
  }
  if (documents === 'workbook-attached') {
    const named = isRequestSubject(request.subject) ? ['subject'] : [];
    return { kind: 'access-request', reasons: [...named, documents] };
  }
  if (asksForPassword(text)) {
    return { kind: 'recovery', reasons: ['text'] };
  }
  if (isRequestSubject(request.subject)) {
    return { kind: 'access-request', reasons: ['subject', ...(documents === null ? [] : [documents])] };
  }
  if (documents !== null) {
    return { kind: 'access-request', reasons: [documents] };
  }
  if (tellsProblem(subject)) {
    return { kind: 'problem', reasons: ['subject'] };
  }
  if (asksForAccess(subject) || asksForAccess(text)) {
    return { kind: 'access-request', reasons: ['text'] };
  }
  if (tellsProblem(text)) {
    return { kind: 'problem', reasons: ['text'] };
  }
  return namesAccess(subject)
    ? { kind: 'access-request', reasons: ['subject'] }
    : { kind: 'other', reasons: [] };
}

/** A9: a workbook, or scans whose names say what they are. One certificate alone says too little. */
function documentReason(request: RequestMail): string | null {
  const documents = recogniseByName(request.attachments);
  const kinds = new Set(documents.flatMap((document) => document.kinds));
  if (kinds.has('workbook') || documents.some((document) => document.damagedWorkbook)) {
    return 'workbook-attached';
  }
  return kinds.has('application') || kinds.size > 1 ? 'documents-attached' : null;
}

/** Case numbers in the subject of the mail and of what it forwards, without repetition. */
function caseNumbersIn(mail: ParsedMail, found: FoundRequests, context: ClassifyContext): string[] {
  const subjects = new Set([mail.subject, ...found.requests.map(({ subject }) => subject)]);
  const numbers = new Set<string>();
  for (const source of context.casePatterns) {
    const pattern = new RegExp(`(?<![\\p{L}\\p{N}])(?:${source})(?![\\p{L}\\p{N}])`, 'giu');
    for (const subject of subjects) {
      for (const [number] of subject.slice(0, 500).matchAll(pattern)) {
        numbers.add(number.toUpperCase());
      }
    }
  }
  return [...numbers];
}

/** What the forwarded mail answers comes first, then what the mail itself does. */
function answersOf(mail: ParsedMail, found: FoundRequests): string[] {
  return [...new Set([...found.requests.flatMap(({ references }) => references), ...threadOf(mail)])];
}

function isAnswerable(
  mail: ParsedMail,
  found: FoundRequests,
  kind: MailKind,
  context: ClassifyContext,
): boolean {
  if (kind === 'bounce' || kind === 'automatic' || isFlaggedSpam(mail)) {
    return false;
  }
  // What a colleague's program adds to a forwarded mail says nothing about the person who asks.
  const forwarded = found.requests.some(({ route }) => route !== 'direct' && route !== 'redirected');
  const machine = !forwarded && isAutomatic(mail) && !isOwnList(mail, context);
  return (
    !machine && found.requests.some(({ sender }) => sender !== null && !isMachineAddress(sender.address))
  );
}

function bounceOf(mail: ParsedMail): Classification['bounce'] {
  const report = bounceReport(mail);
  return { ...report, permanent: isPermanent(report) };
}
