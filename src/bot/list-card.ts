/** A list of cases for one person: what waits, what was found. Each line opens its case. */
import { formatInstant } from '../texts/dates.ts';
import type { Texts } from '../texts/texts.ts';
import type { Instant } from '../workflow/case.ts';
import type { Card } from './channel.ts';
import { bold, coloured, type Line, line, run, subtle } from './inlines.ts';
import { outside } from './outside-text.ts';
import { fitted, type Room } from './size.ts';
import { expand } from './template.ts';

/** One case of a list. */
export interface ListedCase {
  readonly caseId: string;
  /** AB-2026-00042, or what stands instead of a number. */
  readonly number: string;
  readonly who: string;
  readonly state: string;
  readonly since: Instant | null;
  readonly due: Instant | null;
}

export interface ListCardView {
  readonly title: string;
  /** What is said above the list, in sentences. */
  readonly intro: readonly string[];
  readonly cases: readonly ListedCase[];
  /** How many more there are; they open from the place in the list that follows. */
  readonly more: number;
  readonly after: number;
  readonly now: Instant;
}

export function listCard(view: ListCardView, texts: Texts): Card {
  return fitted((room) =>
    expand('list', {
      language: texts.language,
      title: view.title,
      speak: [view.title, ...view.intro].join('. '),
      fallbackText: view.title,
      intro: view.intro.map((sentence) => line(run(outside(sentence, room.text)))),
      items: view.cases.map((each) => ({
        caseId: each.caseId,
        name: nameOf(each, room).inlines,
        about: aboutOf(each, view.now, texts).inlines,
      })),
      openTitle: texts.lists.open,
      hasMore: view.more > 0,
      moreTitle: texts.lists.more(view.more),
      after: String(view.after),
    }),
  );
}

function nameOf({ number, who }: ListedCase, room: Room): Line {
  return line(bold(outside(number, room.text)), run(who === '' ? '' : `· ${outside(who, room.text)}`));
}

function aboutOf({ state, since, due }: ListedCase, now: Instant, texts: Texts): Line {
  const { card, lists } = texts;
  const late = due !== null && due < now;
  return line(
    run(state),
    subtle(since === null ? '' : `· ${card.since(formatInstant(since))}`),
    late ? coloured(`· ${lists.late(formatInstant(due))}`, 'Attention') : subtle(untilOf(due, texts)),
  );
}

function untilOf(due: Instant | null, texts: Texts): string {
  return due === null ? '' : `· ${texts.card.due(formatInstant(due))}`;
}
