/** Teams as it calls the desk: one address, each request with a token that Microsoft signed. */

import type { RequestListener } from 'node:http';
import express, { type Request, type Response } from 'express';
import type { Texts } from '../../../texts/texts.ts';
import type { PlatformEvents } from '../../channel.ts';
import type { MicrosoftCloud } from '../cloud.ts';
import type { TeamsMemory } from '../memory.ts';
import type { TeamsChannel } from '../posting/teams-channel.ts';
import { failureOf } from '../posting/teams-errors.ts';
import { lineMessage } from '../rendering/message.ts';
import type { BotTokens } from '../tokens.ts';
import { activitySchema, channelOf, isPersonal, type TeamsActivity } from './activity.ts';
import type { Answering } from './answering.ts';
import {
  createTeamsAuthentication,
  NotAuthentic,
  type RefusedBecause,
  type TeamsAuthentication,
} from './authentication.ts';
import { createPrivateWords } from './private-words.ts';
import { TeamsBot } from './teams-bot.ts';
import { Turns } from './turns.ts';

/** The messaging endpoint of the bot's registration ends so. */
export const TEAMS_PATH = '/api/messages';

export interface TeamsAppOptions {
  readonly appId: string;
  readonly tenantId: string;
  readonly cloud: MicrosoftCloud;
  readonly tokens: BotTokens;
  readonly channel: TeamsChannel;
  readonly memory: TeamsMemory;
  readonly events: PlatformEvents;
  readonly texts: Texts;
  /** Told of each request that was from Teams. */
  readonly onHeard: () => void;
  /** Told of each request that was not from Teams, or not for us. */
  readonly onRefused: (reason: RefusedBecause) => void;
  /** Told of trouble as a code, never of what was sent. */
  readonly onTrouble: (where: string, code: string) => void;
}

/** Teams sends at most 256 KB. */
const MOST_BYTES = '256kb';

/** Handles requests at {@link TEAMS_PATH}; the body is read here. */
export function createTeamsApp(options: TeamsAppOptions): RequestListener {
  const { channel, texts, events, memory, onRefused } = options;
  const authentication = createTeamsAuthentication(options);
  const turns = new Turns();
  const onTrouble = (where: string, error: unknown): void => {
    options.onTrouble(where, failureOf(error).code);
  };
  const answering: Answering = {
    ...{ events, texts, channel, onTrouble },
    words: createPrivateWords({
      connector: channel.quick,
      noChat: lineMessage({ text: texts.teams.noChat, mentions: [] }),
      onLost: (error) => onTrouble('private answer', error),
    }),
  };
  const bot = new TeamsBot(answering);

  async function handle(request: Request, response: Response): Promise<void> {
    const activity = activitySchema.safeParse(request.body).data;
    if (activity === undefined) {
      response.status(400).end();
      return;
    }
    if (!(await isAdmitted(authentication, activity, request, response, onRefused))) {
      return;
    }
    options.onHeard();
    await remember(memory, channel, activity);
    const answer = await turns.take(activity, (context) => bot.run(context));
    response.status(answer?.status ?? 200);
    if (answer?.body === undefined) {
      response.end();
    } else {
      response.json(answer.body);
    }
  }

  const app = express();
  app.disable('x-powered-by');
  app.post(TEAMS_PATH, express.json({ limit: MOST_BYTES }), (request, response, next) => {
    handle(request, response).catch((error: unknown) => {
      onTrouble('activity', error);
      next(error);
    });
  });
  app.use(TEAMS_PATH, (_request, response) => {
    response.status(405).end();
  });
  app.use(((error: { status?: number }, _request, response, _next) => {
    // A body that is too long or no JSON; anything else may be delivered again.
    response.status(error.status ?? 500).end();
  }) satisfies express.ErrorRequestHandler);
  return app;
}

async function isAdmitted(
  authentication: TeamsAuthentication,
  activity: TeamsActivity,
  request: Request,
  response: Response,
  onRefused: TeamsAppOptions['onRefused'],
): Promise<boolean> {
  try {
    await authentication.authenticate(activity, request.headers.authorization ?? '');
    return true;
  } catch (error) {
    if (!(error instanceof NotAuthentic)) {
      throw error;
    }
    onRefused(error.reason);
    response.status(error.reason === 'keys-unreachable' ? 503 : 401).end();
    return false;
  }
}

/** Where Teams calls from, and where somebody was met. */
async function remember(
  memory: TeamsMemory,
  { people }: TeamsChannel,
  activity: TeamsActivity,
): Promise<void> {
  const { serviceUrl, channelData, from, conversation } = activity;
  const teamId = channelData?.team?.id ?? null;
  const groupId = channelData?.team?.aadGroupId ?? null;
  await memory.heard(serviceUrl, teamId === null ? null : { teamId, groupId });
  const objectId = from.aadObjectId?.toLowerCase();
  if (objectId && (isPersonal(activity) || channelOf(activity) !== null)) {
    people.met(objectId, teamId ?? conversation.id, teamId);
  }
}
