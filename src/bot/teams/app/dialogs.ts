/** Dialogs: `task/fetch` opens one, `task/submit` sends it. The desk commits before Teams is answered. */
import { z } from 'zod';
import type { Answer } from '../../channel.ts';
import { dialogPressOf, type Press, pressOf } from '../rendering/carried.ts';
import { dialogOf, messageOf, noticeOf, type TaskResponse } from '../rendering/dialog.ts';
import { isPersonal, type TeamsActivity } from './activity.ts';
import type { Answering } from './answering.ts';
import { afterwards, objectIdOf } from './presses.ts';

const valueSchema = z.object({ data: z.unknown().optional() });
const SUBMIT = 'submit:';
/** From this length on, what was typed is a text that somebody thought about. */
const WORTH_KEEPING = 15;
/** Inputs that hold such texts; others may hold what must not be shown again. */
const TEXTS: ReadonlySet<string> = new Set(['text', 'reason', 'note']);

/** A pressed button that opens a dialog. */
export async function handleFetch(answering: Answering, activity: TeamsActivity): Promise<TaskResponse> {
  const { texts } = answering;
  const press = pressOf(undefined, valueSchema.safeParse(activity.value).data?.data);
  const externalId = objectIdOf(activity);
  if (press === null || externalId === null) {
    return messageOf(press === null ? texts.teams.notOurs : texts.teams.stranger);
  }
  const answer = await answering.events.onClick({ channel: 'teams', externalId, ...press });
  afterwards(answering, activity, press.caseId);
  return shown(answering, answer, press, press);
}

/** A pressed button of a dialog; null closes it. */
export async function handleSubmit(
  answering: Answering,
  activity: TeamsActivity,
): Promise<TaskResponse | null> {
  const { texts, events } = answering;
  const pressed = dialogPressOf(valueSchema.safeParse(activity.value).data?.data);
  const externalId = objectIdOf(activity);
  if (pressed === null || externalId === null) {
    return messageOf(pressed === null ? texts.teams.notOurs : texts.teams.stranger);
  }
  const { press, opened } = pressed;
  const onClick = (wanted: Press): Promise<Answer> =>
    events.onClick({ channel: 'teams', externalId, ...wanted });
  const answer = await onClick(press);
  if (!press.verb.startsWith(SUBMIT)) {
    return shown(answering, answer, press, opened ?? press);
  }
  switch (answer.kind) {
    case 'done':
      // In a channel the card itself says so a moment later.
      return isPersonal(activity) ? messageOf(answer.text) : null;
    case 'dialog-errors':
    case 'told': {
      const errors = answer.kind === 'dialog-errors' ? answer.errors : [];
      const again = opened === null ? null : await onClick(asOpening(opened));
      if (again?.kind === 'dialog' && opened !== null) {
        const { title, card } = again;
        return dialogOf({ title, card, press: opened, typed: press.inputs, errors, notice: answer.text });
      }
      const text = [answer.text, ...errors.map(({ message }) => message)].join('\n');
      return noticeOf(
        { title: texts.teams.noticeTitle, text, kept: keptOf(press, texts.teams.youWrote), back: null },
        texts.teams,
      );
    }
    case 'dialog':
    case 'card':
    case 'link':
      return shown(answering, answer, press, opened ?? press);
  }
}

/** Approving opens its dialog where something is to be answered first; to show it again nothing may be approved. */
function asOpening({ verb, ...press }: Press): Press {
  return { ...press, verb: verb === 'approve' ? 'approve-dialog' : verb };
}

/** What was typed, for its author to copy. */
function keptOf({ inputs }: Press, youWrote: string): readonly string[] {
  return Object.entries(inputs)
    .filter(([input, value]) => TEXTS.has(input) && value.length >= WORTH_KEEPING)
    .map(([, value]) => `${youWrote} ${value}`);
}

function shown({ texts }: Answering, answer: Answer, press: Press, opened: Press): TaskResponse {
  const { teams } = texts;
  switch (answer.kind) {
    case 'dialog':
      return dialogOf({ ...answer, press });
    case 'card':
      return dialogOf({ title: answer.title, card: answer.card, press });
    case 'link': {
      const link = { title: teams.linkTitle, url: answer.url };
      return noticeOf({ title: teams.noticeTitle, text: answer.text, link, back: opened }, teams);
    }
    case 'done':
    case 'told':
      return messageOf(answer.text);
    case 'dialog-errors':
      return messageOf([answer.text, ...answer.errors.map(({ message }) => message)].join(' '));
  }
}
