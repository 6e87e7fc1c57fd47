/** The facts of a case, as labelled rows of its card; a row exists only where there is something to say. */
import { formatDay, formatInstant, formatInstantDay } from '../texts/dates.ts';
import type { Texts } from '../texts/texts.ts';
import type { ActorRef } from '../workflow/case.ts';
import { bold, coloured, type Line, line, listed, type Row, run, subtle, type TextRun } from './inlines.ts';
import { outside } from './outside-text.ts';
import type { Room } from './size.ts';
import type { CaseCardView, CheckLine, SenderLine } from './views.ts';
import { isOpen } from './waiting.ts';

/** What a row is made from. */
export interface Telling {
  readonly view: CaseCardView;
  readonly texts: Texts;
  readonly room: Room;
}

type RowMaker = (telling: Telling) => readonly Line[];
type Label = keyof Texts['card']['labels'];

/** The rows in the order in which a secretary asks for them. */
const ROWS: readonly (readonly [Label, RowMaker])[] = [
  ['closed', closedLines],
  ['owner', ownerLines],
  ['diOwner', diOwnerLines],
  ['checks', checkLines],
  ['email', emailLines],
  ['sender', senderLines],
  ['original', originalLines],
  ['registry', registryLines],
  ['register', registerLines],
  ['documents', documentLines],
  ['related', relatedLines],
  ['approved', approvedLines],
  ['user', userLines],
  ['issued', issuedLines],
];

/** DI sees the form, not the scans; and who works at the office is the office's business. */
const NOT_FOR_DI: ReadonlySet<Label> = new Set(['owner', 'documents']);
/** What is still looked up once a case is over. */
const WHEN_CLOSED: ReadonlySet<Label> = new Set(['closed', 'original', 'registry', 'user', 'issued']);

export function caseRows(telling: Telling): readonly Row[] {
  const { labels } = telling.texts.card;
  const { place, access } = telling.view;
  return ROWS.filter(([label]) => place === 'office' || !NOT_FOR_DI.has(label))
    .filter(([label]) => isOpen(access) || WHEN_CLOSED.has(label))
    .map(([label, linesOf]) => ({ label: labels[label], lines: linesOf(telling) }))
    .filter(({ lines }) => lines.length > 0);
}

/** A person's or party's name, as text from outside. */
export function nameFor({ view, texts, room }: Telling, ref: ActorRef): string {
  return outside(view.names[ref] ?? texts.actors.person, room.text);
}

function ownerLines(telling: Telling): readonly Line[] {
  const { access } = telling.view;
  return access.owner === null
    ? [line(subtle(telling.texts.card.noOwner))]
    : [line(run(nameFor(telling, access.owner)))];
}

function diOwnerLines(telling: Telling): readonly Line[] {
  const { access, place } = telling.view;
  if (access.diOwner !== null) {
    return [line(run(nameFor(telling, access.diOwner)))];
  }
  return place === 'di' && access.state === 'with-di' ? [line(subtle(telling.texts.card.noOwner))] : [];
}

function checkLines(telling: Telling): readonly Line[] {
  const { view, texts, room } = telling;
  const { access } = view;
  if (access.workbook === null || access.workbook.refusal !== null) {
    return [];
  }
  const passed = view.checks.filter(({ outcome }) => outcome === 'passed');
  const others = view.checks.filter(({ outcome }) => outcome !== 'passed');
  return [
    ...listed(others, room.items, (check) => otherLine(check, telling), texts.card.andMore),
    ...(isVerified(view) && others.length === 0 ? [] : passedLine(passed, telling)),
    ...(view.checks.length === 0 ? [line(subtle(texts.card.checksNone))] : []),
    verifiedLine(telling, others.length === 0),
  ];
}

/** True if a person has compared this very workbook with the register (A11). */
function isVerified({ access }: CaseCardView): boolean {
  return access.verified !== null && access.verified.workbook === access.workbook?.hash;
}

function otherLine(check: CheckLine, { texts, room }: Telling): Line {
  const { sign } = texts.outcomes[check.outcome];
  const label = outside(check.label, room.text);
  return line(
    coloured(`${sign} ${label}:`, check.outcome === 'failed' ? 'Attention' : 'Warning'),
    run(outside(check.result, room.text)),
  );
}

/** What is in order takes one line: only the exceptions are to be read. */
function passedLine(passed: readonly CheckLine[], { texts, room }: Telling): readonly Line[] {
  if (passed.length === 0) {
    return [];
  }
  const labels = passed.slice(0, room.items).map(({ label }) => outside(label, room.text));
  const rest = passed.length - labels.length;
  const names = [...labels, ...(rest > 0 ? [texts.card.andMore(rest)] : [])].join(', ');
  return [line(coloured(`${texts.outcomes.passed.sign} ${texts.card.checksPassed}`, 'Good'), run(names))];
}

function verifiedLine(telling: Telling, allPassed: boolean): Line {
  const { access } = telling.view;
  const { card, outcomes } = telling.texts;
  if (access.verified === null || !isVerified(telling.view)) {
    return line(subtle(`${outcomes.unknown.sign} ${card.notVerified}`));
  }
  const { by, at } = access.verified;
  return line(
    coloured(outcomes.passed.sign, 'Good'),
    run(allPassed ? `${card.allPassed};` : ''),
    run(`${card.verifiedBy} ${nameFor(telling, by)},`),
    subtle(formatInstantDay(at)),
  );
}

function emailLines({ view, texts, room }: Telling): readonly Line[] {
  const { card, outcomes } = texts;
  const form = outside(view.formEmail, room.text);
  const sender = outside(view.senderEmail, room.text);
  const from = sender === '' ? card.senderUnknown : sender;
  if (form === '') {
    return [line(coloured(`${outcomes.failed.sign} ${card.emailMissing}`, 'Attention'), run(from))];
  }
  const same = view.formEmail.trim().toLowerCase() === view.senderEmail.trim().toLowerCase();
  return same
    ? [line(bold(form), coloured(outcomes.passed.sign, 'Good'), run(card.emailSame))]
    : [line(bold(form), coloured(`${outcomes.failed.sign} ${card.emailDiffers}`, 'Warning'), run(from))];
}

/** Who wrote the mail, in a word and a sign: what is proven, what is not, and what is forged. */
function senderLines({ view, texts, room }: Telling): readonly Line[] {
  return view.sender === null ? [] : [senderLine(view.sender, texts, room)];
}

export function senderLine({ outcome, result }: SenderLine, texts: Texts, room: Room): Line {
  const color = { passed: 'Good', failed: 'Attention', unknown: 'Warning' } as const;
  return line(coloured(texts.outcomes[outcome].sign, color[outcome]), run(outside(result, room.text)));
}

function originalLines(telling: Telling): readonly Line[] {
  const { access } = telling.view;
  const { card, outcomes } = telling.texts;
  if (access.original === null) {
    return access.closing ? [] : [line(coloured(outcomes.failed.sign, 'Warning'), run(card.originalNo))];
  }
  const { receivedOn, file } = access.original;
  const where = file === '' ? '' : `· ${card.originalFile} ${outside(file, telling.room.text)}`;
  return [
    line(coloured(outcomes.passed.sign, 'Good'), run(card.originalYes(formatDay(receivedOn))), subtle(where)),
  ];
}

function registryLines({ view, texts, room }: Telling): readonly Line[] {
  const { registry } = view.access;
  return registry === null
    ? []
    : [line(run(texts.card.registryEntry(outside(registry.number, room.text), formatDay(registry.date))))];
}

function registerLines(telling: Telling): readonly Line[] {
  const compared = telling.view.register.map((each) => senderLine(each, telling.texts, telling.room));
  return [...compared, ...registerWorkLines(telling)];
}

/** What was done in the register, or asked of DCG (A12, A13). */
function registerWorkLines(telling: Telling): readonly Line[] {
  const { register } = telling.view.access;
  const { card, fields } = telling.texts;
  if (register === null) {
    return [];
  }
  if (register.kind === 'updated') {
    const titles: Readonly<Record<string, string>> = fields;
    const names = register.fields.map((field) => titles[field] ?? field).join(', ');
    const told = `${card.registerUpdated(formatInstantDay(register.at))} ${nameFor(telling, register.by)}`;
    return [line(run(told), subtle(names === '' ? '' : `· ${outside(names, telling.room.text)}`))];
  }
  return register.answeredAt === null
    ? [line(coloured('?', 'Warning'), run(card.registerAsked(formatInstantDay(register.at))))]
    : [line(run(card.registerAnswered(formatInstantDay(register.answeredAt))))];
}

function documentLines({ view, texts, room }: Telling): readonly Line[] {
  return view.documents === ''
    ? [line(subtle(texts.card.documentsNone))]
    : [line(run(outside(view.documents, room.text)))];
}

function relatedLines({ view, texts, room }: Telling): readonly Line[] {
  const most = Math.min(room.items, 6);
  return listed(
    view.related,
    most,
    ({ text }) => line(coloured('!', 'Warning'), run(outside(text, room.text))),
    texts.card.andMore,
  );
}

function approvedLines(telling: Telling): readonly Line[] {
  const { approved } = telling.view.access;
  const { card } = telling.texts;
  if (approved === null) {
    return [];
  }
  const reason = outside(telling.view.approvalReason ?? '', telling.room.text);
  return [
    line(run(`${nameFor(telling, approved.by)},`), subtle(formatInstant(approved.at))),
    ...(reason === '' ? [] : [line(coloured(card.approvedReason, 'Warning'), run(reason))]),
  ];
}

function userLines({ view, room }: Telling): readonly Line[] {
  const user = outside(view.user ?? '', room.text);
  return user === '' || showsCopy(view) ? [] : [line(bold(user))];
}

/** While the secretary has USER and date to write on the paper (A24), they stand in a box of their own. */
export function showsCopy({ access, place }: CaseCardView): boolean {
  return place === 'office' && access.state === 'issued';
}

function issuedLines(telling: Telling): readonly Line[] {
  const { access } = telling.view;
  const { card, issueModes } = telling.texts;
  if (access.issue === null) {
    return [];
  }
  const { mode, by, at, credentialsMailedAt, secretaryMailedAt } = access.issue;
  const mailed = credentialsMailedAt ? card.mailed(formatInstant(credentialsMailedAt)) : card.notMailedYet;
  const mailDate = secretaryMailedAt && !showsCopy(telling.view) ? secretaryMailedAt : null;
  return [
    line(run(`${issueModes[mode]}, ${nameFor(telling, by)},`), subtle(formatInstant(at))),
    line(subtle(mailed)),
    ...(mailDate ? [line(run(`${card.labels.mailDate}:`), bold(formatInstantDay(mailDate)))] : []),
  ];
}

function closedLines(telling: Telling): readonly Line[] {
  const { view, texts, room } = telling;
  const { closing } = view.access;
  if (closing === null) {
    return [];
  }
  const into = closing.reason === 'merged' ? outside(view.mergedInto ?? '', room.text) : '';
  const note = outside(view.closingNote ?? '', room.text);
  const who: readonly TextRun[] = [
    run(`${nameFor(telling, closing.by)},`),
    subtle(formatInstant(closing.at)),
  ];
  return [
    line(bold(texts.card.closings[closing.reason]), bold(into)),
    line(...who),
    ...(note === '' ? [] : [line(run(note))]),
  ];
}
