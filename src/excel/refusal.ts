import { isOutOfMemory } from '../bounded/serve-jobs.ts';
import type { FormRefusal, RefusalCode } from './form.ts';

/**
 * Thrown inside this room when bytes from outside turn out to be unusable; becomes a FormRefusal at the room's doors.
 * `detail` is technical (a part's name, a limit) and never holds a cell's content.
 */
export class WorkbookRefused extends Error {
  readonly code: RefusalCode;

  constructor(code: RefusalCode, detail: string) {
    super(`${code}: ${detail}`);
    this.code = code;
  }
}

const SEND_AGAIN =
  'Deschideți formularul în Excel sau LibreOffice, salvați-l ca .xlsx și trimiteți-l din nou.';
const USE_OURS =
  'Completați formularul „Cerere acces Online” (foile DATE, CERERE, PROCEDURA) și trimiteți-l din nou.';

/** What a secretary, or the applicant through the correction letter, reads: what happened and what to do. */
const MESSAGES: Readonly<Record<RefusalCode, string>> = {
  'empty-file': `Fișierul este gol (nu conține nimic). ${SEND_AGAIN}`,
  'not-a-workbook': `Fișierul nu este un registru de calcul (Excel). ${USE_OURS}`,
  encrypted:
    'Fișierul este protejat cu parolă la deschidere și nu poate fi citit. ' +
    'Scoateți parola (Fișier › Informații › Protejare registru) și trimiteți-l din nou.',
  damaged: `Fișierul este deteriorat sau incomplet și nu poate fi citit în siguranță. ${SEND_AGAIN}`,
  'too-big': `Fișierul este mult mai mare decât un formular completat. ${USE_OURS}`,
  'too-complex': `Fișierul conține mult mai mult decât un formular completat și citirea lui a fost oprită. ${USE_OURS}`,
  unsafe: `Fișierul are o alcătuire nesigură, pe care Excel nu o produce, și nu a fost citit. ${SEND_AGAIN}`,
  'wrong-form': `Registrul de calcul nu este formularul de cerere: nu au fost găsite rubricile foii DATE. ${USE_OURS}`,
  'empty-form': `Foaia DATE a formularului este goală: lipsesc și rubricile, și datele. ${USE_OURS}`,
  'conflicting-labels':
    'În formular aceeași rubrică apare de mai multe ori, cu valori diferite, și nu se poate ști care este cea bună. ' +
    'Păstrați fiecare rubrică o singură dată și trimiteți formularul din nou.',
};

/** The refusal as people see it. */
export function refusal(code: RefusalCode): FormRefusal {
  return { ok: false, code, message: MESSAGES[code] };
}

/**
 * The refusal behind an error thrown while outside bytes were parsed: whatever a parser throws at broken bytes means
 * "damaged", unless memory or the stack ran out.
 */
export function refusalOf(error: unknown): FormRefusal {
  if (error instanceof WorkbookRefused) {
    return refusal(error.code);
  }
  return refusal(isOutOfMemory(error) || isTooDeep(error) ? 'too-complex' : 'damaged');
}

function isTooDeep(error: unknown): boolean {
  return error instanceof RangeError && /call stack/i.test(error.message);
}
