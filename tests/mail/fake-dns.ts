/** A DNS server on loopback (RFC 1035, UDP) that answers from a zone, and fails for the names that it is told to. */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import type { Zone } from '../../src/mail/authenticity/sender-proof.ts';

export interface FakeDns {
  /** For `servers`: `127.0.0.1:port`. */
  readonly server: string;
  /** What was asked for, lower case. */
  readonly asked: readonly string[];
  close(): Promise<void>;
}

/** What happens to a name instead of an answer. */
export type Failure = 'servfail' | 'refused' | 'silence';

const CODES = { noerror: 0, servfail: 2, nxdomain: 3, refused: 5 };
const TXT = 16;

export async function openFakeDns(
  zone: Zone,
  failures: Readonly<Record<string, Failure>> = {},
): Promise<FakeDns> {
  const socket = createSocket('udp4');
  const asked: string[] = [];
  socket.on('message', (question, { address, port }) => {
    const { name, type, end } = readQuestion(question);
    asked.push(name);
    const failure = failures[name];
    if (failure === 'silence') {
      return;
    }
    const texts = type === TXT && failure === undefined ? (zone.TXT[name] ?? []) : [];
    const listed = Object.keys(zone.TXT).some((known) => known === name || known.endsWith(`.${name}`));
    const code = failure ?? (listed ? 'noerror' : 'nxdomain');
    socket.send(answer(question.subarray(0, end), CODES[code], texts), port, address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return {
    server: `127.0.0.1:${socket.address().port}`,
    asked,
    close: async () => {
      socket.close();
      await once(socket, 'close');
    },
  };
}

function readQuestion(message: Buffer): { name: string; type: number; end: number } {
  const labels: string[] = [];
  let at = 12;
  for (let length = message[at] ?? 0; length > 0; length = message[at] ?? 0) {
    labels.push(message.toString('latin1', at + 1, at + 1 + length));
    at += 1 + length;
  }
  return { name: labels.join('.').toLowerCase(), type: message.readUInt16BE(at + 1), end: at + 5 };
}

function answer(question: Buffer, code: number, texts: readonly string[]): Buffer {
  const head = Buffer.from(question);
  // A response, recursion available; one question, no records but the answers.
  head.writeUInt16BE(0x8180 | code, 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt16BE(texts.length, 6);
  head.writeUInt32BE(0, 8);
  return Buffer.concat([head, ...texts.map(txtRecord)]);
}

function txtRecord(text: string): Buffer {
  const strings = (text.match(/.{1,255}/gs) ?? []).map((piece) =>
    Buffer.concat([Buffer.from([piece.length]), Buffer.from(piece)]),
  );
  const data = Buffer.concat(strings);
  const head = Buffer.alloc(12);
  // The name of the question, TXT, IN, a minute.
  head.writeUInt16BE(0xc00c, 0);
  head.writeUInt16BE(TXT, 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt32BE(60, 6);
  head.writeUInt16BE(data.length, 10);
  return Buffer.concat([head, data]);
}
