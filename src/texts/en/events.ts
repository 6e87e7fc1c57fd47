/** What happened, a sentence each: in the thread, in the history, and for whoever clicked too late. */

import type { EventFacts } from '../ro/events.ts';
import type { Texts } from '../ro.ts';
import { inParentheses, more, sentence, sentencesAbout } from '../sentences.ts';

const after = (word: string, text: string) => (text === '' ? '' : ` ${word} ${text}`);

const said = sentencesAbout('en')<EventFacts>;
const plain = sentence<EventFacts>;

/** Whoever wrote in a thread, and where: their own words follow as they are. */
const speaker = ({ who, office }: EventFacts): string => `${who || 'A colleague'}${inParentheses(office)}`;

export const events: Texts['events'] = {
  opened: plain(({ office }) => `The application came by mail and the case was opened${after('at', office)}`),
  'mail-received': said(({ documents }) => `sent a mail${documents === '' ? '' : ` with: ${documents}`}`),
  'mail-repeated': plain(() => 'The same application came once more by mail; nothing has changed'),
  'dcg-answered': plain(() => 'DCG has answered; the data can be compared with eTerra again'),
  'workbook-replaced': said(
    ({ list }) =>
      `sent another Excel file${list === '' ? '' : ` (changed: ${list})`}: the data must be verified again`,
  ),
  taken: said(() => 'took the case'),
  'taken-by-di': said(() => 'took the case at DI'),
  reassigned: said(({ into }) => `gave the case to ${into === '' ? 'another colleague' : into}`),
  verified: said(() => 'marked the data as verified'),
  'documents-sorted': said(() => 'said what each document is'),
  'register-updated': said(
    ({ list, note }) => `updated the data in eTerra${more(list)}${inParentheses(note)}`,
  ),
  'asked-of-dcg': said(({ note }) => `asked DCG for the update${more(note)}`),
  'correction-asked': said(
    ({ list, note }) =>
      `asked the applicant for a correction${more([list, note].filter(Boolean).join(' · '))}`,
  ),
  'original-recorded': said(
    ({ day, file }) =>
      `recorded the original as signed and filed${day === '' ? '' : `, received on ${day}`}${inParentheses(file)}`,
  ),
  'registry-recorded': said(
    ({ registry }) => `recorded the registry number${registry === '' ? '' : ` ${registry}`}`,
  ),
  approved: said(
    ({ note }) =>
      `approved the application and sent it to DI${note === '' ? '' : `, for this reason: ${note}`}`,
  ),
  'credentials-issued': said(
    ({ what }) => `issued the credentials${inParentheses(what)}; the mails are under way`,
  ),
  'credentials-mailed': plain(() => 'The mail with the credentials has left for the address in the form'),
  'secretary-mailed': plain(
    () =>
      'The mail with the file without password has left for the secretary: USER can be noted on the original',
  ),
  'credentials-undelivered': plain(
    () =>
      'The mail with the credentials did not reach the applicant: the case goes back to the office for a corrected form',
  ),
  'letter-undelivered': plain(({ what }) => `Did not arrive${more(what)}`),
  'letter-delivered': plain(({ what }) => `This time it has left${more(what)}`),
  'letter-resent': said(({ what }) => `sent again${what === '' ? ' the mail' : ` ${what}`}`),
  returned: said(({ note }) => `returned the case to the secretary${more(note)}`),
  'taken-back': said(() => 'took the case back from DI'),
  'noted-on-original': said(() => 'noted USER and mail date on the original; the case is finished'),
  rejected: said(({ note }) => `rejected the application${more(note)}`),
  withdrawn: said(({ note }) => `closed the case because the applicant withdrew${more(note)}`),
  'closed-original-missing': said(() => 'closed the case because the original was not handed in'),
  transferred: said(
    ({ office, fromOffice, note }) =>
      `transferred the case${after('from', fromOffice)}${after('to', office)}${more(note)}`,
  ),
  merged: said(({ into }) => `merged the case with ${into === '' ? 'another' : into}`),
  reopened: said(({ note }) => `reopened the case${more(note)}`),
  'fact-corrected': said(({ what, note }) => `took back a wrong entry${inParentheses(what)}${more(note)}`),
  'applicant-written': said(({ note }) => `wrote to the applicant${more(note)}`),
  escalated: said(({ what, note }) => `escalated the case to ${what}${more(note)}`),
  'escalation-closed': said(({ what, note }) => `closed the escalation to ${what}${more(note)}`),
  'escalation-answered': (facts) => `${facts.what}${more(facts.note)}`,
  'thread-said': (facts) =>
    `${speaker(facts)}${facts.note === '' ? ' wrote in the thread.' : more(facts.note)}`,
  'thread-corrected': (facts) =>
    `${speaker(facts)} corrected${facts.note === '' ? ' a message.' : more(facts.note)}`,
  'thread-unsaid': (facts) => `${speaker(facts)} deleted a message.`,
  'details-opened': said(() => 'opened the details'),
  'document-opened': said(() => 'opened a document'),
  'applicant-reminded': plain(({ what }) => `The applicant was reminded by mail${after('of', what)}`),
  'close-offered': plain(() => 'The applicant has not answered even the reminders: the case can be closed'),
  'supervisor-told': plain(
    ({ what }) =>
      `The due date passed a day ago${what === '' ? '' : ` in the state “${what}”`}: the supervisor is told`,
  ),
  'became-overdue': plain(
    ({ what }) => `The due date has passed${what === '' ? '' : ` in the state “${what}”`}`,
  ),
};

/** What the applicant is reminded of, as it stands in the sentence. */
export const remindedOf: Texts['remindedOf'] = { original: 'the original', correction: 'the correction' };
