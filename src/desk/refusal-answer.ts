/** Tells a person whose click changed nothing what happened, by whom and when, and who may act. */
import type { Answer } from '../bot/channel.ts';
import { formatInstant } from '../texts/dates.ts';
import type { RefusalFacts } from '../texts/ro/answers.ts';
import type { AccessCase, AccessEvent, Refusal } from '../workflow/case.ts';
import { eventOf } from './carry-out.ts';
import { problemOf } from './case-record.ts';
import type { Desk } from './desk.ts';
import { eventSentence, fieldTitle } from './event-sentence.ts';
import { nameOf } from './people.ts';
import { officeOf } from './settings.ts';

/** For refusals that are not about a case. */
export const NO_REFUSAL_FACTS: RefusalFacts = {
  lastStep: '',
  when: '',
  state: '',
  mayAct: '',
  office: '',
  role: '',
  list: '',
  who: '',
};

/** The private answer to a click that was refused. */
export async function answerRefusal(desk: Desk, access: AccessCase, refusal: Refusal): Promise<Answer> {
  const facts = await refusalFacts(desk, access, refusal);
  return { kind: 'told', text: desk.texts.refusals[refusal.code](facts) };
}

async function refusalFacts(desk: Desk, access: AccessCase, refusal: Refusal): Promise<RefusalFacts> {
  const { texts } = desk;
  return {
    lastStep: await lastStep(desk, access),
    when: formatInstant(access.lastStep.at),
    state: texts.states[access.state],
    mayAct: whoMayAct(desk, access),
    office: officeOf(desk.config, access.office).name,
    role: 'needs' in refusal ? texts.roles[refusal.needs] : '',
    list: listOf(desk, refusal),
    who: refusal.code === 'taken-by-di' ? await nameOf(desk, refusal.by) : '',
  };
}

async function lastStep(desk: Desk, access: AccessCase): Promise<string> {
  const rows = await desk.store.events(access.id);
  const last = rows.findLast(
    (row) => row.type === access.lastStep.type && row.at.toISOString() === access.lastStep.at,
  );
  if (!last) {
    return '';
  }
  const event: AccessEvent = eventOf(last);
  return (await eventSentence(desk, desk.store, access, event)).replace(/\.$/, '');
}

function whoMayAct(desk: Desk, access: AccessCase): string {
  const office = officeOf(desk.config, access.office).name;
  const { mayAct } = desk.texts;
  switch (access.state) {
    case 'received':
    case 'awaiting-correction':
    case 'verified':
    case 'issued':
      return mayAct.secretary(office);
    case 'with-di':
      return mayAct.di;
    case 'issuing':
      return mayAct.nobody;
    case 'closed':
    case 'rejected':
      return mayAct.supervisor(office);
  }
}

function listOf(desk: Desk, refusal: Refusal): string {
  if (refusal.code === 'blocked') {
    return refusal.by.map((blocker) => desk.texts.blockers[blocker]).join('; ');
  }
  if (refusal.code === 'reason-needed') {
    const fields = refusal.failedChecks.map((check) => fieldTitle(desk, problemOf(check).field));
    return [...new Set(fields)].join(', ');
  }
  return '';
}
