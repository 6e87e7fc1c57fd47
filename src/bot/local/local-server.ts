/** The local page as a server of its own, on this machine only. */
import { createServer, type Server } from 'node:http';
import express, { type RequestHandler } from 'express';
import type { LocalPage } from './local-page.ts';
import { localPageProblems } from './page-guards.ts';

export interface LocalServerOptions {
  readonly page: LocalPage;
  /** A loopback address; `127.0.0.1` unless told. */
  readonly host?: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** `NODE_ENV`: in production the page does not start. */
  readonly nodeEnv?: string | undefined;
  /** Names of configured real channels: beside them the page does not start. */
  readonly realChannels?: readonly string[];
  /** What else this server answers, such as documents; behind the page's guards and headers. */
  readonly also?: readonly RequestHandler[];
}

export interface LocalServer {
  /** `http://127.0.0.1:3978`, without a slash at the end. */
  readonly url: string;
  readonly port: number;
  /** Ends event streams and connections, then stops listening. */
  close(): Promise<void>;
}

/** The page must not be served so; each of `problems` is a sentence that says what to do. */
export class LocalPageRefused extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.problems = problems;
  }
}

/**
 * Listens. Rejects with {@link LocalPageRefused} on an address that is not loopback, in production or
 * beside real channels, and with Node's error if the port is taken.
 */
export async function createLocalServer(options: LocalServerOptions): Promise<LocalServer> {
  const { page, host = '127.0.0.1', port, nodeEnv, realChannels = [], also = [] } = options;
  const problems = localPageProblems({ host, nodeEnv, realChannels });
  if (problems.length > 0) {
    throw new LocalPageRefused(problems);
  }
  const app = express();
  app.disable('x-powered-by');
  app.use(page.router, ...also);
  const server = createServer(app);
  const bound = await listening(server, host, port);
  const name = host.includes(':') ? `[${host.replace(/^\[|\]$/g, '')}]` : host;
  return {
    url: `http://${name}:${bound}`,
    port: bound,
    async close() {
      page.close();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

function listening(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host.replace(/^\[|\]$/g, ''), () => {
      server.off('error', reject);
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}
