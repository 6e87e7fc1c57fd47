/** Real Dovecot and Postfix for a test file: `realmail.sh` does the work, see there. */
import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const SCRIPT = join(import.meta.dirname, 'realmail.sh');

export interface Realmail {
  readonly host: string;
  /** Here nothing is encrypted, whatever the client would like. */
  readonly hostWithoutEncryption: string;
  /** The same server, by an address that its certificate does not name. */
  readonly hostOfNoCertificate: string;
  readonly imap: number;
  readonly imaps: number;
  readonly lmtp: number;
  /** Null where Postfix cannot run: it wants root. */
  readonly smtp: number | null;
  /** Of every mailbox; all at `ancpi.test` exist. */
  readonly password: string;
  /** The certificate that signs itself (PEM). */
  readonly ca: string;
  /** The folder with the servers' files: `mail/ADDRESS/Maildir`, `dovecot.log`. */
  readonly folder: string;
  /** SIGKILL to whatever serves an IMAP connection. */
  killImap(): Promise<void>;
  stopDovecot(): Promise<void>;
  startDovecot(): Promise<void>;
  /** Has the server forget the UIDs of a mailbox. */
  dropIndexes(address: string): Promise<void>;
  /** What Dovecot logged so far. */
  dovecotLog(): string;
  stop(): Promise<void>;
}

/** Why there are no such servers here, in a few words for a test's title; null if they can be started. */
export function realmailMissing(): string | null {
  const { status, stderr, error } = spawnSync(SCRIPT, ['check'], { encoding: 'utf8', timeout: 150_000 });
  return status === 0 ? null : (error?.message ?? lastLine(stderr));
}

/** The title of what needs the servers; says why it is skipped. */
export function needsRealmail(title: string, missing: string | null): string {
  return missing === null ? title : `${title} (skipped: needs Dovecot and Postfix: ${missing})`;
}

/** Starts a pair of servers of one's own. `oauthPort`: where the test tells Dovecot whether a token is good. */
export async function startRealmail(options: { readonly oauthPort?: number } = {}): Promise<Realmail> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await startOnce(options.oauthPort);
    } catch (error) {
      // Somebody may have taken one of the ports since it was found free.
      if (attempt === 3) {
        throw error;
      }
    }
  }
}

async function startOnce(oauthPort: number | undefined): Promise<Realmail> {
  const [imap, imaps, lmtp, smtp] = await freePorts(4);
  const script = spawn(SCRIPT, ['serve'], {
    env: {
      ...process.env,
      RM_IMAP: String(imap),
      RM_IMAPS: String(imaps),
      RM_LMTP: String(lmtp),
      RM_SMTP: String(smtp),
      RM_OAUTH: String(oauthPort ?? 1),
    },
  });
  const lines = linesOf(script);
  const ready = new Map(
    (await lines.next())
      .split(' ')
      .slice(1)
      .map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]),
  );
  const said = (name: string): string => ready.get(name) ?? '';
  const folder = said('STATE');
  const order = async (line: string): Promise<void> => {
    script.stdin.write(`${line}\n`);
    await lines.next();
  };
  return {
    host: '127.0.0.1',
    hostWithoutEncryption: '127.0.0.2',
    hostOfNoCertificate: '127.0.0.3',
    imap: Number(said('IMAP')),
    imaps: Number(said('IMAPS')),
    lmtp: Number(said('LMTP')),
    smtp: said('SMTP') === '' ? null : Number(said('SMTP')),
    password: said('PASSWORD'),
    ca: readFileSync(join(folder, 'cert.pem'), 'utf8'),
    folder,
    killImap: () => order('kill-imap'),
    stopDovecot: () => order('stop-dovecot'),
    startDovecot: () => order('start-dovecot'),
    dropIndexes: (address) => order(`drop-indexes ${address}`),
    dovecotLog: () => readFileSync(join(folder, 'dovecot.log'), 'utf8'),
    async stop() {
      script.stdin.end();
      await lines.ended;
    },
  };
}

/** What the script says, a line at a time. Rejects with its last words on stderr when it ends instead. */
function linesOf(script: ChildProcessWithoutNullStreams) {
  let stderr = '';
  script.stderr.on('data', (chunk) => {
    stderr = `${stderr}${chunk}`.slice(-4000);
  });
  const ended = new Promise<void>((resolve) => script.once('close', () => resolve()));
  const lines = createInterface({ input: script.stdout })[Symbol.asyncIterator]();
  return {
    ended,
    async next(): Promise<string> {
      const line = await lines.next();
      if (line.done === true) {
        await ended;
        throw new Error(`realmail.sh ended: ${stderr}`);
      }
      return line.value;
    },
  };
}

/** Ports below those that the system gives to outgoing connections. */
async function freePorts(count: number): Promise<number[]> {
  const ports: number[] = [];
  while (ports.length < count) {
    const port = 20_000 + Math.floor(Math.random() * 10_000);
    if (!ports.includes(port) && (await isFree(port))) {
      ports.push(port);
    }
  }
  return ports;
}

async function isFree(port: number): Promise<boolean> {
  return await new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? '';
}
