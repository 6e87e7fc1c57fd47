/** The product as `npm start` runs it, in a process of its own: so that its memory and its core are its own. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export interface ProductProcess {
  readonly url: string;
  readonly smtpPort: number;
  readonly pid: number;
  /** Ends it in order; rejects if it did not end well. */
  stop(): Promise<void>;
}

/** What package.json gives Node for `npm start`. */
const AS_NPM_START = ['--disable-warning=ExperimentalWarning', '--max-semi-space-size=8'];
const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));

/** Starts the product on a folder, on free ports. `configFile` and `more`: see docs/running-it.md. */
export async function startProduct(
  folder: string,
  configFile?: string,
  more: Readonly<Record<string, string>> = {},
): Promise<ProductProcess> {
  const child = spawn(process.execPath, [...AS_NPM_START, MAIN], {
    env: {
      PATH: process.env.PATH ?? '',
      DATA_DIR: folder,
      PORT: '0',
      SMTP_IN_PORT: '0',
      LMTP_IN_PORT: '0',
      LOG_LEVEL: 'warn',
      ...(configFile === undefined ? {} : { CONFIG_FILE: configFile }),
      ...more,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  // Whatever becomes of a measure, no product stays behind.
  process.once('exit', () => child.kill('SIGKILL'));
  const ended = once(child, 'exit');
  let url = '';
  let smtpPort = 0;
  const started = Promise.withResolvers<void>();
  createInterface({ input: child.stdout }).on('line', (line) => {
    url = /(?:Pagina|Server):\s+(\S+)/.exec(line)?.[1] ?? url;
    smtpPort = Number(/SMTP 127\.0\.0\.1:(\d+)/.exec(line)?.[1] ?? smtpPort);
    if (line.includes('Ctrl+C')) {
      started.resolve();
    }
    if (line.startsWith('{')) {
      process.stderr.write(`  produsul spune: ${line}\n`);
    }
  });
  void ended.then(() => started.reject(new Error('The product ended before it had started')));
  await started.promise;
  return {
    url,
    smtpPort,
    pid: child.pid ?? 0,
    async stop() {
      child.kill('SIGTERM');
      const [code] = await ended;
      if (code !== 0) {
        throw new Error(`The product ended with ${String(code)}`);
      }
    },
  };
}
