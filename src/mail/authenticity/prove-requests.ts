import type { MailParser } from '../reading/parse.ts';
import type { NestedMail } from '../reading/parsed-mail.ts';
import type { RequestMail } from '../sorting/classification.ts';
import type { Proofs } from './request-trust.ts';
import type { ProveOptions, SenderProof } from './sender-proof.ts';

/** Originals attached to one mail that are checked; further ones are as good as the colleague who attached them. */
const MOST_ORIGINALS = 20;

/**
 * Proves a raw mail, and – where it proves anything itself – the originals attached to it, each on its own bytes.
 * `requests` are those that were found in it. Rejects only where no child can be had.
 */
export async function proveRequests(
  raw: Uint8Array,
  requests: readonly RequestMail[],
  parser: Pick<MailParser, 'prove'>,
  options: Omit<ProveOptions, 'embedded'>,
): Promise<Proofs> {
  const outer = await parser.prove(raw, { ...options, embedded: false });
  const embedded = new Map<NestedMail, SenderProof>();
  const originals = outer.level === 'verified' ? requests.flatMap(({ original }) => original ?? []) : [];
  for (const original of originals.filter(keepsItsBytes).slice(0, MOST_ORIGINALS)) {
    embedded.set(original, await parser.prove(original.raw, { ...options, peer: null, embedded: true }));
  }
  return { outer, embedded: (original) => embedded.get(original) ?? null };
}

/** Outlook's formats keep what a mail said, not the bytes that were signed. */
function keepsItsBytes({ kind, raw }: NestedMail): boolean {
  return kind === 'rfc822' && raw.length > 0;
}
