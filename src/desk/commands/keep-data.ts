/** `pastrare …`: how long personal data is kept, what would go, and its removal. An admin's command; each step in the desk's chain. */
import type { Answer } from '../../bot/channel.ts';
import { foldName } from '../../store/fold.ts';
import { formatDay } from '../../texts/dates.ts';
import { localDay } from '../../workflow/deadlines.ts';
import {
  AT_ONCE,
  holdIn,
  holdsOf,
  type Retention,
  removeFound,
  retentionOf,
  setRetentionIn,
  trialOf,
  tryOut,
} from '../retention/retention.ts';
import { caseByTypedNumber } from './case-timeline.ts';
import type { Asked } from './handle-command.ts';

const LEAST_MONTHS = 1;
const MOST_MONTHS = 600;
const SHOWN = 20;
/** `36 luni aprobat Ion Popescu pv 123/2026` */
const SET = /^(\d{1,3}) luni aprobat (\p{L}[\p{L} .'-]{2,80}) pv ([\p{L}\p{N}./ -]{1,40})$/iu;

export async function keepData(asked: Asked): Promise<Answer> {
  const { rest } = asked;
  const [verb = '', second = '', ...more] = rest.split(/\s+/);
  const word = foldName(verb);
  if (word === '') {
    return await show(asked);
  }
  if (word === 'oprit' && second === '') {
    return await change(asked, null);
  }
  if (word === 'proba' && second === '') {
    return await tryIt(asked);
  }
  if (word === 'sterge' && second !== '' && more.length === 0) {
    return await remove(asked, second);
  }
  if ((word === 'retine' || word === 'elibereaza') && second !== '' && more.length === 0) {
    return await hold(asked, second, word === 'retine');
  }
  const set = SET.exec(rest);
  const months = Number(set?.[1]);
  return set && months >= LEAST_MONTHS && months <= MOST_MONTHS
    ? await change(asked, {
        months,
        approvedBy: set[2]?.trim() ?? '',
        minutes: set[3]?.trim() ?? '',
        since: localDay(asked.desk.now().toISOString()),
      })
    : { kind: 'told', text: asked.desk.texts.commands.retention.how };
}

async function show({ desk }: Asked): Promise<Answer> {
  const texts = desk.texts.commands.retention;
  const retention = await retentionOf(desk.store);
  const held = (await holdsOf(desk.store)).map(({ number }) => number);
  const lines = [
    retention === null
      ? texts.off
      : texts.set(retention.months, retention.approvedBy, retention.minutes, formatDay(retention.since)),
    ...(held.length === 0 ? [] : [texts.held(held.join(', '))]),
    texts.how,
  ];
  return { kind: 'told', text: lines.join('\n') };
}

async function change({ desk, person }: Asked, retention: Retention | null): Promise<Answer> {
  const texts = desk.texts.commands.retention;
  await desk.store.transact(null, (uow) => setRetentionIn(uow, person.id, retention));
  return {
    kind: 'done',
    text:
      retention === null
        ? texts.off
        : texts.set(retention.months, retention.approvedBy, retention.minutes, formatDay(retention.since)),
  };
}

async function tryIt({ desk }: Asked): Promise<Answer> {
  const texts = desk.texts.commands.retention;
  const retention = await retentionOf(desk.store);
  if (retention === null) {
    return { kind: 'told', text: `${texts.off}\n${texts.how}` };
  }
  const { code, count, cutoff, found } = await tryOut(desk, retention);
  const numbers = found.slice(0, SHOWN).map(({ number, id }) => number ?? id.slice(0, 8));
  const more = count - numbers.length;
  const listed = [...numbers, ...(more > 0 ? [desk.texts.lists.more(more)] : [])].join(', ');
  const day = formatDay(localDay(cutoff));
  return { kind: 'told', text: count === 0 ? texts.nothing(day) : texts.trial(count, day, listed, code) };
}

async function remove({ desk, person }: Asked, code: string): Promise<Answer> {
  const texts = desk.texts.commands.retention;
  const retention = await retentionOf(desk.store);
  const trial = retention === null ? null : await trialOf(desk, code);
  if (retention === null || trial === null) {
    return { kind: 'told', text: texts.noTrial };
  }
  const { numbers, left } = await removeFound(desk, person.id, trial, retention);
  desk.log.info({ by: person.id, count: numbers.length, left }, 'personal data was removed');
  return {
    kind: 'done',
    text: [
      texts.removed(numbers.length, retention.minutes),
      ...(left > 0 && numbers.length === AT_ONCE ? [texts.again(left, code)] : []),
      texts.whatStays,
    ].join('\n'),
  };
}

async function hold({ desk, person }: Asked, typed: string, held: boolean): Promise<Answer> {
  const { retention, caseNotFound } = desk.texts.commands;
  const row = await caseByTypedNumber(desk.store, typed);
  if (!row?.number || row.kind === 'purged') {
    return { kind: 'told', text: caseNotFound(typed) };
  }
  const about = { caseId: row.id, number: row.number };
  const changed = await desk.store.transact(null, (uow) => holdIn(uow, person.id, about, held));
  const text = held ? retention.holds(row.number) : retention.lifted(row.number);
  return changed ? { kind: 'done', text } : { kind: 'told', text: retention.alreadySo(row.number) };
}
