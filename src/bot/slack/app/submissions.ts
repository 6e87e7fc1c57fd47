/** Submitted windows: the desk commits, and what it answers goes back with the acknowledgement. What was typed is kept. */
import type { ModalView } from '@slack/types';
import type { Answer, InputError } from '../../channel.ts';
import { lineOf } from '../rendering/message.ts';
import { type ModalBack, modalOf, noticeOf } from '../rendering/modal.ts';
import { memoryOf, submitOf } from '../rendering/reading.ts';
import { type Answering, isStranger } from './answering.ts';
import { publishHome } from './home.ts';
import { type SeenView, submittedSchema } from './payloads.ts';

/** https://docs.slack.dev/surfaces/modals#response_actions */
export type ViewResponse =
  | { readonly response_action: 'clear' }
  | { readonly response_action: 'errors'; readonly errors: Record<string, string> }
  | { readonly response_action: 'push' | 'update'; readonly view: ModalView };

export async function handleSubmission(
  answering: Answering,
  body: unknown,
  ack: (response: ViewResponse) => Promise<boolean>,
): Promise<void> {
  const { user, team, view } = submittedSchema.parse(body);
  const { texts, events } = answering;
  const press = submitOf(view.private_metadata, view.state);
  const back = memoryOf(view.private_metadata)?.back ?? { from: null, kind: 'notice', caseId: '' };
  if (press === null || isStranger(answering, [team?.id, user.team_id])) {
    await ack(
      notice(view, answering, press === null ? texts.slack.dialogNotOpened : texts.slack.stranger, back),
    );
    return;
  }
  const answer = await events.onClick({ channel: 'slack', externalId: user.id, ...press });
  const taken = await ack(responseTo(answering, answer, view, back));
  if (!taken) {
    // Slack shows an error, and what was typed stays; what really came of it is said beside.
    const where = { user: user.id, channelId: back.from?.channelId ?? null, responseUrl: null };
    await answering.words.say(where, lineOf({ text: textOf(answer), mentions: [] }));
  }
  if (answer.kind === 'done' && back.from === null) {
    await publishHome(answering, user.id);
  }
}

function textOf(answer: Answer): string {
  return answer.kind === 'dialog' ? answer.title : answer.text;
}

function responseTo(answering: Answering, answer: Answer, view: SeenView, back: ModalBack): ViewResponse {
  const { slack } = answering.texts;
  switch (answer.kind) {
    case 'done':
      // Whoever came from a card sees it change; whoever came from elsewhere is told.
      return back.from === null
        ? { response_action: 'update', view: noticeOf(slack.doneTitle, answer.text, slack.modal, back) }
        : { response_action: 'clear' };
    case 'dialog-errors':
      return errorsAt(answer.errors, answer.text, view) ?? notice(view, answering, answer.text, back);
    case 'told':
      return notice(view, answering, answer.text, back);
    case 'card':
    case 'dialog':
      return { response_action: 'update', view: modalOf(answer, slack.modal, back) };
    case 'link': {
      const link = { url: answer.url, title: slack.linkTitle };
      return {
        response_action: 'push',
        view: noticeOf(slack.noticeTitle, answer.text, slack.modal, back, link),
      };
    }
  }
}

/** Each message at its input; those of no input of this window at the first one. Null if it has none. */
function errorsAt(errors: readonly InputError[], text: string, view: SeenView): ViewResponse | null {
  const inputs = view.blocks.flatMap(({ type, block_id: id }) => (type === 'input' && id ? [id] : []));
  const [first] = inputs;
  if (first === undefined) {
    return null;
  }
  const at: Record<string, string> = {};
  for (const { input, message } of errors) {
    const known = inputs.includes(input) ? input : first;
    at[known] = at[known] === undefined ? message : `${at[known]} ${message}`;
  }
  return { response_action: 'errors', errors: errors.length === 0 ? { [first]: text } : at };
}

/** Over the window, which stays as it was filled in; instead of it where no third one fits. */
function notice(view: SeenView, { texts }: Answering, text: string, back: ModalBack): ViewResponse {
  const { noticeTitle, modal } = texts.slack;
  const isThird = Boolean(view.previous_view_id) && view.previous_view_id !== view.root_view_id;
  return {
    response_action: isThird ? 'update' : 'push',
    view: noticeOf(noticeTitle, text, modal, back),
  };
}
