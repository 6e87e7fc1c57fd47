/** What people type: the slash command, a mention of the app, a direct message to it. Answered to them alone. */

import { setTimeout } from 'node:timers/promises';
import type { z } from 'zod';
import type { Texts } from '../../../texts/texts.ts';
import type { Answer, Command } from '../../channel.ts';
import { lineOf, linkOf, messageOf, type SlackMessage } from '../rendering/message.ts';
import { modalOf } from '../rendering/modal.ts';
import { type Answering, isStranger } from './answering.ts';
import { commandSchema, type messageSchema } from './payloads.ts';
import { typedText, withoutMention } from './slack-text.ts';

/** Of the three seconds that Slack waits. */
const ANSWERED_WITHIN_MS = 2_000;

type CommandAck = (response?: SlackMessage & { response_type: 'ephemeral' }) => Promise<void>;

/** `/autorizati …` */
export async function handleCommand(answering: Answering, body: unknown, ack: CommandAck): Promise<void> {
  const command = commandSchema.parse(body);
  const { texts, events, windows } = answering;
  if (isStranger(answering, [command.team_id])) {
    await ack(privately(lineOf({ text: texts.slack.stranger, mentions: [] })));
    return;
  }
  const later = events.onCommand(asCommand(command.user_id, command.text, command.channel_id));
  const answer = await Promise.race([later, slow()]);
  if (answer === null) {
    // Slack waits three seconds; a report of a year takes longer, and is said when it is there.
    await ack();
    const where = {
      user: command.user_id,
      channelId: command.channel_id,
      responseUrl: command.response_url ?? null,
    };
    await answering.words.say(where, inWords(await later, texts));
    return;
  }
  if (answer.kind !== 'dialog') {
    await ack(privately(inWords(answer, texts)));
    return;
  }
  const back = { from: null, kind: 'command', caseId: '' };
  const opened = await windows.open(command.trigger_id, modalOf(answer, texts.slack.modal, back));
  await ack(opened ? undefined : privately(inWords(answer, texts)));
}

/** Resolves with null when a command has taken so long that Slack must be answered first. */
function slow(): Promise<null> {
  return setTimeout(ANSWERED_WITHIN_MS, null, { ref: false });
}

function privately(message: SlackMessage): SlackMessage & { response_type: 'ephemeral' } {
  return { ...message, response_type: 'ephemeral' };
}

function asCommand(user: string, text: string, channelId: string): Command {
  // Direct messages are no place that could be bound.
  const place = channelId.startsWith('D') ? null : { channelId };
  return { channel: 'slack', externalId: user, text: typedText(text), place };
}

/** Without a press no window can be opened: what would stand in one stands in the answer, its buttons too. */
function inWords(answer: Answer, { slack }: Texts): SlackMessage {
  switch (answer.kind) {
    case 'dialog':
      return messageOf(answer.card, answer.title);
    case 'card':
      return messageOf(answer.card, answer.text);
    case 'link':
      return linkOf(answer.text, answer.url, slack.linkTitle);
    case 'done':
    case 'told':
    case 'dialog-errors':
      return lineOf({ text: answer.text, mentions: [] });
  }
}

type Message = z.infer<typeof messageSchema>;

/** A line in a direct message, or one that mentions the app. */
export async function handleTyped(answering: Answering, message: Message): Promise<void> {
  const { user, text, channel, thread_ts: threadTs = null } = message;
  if (!user || message.bot_id || message.subtype) {
    return;
  }
  const where = { user, channelId: channel, threadTs, responseUrl: null };
  if (isStranger(answering, [message.team])) {
    await answering.words.say(where, lineOf({ text: answering.texts.slack.stranger, mentions: [] }));
    return;
  }
  const words = withoutMention(text ?? '', answering.self()?.user ?? null);
  const answer = await answering.events.onCommand(asCommand(user, words, channel));
  await answering.words.say(where, inWords(answer, answering.texts));
}
