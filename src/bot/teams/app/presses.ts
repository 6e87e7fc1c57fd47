/**
 * Pressed buttons that are answered in place (`adaptiveCard/action`). Teams sends a press again that is answered with
 * nothing, so each is answered with a sentence, which only the person who pressed sees.
 */
import { z } from 'zod';
import type { Answer } from '../../channel.ts';
import { pressOf } from '../rendering/carried.ts';
import { cardMessage } from '../rendering/message.ts';
import { channelOf, type TeamsActivity } from './activity.ts';
import type { Answering } from './answering.ts';

/** https://learn.microsoft.com/adaptive-cards/authoring-cards/universal-action-model#response-format */
export interface InvokeAnswer {
  readonly statusCode: 200 | 400;
  readonly type: 'application/vnd.microsoft.activity.message' | 'application/vnd.microsoft.error';
  readonly value: unknown;
}

const valueSchema = z.object({
  action: z.object({ type: z.string(), verb: z.string().nullish(), data: z.unknown().optional() }),
});

export async function handlePress(answering: Answering, activity: TeamsActivity): Promise<InvokeAnswer> {
  const { texts, events } = answering;
  const value = valueSchema.safeParse(activity.value).data;
  const press = value ? pressOf(value.action.verb ?? undefined, value.action.data) : null;
  if (press === null) {
    const error = { code: 'BadRequest', message: texts.teams.notOurs };
    return { statusCode: 400, type: 'application/vnd.microsoft.error', value: error };
  }
  const externalId = objectIdOf(activity);
  if (externalId === null) {
    return said(texts.teams.stranger);
  }
  const answer = await events.onClick({ channel: 'teams', externalId, ...press });
  afterwards(answering, activity, press.caseId);
  return said(await inWords(answering, activity, answer));
}

/** Who it is, by the id that is the same for every app and for Entra. */
export function objectIdOf({ from }: TeamsActivity): string | null {
  return from.aadObjectId?.toLowerCase() ?? null;
}

function said(text: string): InvokeAnswer {
  return { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: text };
}

async function inWords(answering: Answering, activity: TeamsActivity, answer: Answer): Promise<string> {
  const { texts, words } = answering;
  switch (answer.kind) {
    case 'done':
    case 'told':
      return answer.text;
    case 'dialog-errors':
      return [answer.text, ...answer.errors.map(({ message }) => message)].join(' ');
    // The case changed since the card was shown: the button that it shows a moment later opens the dialog.
    case 'dialog':
      return texts.teams.pressAgain;
    case 'card':
      await words.say(activity, cardMessage(answer.card, answer.text, null));
      return texts.teams.inChat;
    case 'link':
      return `${answer.text} ${answer.url}`;
  }
}

/**
 * A card that is not the one that the desk knows of its case was posted twice, in a moment in which nobody could know: it
 * worked just as well, and goes away now.
 */
export function afterwards(answering: Answering, activity: TeamsActivity, caseId: string): void {
  const at = channelOf(activity);
  const messageId = activity.replyToId ?? null;
  if (at === null || messageId === null) {
    return;
  }
  const { teamId, channelId } = at;
  const posted = { teamId, channelId, messageId };
  const look = async (): Promise<void> => {
    if (await answering.events.onCardPressed(posted, caseId)) {
      await answering.channel.quick.remove(posted);
    }
  };
  look().catch((error: unknown) => answering.onTrouble('second card', error));
}
