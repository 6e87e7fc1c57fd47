/** What people type to the app: a mention of it in a channel, or a line in the chat with it. Answered to them alone. */
import type { Answer } from '../../channel.ts';
import { pressOf } from '../rendering/carried.ts';
import { cardMessage, lineMessage, type TeamsMessage } from '../rendering/message.ts';
import { channelOf, isPersonal, mentionsApp, type TeamsActivity, typedText } from './activity.ts';
import type { Answering } from './answering.ts';
import { afterwards, objectIdOf } from './presses.ts';

/** True if the message is for the app; others are only read along. */
export function isForApp(activity: TeamsActivity): boolean {
  return isPersonal(activity) || mentionsApp(activity) || isFallbackPress(activity);
}

/** A button in a client that knows no Action.Execute comes as a message without words. */
function isFallbackPress({ value, text }: TeamsActivity): boolean {
  return typeof value === 'object' && value !== null && !text;
}

export async function handleTyped(answering: Answering, activity: TeamsActivity): Promise<void> {
  const { events, texts, words } = answering;
  const externalId = objectIdOf(activity);
  if (externalId === null) {
    await words.say(activity, line(texts.teams.stranger));
    return;
  }
  if (isFallbackPress(activity)) {
    const press = pressOf(undefined, activity.value);
    const answer: Answer = press
      ? await events.onClick({ channel: 'teams', externalId, ...press })
      : { kind: 'told', text: texts.teams.notOurs };
    afterwards(answering, activity, press?.caseId ?? '');
    // What is done in a channel is to be seen there.
    if (answer.kind !== 'done' || isPersonal(activity)) {
      await words.say(activity, inWords(answer));
    }
    return;
  }
  const at = channelOf(activity);
  const place = at === null ? null : { teamId: at.teamId, channelId: at.channelId };
  const answer = await events.onCommand({ channel: 'teams', externalId, text: typedText(activity), place });
  await words.say(activity, inWords(answer));
}

/** Without a press no dialog can be opened: what would stand in one stands in the answer, its buttons too. */
function inWords(answer: Answer): TeamsMessage {
  switch (answer.kind) {
    case 'dialog':
      return cardMessage(answer.card, answer.title, null);
    case 'card':
      return cardMessage(answer.card, answer.text, null);
    case 'link':
      return line(`${answer.text} ${answer.url}`);
    case 'done':
    case 'told':
    case 'dialog-errors':
      return line(answer.text);
  }
}

function line(text: string): TeamsMessage {
  return lineMessage({ text, mentions: [] });
}
