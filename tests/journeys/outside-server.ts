/** The mail server that takes our letters, in every mood: it obeys the test. */
import { SMTPServer } from 'smtp-server';
import { parsedMail } from '../mail/raw-mail.ts';

export interface Refusing {
  readonly code: number;
  readonly says: string;
}

export interface Taken {
  readonly to: string;
  readonly raw: Buffer;
}

export interface OutsideServer {
  readonly url: string;
  /** What it took, in order. */
  readonly taken: Taken[];
  /** How often each recipient was tried. */
  readonly tries: Map<string, number>;
  /** What it answers to a recipient from now on; null takes everything. */
  mood: Refusing | null;
  /** Takes the next mail and hangs up instead of saying so. */
  hangUpOnce(): void;
  /** Nobody listens until it is opened again. */
  close(): Promise<void>;
  reopen(): Promise<void>;
  /** Message-IDs of what it took for an address, in order. */
  idsFor(address: string): Promise<string[]>;
}

export async function openOutsideServer(): Promise<OutsideServer> {
  let port = 0;
  let hangUp = false;
  let listening: SMTPServer | null = null;
  const outside: OutsideServer = {
    get url() {
      return `smtp://127.0.0.1:${port}`;
    },
    taken: [],
    tries: new Map(),
    mood: null,
    hangUpOnce() {
      hangUp = true;
    },
    async close() {
      const closing = listening;
      listening = null;
      await new Promise<void>((resolve) => (closing === null ? resolve() : closing.close(() => resolve())));
    },
    async reopen() {
      listening = await listen();
    },
    async idsFor(address) {
      const mails = outside.taken.filter(({ to }) => to === address);
      return await Promise.all(mails.map(async ({ raw }) => (await parsedMail(raw)).messageId ?? ''));
    },
  };

  async function listen(): Promise<SMTPServer> {
    const server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['AUTH', 'STARTTLS'],
      disableReverseLookup: true,
      logger: false,
      closeTimeout: 50,
      onRcptTo({ address }, _session, callback) {
        outside.tries.set(address, (outside.tries.get(address) ?? 0) + 1);
        const { mood } = outside;
        callback(mood === null ? null : Object.assign(new Error(mood.says), { responseCode: mood.code }));
      },
      onData(stream, session, callback) {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          const [recipient] = session.envelope.rcptTo;
          outside.taken.push({ to: recipient?.address ?? '', raw: Buffer.concat(chunks) });
          if (!hangUp) {
            callback();
            return;
          }
          hangUp = false;
          const connection = [...server.connections].find(({ id }) => id === session.id);
          connection?.close();
        });
      },
    });
    server.on('error', () => {});
    await new Promise<void>((resolve) => {
      server.listen(port, '127.0.0.1', () => resolve());
    });
    const address = server.server.address();
    port = typeof address === 'object' && address !== null ? address.port : 0;
    return server;
  }

  await outside.reopen();
  return outside;
}
