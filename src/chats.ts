/** What the composition root knows of a chat, whichever it is. */
import type { RequestHandler } from 'express';
import type { Channel } from './bot/channel.ts';
import type { Desk } from './desk/desk.ts';

export interface Chat {
  /** Where the desk posts; there before the desk is, which needs them. */
  readonly channels: readonly Channel[];
  /** Begins to listen to people. Resolves once the port is open, whether or not a platform answers. */
  serve(options: ServeOptions): Promise<ServedChat>;
  /** How each platform is connected, for `/health`; no secrets. */
  states(): Readonly<Record<string, unknown>>;
}

export interface ServeOptions {
  readonly desk: Desk;
  /** What the one server answers besides. */
  readonly routes: readonly RequestHandler[];
  /** To be called when something became due that the outbox does not know of. */
  readonly lookAgain: () => void;
}

export interface ServedChat {
  /** Such as `http://127.0.0.1:3978`. */
  readonly url: string;
  /** Takes nothing new, answers what is in hand. */
  close(): Promise<void>;
}
