/** `rezumat oprit|pornit` · `memento oprit|pornit`: what somebody is told by itself, each morning and when something is late. */
import type { Answer } from '../../bot/channel.ts';
import { foldName } from '../../store/fold.ts';
import { type Mutable, saveMuted } from '../muted.ts';
import type { Asked } from './handle-command.ts';

export async function muteDigest(asked: Asked): Promise<Answer> {
  return await mute(asked, 'digest');
}

/** Whoever mutes them is no longer mentioned when something is late; the thread still says so. */
export async function muteReminders(asked: Asked): Promise<Answer> {
  return await mute(asked, 'reminders');
}

async function mute({ desk, person, rest }: Asked, what: Mutable): Promise<Answer> {
  const texts = desk.texts.commands[what];
  const wanted = foldName(rest);
  if (wanted !== 'oprit' && wanted !== 'pornit') {
    return { kind: 'told', text: texts.how };
  }
  const muted = wanted === 'oprit';
  await desk.store.transact(null, (uow) => saveMuted(uow, what, person.id, muted));
  return { kind: 'done', text: muted ? texts.muted : texts.told };
}
