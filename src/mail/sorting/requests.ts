import type { MailAddress, MailAttachment, NestedMail, ParsedMail } from '../reading/parsed-mail.ts';
import { isBounce } from './bounce.ts';
import type { ClassificationReason, ClassifyContext, RequestMail } from './classification.ts';
import { isNoDocument } from './documents.ts';
import { type ForwardedBlock, originalOf } from './forwarded.ts';
import { isAutoReply } from './noise.ts';
import { ownText } from './quoted-text.ts';
import { redirectedBy } from './redirected.ts';
import { isAnswer, isForward } from './subjects.ts';

/** Mails inside mails inside mails that are looked through for the first sender. */
const MAX_DEPTH = 5;

/** What a mail holds: its requests, and codes of how they were found. */
export interface FoundRequests {
  readonly requests: readonly [RequestMail, ...RequestMail[]];
  readonly reasons: readonly ClassificationReason[];
}

/** The one sender of a mail, or null where From names nobody, or more than one: then nobody can tell. */
export function soleSender(mail: ParsedMail): MailAddress | null {
  return mail.fromHeaders === 1 && mail.from.length === 1 ? (mail.from[0] ?? null) : null;
}

/**
 * Who asks for what in this mail. Only what staff forwarded is taken apart: in a stranger's mail a quoted or
 * attached mail is something that the stranger shows, not somebody's request.
 */
export function requestsIn(mail: ParsedMail, context: ClassifyContext): FoundRequests {
  const sender = soleSender(mail);
  if (sender === null || !isOurs(sender.address, context)) {
    return { requests: [directRequest(mail, context)], reasons: senderReasons(mail) };
  }
  const attached = attachedRequests(mail, sender.address, context, 0);
  const original = forwardedInline(mail, context);
  if (original !== null && (attached.length === 0 || isAnothers(original, attached))) {
    const unknown = original.address === null;
    return {
      requests: [inlineRequest(mail, original, sender.address)],
      reasons: ['forwarded-inline', ...(unknown ? (['sender-unknown'] as const) : [])],
    };
  }
  const [first, ...others] = attached;
  if (first === undefined) {
    return { requests: [directRequest(mail, context)], reasons: ['from-staff'] };
  }
  if (others.length === 0) {
    return { requests: [withAttachments(first, mail.attachments)], reasons: ['forwarded-attached'] };
  }
  const loose = mail.attachments.some((attachment) => !isNoDocument(attachment));
  return {
    requests: [first, ...others],
    reasons: [
      'forwarded-attached',
      'several-requests',
      ...(loose ? (['attachments-of-nobody'] as const) : []),
    ],
  };
}

/**
 * True if the mails attached came with a mail that somebody else wrote and a colleague forwarded inside the text: then
 * they are what that person shows, and make nobody the sender.
 */
function isAnothers(original: ForwardedBlock, attached: readonly RequestMail[]): boolean {
  const known = original.address !== null || original.ambiguous;
  return known && attached.some(({ sender }) => sender?.address !== original.address);
}

function senderReasons(mail: ParsedMail): ClassificationReason[] {
  if (mail.fromHeaders > 1 || mail.from.length > 1) {
    return ['several-senders'];
  }
  return mail.from.length === 0 ? ['sender-unknown'] : [];
}

function directRequest(mail: ParsedMail, context: ClassifyContext): RequestMail {
  const colleague = (address: string): boolean => isOurs(address, context) && address !== context.deskAddress;
  const redirector = redirectedBy(mail, colleague);
  return {
    sender: soleSender(mail),
    subject: mail.subject,
    text: writtenText(mail),
    attachments: allAttachments(mail),
    messageId: mail.messageId,
    references: threadOf(mail),
    route: redirector === null ? 'direct' : 'redirected',
    forwardedBy: redirector,
    original: null,
  };
}

/** A stranger's mail that consists of a forwarded one says with it what the stranger wants; an answer does not. */
function writtenText(mail: ParsedMail): string {
  const own = ownText(mail.text);
  const answer = isAnswer(mail.subject) || (threadOf(mail).length > 0 && !isForward(mail.subject));
  return own === '' && !answer ? mail.text.trim() : own;
}

/** The mails attached to a colleague's mail that people from outside wrote, at any depth. */
function attachedRequests(
  mail: ParsedMail,
  forwarder: string,
  context: ClassifyContext,
  depth: number,
): RequestMail[] {
  return mail.nested.flatMap((nested): RequestMail[] => {
    const inner = nested.mail;
    if (isBounce(inner) || (isAutoReply(inner) && inner.attachments.every(isNoDocument))) {
      return [];
    }
    const sender = soleSender(inner);
    if (sender === null || !isOurs(sender.address, context)) {
      return [attachedRequest(nested, sender, forwarder)];
    }
    if (depth >= MAX_DEPTH) {
      return [];
    }
    // A colleague forwarded it to the colleague who forwarded it to us.
    const deeper = attachedRequests(inner, sender.address, context, depth + 1);
    const [only] = deeper;
    if (only !== undefined) {
      return deeper.length === 1 ? [withAttachments(only, inner.attachments)] : deeper;
    }
    const original = forwardedInline(inner, context);
    return original === null ? [] : [inlineRequest(inner, original, sender.address)];
  });
}

function attachedRequest(nested: NestedMail, sender: MailAddress | null, forwarder: string): RequestMail {
  const { mail } = nested;
  return {
    sender,
    subject: mail.subject,
    text: ownText(mail.text),
    attachments: allAttachments(mail),
    messageId: mail.messageId,
    references: threadOf(mail),
    route: routeOf(nested.kind),
    forwardedBy: forwarder,
    original: nested,
  };
}

function routeOf(kind: NestedMail['kind']): RequestMail['route'] {
  switch (kind) {
    case 'rfc822':
      return 'forwarded-attached';
    case 'msg':
      return 'outlook-msg';
    case 'tnef':
      return 'tnef';
  }
}

/** What a colleague forwarded inside the text. An answer of a colleague also quotes a mail, but forwards none. */
function forwardedInline(mail: ParsedMail, context: ClassifyContext): ForwardedBlock | null {
  if (isAnswer(mail.subject)) {
    return null;
  }
  // A colleague whom nobody registered is a colleague all the same: the agency's people apply for nothing here.
  const own = (address: string): boolean => isOurs(address, context) || isOfAgency(address, context);
  const kinds = isForward(mail.subject) ? 'attributed-too' : 'headed';
  const inText = originalOf(mail.text, own, kinds);
  if (inText !== null && inText.address !== null) {
    return inText;
  }
  // Outlook may have put the forwarded mail, or the address behind a name, into the HTML only.
  return (mail.htmlText === null ? null : originalOf(mail.htmlText, own, kinds)) ?? inText;
}

function inlineRequest(mail: ParsedMail, original: ForwardedBlock, forwarder: string): RequestMail {
  return {
    sender: original.address === null ? null : { address: original.address, name: original.name },
    subject: original.subject === '' ? mail.subject : original.subject,
    text: ownText(original.text),
    attachments: allAttachments(mail),
    messageId: mail.messageId,
    references: threadOf(mail),
    route: 'forwarded-inline',
    forwardedBy: forwarder,
    original: null,
  };
}

function withAttachments(request: RequestMail, outer: readonly MailAttachment[]): RequestMail {
  const known = new Set(request.attachments.map(({ sha256 }) => sha256));
  const added = outer.filter(({ sha256 }) => !known.has(sha256));
  return { ...request, attachments: [...request.attachments, ...added] };
}

/** The attachments of a mail and of the mails attached to it: what somebody attached must not be lost. */
function allAttachments(mail: ParsedMail): MailAttachment[] {
  return [...mail.attachments, ...mail.nested.flatMap((nested) => allAttachments(nested.mail))];
}

/** What a mail answers: In-Reply-To first, then References, the latest first. */
export function threadOf(mail: ParsedMail): string[] {
  return [...new Set([...mail.inReplyTo, ...mail.references.toReversed()])];
}

function isOfAgency(address: string, context: ClassifyContext): boolean {
  const domain = (mailbox: string): string => mailbox.slice(mailbox.lastIndexOf('@') + 1);
  return domain(address) === domain(context.diAddress);
}

/** True for the desk, DI and colleagues. */
function isOurs(address: string, context: ClassifyContext): boolean {
  return address === context.deskAddress || address === context.diAddress || context.isStaff(address);
}
