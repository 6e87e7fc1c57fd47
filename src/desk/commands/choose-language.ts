/** `limba ro|en`: in which language somebody is answered; cards, threads and letters stay as they are for everybody. */
import type { Answer } from '../../bot/channel.ts';
import { foldName } from '../../store/fold.ts';
import { type Language, textsFor } from '../../texts/texts.ts';
import type { Asked } from './handle-command.ts';

const LANGUAGES: Readonly<Record<string, Language>> = {
  ro: 'ro',
  romana: 'ro',
  romanian: 'ro',
  en: 'en',
  engleza: 'en',
  english: 'en',
};

export async function chooseLanguage({ desk, person, rest }: Asked): Promise<Answer> {
  const wanted = foldName(rest);
  const language = Object.hasOwn(LANGUAGES, wanted) ? LANGUAGES[wanted] : undefined;
  if (language === undefined) {
    return { kind: 'told', text: desk.texts.commands.language.how };
  }
  await desk.store.transact(null, (uow) => uow.savePerson({ id: person.id, name: person.name, language }));
  return { kind: 'done', text: textsFor(language).commands.language.done };
}
