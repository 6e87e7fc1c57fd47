/** Server-sent events: tells every open page where something changed. */
import type { RequestHandler, Response } from 'express';
import type { LiveEvent } from './page/wire.ts';

const HEARTBEAT_MS = 20_000;

export interface LiveEvents {
  /** Keeps the request open and sends events to it until its page goes away. */
  readonly handler: RequestHandler;
  send(event: LiveEvent): void;
  /** How many pages listen now. */
  listening(): number;
  /** Ends every open stream; for an orderly shutdown. */
  close(): void;
}

/** `start` tells a page that came back whether it still speaks with the same run of the server. */
export function createLiveEvents(start: string): LiveEvents {
  const open = new Set<Response>();
  return {
    handler: (request, response) => {
      response.status(200).set({ 'Content-Type': 'text/event-stream', 'X-Accel-Buffering': 'no' });
      response.write(`retry: 1500\nevent: hello\ndata: ${JSON.stringify({ start })}\n\n`);
      open.add(response);
      // Without it a vanished browser would be noticed only at the next change.
      const heartbeat = setInterval(() => response.write(': still here\n\n'), HEARTBEAT_MS);
      heartbeat.unref();
      request.on('close', () => {
        clearInterval(heartbeat);
        open.delete(response);
      });
    },
    send(event) {
      const frame = `event: change\ndata: ${JSON.stringify(event)}\n\n`;
      for (const response of open) {
        response.write(frame);
      }
    },
    listening: () => open.size,
    close() {
      for (const response of open) {
        response.end();
      }
    },
  };
}
