import { mailboxesIn } from '../reading/mailboxes-in.ts';
import type { ParsedMail } from '../reading/parsed-mail.ts';
import type { ClassifyContext, RequestMail } from './classification.ts';
import { forwardedBlocks } from './forwarded.ts';
import { headerValues } from './noise.ts';

/**
 * A6: the office whose mailbox a mail was written to. The colleague who forwarded tells it best, then the
 * mailbox that it was redirected from or delivered to, then the recipients that it names. `DI` only where no
 * office is named; null if nothing tells.
 */
export function officeOf(
  mail: ParsedMail,
  requests: readonly RequestMail[],
  context: ClassifyContext,
): string | null {
  const traces = [
    ...requests.flatMap(({ forwardedBy }) => forwardedBy ?? []),
    ...context.envelopeTo,
    ...mailboxesNamed(mail, [
      'delivered-to',
      'x-original-to',
      'envelope-to',
      'x-envelope-to',
      'x-delivered-to',
    ]),
    ...addresses(mail),
    ...mail.nested.flatMap((nested) => addresses(nested.mail)),
    ...[mail.text, mail.htmlText ?? ''].flatMap((text) => forwardedBlocks(text)).flatMap((block) => block.to),
    ...mail.from.map(({ address }) => address),
  ];
  for (const address of traces) {
    const office = context.officeByMailbox.get(address);
    if (office !== undefined && address !== context.diAddress) {
      return office;
    }
  }
  return traces.includes(context.diAddress) ? 'DI' : null;
}

function addresses(mail: ParsedMail): string[] {
  return [...mail.to, ...mail.cc].map(({ address }) => address);
}

function mailboxesNamed(mail: ParsedMail, headers: readonly string[]): string[] {
  return headers.flatMap((name) => headerValues(mail, name).flatMap(mailboxesIn));
}
