import type { DKIMResult } from 'mailauth';
import { comparableAddress } from '../reading/mailboxes-in.ts';
import type { HeaderLine } from '../reading/parsed-mail.ts';

/** What a person reads or a program obeys must be signed, wherever it stands in the mail. */
const MUST_BE_SIGNED = ['from', 'subject', 'date', 'to', 'content-type', 'message-id'];

/** A DKIM signature (RFC 6376) that is mathematically right, and what it is worth to us. */
export interface Signature {
  readonly domain: string;
  readonly id: string | null;
  readonly signedAt: string | null;
  /** Names of the headers that it covers, in lower case, each as often as it covers it. */
  readonly signed: readonly string[];
  /** Why it proves nothing, or null. */
  readonly flaw: 'body-not-wholly-signed' | 'test-key' | 'header-unsigned' | null;
}

/** The right ones among the signatures of a mail. */
export function rightSignatures(
  results: readonly DKIMResult[],
  headers: readonly HeaderLine[],
): readonly Signature[] {
  return results
    .filter(({ status }) => status.result === 'pass')
    .map((result) => signatureOf(result, headers));
}

export function signatureOf(result: DKIMResult, headers: readonly HeaderLine[]): Signature {
  const signed = (result.signingHeaders?.keys ?? '')
    .toLowerCase()
    .split(':')
    .map((name) => name.trim());
  return {
    domain: comparableDomain(result.signingDomain ?? ''),
    id: result.id ?? null,
    signedAt: result.signTime ?? null,
    signed,
    flaw: flawOf(result, signed, headers),
  };
}

function flawOf(
  { status }: DKIMResult,
  signed: readonly string[],
  headers: readonly HeaderLine[],
): Signature['flaw'] {
  if ((status.underSized ?? 0) > 0) {
    // With l= whoever has one signed mail can write his own text beneath it.
    return 'body-not-wholly-signed';
  }
  if (status.testing === true) {
    return 'test-key';
  }
  return MUST_BE_SIGNED.every((name) => covers(signed, name, headers)) ? null : 'header-unsigned';
}

/** True if every header of a name is signed: one more, put above the signed one, is what people would see. */
export function covers(signed: readonly string[], name: string, headers: readonly HeaderLine[]): boolean {
  const present = headers.filter((header) => header.name === name).length;
  return signed.filter((covered) => covered === name).length >= present;
}

/** Why signatures that are not right are not: for the reasons of a mail that could not be proven. */
export function weaknesses(results: readonly DKIMResult[]): string[] {
  return results.flatMap(({ status }) => {
    switch (status.result) {
      case 'policy':
        return [`dkim-${status.policy?.['dkim-rules'] === 'weak-key' ? 'weak-key' : 'weak-algorithm'}`];
      case 'fail':
      case 'neutral':
        return ['dkim-broken'];
      case 'none':
        return ['not-signed'];
      default:
        return [];
    }
  });
}

/** A domain in the form in which domains are compared; empty for what is none. */
export function comparableDomain(domain: string): string {
  return comparableAddress(`x@${domain.trim().replace(/\.+$/, '')}`)?.slice(2) ?? '';
}
