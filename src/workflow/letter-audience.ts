import type { Letter } from './case.ts';

/** Who a letter is for. */
export type LetterAudience = 'applicant' | 'di' | 'dcg' | 'secretary' | 'asked';

/** Whom a letter goes to; also its lane: what one mail server delays holds up nobody else's. */
export function audienceOf(letter: Letter): LetterAudience {
  switch (letter) {
    case 'to-di':
      return 'di';
    case 'to-dcg':
      return 'dcg';
    case 'to-secretary':
      return 'secretary';
    case 'escalation':
    case 'escalation-line':
    case 'escalation-outcome':
      return 'asked';
    case 'acknowledgement':
    case 'correction':
    case 'credentials':
    case 'address-updated':
    case 'rejection':
    case 'withdrawn':
    case 'closed-original-missing':
    case 'original-reminder':
    case 'correction-reminder':
    case 'reply':
      return 'applicant';
  }
}
