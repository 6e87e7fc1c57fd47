/** `rezumat oprit` · `rezumat pornit`: whether somebody is told each morning what waits. */
import type { Answer } from '../../bot/channel.ts';
import { foldName } from '../../store/fold.ts';
import { mutedName } from '../daily-digest.ts';
import type { Asked } from './handle-command.ts';

export async function muteDigest({ desk, person, rest }: Asked): Promise<Answer> {
  const texts = desk.texts.commands.digest;
  const wanted = foldName(rest);
  if (wanted !== 'oprit' && wanted !== 'pornit') {
    return { kind: 'told', text: texts.how };
  }
  const isMuted = wanted === 'oprit';
  await desk.store.transact(null, (uow) => uow.saveSetting(mutedName(person.id), isMuted));
  return { kind: 'done', text: isMuted ? texts.muted : texts.told };
}
