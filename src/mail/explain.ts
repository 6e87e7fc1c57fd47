import { proveRequests } from './authenticity/prove-requests.ts';
import { type RecoveryRight, type RegisteredAccount, recoveryRight } from './authenticity/recovery-right.ts';
import { type RequestTrust, trustOfRequests, worstOf } from './authenticity/request-trust.ts';
import type { ProofLevel, ProveOptions, SenderProof } from './authenticity/sender-proof.ts';
import type { MailParser } from './reading/parse.ts';
import { isRefused, type ParsedMail, type ParseRefusal } from './reading/parsed-mail.ts';
import type { Classification, ClassifyContext, MailKind, RequestMail } from './sorting/classification.ts';
import { classify } from './sorting/classify.ts';
import { contentKey } from './sorting/content-key.ts';
import {
  type DocumentKind,
  type MissingDocument,
  missingOf,
  type RecognisedDocument,
} from './sorting/documents.ts';

/** What a mail is, in the words of the command line. */
export type MailClass =
  | 'new-request'
  | 'password-recovery'
  | 'problem'
  | 'reply'
  | 'bounce'
  | 'auto-reply'
  /** Nobody needs to see it; the reasons say why. */
  | 'ignore'
  /** No rule knows it: the desk shows it to a person. */
  | 'unsorted';

export type MailRoute = 'direct' | 'redirect' | 'inline' | 'attached' | 'attached-msg';

export interface ExplainedAttachment {
  readonly name: string;
  readonly kind: DocumentKind | 'other';
  /** All of them, where one file holds several documents. */
  readonly kinds: readonly DocumentKind[];
  readonly why: string;
}

/** What `acces explain FILE.eml` prints as JSON. Holds personal data: it is for the operator's own eyes. */
export interface MailExplanation {
  readonly class: MailClass;
  /** A list where one mail holds several requests; null where nobody asks, or nobody can tell who. */
  readonly applicant: string | null | readonly (string | null)[];
  /** The colleague who forwarded or redirected it, or null. */
  readonly via: string | null;
  /** What is proven about the applicant; the worst of several. */
  readonly trust: ProofLevel;
  readonly route: MailRoute;
  readonly attachments: readonly ExplainedAttachment[];
  readonly missing: readonly MissingDocument[];
  /** The name of an earlier file with the same content. */
  readonly duplicateOf?: string;
  readonly caseNumber?: string;
  readonly reasons: readonly string[];
  /** Why it could not be read: it goes into quarantine. */
  readonly refused?: ParseRefusal;
  /** Only for a recovery, and where accounts were given. */
  readonly recovery?: RecoveryRight;
  readonly bounce?: BouncedMail;
  readonly office: string | null;
  readonly caseNumbers: readonly string[];
  readonly answers: readonly string[];
  /** Whether a letter may go out to whoever wrote it. */
  readonly answerable: boolean;
  /** The mail ended before its last part did. */
  readonly truncated: boolean;
  readonly requests: readonly ExplainedRequest[];
}

export interface BouncedMail {
  /** The Message-ID of the mail of ours that came back, or null. */
  readonly bounceOf: string | null;
  readonly recipient: string | null;
  /** RFC 3463, such as `5.1.1`, or null. */
  readonly status: string | null;
  readonly permanent: boolean;
}

export interface ExplainedRequest {
  readonly applicant: string | null;
  readonly applicantName: string | null;
  readonly subject: string;
  readonly route: MailRoute;
  readonly via: string | null;
  readonly trust: ProofLevel;
  readonly trustReasons: readonly string[];
  /** What vouches: of the mail that arrived, and of the original inside it. */
  readonly proof: SenderProof;
  readonly embeddedProof: SenderProof | null;
  readonly attachments: readonly ExplainedAttachment[];
  readonly missing: readonly MissingDocument[];
}

export interface ExplainOptions {
  readonly context: ClassifyContext;
  readonly proof: Omit<ProveOptions, 'embedded'>;
  /** The accounts that a recovery is held against, or null. */
  readonly registered: readonly RegisteredAccount[] | null;
}

export interface MailFile {
  readonly name: string;
  readonly raw: Uint8Array;
}

/** What the product makes of some mails, one after the other, without doing anything about them. */
export async function explainMails(
  files: readonly MailFile[],
  parser: MailParser,
  options: ExplainOptions,
): Promise<readonly MailExplanation[]> {
  const known = new Map<string, { readonly name: string; readonly messageId: string | null }>();
  const explanations: MailExplanation[] = [];
  for (const { name, raw } of files) {
    const mail = await parser.parse(raw);
    if (isRefused(mail)) {
      explanations.push(explainRefused(mail.refused));
      continue;
    }
    const explanation = await explainRead(raw, mail, parser, options);
    const key = contentKey(mail);
    const first = known.get(key);
    if (first === undefined) {
      known.set(key, { name, messageId: mail.messageId });
      explanations.push(explanation);
    } else {
      const how = first.messageId === mail.messageId ? [] : ['duplicate-content'];
      const reasons = ['duplicate', ...how, ...explanation.reasons];
      explanations.push({ ...explanation, class: 'ignore', duplicateOf: first.name, reasons });
    }
  }
  return explanations;
}

function explainRefused(refused: ParseRefusal): MailExplanation {
  return {
    class: 'ignore',
    applicant: null,
    via: null,
    trust: 'unverified',
    route: 'direct',
    attachments: [],
    missing: [],
    reasons: ['quarantine', refused.code],
    refused,
    office: null,
    caseNumbers: [],
    answers: [],
    answerable: false,
    truncated: false,
    requests: [],
  };
}

async function explainRead(
  raw: Uint8Array,
  mail: ParsedMail,
  parser: MailParser,
  options: ExplainOptions,
): Promise<MailExplanation> {
  const { context, proof, registered } = options;
  const found = classify(mail, context);
  const proofs = await proveRequests(raw, found.requests, parser, proof);
  // No memory of signatures here: explaining a mail twice must say the same twice.
  const trusts = trustOfRequests(found.requests, proofs, context.isStaff, () => false);
  const requests: ExplainedRequest[] = [];
  for (const [at, request] of found.requests.entries()) {
    const trust = trusts[at];
    if (trust !== undefined) {
      requests.push(await explainRequest(request, trust, proofs.outer, found.kind, parser));
    }
  }
  const [first] = requests;
  const [caseNumber] = found.caseNumbers;
  return {
    class: classOf(found),
    applicant: applicantOf(found, requests),
    via: first?.via ?? null,
    trust: worstOf(requests.map(({ trust }) => trust)),
    route: first?.route ?? 'direct',
    attachments: requests.flatMap(({ attachments }) => attachments),
    missing: [...new Set(requests.flatMap(({ missing }) => missing))],
    ...(caseNumber === undefined ? {} : { caseNumber }),
    reasons: reasonsOf(found),
    ...recoveryOf(found, trusts, registered),
    ...bounceOf(found),
    office: found.office,
    caseNumbers: found.caseNumbers,
    answers: found.answers,
    answerable: found.answerable,
    truncated: mail.truncated,
    requests,
  };
}

async function explainRequest(
  request: RequestMail,
  trust: RequestTrust,
  outer: SenderProof,
  kind: MailKind,
  parser: MailParser,
): Promise<ExplainedRequest> {
  const documents = await parser.recogniseDocuments(request.attachments);
  return {
    applicant: trust.applicant,
    applicantName: request.sender?.name ?? null,
    subject: request.subject,
    route: routeOf(request.route),
    via: request.forwardedBy,
    trust: trust.level,
    trustReasons: trust.reasons,
    proof: outer,
    embeddedProof: trust.embedded,
    attachments: documents.map(attachmentOf),
    missing: kind === 'access-request' ? missingOf(documents) : [],
  };
}

/** A workbook that was cut off is not recognised: it is `other`, and `excel` is missing. */
function attachmentOf({ name, kinds, why }: RecognisedDocument): ExplainedAttachment {
  return { name, kind: kinds[0] ?? 'other', kinds, why };
}

function routeOf(route: RequestMail['route']): MailRoute {
  switch (route) {
    case 'direct':
      return 'direct';
    case 'redirected':
      return 'redirect';
    case 'forwarded-inline':
      return 'inline';
    case 'forwarded-attached':
    case 'tnef':
      return 'attached';
    case 'outlook-msg':
      return 'attached-msg';
  }
}

function classOf({ kind, reasons }: Classification): MailClass {
  switch (kind) {
    case 'access-request':
      return 'new-request';
    case 'recovery':
      return 'password-recovery';
    case 'problem':
      return 'problem';
    case 'reply':
    case 'dcg-answer':
      return 'reply';
    case 'bounce':
      return 'bounce';
    case 'automatic':
      return reasons.some((reason) => ANSWERS_OF_MACHINES.has(reason)) ? 'auto-reply' : 'ignore';
    case 'other':
      return reasons.some((reason) => NOBODY_ASKS.has(reason)) ? 'ignore' : 'unsorted';
  }
}

/** Machines that tell what became of a mail; the others speak of their own accord. */
const ANSWERS_OF_MACHINES: ReadonlySet<string> = new Set(['auto-reply', 'read-receipt', 'delivery-receipt']);
const NOBODY_ASKS: ReadonlySet<string> = new Set(['spam-flag', 'mail-loop']);

function reasonsOf({ reasons }: Classification): readonly string[] {
  return reasons.map((reason) => (reason === 'spam-flag' ? 'spam' : reason));
}

/** A mail server that reports asks for nothing. */
function applicantOf(
  { kind }: Classification,
  requests: readonly ExplainedRequest[],
): MailExplanation['applicant'] {
  const [only, ...more] = kind === 'bounce' ? [] : requests.map(({ applicant }) => applicant);
  return more.length === 0 ? (only ?? null) : [only ?? null, ...more];
}

function recoveryOf(
  { kind, requests }: Classification,
  trusts: readonly RequestTrust[],
  registered: readonly RegisteredAccount[] | null,
): Pick<MailExplanation, 'recovery'> {
  const [request] = requests;
  const [trust] = trusts;
  if (kind !== 'recovery' || registered === null || request === undefined || trust === undefined) {
    return {};
  }
  const { subject, text } = request;
  return {
    recovery: recoveryRight({ applicant: trust.applicant, trust: trust.level, subject, text }, registered),
  };
}

function bounceOf({ bounce }: Classification): Pick<MailExplanation, 'bounce'> {
  if (bounce === null) {
    return {};
  }
  const [failed] = bounce.recipients;
  return {
    bounce: {
      bounceOf: bounce.quotedMessageIds[0] ?? null,
      recipient: failed?.address ?? null,
      status: failed?.status || null,
      permanent: bounce.permanent,
    },
  };
}
