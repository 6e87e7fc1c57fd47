/** `stare`: whether everything goes out, and what is bound. */
import type { Answer } from '../../bot/channel.ts';
import type { Asked } from './handle-command.ts';

export async function deskState({ desk }: Asked): Promise<Answer> {
  const texts = desk.texts.commands.state;
  const { pending, sending, dead } = await desk.store.effectCounts();
  const places = (await desk.store.places()).filter(
    (place) => place.active && [...desk.channels.keys()].some((name) => name === place.channel),
  );
  const has = (purpose: string): boolean => places.some((place) => place.purpose === purpose);
  const offices = new Set(
    places.flatMap(({ purpose, office }) => (purpose === 'commission' && office ? [office] : [])),
  );
  const counts = await desk.store.caseCounts({ offices: null, month: null, now: desk.now() });
  const open = Object.values(counts.open).reduce((sum, count) => sum + count, 0);
  const lines = [
    texts.title,
    `• ${texts.open(open)}`,
    `• ${texts.effects(pending, sending, dead)}`,
    `• ${texts.bound(offices.size, desk.config.offices.length)}`,
    `• ${texts.di(has('di'))}`,
    `• ${texts.admin(has('admin'))}`,
  ];
  return { kind: 'told', text: lines.join('\n') };
}
