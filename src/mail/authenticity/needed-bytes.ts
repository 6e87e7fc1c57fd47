/** Header lines are read so far; a signature further down is looked for in the whole mail. */
const HEAD_BYTES = 262_144;
const SIGNATURE = /^(?:dkim-signature|arc-[a-z-]+)[ \t]*:/im;

/**
 * What of a raw mail its proof needs: without a signature (DKIM, ARC) the body proves nothing, and SPF and DMARC ask the
 * headers alone. A large mail is then not carried to the child. Where the head does not end soon, the whole mail.
 */
export function bytesForProof(raw: Uint8Array): Uint8Array {
  const near = Buffer.from(raw.buffer, raw.byteOffset, Math.min(raw.byteLength, HEAD_BYTES));
  const end = endOfHead(near);
  return end === null || SIGNATURE.test(near.toString('latin1', 0, end)) ? raw : raw.subarray(0, end);
}

/** Where the empty line after the headers ends; null if it is not there. */
function endOfHead(near: Buffer): number | null {
  const crlf = near.indexOf('\r\n\r\n');
  const lf = near.indexOf('\n\n');
  const ends = [crlf < 0 ? null : crlf + 4, lf < 0 ? null : lf + 2].filter((end) => end !== null);
  // The later one: a head with mixed line ends is read to where every reader has ended it.
  return ends.length === 0 ? null : Math.max(...ends);
}
