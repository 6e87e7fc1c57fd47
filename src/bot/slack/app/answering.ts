/** What everything that answers people in Slack works with. */
import type { WebClient } from '@slack/web-api';
import type { Texts } from '../../../texts/texts.ts';
import type { PlatformEvents } from '../../channel.ts';
import type { PrivateWords } from './private-words.ts';
import type { Windows } from './windows.ts';

export interface Answering {
  readonly events: PlatformEvents;
  readonly texts: Texts;
  /** Of its own: what the outbox has to wait for, nobody who pressed a button waits for. */
  readonly client: WebClient;
  readonly windows: Windows;
  readonly words: PrivateWords;
  /** Our own workspace and user, as soon as Slack has told. */
  self(): { readonly team: string; readonly user: string } | null;
  /** Told of what could not be done, as a code. */
  onTrouble(where: string, error: unknown): void;
}

/** Somebody of another workspace, in a channel that is shared with it: no identity here is theirs. */
export function isStranger({ self }: Answering, teams: readonly (string | null | undefined)[]): boolean {
  const own = self()?.team;
  return own !== undefined && teams.some((team) => typeof team === 'string' && team !== own);
}
