/** The texts in English. */
import { answers } from './en/answers.ts';
import { audit } from './en/audit.ts';
import { card } from './en/card.ts';
import { commands } from './en/commands.ts';
import { desk } from './en/desk.ts';
import { dialogs } from './en/dialogs.ts';
import { events } from './en/events.ts';
import { letterTexts } from './en/letters.ts';
import { lists } from './en/lists.ts';
import { mail } from './en/mail.ts';
import { page } from './en/page.ts';
import { places } from './en/places.ts';
import { problem } from './en/problem.ts';
import { purged } from './en/purged.ts';
import { recovery } from './en/recovery.ts';
import { register } from './en/register.ts';
import { report } from './en/report.ts';
import { slack } from './en/slack.ts';
import { teams } from './en/teams.ts';
import { words } from './en/words.ts';
import type { Texts } from './ro.ts';

export const en: Texts = {
  language: 'en',
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
