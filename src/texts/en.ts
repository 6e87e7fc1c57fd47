/** The texts in English. */
import { answers } from './en/answers.ts';
import { card } from './en/card.ts';
import { desk } from './en/desk.ts';
import { dialogs } from './en/dialogs.ts';
import { events } from './en/events.ts';
import { letterTexts } from './en/letters.ts';
import { mail } from './en/mail.ts';
import { page } from './en/page.ts';
import { words } from './en/words.ts';
import type { Texts } from './ro.ts';

export const en: Texts = {
  language: 'en',
  ...words,
  card,
  dialogs,
  events,
  ...answers,
  ...desk,
  mail,
  page,
  letterTexts,
};
