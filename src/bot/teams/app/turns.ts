/**
 * The library's turn around one activity. Not its CloudAdapter: that one makes two clients for calls to Teams in every turn,
 * which are never used here, and answers requests by itself, writing what it thinks of them to the console.
 */
import {
  type Activity,
  BotAdapter,
  type InvokeResponse,
  type ResourceResponse,
  TurnContext,
} from 'botbuilder';
import type { TeamsActivity } from './activity.ts';

const ANSWER = Symbol('answer');

export class Turns extends BotAdapter {
  /** Runs the bot on an activity that was proven and read; what it answers to an invoke, if it was one. */
  async take(
    activity: TeamsActivity,
    logic: (context: TurnContext) => Promise<void>,
  ): Promise<InvokeResponse | undefined> {
    const context = new TurnContext(this, activity as unknown as Activity);
    await this.runMiddleware(context, logic);
    return context.turnState.get<InvokeResponse>(ANSWER);
  }

  /** The answer to an invoke is "sent" so; everything else is posted through the desk's own channel. */
  override async sendActivities(
    context: TurnContext,
    activities: Partial<Activity>[],
  ): Promise<ResourceResponse[]> {
    const answer = activities.find(({ type }) => type === 'invokeResponse');
    if (!answer || activities.length > 1) {
      throw new Error('The bot answers invokes only');
    }
    context.turnState.set(ANSWER, answer.value);
    return [{ id: '' }];
  }

  override updateActivity(): Promise<ResourceResponse> {
    return Promise.reject(new Error('The bot answers invokes only'));
  }

  override deleteActivity(): Promise<void> {
    return Promise.reject(new Error('The bot answers invokes only'));
  }

  override continueConversation(): Promise<void> {
    return Promise.reject(new Error('The bot answers invokes only'));
  }
}
