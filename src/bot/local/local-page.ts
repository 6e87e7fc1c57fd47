/**
 * The local page's server: the page, its data as JSON, clicks, and the pretend mailboxes.
 *
 * This page is a demo. Whoever can open it may be anybody: the person is what the browser tab says
 * (header `x-acces-person`), nobody proves it. That is why it is served on loopback only and starts
 * neither beside real channels nor in production.
 */
import { randomUUID } from 'node:crypto';
import express, { type ErrorRequestHandler, type Request, type Router } from 'express';
import { z } from 'zod';
import type { Texts } from '../../texts/texts.ts';
import type { Answer, ClickHandler, CommandHandler, ThreadLine } from '../channel.ts';
import { cardCaseId } from './card-case.ts';
import type { ChatMemory, ListedCard } from './chat-memory.ts';
import { createLiveEvents, type LiveEvents } from './live-events.ts';
import type { LocalChannel } from './local-channel.ts';
import { mailboxRoutes } from './mailbox-routes.ts';
import type { CardPage, Home, Overview, WireCard, WireHint, WireReply } from './page/wire.ts';
import { cardRenderer, cardStyle, pageFiles, pageShell, pageTexts } from './page-files.ts';
import {
  newCsrfToken,
  onlyThisMachine,
  onlyThisPage,
  onlyWithToken,
  refuse,
  safeHeaders,
} from './page-guards.ts';
import type { RecipientsWorld } from './recipients-world.ts';

export const PERSON_HEADER = 'x-acces-person';
const CARDS_AT_ONCE = 40;

export interface LocalPerson {
  readonly externalId: string;
  readonly name: string;
  /** Such as "secretar, OCPI Alba". */
  readonly description: string;
  /** The view that opens when one becomes this person. */
  readonly home?: Home;
}

export interface LocalPageDeps {
  readonly channel: LocalChannel;
  readonly memory: ChatMemory;
  readonly onClick: ClickHandler;
  readonly onCommand: CommandHandler;
  /** Somebody wrote in a card's thread. */
  readonly onThreadLine: (line: ThreadLine) => Promise<void>;
  /** Whom one can be; the first is who one is at first. */
  readonly people: () => Promise<readonly LocalPerson[]>;
  /** All channels there are, in the order in which they stand at the left. */
  readonly channels: () => Promise<
    readonly { readonly channelKey: string; readonly title: string; readonly group: string }[]
  >;
  readonly world: RecipientsWorld;
  /** In which language the page speaks. */
  readonly texts: Texts;
  /** Whose turn is next. */
  readonly hint: () => Promise<WireHint>;
  /** Told of what broke; the person sees only that something did. */
  readonly report: (error: unknown, where: string) => void;
}

export interface LocalPage {
  readonly router: Router;
  /** How many browser tabs listen now. */
  listening(): number;
  /** Stops listening to channel and mailboxes, ends the open event streams. */
  close(): void;
}

const Clicked = z.object({
  verb: z.string().regex(/^[a-z][a-z0-9:_-]{0,79}$/i),
  caseId: z.string().min(1).max(100),
  inputs: z.record(z.string().max(100), z.string().max(20_000)),
});

const Typed = z.object({
  text: z.string().max(500),
  channelKey: z.string().min(1).max(100).nullable(),
});

const Written = z.object({ text: z.string().trim().min(1).max(3_000) });

export function createLocalPage(deps: LocalPageDeps): LocalPage {
  const csrf = newCsrfToken();
  const live = createLiveEvents(randomUUID());
  const stops = [
    deps.channel.watch((event) => live.send(event)),
    deps.world.watch((mailbox) => live.send({ type: 'mail', mailbox })),
  ];
  const router = express.Router();
  router.use(onlyThisMachine, safeHeaders);
  router.get('/', (_request, response) => {
    response.type('html').send(pageShell(csrf, deps.texts));
  });
  router.get('/page/:name', pageFiles(deps.texts));
  router.get('/texts/:language/:name', pageTexts());
  router.get('/page-lib/adaptivecards.min.js', cardRenderer());
  router.get('/page-lib/host-config.json', cardStyle());
  router.use('/api', apiRoutes(deps, live, csrf));
  return {
    router,
    listening: live.listening,
    close() {
      for (const stop of stops) {
        stop();
      }
      live.close();
    },
  };
}

function apiRoutes(deps: LocalPageDeps, live: LiveEvents, csrf: string): Router {
  const api = express.Router();
  const changes = [onlyWithToken(csrf), express.json({ limit: '256kb', strict: true })];
  api.use(onlyThisPage);
  api.get('/session', (_request, response) => {
    response.json({ csrf });
  });
  api.get('/events', live.handler);
  api.get('/overview', async (_request, response) => {
    response.json(await overview(deps));
  });
  api.get('/channels/:channelKey/cards', async (request, response) => {
    response.json(await cardPage(deps.memory, request));
  });
  api.get('/cards/:id', async (request, response) => {
    const card = await oneCard(deps.memory, request.params.id);
    if (card === null) {
      refuse(response, 404, 'not-found');
      return;
    }
    response.json(card);
  });
  api.get('/cards/:id/replies', async (request, response) => {
    response.json(await thread(deps.memory, request.params.id));
  });
  api.post('/click', ...changes, async (request, response) => {
    const parsed = Clicked.safeParse(request.body);
    if (!parsed.success) {
      refuse(response, 400, 'bad-request');
      return;
    }
    const person = await personOf(deps, request);
    if (person === null) {
      refuse(response, 400, 'unknown-person');
      return;
    }
    // The answer is private: it leaves in this response and is kept nowhere.
    const { externalId } = person;
    const answer: Answer = await deps.onClick({ channel: 'local', externalId, ...parsed.data });
    response.json(answer);
  });
  api.post('/command', ...changes, async (request, response) => {
    const parsed = Typed.safeParse(request.body);
    const person = await personOf(deps, request);
    if (!parsed.success || person === null) {
      refuse(response, 400, parsed.success ? 'unknown-person' : 'bad-request');
      return;
    }
    const { text, channelKey } = parsed.data;
    const place = channelKey === null ? null : { channelKey };
    response.json(await deps.onCommand({ channel: 'local', externalId: person.externalId, text, place }));
  });
  api.post('/cards/:id/lines', ...changes, async (request, response) => {
    const parsed = Written.safeParse(request.body);
    const person = await personOf(deps, request);
    if (!parsed.success || person === null) {
      refuse(response, 400, parsed.success ? 'unknown-person' : 'bad-request');
      return;
    }
    const { text } = parsed.data;
    const added = await deps.channel.addLine(String(request.params.id), person.name, text);
    if (added === null) {
      refuse(response, 404, 'not-found');
      return;
    }
    const { externalId } = person;
    await deps.onThreadLine({ channel: 'local', externalId, change: 'new', text, ...added });
    response.json({ kind: 'done', text: '' });
  });
  api.use('/mailboxes', mailboxRoutes(deps.world, csrf));
  api.use((_request, response) => {
    refuse(response, 404, 'not-found');
  });
  api.use(whatBroke(deps));
  return api;
}

/** Whom the tab says it is, if there is such a person. */
async function personOf(deps: LocalPageDeps, request: Request): Promise<LocalPerson | null> {
  const externalId = idOf(request);
  const people = await deps.people();
  return people.find((person) => person.externalId === externalId) ?? null;
}

/** The tab's person, percent-encoded in the header. */
function idOf(request: Request): string {
  const header = request.get(PERSON_HEADER) ?? '';
  try {
    return decodeURIComponent(header);
  } catch {
    return '';
  }
}

async function overview(deps: LocalPageDeps): Promise<Overview> {
  const [people, channels, activity, parties, samples, hint] = await Promise.all([
    deps.people(),
    deps.channels(),
    deps.memory.activity(),
    deps.world.parties(),
    deps.world.samples(),
    deps.hint(),
  ]);
  const busy = new Map(activity.map((line) => [line.channelKey, line]));
  return {
    people: people.map((person) => ({ ...person, home: person.home ?? null })),
    channels: channels.map((channel) => ({
      ...channel,
      cards: busy.get(channel.channelKey)?.cards ?? 0,
      lastActivityAt: busy.get(channel.channelKey)?.lastActivityAt ?? null,
    })),
    parties,
    samples,
    hint,
  };
}

async function cardPage(memory: ChatMemory, request: Request): Promise<CardPage> {
  const before = typeof request.query.before === 'string' ? request.query.before : null;
  const channelKey = String(request.params.channelKey);
  // One more than is shown tells whether there are older ones.
  const listed = await memory.list(channelKey, { limit: CARDS_AT_ONCE + 1, before });
  const shown = listed.slice(-CARDS_AT_ONCE);
  return { cards: shown.map(asWire), older: listed.length > shown.length };
}

async function oneCard(memory: ChatMemory, id: string): Promise<WireCard | null> {
  const post = await memory.get(id);
  if (post?.kind !== 'card') {
    return null;
  }
  const replies = await memory.replies(id);
  return asWire({ post, replies: replies.length });
}

function asWire({ post, replies }: ListedCard): WireCard {
  return {
    id: post.id,
    channelKey: post.channelKey,
    caseId: cardCaseId(post.content.card),
    summary: post.content.summary,
    card: post.content.card,
    createdAt: post.createdAt,
    updatedAt: post.updatedAt,
    replies,
  };
}

async function thread(memory: ChatMemory, id: string): Promise<readonly WireReply[]> {
  const replies = await memory.replies(id);
  return replies.map((reply) => ({
    id: reply.id,
    author: reply.content.author ?? null,
    text: reply.content.text,
    mentions: reply.content.mentions,
    createdAt: reply.createdAt,
  }));
}

function whatBroke(deps: LocalPageDeps): ErrorRequestHandler {
  return (error, request, response, next) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const status = z.object({ status: z.number().int().min(400).max(499) }).safeParse(error).data?.status;
    if (status === 413) {
      refuse(response, 413, 'too-large');
      return;
    }
    if (status !== undefined) {
      refuse(response, 400, 'bad-request');
      return;
    }
    // Only the route: a path may hold a mailbox, a body may hold a password.
    deps.report(error, `local page: ${request.method} ${request.baseUrl}`);
    refuse(response, 500, 'broken');
  };
}
