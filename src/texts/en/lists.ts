/** Lists of cases: what waits, what was found. */
import type { Texts } from '../ro.ts';

const cases = (count: number): string => (count === 1 ? '1 case' : `${count} cases`);

export const lists: Texts['lists'] = {
  open: 'Open',
  more: (count) => `… ${count} more`,
  late: (when) => `late: it was due ${when}`,
  waitingTitle: 'What waits for you',
  waiting: (count, late) =>
    late === 0 ? `Waiting: ${count}, nothing late.` : `Waiting: ${count}, ${late} of them late.`,
  digest: (waiting) => `Good morning. Waiting for you: ${waiting}`,
  digestHow: 'The list with buttons: write «dosare». Without this digest: «rezumat oprit».',
  nothingWaits: 'Nothing waits for you now.',
  withApplicant: (count) => `With applicants, a correction asked for: ${cases(count)}.`,
  unsorted: 'Mail to be sorted',
  unsortedState: 'To be sorted',
  foundTitle: (text) => `Search: ${text}`,
  found: (count, isMore) =>
    isMore ? `The first ${cases(count)}; type more of the name for fewer.` : `${cases(count)}.`,
  foundNothing:
    'No case that you may see. Searched are names, case numbers, authorisations, e-mail addresses and registry numbers.',
  caseTitle: (number, state) => `Case ${number} · ${state}`,
  homeStranger: 'I do not know you yet. Ask an admin to give you a role: /autorizati rol',
};
