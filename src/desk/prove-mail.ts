/** Proves who sent a mail, and tries again where DNS was in trouble: trouble means later, never "forged". */
import { proveRequests } from '../mail/authenticity/prove-requests.ts';
import { type Proofs, trustOfRequests } from '../mail/authenticity/request-trust.ts';
import type { ProveOptions } from '../mail/authenticity/sender-proof.ts';
import type { Classification, ClassifyContext } from '../mail/sorting/classification.ts';
import { ourMailboxes } from './address-book.ts';
import type { Desk } from './desk.ts';
import type { Envelope, KeptProofs } from './envelope.ts';
import { type KeptProof, keptProof } from './sender-trust.ts';

/** Proves a mail and the originals attached to it. Rejects where no child can be had: then later. */
export async function proveMail(
  desk: Desk,
  raw: Uint8Array,
  { requests }: Pick<Classification, 'requests'>,
  envelope: Envelope,
): Promise<KeptProofs> {
  const { client } = envelope;
  const options: Omit<ProveOptions, 'embedded'> = {
    now: desk.now().toISOString(),
    dns: desk.dns,
    trust: { ...desk.config.mail.trust, ourMailboxes: await everyMailbox(desk) },
    peer: client === null ? null : { ...client, sender: envelope.from },
  };
  const proofs = await proveRequests(raw, requests, desk.parser, options);
  return {
    outer: proofs.outer,
    originals: requests.map(({ original }) => (original === null ? null : proofs.embedded(original))),
  };
}

/** One request's proof, and the keyed hashes of the signatures that it rests on. */
export interface ProvenRequest {
  readonly proof: KeptProof;
  readonly signatures: readonly string[];
}

/** What can be said of the applicant of each request in a mail, in their order. A signature of another mail is a replay. */
export async function judgeRequests(
  desk: Desk,
  mailId: string,
  classification: Classification,
  context: Pick<ClassifyContext, 'isStaff'>,
  kept: KeptProofs,
): Promise<ProvenRequest[]> {
  const { requests } = classification;
  const hashOf = (id: string): string => desk.store.lookupHash('signature', id);
  const ids = [kept.outer, ...kept.originals].flatMap((proof) => proof?.signatureId ?? []);
  const seen = await desk.store.signaturesSeen(ids.map(hashOf), mailId);
  const originals = new Map(requests.map(({ original }, index) => [original, kept.originals[index] ?? null]));
  const proofs: Proofs = { outer: kept.outer, embedded: (original) => originals.get(original) ?? null };
  const trusts = trustOfRequests(requests, proofs, context.isStaff, (id) => seen.has(hashOf(id)));
  return trusts.map((trust, index) => ({
    proof: keptProof(trust, kept.outer, requests[index]?.forwardedBy ?? null, classification.answerable),
    signatures: trust.signatureIds.map(hashOf),
  }));
}

/** Every address to which a mail to us may have been written. */
async function everyMailbox(desk: Desk): Promise<readonly string[]> {
  const people = await desk.store.people();
  return ourMailboxes(
    desk.config,
    people.flatMap(({ email }) => email ?? []),
  );
}
