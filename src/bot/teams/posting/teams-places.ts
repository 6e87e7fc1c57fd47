/** Whether a channel of Teams is fit for cards. */

import { PlaceUnreachable } from '../../channel.ts';
import { Refused } from '../../posting/guarded-calls.ts';
import type { Connector } from './connector.ts';

/** Rejects with TryLater if Teams cannot be asked now. */
export async function problemOfPlace(
  connector: Connector,
  { teamId, channelId }: { readonly teamId: string; readonly channelId: string },
): Promise<PlaceUnreachable['code'] | 'shared' | null> {
  try {
    const channels = await connector.channels(teamId);
    const channel = channels.find(({ id }) => id === channelId);
    switch (channel?.type) {
      case undefined:
        return 'not-found';
      case 'shared':
        return 'shared';
      // Apps post in standard channels only.
      case 'private':
        return 'not-allowed';
      default:
        return null;
    }
  } catch (error) {
    if (error instanceof PlaceUnreachable) {
      return error.code;
    }
    if (error instanceof Refused) {
      return 'not-a-member';
    }
    throw error;
  }
}
