import { connect, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';

/** One connection to a mail server, spoken by hand. */
export interface SmtpDialog {
  /** What has arrived and was not read yet. */
  unread(): string;
  /** Sends bytes as they are. */
  write(bytes: string | Buffer): void;
  /** The next whole answer, its lines joined by `\n`. Rejects when the connection ends. */
  answer(): Promise<string>;
  /** Sends a line and waits for its answer. */
  say(line: string): Promise<string>;
  /**
   * Speaks TLS from here on; whatever was not read is forgotten. Any certificate will do. Rejects where no encryption
   * comes about.
   */
  encrypt(options?: { readonly maxVersion?: 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3' }): Promise<TLSSocket>;
  close(): void;
}

/** Connects and reads the greeting. */
export async function smtpDialog(port: number): Promise<SmtpDialog & { readonly greeting: string }> {
  let socket: Socket = connect(port, '127.0.0.1');
  let received = '';
  let ended = false;
  let wake: (() => void) | null = null;
  const stir = (): void => wake?.();
  function listenTo(from: Socket): void {
    from.on('data', (chunk) => {
      received += chunk.toString('latin1');
      stir();
    });
    for (const event of ['close', 'error'] as const) {
      from.on(event, () => {
        ended = true;
        stir();
      });
    }
  }
  listenTo(socket);
  const dialog: SmtpDialog = {
    unread: () => received,
    write: (bytes) => socket.write(bytes),
    async answer() {
      for (;;) {
        const whole = /^(?:\d{3}-.*\r\n)*\d{3} .*\r\n/.exec(received);
        if (whole !== null) {
          received = received.slice(whole[0].length);
          return whole[0].trimEnd().replaceAll('\r\n', '\n');
        }
        if (ended) {
          throw new Error(`The connection ended; unread: ${received}`);
        }
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
    say(line) {
      socket.write(`${line}\r\n`);
      return dialog.answer();
    },
    async encrypt({ maxVersion = 'TLSv1.3' } = {}) {
      socket.removeAllListeners();
      received = '';
      const old = maxVersion === 'TLSv1.1' ? { ciphers: 'DEFAULT:@SECLEVEL=0' } : {};
      const secure = connectTls({
        socket,
        maxVersion,
        minVersion: 'TLSv1',
        rejectUnauthorized: false,
        ...old,
      });
      await new Promise<void>((resolve, reject) => {
        secure.once('secureConnect', resolve);
        secure.once('error', reject);
        secure.once('close', () => reject(new Error('closed instead of encrypted')));
      });
      socket = secure;
      listenTo(secure);
      return secure;
    },
    close: () => socket.destroy(),
  };
  return Object.assign(dialog, { greeting: await dialog.answer() });
}
