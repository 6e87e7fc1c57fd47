/** The texts of the interface, by language. Romanian is the default and defines the type. */
import { en } from './en.ts';
import { ro, type Texts } from './ro.ts';

export type Language = 'ro' | 'en';

/** True for a language that the interface has. */
export function isLanguage(text: unknown): text is Language {
  return text === 'ro' || text === 'en';
}

export type { Texts } from './ro.ts';

export function textsFor(language: Language): Texts {
  switch (language) {
    case 'ro':
      return ro;
    case 'en':
      return en;
  }
}
