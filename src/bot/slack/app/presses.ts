/**
 * Pressed buttons: the desk commits, then Slack is told that it was taken, then the person sees the answer. A window is
 * opened before that, for the press that opens it is good for three seconds only.
 */
import type { ModalView } from '@slack/types';
import type { Answer } from '../../channel.ts';
import type { Recent } from '../../recent.ts';
import { lineOf, messageOf } from '../rendering/message.ts';
import { type ModalBack, modalOf, noticeOf } from '../rendering/modal.ts';
import { memoryOf, type Press, pressOf } from '../rendering/reading.ts';
import { type Answering, isStranger } from './answering.ts';
import { publishHome } from './home.ts';
import { type Pressed, pressedSchema, type SeenView } from './payloads.ts';
import type { Whereabouts } from './private-words.ts';

/** Tells Slack that the press was taken. Never rejects: where that comes too late, the person is told all the same. */
type Ack = () => Promise<unknown>;

/** Where a button was pressed. */
interface Place {
  readonly user: string;
  readonly triggerId: string;
  readonly where: Whereabouts;
  readonly back: ModalBack;
  /** The window that it stands in, or null: a message, or the home page. */
  readonly view: SeenView | null;
  readonly isHome: boolean;
}

/** A chooser: what is chosen in it takes its place, so that windows never stack too high. */
const CHOOSER = 'more';
/** A case's own card in a window: it is shown anew after each press in it. */
const CASE = 'show-case';

export async function handlePress(
  answering: Answering,
  recent: Recent,
  body: unknown,
  ack: Ack,
): Promise<void> {
  const pressed = pressedSchema.parse(body);
  const [action] = pressed.actions;
  const press = pressOf(action?.value, pressed.view?.state);
  // A button that only opens a page, or a press that came before.
  if (press === null || recent.seen(pressed.trigger_id)) {
    await ack();
    return;
  }
  const place = placeOf(pressed, press);
  if (isStranger(answering, [pressed.team?.id, pressed.user.team_id])) {
    await ack();
    await tell(answering, place, answering.texts.slack.stranger);
    return;
  }
  const answer = await answering.events.onClick({ channel: 'slack', externalId: place.user, ...press });
  await show(answering, place, press, answer, ack);
}

function placeOf(pressed: Pressed, press: Press): Place {
  const { user, channel, container, view = null, trigger_id: triggerId } = pressed;
  const known = memoryOf(view?.private_metadata)?.back;
  const ts = container?.message_ts ?? null;
  const inCard = channel && ts !== null && !container?.is_ephemeral ? { channelId: channel.id, ts } : null;
  return {
    user: user.id,
    triggerId,
    where: {
      user: user.id,
      channelId: channel?.id ?? known?.from?.channelId ?? null,
      responseUrl: pressed.response_url ?? null,
    },
    back: known ?? { from: inCard, kind: press.verb, caseId: press.caseId },
    view: view?.type === 'modal' ? view : null,
    isHome: view?.type === 'home',
  };
}

async function show(
  answering: Answering,
  place: Place,
  press: Press,
  answer: Answer,
  ack: Ack,
): Promise<void> {
  const { texts } = answering;
  switch (answer.kind) {
    case 'dialog': {
      const back = { from: place.back.from, kind: press.verb, caseId: press.caseId };
      const opened = await openWindow(answering, place, modalOf(answer, texts.slack.modal, back));
      await ack();
      if (!opened) {
        await tell(answering, place, texts.slack.dialogNotOpened);
      }
      return;
    }
    case 'link': {
      const link = { url: answer.url, title: texts.slack.linkTitle };
      const { noticeTitle, modal } = texts.slack;
      const opened = await openWindow(
        answering,
        place,
        noticeOf(noticeTitle, answer.text, modal, place.back, link),
      );
      await ack();
      if (!opened) {
        await tell(answering, place, texts.slack.dialogNotOpened);
      }
      return;
    }
    case 'card':
      await ack();
      await answering.words.say(place.where, messageOf(answer.card, answer.text));
      return;
    case 'done':
      await ack();
      // In a channel the card itself says so a moment later; a line for each press would bury the cards.
      if (place.view !== null || place.isHome) {
        await told(answering, place, answer.text, texts.slack.doneTitle);
      }
      return;
    case 'told':
      await ack();
      await told(answering, place, answer.text, texts.slack.noticeTitle);
      return;
    case 'dialog-errors': {
      await ack();
      const lines = [answer.text, ...answer.errors.map(({ message }) => message)];
      await told(answering, place, lines.join('\n'), texts.slack.noticeTitle);
    }
  }
}

async function openWindow({ windows }: Answering, place: Place, view: ModalView): Promise<boolean> {
  if (place.view === null) {
    return await windows.open(place.triggerId, view);
  }
  return place.back.kind === CHOOSER
    ? await windows.replace(place.view.id, view)
    : await windows.over(place.triggerId, place.view.id, view);
}

/** What came of a press, where it was made. */
async function told(answering: Answering, place: Place, text: string, title: string): Promise<void> {
  const { slack } = answering.texts;
  if (place.isHome) {
    await publishHome(answering, place.user);
  }
  if (place.view === null) {
    await tell(answering, place, text);
    return;
  }
  const view = place.back.kind === CASE ? await caseAgain(answering, place, text) : null;
  if (view !== null) {
    await answering.windows.replace(place.view.id, view);
    return;
  }
  const notice = noticeOf(title, text, slack.modal, place.back);
  if (!(await openWindow(answering, place, notice))) {
    await tell(answering, place, text);
  }
}

/** The case as it is now, with what came of the press above it. */
async function caseAgain(
  answering: Answering,
  { user, back }: Place,
  text: string,
): Promise<ModalView | null> {
  const press: Press = { verb: CASE, caseId: back.caseId, inputs: {} };
  const answer = await answering.events.onClick({ channel: 'slack', externalId: user, ...press });
  return answer.kind === 'dialog' ? modalOf(answer, answering.texts.slack.modal, back, text) : null;
}

async function tell(answering: Answering, { where }: Place, text: string): Promise<void> {
  await answering.words.say(where, lineOf({ text, mentions: [] }));
}
