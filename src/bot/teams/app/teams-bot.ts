/** Each kind of activity, handed to whoever answers it: the library's turn begins and ends here. */
import { type InvokeResponse, TeamsActivityHandler, type TurnContext } from 'botbuilder';
import type { ThreadLine } from '../../channel.ts';
import { createRecent } from '../../recent.ts';
import { lineMessage } from '../rendering/message.ts';
import { channelOf, isPersonal, type TeamsActivity } from './activity.ts';
import type { Answering } from './answering.ts';
import { handleFetch, handleSubmit } from './dialogs.ts';
import { placeEventOf } from './place-events.ts';
import { handlePress, type InvokeAnswer } from './presses.ts';
import { threadLineOf } from './thread-words.ts';
import { handleTyped, isForApp } from './typed-words.ts';

const MOST_ANSWERS = 500;

export class TeamsBot extends TeamsActivityHandler {
  readonly #answering: Answering;
  readonly #recent = createRecent();
  /** Answers to presses: one that is delivered again is answered again, and done once. */
  readonly #answers = new Map<string, Promise<InvokeAnswer>>();
  /** What was said first is carried first. */
  #before: Promise<unknown> = Promise.resolve();

  constructor(answering: Answering) {
    super();
    this.#answering = answering;
  }

  protected override async onInvokeActivity(context: TurnContext): Promise<InvokeResponse> {
    const activity = activityOf(context);
    switch (activity.name) {
      case 'adaptiveCard/action':
        return { status: 200, body: await this.#answered(activity) };
      case 'task/fetch':
        return { status: 200, body: await handleFetch(this.#answering, activity) };
      case 'task/submit': {
        const response = await handleSubmit(this.#answering, activity);
        return response === null ? { status: 200 } : { status: 200, body: response };
      }
      default:
        return { status: 501 };
    }
  }

  protected override async onMessageActivity(context: TurnContext): Promise<void> {
    const activity = activityOf(context);
    if (this.#recent.seen(`${activity.conversation.id}:${activity.id}`)) {
      return;
    }
    if (isForApp(activity)) {
      await handleTyped(this.#answering, activity);
      return;
    }
    await this.#carry(activity, 'new');
  }

  protected override async onMessageUpdateActivity(context: TurnContext): Promise<void> {
    const activity = activityOf(context);
    // A message that was deleted and brought back is there again as it was.
    const change = activity.channelData?.eventType === 'undeleteMessage' ? 'new' : 'edited';
    await this.#carry(activity, change);
  }

  protected override async onMessageDeleteActivity(context: TurnContext): Promise<void> {
    const activity = activityOf(context);
    const at = channelOf(activity);
    const messageId = activity.id ?? null;
    if (at !== null && messageId !== null && messageId === (at.threadId ?? messageId)) {
      const { teamId, channelId } = at;
      await this.#answering.events.onCardDeleted({ teamId, channelId, messageId });
      return;
    }
    await this.#carry(activity, 'deleted');
  }

  protected override async onConversationUpdateActivity(context: TurnContext): Promise<void> {
    await this.#placeChanged(activityOf(context));
  }

  protected override async onInstallationUpdateActivity(context: TurnContext): Promise<void> {
    const activity = activityOf(context);
    if (isPersonal(activity)) {
      await this.#welcome(activity);
      return;
    }
    await this.#placeChanged(activity);
  }

  async #placeChanged(activity: TeamsActivity): Promise<void> {
    const event = placeEventOf(activity);
    if (event !== null) {
      await this.#answering.events.onPlaceChanged(event.place, event.change);
    }
  }

  /** Whoever adds the app for themselves is told what it is for. */
  async #welcome(activity: TeamsActivity): Promise<void> {
    if (activity.action?.startsWith('add')) {
      const { words, texts } = this.#answering;
      await words.say(activity, lineMessage({ text: texts.teams.welcome, mentions: [] }));
    }
  }

  #carry(activity: TeamsActivity, change: ThreadLine['change']): Promise<void> {
    const line = threadLineOf(activity, change);
    if (line === null) {
      return Promise.resolve();
    }
    const mine = this.#before.then(() => this.#answering.events.onThreadLine(line));
    this.#before = mine.catch(() => {});
    return mine;
  }

  #answered(activity: TeamsActivity): Promise<InvokeAnswer> {
    const key = `${activity.conversation.id}:${activity.id}`;
    const known = activity.id ? this.#answers.get(key) : undefined;
    if (known !== undefined) {
      return known;
    }
    const answer = handlePress(this.#answering, activity);
    // What failed may be tried again.
    answer.catch(() => this.#answers.delete(key));
    this.#answers.set(key, answer);
    const [oldest] = this.#answers.size > MOST_ANSWERS ? this.#answers.keys() : [];
    if (oldest !== undefined) {
      this.#answers.delete(oldest);
    }
    return answer;
  }
}

/** As it was read and checked before the library got it. */
function activityOf({ activity }: TurnContext): TeamsActivity {
  return activity as unknown as TeamsActivity;
}
