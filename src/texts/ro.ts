/** Textele în română: limba implicită. Tipul lor este tipul tuturor limbilor. */
import { answers } from './ro/answers.ts';
import { audit } from './ro/audit.ts';
import { card } from './ro/card.ts';
import { commands } from './ro/commands.ts';
import { desk } from './ro/desk.ts';
import { dialogs } from './ro/dialogs.ts';
import { events } from './ro/events.ts';
import { letterTexts } from './ro/letters.ts';
import { lists } from './ro/lists.ts';
import { mail } from './ro/mail.ts';
import { page } from './ro/page.ts';
import { places } from './ro/places.ts';
import { problem } from './ro/problem.ts';
import { purged } from './ro/purged.ts';
import { recovery } from './ro/recovery.ts';
import { register } from './ro/register.ts';
import { report } from './ro/report.ts';
import { slack } from './ro/slack.ts';
import { teams } from './ro/teams.ts';
import { words } from './ro/words.ts';

export const ro = {
  language: 'ro',
  ...words,
  card,
  commands,
  dialogs,
  events,
  ...answers,
  ...desk,
  lists,
  mail,
  page,
  places,
  problem,
  purged,
  recovery,
  register,
  report,
  audit,
  slack,
  teams,
  letterTexts,
};

/** Everything that an interface language must say. A missing key does not compile. */
export type Texts = typeof ro;
