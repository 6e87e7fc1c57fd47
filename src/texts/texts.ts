/** The texts of the interface, by language. Romanian is the default and defines the type. */
import { en } from './en.ts';
import { ro, type Texts } from './ro.ts';

export type Language = 'ro' | 'en';

export type { Texts } from './ro.ts';

export function textsFor(language: Language): Texts {
  switch (language) {
    case 'ro':
      return ro;
    case 'en':
      return en;
  }
}
