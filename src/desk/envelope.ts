/** How a mail reached us, and what is kept of that beside its bytes. */
import type { SenderProof } from '../mail/authenticity/sender-proof.ts';

/** What was found out on the bytes as they arrived; kept with a mail that had to be cut before it was stored. */
export interface KeptProofs {
  readonly outer: SenderProof;
  /** By the request's place; null where it has no original of its own. */
  readonly originals: readonly (SenderProof | null)[];
}

/** The way on which a mail reached us, as our receiver saw it. */
export interface Envelope {
  /** Empty for a bounce. */
  readonly from: string;
  readonly to: readonly string[];
  /** Null where nobody saw the client: a mail read from a mailbox (IMAP). */
  readonly client: { readonly ip: string; readonly helo: string } | null;
}

/** What the envelope column holds. */
export interface KeptEnvelope extends Envelope {
  /** Where it came from: `smtp`, `lmtp` or the name of a mailbox. */
  readonly way: string;
  /** Proven before it was cut: afterwards no signature fits any more. */
  readonly proofs?: KeptProofs;
  /** What was cut out of it before it was stored. */
  readonly cut?: readonly string[];
  /** Only its head is kept: the mailbox that it came to holds the rest, of so many bytes. */
  readonly setAside?: { readonly reason: 'too-big' | 'unreadable'; readonly bytes: number };
}
