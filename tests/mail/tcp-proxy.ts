/** A way to a server that can be cut, or go silent without a word, as networks do. */
import { connect, createServer, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

export interface TcpProxy {
  readonly port: number;
  /** Connections so far. */
  count(): number;
  /** From now on nothing passes, on old connections and new ones; none of them is closed. */
  goSilent(): void;
  /** New connections pass again; the silent ones stay silent. */
  heal(): void;
  /** Ends every connection at once. */
  cut(): void;
}

export async function tcpProxy(targetPort: number): Promise<TcpProxy> {
  const pairs = new Set<readonly [Socket, Socket]>();
  let silent = false;
  let count = 0;
  const server = createServer((near) => {
    count += 1;
    const far = connect(targetPort, '127.0.0.1');
    const pair = [near, far] as const;
    pairs.add(pair);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      one.on('error', () => undefined);
      one.on('close', () => {
        other.destroy();
        pairs.delete(pair);
      });
      if (silent) {
        one.pause();
      } else {
        one.pipe(other);
      }
    }
  });
  const cut = (): void => {
    for (const [near, far] of pairs) {
      near.destroy();
      far.destroy();
    }
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    cut();
    server.close();
  });
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    count: () => count,
    goSilent() {
      silent = true;
      for (const [near, far] of pairs) {
        near.unpipe(far);
        far.unpipe(near);
        near.pause();
        far.pause();
      }
    },
    heal() {
      silent = false;
    },
    cut,
  };
}
