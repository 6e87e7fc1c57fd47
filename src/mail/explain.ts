import type { Classification, ClassifyContext, MailKind, RequestMail } from './classification.ts';
import { classify } from './classify.ts';
import { type DocumentKind, type MissingDocument, missingOf } from './documents.ts';
import type { MailParser } from './parse.ts';
import type { ParseRefusal } from './parsed-mail.ts';
import { isRefused } from './parsed-mail.ts';

/** What `acces explain FILE.eml` prints as JSON. Holds personal data: it is for the operator's own eyes. */
export type MailExplanation =
  | {
      readonly class: MailKind;
      /** What it is if it answers nothing of ours. */
      readonly otherwise: MailKind;
      readonly office: string | null;
      readonly caseNumbers: readonly string[];
      readonly answers: readonly string[];
      /** Whether a letter may go out to whoever wrote it. */
      readonly answerable: boolean;
      readonly requests: readonly RequestExplanation[];
      readonly bounce: Classification['bounce'];
      /** The mail ended before its last part did. */
      readonly truncated: boolean;
      readonly reasons: readonly string[];
    }
  | { readonly refused: ParseRefusal };

interface RequestExplanation {
  readonly sender: string | null;
  readonly senderName: string | null;
  readonly subject: string;
  readonly route: RequestMail['route'];
  readonly forwardedBy: string | null;
  readonly attachments: readonly string[];
  readonly documents: readonly {
    readonly name: string;
    readonly kinds: readonly DocumentKind[];
    readonly why: string;
  }[];
  /** Only for a request for access (A9). */
  readonly missing: readonly MissingDocument[];
}

/** What the product makes of a mail, without doing anything about it. */
export async function explainMail(
  raw: Uint8Array,
  parser: MailParser,
  context: ClassifyContext,
): Promise<MailExplanation> {
  const mail = await parser.parse(raw);
  if (isRefused(mail)) {
    return mail;
  }
  const found = classify(mail, context);
  const requests: RequestExplanation[] = [];
  for (const request of found.requests) {
    requests.push(await explainRequest(request, found.kind, parser));
  }
  return {
    class: found.kind,
    otherwise: found.otherwise,
    office: found.office,
    caseNumbers: found.caseNumbers,
    answers: found.answers,
    answerable: found.answerable,
    requests,
    bounce: found.bounce,
    truncated: mail.truncated,
    reasons: found.reasons,
  };
}

async function explainRequest(
  request: RequestMail,
  kind: MailKind,
  parser: MailParser,
): Promise<RequestExplanation> {
  const documents = await parser.recogniseDocuments(request.attachments);
  return {
    sender: request.sender?.address ?? null,
    senderName: request.sender?.name ?? null,
    subject: request.subject,
    route: request.route,
    forwardedBy: request.forwardedBy,
    attachments: request.attachments.map(({ name }) => name),
    documents: documents.map(({ name, kinds, why }) => ({ name, kinds, why })),
    missing: kind === 'access-request' ? missingOf(documents) : [],
  };
}
