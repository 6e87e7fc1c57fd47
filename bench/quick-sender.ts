/**
 * A mail server that hands over one mail as fast as it can. The mail is prepared and the greeting (for which
 * smtp-server lets 100 ms pass, looking for senders that talk too soon) is over before anything is measured.
 */
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import type { MailOnItsWay } from '../src/world/request-mail.ts';

export interface QuickSender {
  /** From its first byte to the receiver's 250. Rejects if it is not accepted. */
  send(): Promise<void>;
}

export async function openQuickSender(mail: MailOnItsWay, port: number): Promise<QuickSender> {
  const body = stuffed(mail.raw);
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  const lines = createInterface({ input: socket })[Symbol.asyncIterator]();
  const answered = async (expected: string): Promise<void> => {
    for (;;) {
      const { value: line = '' } = await lines.next();
      if (!line.startsWith(expected)) {
        throw new Error(`The receiver refused a mail: ${line}`);
      }
      if (line[3] !== '-') {
        return;
      }
    }
  };
  const say = async (words: string, expected: string): Promise<void> => {
    socket.write(`${words}\r\n`);
    await answered(expected);
  };
  await answered('220');
  return {
    async send() {
      await say('EHLO bench.test', '250');
      await say(`MAIL FROM:<${mail.envelope.from}>`, '250');
      for (const to of mail.envelope.to) {
        await say(`RCPT TO:<${to}>`, '250');
      }
      await say('DATA', '354');
      socket.write(body);
      await answered('250');
      socket.destroy();
    },
  };
}

/** With a second dot before each line's first, and the end of the mail (RFC 5321 4.5.2). */
function stuffed(raw: Buffer): Buffer {
  const text = raw.toString('latin1').replaceAll('\r\n.', '\r\n..');
  return Buffer.from(`${text}${text.endsWith('\r\n') ? '' : '\r\n'}.\r\n`, 'latin1');
}
