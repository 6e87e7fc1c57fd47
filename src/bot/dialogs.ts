/** What each dialog of a case shows, as the data of its template. */
import { formatInstantDay, formatTime } from '../texts/dates.ts';
import type { Texts } from '../texts/texts.ts';
import { moreActions } from './card-actions.ts';
import { applicantName } from './case-card.ts';
import { nameFor } from './case-rows.ts';
import type { Card } from './channel.ts';
import { detailsData } from './details-dialog.ts';
import { bold, coloured, type Line, line, listed, type Row, run, subtle } from './inlines.ts';
import { inputValue, linesOf, outside, outsideTitle, textValue } from './outside-text.ts';
import { fitted, type Room } from './size.ts';
import { expand, type TemplateData } from './template.ts';
import type {
  CaseCardView,
  Choice,
  DialogView,
  EscalationLine,
  HistoryLine,
  IssueView,
  LetterPreview,
} from './views.ts';

const LONGEST_LINE = 200;
/** Where there is room for it, a text of 2,000 characters stands in one line of a letter. */
const WHOLE_TEXT = 7;
/** What somebody types for a mail or a note. */
export const LONGEST_TEXT = 2_000;

export function dialogCard(view: DialogView, texts: Texts): Card {
  return fitted((room) =>
    expand(view.kind, { ...commonData(view, texts, room), ...ownData(view, texts, room) }),
  );
}

/** The case that a dialog is about. */
function cardOf(view: DialogView): CaseCardView {
  return view.kind === 'open-details' || view.kind === 'issue' ? view.view.card : view.card;
}

/** Every dialog says first which case it is about. */
function commonData(view: DialogView, texts: Texts, room: Room) {
  const card = cardOf(view);
  const { access } = card;
  return {
    language: texts.language,
    caseId: access.id,
    speak: `${texts.dialogs[view.kind].title}. ${access.number}`,
    fallbackText: texts.dialogs.fallback,
    about: line(bold(access.number), run(`· ${applicantName(card, texts, room)}`)).inlines,
    t: texts.dialogs[view.kind],
  };
}

function ownData(view: DialogView, texts: Texts, room: Room): TemplateData {
  switch (view.kind) {
    case 'open-details':
      return detailsData(view.view, texts, room);
    case 'update-register':
      return { fields: choices(view.fields, room) };
    case 'ask-correction':
      return correctionData(view, texts, room);
    case 'record-original':
    case 'record-registry':
      return {
        today: view.today,
        registry: { number: inputValue(view.registry.number, LONGEST_LINE), date: view.registry.date },
      };
    case 'approve':
      return {
        hasFailed: view.failed.length > 0,
        failed: failedLines(view.failed, texts, room),
        awaitsDcg: view.awaitsDcg,
      };
    case 'issue':
      return issueData(view.view, texts, room);
    case 'send-to-dcg':
    case 'reject':
    case 'close-original-missing':
      return { to: recipient(view.to, texts, room) };
    case 'write-to-applicant':
      return { to: recipient(view.to, texts, room), text: textValue(view.text, LONGEST_TEXT) };
    case 'return':
    case 'withdraw':
    case 'reopen':
      return {};
    case 'transfer':
      return { offices: choices(view.offices, { ...room, items: view.offices.length }) };
    case 'merge':
      return mergeData(view.cases, texts, room);
    case 'correct-fact':
      return { facts: choices(view.facts, room) };
    case 'escalate':
      return escalateChoices(view.targets, room);
    case 'close-escalation':
      return { ...escalationChoices(view.card.escalations, room), mayTell: view.mayTell };
    case 'history':
      return historyData(view.lines, texts, room);
    case 'more': {
      const groups = moreActions(view.card.access, view.card.place, texts);
      return { groups, isEmpty: groups.length === 0 };
    }
  }
}

/** A mail to the applicant before it leaves, as it will be read. */
export function letterPreviewCard(view: LetterPreview, texts: Texts): Card {
  const t = texts.dialogs['send-to-applicant'];
  return fitted((room) =>
    expand('send-to-applicant', {
      language: texts.language,
      caseId: view.caseId,
      speak: `${t.title}. ${view.number}`,
      fallbackText: texts.dialogs.fallback,
      about: line(bold(view.number), run(`· ${outside(view.applicantName, room.text)}`)).inlines,
      t,
      to: recipient(view.to, texts, room),
      subject: line(subtle(t.subject), bold(outside(view.subject, room.text))).inlines,
      letter: linesOf(view.letter, room.items, room.text * WHOLE_TEXT).map((text) => line(run(text))),
      text: textValue(view.text, LONGEST_TEXT),
      previewed: view.previewed,
      verb: view.verb,
    }),
  );
}

/** Whom to ask, all of them: an address is asked for only where one may be typed. */
export function escalateChoices(targets: readonly Choice[], room: Room) {
  return {
    targets: choices(targets, { ...room, items: targets.length }),
    target: targets[0]?.value ?? '',
    hasAddress: targets.some(({ value }) => value === 'mail'),
  };
}

/** What can be closed, the oldest chosen. */
export function escalationChoices(escalations: readonly EscalationLine[], room: Room) {
  return {
    escalations: choices(escalations.map(escalationChoice), room),
    escalation: escalations[0]?.id ?? '',
  };
}

/** Which one, by whom it is put before and what is asked. */
function escalationChoice({ id, target, text }: EscalationLine): Choice {
  return { value: id, title: `${target}: ${text}` };
}

function choices(list: readonly Choice[], room: Room): readonly Choice[] {
  return list
    .slice(0, room.items)
    .map(({ value, title }) => ({ value, title: outsideTitle(title, room.text) || value }));
}

/** Where the letter of this dialog goes; nobody can type another address (A21). */
function recipient(to: string, texts: Texts, room: Room): readonly Line[] {
  const address = outside(to, room.text);
  return address === '' ? [] : [line(subtle(texts.dialogs.to), bold(address))];
}

function correctionData(
  view: Extract<DialogView, { kind: 'ask-correction' }>,
  texts: Texts,
  room: Room,
): TemplateData {
  const reasons = choices(view.reasons, room);
  const shown = new Set(reasons.map(({ value }) => value));
  const { text } = texts.dialogs['ask-correction'].inputs;
  return {
    to: recipient(view.to, texts, room),
    hasReasons: reasons.length > 0,
    reasons,
    suggested: view.suggested.filter((value) => shown.has(value)).join(','),
    textRequired: reasons.length === 0,
    textLabel: reasons.length === 0 ? text.label : text.labelRequired,
  };
}

function failedLines(failed: readonly string[], texts: Texts, room: Room): readonly Line[] {
  const { sign } = texts.outcomes.failed;
  return listed(
    failed,
    room.items,
    (sentence) => line(coloured(sign, 'Attention'), run(outside(sentence, room.text))),
    texts.card.andMore,
  );
}

function mergeData(cases: readonly Choice[], texts: Texts, room: Room): TemplateData {
  const { number } = texts.dialogs.merge.inputs;
  const hasCases = cases.length > 0;
  return {
    hasCases,
    cases: choices(cases, room),
    numberRequired: !hasCases,
    numberLabel: hasCases ? number.labelOther : number.label,
  };
}

function historyData(lines: readonly HistoryLine[], texts: Texts, room: Room): TemplateData {
  const { older, empty } = texts.dialogs.history;
  const shown = lines.slice(0, room.items);
  const rest = lines.length - shown.length;
  return {
    lines: shown.map((step) => ({
      day: formatInstantDay(step.at),
      time: formatTime(step.at),
      inlines: line(run(outside(step.text, room.text)), subtle(step.rows.join(' '))).inlines,
    })),
    hasNote: rest > 0 || lines.length === 0,
    note: lines.length === 0 ? empty : older(rest),
  };
}

/** A19: what the officer creates the account from, and what the applicant will get. */
function issueData(view: IssueView, texts: Texts, room: Room): TemplateData {
  const { existing } = view;
  const { accountCreated } = texts.dialogs.issue.inputs;
  const modes = existing?.modes ?? [];
  const offersNewAddress = modes.includes('new-address');
  return {
    rows: issueRows(view, texts, room),
    isNew: existing === null,
    hasExisting: existing !== null,
    existing: existing
      ? line(bold(outside(existing.user, room.text)), run(`· ${outside(existing.email, room.text)}`)).inlines
      : [],
    modes: modes.map((mode) => ({ value: mode, title: texts.issueModes[mode] })),
    mode: modes[0] ?? '',
    offersNewAddress,
    user: inputValue(view.suggestedUser, 64),
    webAddress: inputValue(view.webAddress, LONGEST_LINE),
    password: inputValue(view.password, 64),
    passwordRequired: !offersNewAddress,
    confirmation: existing ? accountCreated.titleExisting : accountCreated.title,
    workbook: view.card.access.workbook?.hash ?? '',
  };
}

function issueRows(view: IssueView, texts: Texts, room: Room): readonly Row[] {
  const { card } = view;
  const { fields, dialogs } = texts;
  const { approved } = card.access;
  const telling = { view: card, texts, room };
  const rows: readonly (readonly [string, string])[] = [
    [fields.authorisation, card.authorisation],
    [fields.authorisationClass, card.authorisationClass],
    [fields.office, card.officeName],
    [fields.cnp, card.maskedCnp],
  ];
  return [
    ...rows.filter(([, value]) => value !== '').map(([label, value]) => plainRow(label, value, room)),
    { label: fields.email, lines: [line(bold(outside(view.email, room.text)))] },
    ...(approved
      ? [
          {
            label: dialogs.issue.approvedBy,
            lines: [
              line(run(`${nameFor(telling, approved.by)},`), subtle(formatInstantDay(approved.at))),
              ...reasonLines(card, texts, room),
            ],
          },
        ]
      : []),
  ];
}

function plainRow(label: string, value: string, room: Room): Row {
  return { label, lines: [line(run(outside(value, room.text)))] };
}

function reasonLines(card: CaseCardView, texts: Texts, room: Room): readonly Line[] {
  const reason = outside(card.approvalReason ?? '', room.text);
  return reason === '' ? [] : [line(coloured(texts.card.approvedReason, 'Warning'), run(reason))];
}
