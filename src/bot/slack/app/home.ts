/** The app's home page: what waits for whoever opens it. */
import { homeOf } from '../rendering/modal.ts';
import type { Answering } from './answering.ts';

/** Shows somebody's home page anew. Never rejects: it is shown again whenever it is opened. */
export async function publishHome(answering: Answering, user: string): Promise<void> {
  try {
    const card = await answering.events.onHome('slack', user);
    await answering.client.views.publish({ user_id: user, view: homeOf(card) });
  } catch (error) {
    answering.onTrouble('home', error);
  }
}
