import {
  quotedMessageIds,
  recipientsIn,
  recipientsInBounceText,
  tellsDelay,
} from '../reading/delivery-report.ts';
import { fold } from '../reading/fold.ts';
import type { DeliveryReport, FailedRecipient, ParsedMail } from '../reading/parsed-mail.ts';
import { hasEmptyReturnPath, headerValues } from './noise.ts';

const BOUNCE_SUBJECT = new RegExp(
  [
    'undeliver',
    'not delivered',
    'delivery (?:status|failure|failed|has failed|incomplete|delayed|problem|notification|error)',
    'mail delivery (?:failed|failure|system|subsystem|problem)',
    'mail (?:system )?error',
    'returned (?:mail|to sender|message)',
    'failure (?:notice|notification)',
    'message (?:delayed|undelivered|delivery)',
    'delayed (?:mail|delivery)',
    'warning: (?:could not|message)',
    '(?:could|can)\\s?not be delivered',
    'rejected(?: mail)?:',
    'unzustellbar',
    'nelivra',
    'nu (?:s-a putut|a putut fi|poate fi|se poate|a fost|pot fi|au putut fi) (?:fi )?(?:livra|trimis|transmis|expedia)',
    'imposibil de livrat',
    'livrare[a]? (?:mesajului |a )?(?:esuat|nereusit|a esuat|imposibil|amanat|intarziat)',
    '(?:esec|eroare|intarziere|problema)(?: la| de| privind)? (?:livrare|trimitere|expediere)',
    '(?:mesaj|mail|e-?mail) (?:returnat|intors|respins|amanat|intarziat)',
    'returnat expeditorului',
    '(?:starea|stare de|notificare(?: de| privind)?(?: stare[a]?)?(?: de| a)?) livr',
  ].join('|'),
);
const DAEMON =
  /^(?:mail(?:er)?[._-]?daemon|postmaster|microsoftexchange\w*|mdaemon|mail-?delivery|bounces?)@/;
/** What a server says of a mail that it took. */
const SUCCESS = new Set(['delivered', 'relayed', 'expanded']);

/** A mail server telling that a mail was not, or not yet, delivered. */
export function isBounce(mail: ParsedMail): boolean {
  return isServerReport(mail) && !tellsOnlySuccess(mail);
}

/** A mail server telling that a mail was delivered, to whoever asked for it (RFC 3461). */
export function isDeliveryReceipt(mail: ParsedMail): boolean {
  return isServerReport(mail) && tellsOnlySuccess(mail);
}

function isServerReport(mail: ParsedMail): boolean {
  if (mail.reportType === 'delivery-status') {
    return true;
  }
  const machine = mail.from.some(({ address }) => DAEMON.test(address));
  const server = machine || hasEmptyReturnPath(mail);
  if (server && (mail.report?.recipients.length ?? 0) > 0) {
    return true;
  }
  if (server && BOUNCE_SUBJECT.test(fold(mail.subject.slice(0, 500)))) {
    return true;
  }
  const told = headerValues(mail, 'x-failed-recipients').length > 0 || failedInText(mail).length > 0;
  return machine && told && (hasEmptyReturnPath(mail) || headerValues(mail, 'return-path').length === 0);
}

function tellsOnlySuccess(mail: ParsedMail): boolean {
  const recipients = mail.report?.recipients ?? [];
  return recipients.length > 0 && recipients.every(({ action }) => SUCCESS.has(action));
}

/** Whose delivery failed and which of our mails came back, also from bounces without report structure. */
export function bounceReport(mail: ParsedMail): DeliveryReport & { readonly permanent: boolean } {
  const recipients = failedRecipients(mail);
  const returned = mail.nested.flatMap(({ mail: inner }) => inner.messageId ?? []);
  const quoted = new Set([
    ...(mail.report?.quotedMessageIds ?? []),
    ...quotedMessageIds(mail.text),
    ...returned,
    ...mail.inReplyTo,
    ...mail.references,
  ]);
  const delay = tellsDelay(`${mail.subject}\n${mail.text}`);
  const permanent = recipients.length === 0 ? !delay : recipients.some(isPermanent);
  return { recipients, quotedMessageIds: [...quoted], permanent };
}

function failedRecipients(mail: ParsedMail): readonly FailedRecipient[] {
  const reported = (mail.report?.recipients ?? []).filter(({ action }) => !SUCCESS.has(action));
  if (reported.length > 0) {
    return reported;
  }
  const named = headerValues(mail, 'x-failed-recipients')
    .flatMap((value) => value.slice(0, 1_000).split(/[\s,]+/))
    .filter((address) => address.includes('@'))
    .map((address) => address.toLowerCase());
  const told = failedInText(mail);
  const [first] = told;
  return named.length === 0
    ? told
    : [...new Set(named)].map(
        (address) =>
          told.find((recipient) => recipient.address === address) ?? {
            address,
            action: 'failed',
            status: first?.status ?? '',
          },
      );
}

/** Who is named by a bounce in words; not whoever it was written to or by. */
function failedInText(mail: ParsedMail): readonly FailedRecipient[] {
  const structured = recipientsIn(mail.text.slice(0, 20_000));
  const ours = new Set([...mail.to, ...mail.cc, ...mail.from].map(({ address }) => address));
  return (structured.length > 0 ? structured : recipientsInBounceText(mail.subject, mail.text)).filter(
    ({ address }) => !ours.has(address),
  );
}

/** True for a delivery that was given up; a status 4.x.x too, where the server tried until it was tired of it. */
function isPermanent({ action, status }: FailedRecipient): boolean {
  return action === 'failed' || (action === '' && !status.startsWith('4'));
}
