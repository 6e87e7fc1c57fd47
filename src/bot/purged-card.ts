/** The card of a case whose personal data was removed: that it was, when and by which minutes, and nothing else. */
import type { Texts } from '../texts/texts.ts';
import type { Card } from './channel.ts';
import { mailCaseCard } from './mail-case-card.ts';
import type { PurgedCardView } from './views.ts';

export function purgedCard(view: PurgedCardView, texts: Texts): Card {
  const { title, state, speak, removed } = texts.purged;
  return mailCaseCard(
    {
      ...{ caseId: view.caseId, title: title(view.number), state, speak: speak(view.number) },
      ...{ fallback: speak(view.number), subject: removed(view.day, view.minutes), beneath: view.officeName },
      ...{ help: null, rows: () => [], verbs: [], isFirstNext: false },
    },
    texts,
  );
}
