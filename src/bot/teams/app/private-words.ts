/**
 * Something that only one person sees: in the chat between them and the app. It may be lost: it is never the only copy of
 * anything. Teams shows no message in a channel to one person alone.
 */
import type { Connector } from '../posting/connector.ts';
import type { TeamsMessage } from '../rendering/message.ts';
import { channelOf, isPersonal, type TeamsActivity } from './activity.ts';

export interface PrivateWords {
  /** Never rejects: what could not be said is logged as a code. */
  say(activity: TeamsActivity, message: TeamsMessage): Promise<void>;
}

export interface PrivateWordsDeps {
  readonly connector: Connector;
  /** In the thread, where the chat cannot be opened: says only that, and nothing of the answer. */
  readonly noChat: TeamsMessage;
  readonly onLost: (error: unknown) => void;
}

export function createPrivateWords({ connector, noChat, onLost }: PrivateWordsDeps): PrivateWords {
  async function inChat(
    { from, conversation, ...rest }: TeamsActivity,
    message: TeamsMessage,
  ): Promise<void> {
    const chat = isPersonal({ from, conversation, ...rest })
      ? conversation.id
      : await connector.chatWith(from.aadObjectId ?? from.id);
    await connector.sendToChat(chat, message, () => {});
  }

  /** Where the person wrote; null where that was in no thread. */
  async function inThread(activity: TeamsActivity): Promise<void> {
    const at = channelOf(activity);
    const messageId = at?.threadId ?? activity.id ?? null;
    if (at !== null && messageId !== null) {
      await connector.reply({ ...at, messageId }, noChat, () => {});
    }
  }

  return {
    async say(activity, message) {
      try {
        await inChat(activity, message);
      } catch (error) {
        onLost(error);
        if (!isPersonal(activity)) {
          await inThread(activity).catch(onLost);
        }
      }
    },
  };
}
