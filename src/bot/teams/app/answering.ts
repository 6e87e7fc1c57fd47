/** What everything that answers people in Teams works with. */
import type { Texts } from '../../../texts/texts.ts';
import type { PlatformEvents } from '../../channel.ts';
import type { TeamsChannel } from '../posting/teams-channel.ts';
import type { PrivateWords } from './private-words.ts';

export interface Answering {
  readonly events: PlatformEvents;
  readonly texts: Texts;
  readonly channel: TeamsChannel;
  readonly words: PrivateWords;
  /** Told of what could not be done, as a code. */
  onTrouble(where: string, error: unknown): void;
}
