/** The one HTTP server of a desk for real people: platforms, documents, health. */
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import express, { type RequestHandler } from 'express';

export interface ServerOptions {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** What platforms call, by path; they read the body themselves, for they check its signature. */
  readonly platforms: ReadonlyMap<string, RequestListener>;
  readonly routes: readonly RequestHandler[];
}

export interface RunningServer {
  /** Such as `http://127.0.0.1:3978`, without a slash at the end. */
  readonly url: string;
  readonly port: number;
  /** Takes no new request, lets those in hand be answered, closes. */
  close(): Promise<void>;
}

/** Listens. Rejects with Node's error if the port is taken. */
export async function startServer({ host, port, platforms, routes }: ServerOptions): Promise<RunningServer> {
  const app = express();
  app.disable('x-powered-by');
  for (const [path, listener] of platforms) {
    app.all(path, (request, response) => listener(request, response));
  }
  for (const route of routes) {
    app.use(route);
  }
  const server = createServer(app);
  server.listen(port, host);
  await once(server, 'listening');
  const address = server.address();
  const bound = typeof address === 'object' && address !== null ? address.port : port;
  const name = host.includes(':') ? `[${host}]` : host;
  return {
    url: `http://${name}:${bound}`,
    port: bound,
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeIdleConnections();
      await closed;
    },
  };
}
