/** Bytes of a set that begins with ASCII, as every set in use for mail does: of others no line can be judged. */
export function isLegible(bytes: Buffer): boolean {
  const looked = bytes.subarray(0, 20_000);
  let ascii = 0;
  for (const byte of looked) {
    ascii += (byte >= 32 && byte < 127) || byte === 10 || byte === 13 || byte === 9 ? 1 : 0;
  }
  return ascii >= looked.length * 0.6;
}
