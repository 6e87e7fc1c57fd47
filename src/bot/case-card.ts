/** The one card of a case at a place: what it says, in words (product.md, Cards). */
import { formatInstant, formatInstantDay } from '../texts/dates.ts';
import type { Texts } from '../texts/texts.ts';
import { awaitedFromApplicant, isCredentialsLetter } from '../workflow/access-facts.ts';
import { cardActions } from './card-actions.ts';
import { caseRows, showsCopy, type Telling } from './case-rows.ts';
import type { Card } from './channel.ts';
import { bold, hasText, type Line, large, line, type Row, run } from './inlines.ts';
import { outside } from './outside-text.ts';
import { fitted, type Room } from './size.ts';
import { expand } from './template.ts';
import type { CaseCardView } from './views.ts';
import { isOpen, sinceAndDue, toneOf, waitsFor } from './waiting.ts';

/** The living card of a case; at a place that no longer serves it, only where it went. */
export function caseCard(view: CaseCardView, texts: Texts): Card {
  return fitted((room) => {
    const telling = { view, texts, room };
    return expand('case', view.movedTo === null ? livingData(telling) : movedData(telling, view.movedTo));
  });
}

function headData(telling: Telling) {
  const { view, texts } = telling;
  const { access } = view;
  const state = texts.states[access.state];
  return {
    language: texts.language,
    caseId: access.id,
    title: access.number,
    state,
    tone: toneOf(access, view.place),
    applicant: [large(applicantName(view, texts, telling.room))],
    about: aboutLines(telling),
    speak: texts.card.speak(access.number, state, waitsFor(access, texts)),
    fallbackText: texts.card.fallback(access.number, state),
  };
}

function livingData(telling: Telling) {
  const { view, texts } = telling;
  const { access } = view;
  const open = isOpen(access);
  const rows = caseRows(telling);
  return {
    ...headData(telling),
    alerts: alertsOf(telling),
    isOpen: open,
    waiting: line(bold(`${texts.card.labels.waiting}:`), run(waitsFor(access, texts))).inlines,
    since: sinceAndDue(access, view.now, texts).inlines,
    hasCopy: showsCopy(view),
    copyTitle: texts.card.copyTitle,
    copy: showsCopy(view) ? copyRows(telling) : [],
    hasRows: rows.length > 0,
    rows,
    actions: cardActions(access, view.place, texts),
  };
}

/** The card of an office that the case has left: nothing to do, nothing more to read. */
function movedData(telling: Telling, movedTo: string) {
  const { texts, room } = telling;
  const where = `${texts.card.moved} ${outside(movedTo, room.text)}`;
  return {
    ...headData(telling),
    about: [],
    tone: 'Default',
    alerts: [{ style: 'warning', lines: [line(bold(where)), line(run(texts.card.movedText))] }],
    isOpen: false,
    waiting: [],
    since: [],
    hasCopy: false,
    copyTitle: '',
    copy: [],
    hasRows: false,
    rows: [],
    actions: [],
  };
}

/** The form's name, else the sender's; outside text. */
export function applicantName(view: CaseCardView, texts: Texts, room: Room): string {
  return outside(view.applicantName, room.text) || texts.card.unknownApplicant;
}

/** Two short lines, so that neither breaks beside a thread. */
function aboutLines({ view, texts, room }: Telling): readonly Line[] {
  const { authorisation, authorisationClass, maskedCnp, officeName } = view;
  const right = [
    outside(authorisation, room.text),
    authorisationClass === '' ? '' : texts.card.class(outside(authorisationClass, room.text)),
  ];
  const who = [
    outside(officeName, room.text),
    maskedCnp === '' ? '' : texts.card.cnp(outside(maskedCnp, room.text)),
  ];
  return [right, who].map((parts) => line(run(parts.filter(Boolean).join(' · ')))).filter(hasText);
}

interface Alert {
  readonly style: 'attention' | 'warning';
  readonly lines: readonly Line[];
}

/** What went wrong or waits for a decision, above everything else. */
function alertsOf(telling: Telling): readonly Alert[] {
  const { view, texts, room } = telling;
  const { access } = view;
  const alerts: Alert[] = [];
  if (access.trouble !== null && isOpen(access)) {
    alerts.push({ style: 'attention', lines: [line(run(troubleText(telling)))] });
  }
  if (view.workbookTrouble !== null && isOpen(access)) {
    alerts.push({ style: 'attention', lines: [line(run(outside(view.workbookTrouble, room.text)))] });
  }
  for (const { target, who, at, text, urgent } of view.escalations) {
    const said = texts.card.escalated(outside(target, room.text), outside(who, room.text), formatInstant(at));
    const lines = [
      line(bold(urgent ? `${texts.card.urgent} ${said}` : said)),
      line(run(outside(text, room.text))),
    ];
    alerts.push({ style: urgent ? 'attention' : 'warning', lines });
  }
  if (access.closeOffered && awaitedFromApplicant(access) !== null && view.place === 'office') {
    alerts.push({ style: 'warning', lines: [line(run(texts.card.closeOffered))] });
  }
  return alerts;
}

function troubleText({ view, texts }: Telling): string {
  const { troubles } = texts.card;
  const { trouble } = view.access;
  if (trouble === null) {
    return '';
  }
  if (isCredentialsLetter(trouble.letter)) {
    return troubles.credentials;
  }
  return trouble.letter === 'to-secretary'
    ? troubles['to-secretary']
    : troubles.other(texts.letters[trouble.letter], formatInstant(trouble.at));
}

/** What A24 writes on the paper: the user, and the day of A23's mail. */
function copyRows({ view, texts, room }: Telling): readonly Row[] {
  const { labels } = texts.card;
  const mailedAt = view.access.issue?.secretaryMailedAt ?? null;
  const day = mailedAt === null ? texts.card.notMailedYet : formatInstantDay(mailedAt);
  return [
    { label: labels.user, lines: [line(large(outside(view.user ?? '', room.text)))] },
    { label: labels.mailDate, lines: [line(large(day))] },
  ];
}
