import { randomBytes } from 'node:crypto';

let lastMillis = 0;
let counter = 0;

/**
 * A new row id: UUID version 7 (RFC 9562, 5.7), so that rows made later sort later. Within one process ids never go
 * backwards: the twelve bits after the version count within the millisecond (RFC 9562, 6.2, method 1).
 */
export function newId(now: number = Date.now()): string {
  if (now > lastMillis) {
    lastMillis = now;
    counter = 0;
  } else {
    counter += 1;
    if (counter > 0xfff) {
      lastMillis += 1;
      counter = 0;
    }
  }
  const bytes = randomBytes(16);
  bytes.writeUIntBE(lastMillis, 0, 6);
  bytes.writeUInt16BE(0x7000 | counter, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
