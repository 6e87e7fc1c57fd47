/** What the composition root knows of a chat, whichever it is. */
import type { RequestListener } from 'node:http';
import type { RequestHandler } from 'express';
import type { Channel } from './bot/channel.ts';
import type { Desk } from './desk/desk.ts';
import { startServer } from './server.ts';

export interface Chat {
  /** Where the desk posts; there before the desk is, which needs them. */
  readonly channels: readonly Channel[];
  /** Begins to listen to people. Resolves once the port is open, whether or not a platform answers. */
  serve(options: ServeOptions): Promise<ServedChat>;
  /** How each platform is connected, for `/health`; no secrets. */
  states(): Readonly<Record<string, PlatformState>>;
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

/** How a platform is connected; no secrets. What more it says is its own business. */
export interface PlatformState {
  /** False while the platform does not answer the desk. */
  readonly reachable: boolean;
}

/** A platform of real people. Several stand side by side; none waits for another. */
export interface Platform {
  readonly channel: Channel;
  /** The desk is there: what this platform brings goes to it. */
  attach(options: Omit<ServeOptions, 'routes'>): AttachedPlatform;
  state(): PlatformState;
}

export interface AttachedPlatform {
  /** What the one server hands to this platform, by path; it reads the body itself, for it checks who sent it. */
  readonly listeners: ReadonlyMap<string, RequestListener>;
  /** The port is open. */
  start(): void;
  stop(): Promise<void>;
}

/** Platforms behind one server. */
export function openPlatforms(
  platforms: readonly Platform[],
  { host, port }: { readonly host: string; readonly port: number },
): Chat {
  return {
    channels: platforms.map(({ channel }) => channel),
    async serve({ desk, routes, lookAgain }) {
      const attached = platforms.map((platform) => platform.attach({ desk, lookAgain }));
      const listeners = new Map(attached.flatMap((each) => [...each.listeners]));
      const server = await startServer({ host, port, platforms: listeners, routes });
      for (const each of attached) {
        each.start();
      }
      return {
        url: server.url,
        async close() {
          await Promise.all(attached.map((each) => each.stop()));
          await server.close();
        },
      };
    },
    states: () => Object.fromEntries(platforms.map(({ channel, state }) => [channel.name, state()])),
  };
}
