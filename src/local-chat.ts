/** The embedded default: a page on this machine, with the pretend mailboxes of invented people. */
import type { Logger } from 'pino';
import type { CardContent, ReplyContent } from './bot/local/chat-memory.ts';
import { createLocalChannel } from './bot/local/local-channel.ts';
import { createLocalPage } from './bot/local/local-page.ts';
import { createLocalServer } from './bot/local/local-server.ts';
import type { Chat } from './chats.ts';
import type { Config } from './config.ts';
import { createCommandHandler } from './desk/commands/handle-command.ts';
import { carryThreadLine } from './desk/escalation/thread-lines.ts';
import { createClickHandler, errorName } from './desk/handle-click.ts';
import { channelsToShow, peopleToBe, turnHint } from './desk/local-view.ts';
import { createChatMemory } from './store/local-chat.ts';
import type { Store } from './store/open.ts';
import { textsFor } from './texts/texts.ts';
import type { World } from './world/world.ts';

export interface LocalChatDeps {
  readonly store: Store;
  readonly world: World;
  readonly now: () => Date;
  readonly log: Logger;
  readonly nodeEnv: string | undefined;
}

export function openLocalChat(config: Config, { store, world, now, log, nodeEnv }: LocalChatDeps): Chat {
  const memory = createChatMemory<CardContent, ReplyContent>(store);
  const channel = createLocalChannel({ memory, now });
  return {
    channels: [channel],
    async serve({ desk, routes }) {
      const page = createLocalPage({
        channel,
        memory,
        onClick: createClickHandler(desk),
        onCommand: createCommandHandler(desk),
        onThreadLine: (line) => carryThreadLine(desk, line),
        people: async () => await peopleToBe(desk, await newestApplicant(world)),
        channels: async () => channelsToShow(desk),
        world,
        texts: textsFor(config.language),
        hint: async () => await turnHint(desk),
        report: (error, where) => log.error({ error: errorName(error), where }, 'the page could not answer'),
      });
      const { host, port } = config;
      return await createLocalServer({ page, host, port, nodeEnv, also: routes });
    },
    states: () => ({}),
  };
}

/** Whose mailbox opens when one becomes the applicant. */
async function newestApplicant(world: World): Promise<string | null> {
  const parties = await world.parties();
  return parties.find(({ role }) => role === 'applicant')?.mailbox ?? null;
}
