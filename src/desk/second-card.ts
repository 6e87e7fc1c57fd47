/** A card that was posted twice, in a moment in which nobody could know whether the first one stood there. */
import type { ChannelName, PostedCard } from '../bot/channel.ts';
import { createPostLedger } from '../store/platform-posts.ts';
import type { Desk } from './desk.ts';

/**
 * True if another card of this case is the one that the desk keeps up to date at the place where this one stands: this one
 * can go. False while that is not known yet.
 */
export async function isSecondCard(
  desk: Desk,
  channel: ChannelName,
  posted: PostedCard,
  caseId: string,
): Promise<boolean> {
  // Every line and notice is noted too: a press that names one of them, or another case, takes nothing away.
  const noted = await createPostLedger(desk.store, channel).isNoted(posted);
  if (noted || (await desk.store.cardPostAt(channel, posted))) {
    return false;
  }
  for (const post of await desk.store.cardPosts(caseId)) {
    const place = await desk.store.placeById(post.placeId);
    const kept = post.posted as PostedCard;
    if (place?.channel === channel && kept.channelId === posted.channelId) {
      return true;
    }
  }
  return false;
}
