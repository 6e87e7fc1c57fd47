/** What the page is told of a pretend person's mail. These texts are the world's, not the product's. */

import type { WorldOutcome } from '../bot/local/recipients-world.ts';
import type { DeliveryOutcome } from '../mail/wire/compose.ts';

export const told = (text: string): WorldOutcome => ({ kind: 'told', text });

export const NO_SUCH_SAMPLE = 'Nu există un astfel de exemplu.';
export const NO_SUCH_LETTER = 'Scrisoarea nu se află în această căsuță.';
export const LETTER_UNREADABLE = 'Scrisoarea nu poate fi citită sau nu spune cui i se răspunde.';
export const EMPTY_ANSWER = 'Scrieți un răspuns.';
export const NO_FORM_OF_THEIRS =
  'Numai un solicitant inventat aici are un formular de corectat. Trimiteți răspunsul fără formular.';
export const NO_SUCH_APPLICANT =
  'Parola nouă o poate cere numai un solicitant care a scris sau a primit un mail.';
export const TOO_LARGE = 'Mailul are peste 42 MB și nu a fost trimis.';
export const EMPTY_MAIL = 'Fișierul este gol.';

/** What became of a mail that somebody of this world sent. */
export function outcomeOf(outcome: DeliveryOutcome, sender: string, to: string): WorldOutcome {
  if (outcome.accepted) {
    return { kind: 'done', text: `Mailul de la ${sender} a ajuns la ${to}.` };
  }
  return told(`Mailul către ${to} nu a fost primit: ${reasonOf(outcome.code)}`);
}

function reasonOf(code: number | null): string {
  if (code === null) {
    return 'serverul de mail al biroului nu răspunde. Încercați din nou peste puțin timp.';
  }
  if (code === 552) {
    return 'este prea mare (cod 552).';
  }
  if (code >= 500) {
    return `serverul biroului l-a refuzat (cod ${code}).`;
  }
  return `serverul biroului nu îl poate primi acum (cod ${code}). Încercați din nou peste puțin timp.`;
}
