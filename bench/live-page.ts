/** Listens to the local page as a browser does: what arrives here is on the wire. */
import type { LiveEvent } from '../src/bot/local/page/wire.ts';

export interface LivePage {
  /** Resolves with the next event that fits, from now on. */
  next(fits: (event: LiveEvent) => boolean): Promise<void>;
  /** Calls the listener with every event. */
  watch(listener: (event: LiveEvent) => void): () => void;
  close(): void;
}

export async function openLivePage(url: string): Promise<LivePage> {
  const abort = new AbortController();
  const response = await fetch(`${url}/api/events`, { signal: abort.signal });
  const listeners = new Set<(event: LiveEvent) => void>();
  void read(response, (event) => {
    for (const listener of listeners) {
      listener(event);
    }
  }).catch(() => undefined);
  const watch = (listener: (event: LiveEvent) => void): (() => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  return {
    watch,
    next: (fits) =>
      new Promise((resolve) => {
        const stop = watch((event) => {
          if (fits(event)) {
            stop();
            resolve();
          }
        });
      }),
    close: () => abort.abort(),
  };
}

async function read(response: Response, tell: (event: LiveEvent) => void): Promise<void> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of response.body ?? []) {
    const frames = (rest + decoder.decode(chunk, { stream: true })).split('\n\n');
    rest = frames.pop() ?? '';
    for (const frame of frames) {
      const data = /^event: change\ndata: (.*)$/s.exec(frame)?.[1];
      if (data !== undefined) {
        tell(JSON.parse(data) as LiveEvent);
      }
    }
  }
}
