import type { ParsedMail } from '../reading/parsed-mail.ts';
import { bounceReport, isBounce, isDeliveryReceipt } from './bounce.ts';
import type { Classification, Classify, ClassifyContext, MachineReason, MailKind } from './classification.ts';
import {
  goesInCircles,
  hasAutoReplySubject,
  hasAutoReplyText,
  hasEmptyReturnPath,
  headerValues,
  isAutomatic,
  isListMail,
  isMachineAddress,
  isOwnMail,
  isReceipt,
  isReceiptReport,
  saysAutoReply,
  saysGenerated,
  saysPassedOn,
} from './noise.ts';
import { officeOf } from './office.ts';
import { type FoundRequests, requestsIn, soleSender, threadOf } from './requests.ts';
import { isFlaggedSpam } from './spam.ts';
import { caseNumbersIn, isAnswer, isForward } from './subjects.ts';
import { documentReason, isForwardedMachine, type Verdict, wantedIn } from './wanted.ts';

/**
 * What a mail is taken for. A mail server's report comes first, then what a machine wrote, then answers to us, then what
 * a person wants: an unusual subject alone never makes a request something else, and a weak sign of a machine or of
 * spam never outweighs the documents of an application.
 */
export const classify: Classify = (mail, context) => {
  const found = requestsIn(mail, context);
  const subjects = [mail.subject, ...found.requests.map(({ subject }) => subject)];
  const caseNumbers = caseNumbersIn(subjects, context.casePatterns);
  const answers = answersOf(mail, found);
  const verdict = judge(mail, found, caseNumbers, answers, context);
  return {
    kind: verdict.kind,
    otherwise: verdict.otherwise ?? verdict.kind,
    answerable: isAnswerable(mail, found, verdict.kind, context),
    reasons: [...new Set([...verdict.reasons, ...found.reasons])],
    requests: found.requests,
    office: officeOf(mail, found.requests, context),
    caseNumbers,
    answers,
    bounce: verdict.kind === 'bounce' ? bounceReport(mail) : null,
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
  const wanted = wantedIn(found.requests);
  const machine = machineReason(mail, found, wanted, context);
  if (machine !== null) {
    return { kind: 'automatic', reasons: [machine] };
  }
  if (goesInCircles(mail)) {
    return { kind: 'other', reasons: ['mail-loop'] };
  }
  const spam = isFlaggedSpam(mail);
  if (spam && !hasDocuments(found) && !isForwarded(found)) {
    return { kind: 'other', reasons: ['spam-flag'] };
  }
  const verdict = verdictOnPerson(mail, found, caseNumbers, answers, wanted, context);
  return spam ? { ...verdict, reasons: [...verdict.reasons, 'spam-flag'] } : verdict;
}

function verdictOnPerson(
  mail: ParsedMail,
  found: FoundRequests,
  caseNumbers: readonly string[],
  answers: readonly string[],
  wanted: Verdict,
  context: ClassifyContext,
): Verdict {
  if (soleSender(mail)?.address === context.dcgAddress && (answers.length > 0 || caseNumbers.length > 0)) {
    return { kind: 'dcg-answer', reasons: ['from-dcg'] };
  }
  const why = replyReason(mail, found, caseNumbers, wanted);
  return why === null ? wanted : { kind: 'reply', otherwise: wanted.kind, reasons: [why, ...wanted.reasons] };
}

/** Why this is a machine's mail, or null. Weak signs do not outweigh attached documents: scanners have them too. */
function machineReason(
  mail: ParsedMail,
  found: FoundRequests,
  wanted: Verdict,
  context: ClassifyContext,
): MachineReason | null {
  if (isOwnMail(mail, context.deskAddress)) {
    return 'own-mail';
  }
  if (isDeliveryReceipt(mail)) {
    return 'delivery-receipt';
  }
  if (isReceiptReport(mail)) {
    return 'read-receipt';
  }
  if (saysAutoReply(mail)) {
    return 'auto-reply';
  }
  return hasDocuments(found) || isForwarded(found) ? null : weakMachineReason(mail, found, wanted, context);
}

function weakMachineReason(
  mail: ParsedMail,
  found: FoundRequests,
  wanted: Verdict,
  context: ClassifyContext,
): MachineReason | null {
  const unclear = wanted.kind === 'other';
  const ownList = isOwnList(mail, context);
  if (soleSender(mail)?.address === context.diAddress && isAutomatic(mail)) {
    return 'own-mail';
  }
  if (isReceipt(mail)) {
    return 'read-receipt';
  }
  const told = unclear && found.requests.some(({ text }) => hasAutoReplyText(text));
  if (saysGenerated(mail) || hasAutoReplySubject(mail.subject) || told) {
    return 'auto-reply';
  }
  if (isListMail(mail) && !ownList) {
    return 'mailing-list';
  }
  if (mail.calendar) {
    return 'calendar';
  }
  // A firm's server may mark what its people write, and a form on a page writes from a no-reply address: what asks
  // for something clear is shown to a person.
  const mayBePerson = !unclear && mail.contentType !== 'multipart/report' && !hasEmptyReturnPath(mail);
  return isAutomatic(mail) && !saysPassedOn(mail) && !ownList && !mayBePerson ? 'machine' : null;
}

function hasDocuments(found: FoundRequests): boolean {
  return found.requests.some((request) => documentReason(request) !== null);
}

/** True if a colleague forwarded it: what his program adds says nothing about the person who asks. */
function isForwarded(found: FoundRequests): boolean {
  return found.requests.some(({ route }) => route !== 'direct' && route !== 'redirected');
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
): 'case-number' | 'answers' | null {
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
  if (fresh && wanted.kind === 'recovery') {
    return null;
  }
  return isForward(request.subject) && wanted.kind !== 'other' ? null : 'answers';
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
  if (kind === 'bounce' || kind === 'automatic' || isFlaggedSpam(mail) || goesInCircles(mail)) {
    return false;
  }
  const machine = !isForwarded(found) && isAutomatic(mail) && !isOwnList(mail, context);
  return (
    !machine &&
    found.requests.some(
      (request) =>
        request.sender !== null && !isMachineAddress(request.sender.address) && !isForwardedMachine(request),
    )
  );
}

/** Whether a person wrote it, so that it matters who. */
export function isPersons({ kind }: Pick<Classification, 'kind'>): boolean {
  return kind !== 'automatic' && kind !== 'bounce';
}
