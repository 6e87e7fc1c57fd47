/** What a button carries, and what comes back of it. */
import { z } from 'zod';
import { textsIn } from '../../elements.ts';

/** What somebody wants, and about which case. */
export interface Press {
  readonly verb: string;
  readonly caseId: string;
  /** What the button carries, and what was typed. */
  readonly inputs: Readonly<Record<string, string>>;
}

/** The press of a dialog's button, and the press that opened the dialog. */
export interface DialogPress {
  readonly press: Press;
  readonly opened: Press | null;
}

/** The name of what is ours alone among a button's data. */
const OPENED = 'acces';
const verbs = z.string().regex(/^[a-z][a-z:-]{0,79}$/);
const pressSchema = z.object({ verb: verbs, caseId: z.string(), inputs: z.record(z.string(), z.string()) });

/** The data of a dialog's button. */
export function pressData({ verb, caseId, inputs }: Press, opened: Press): Readonly<Record<string, unknown>> {
  return { ...inputs, verb, caseId, [OPENED]: opened };
}

/** What a pressed button brings, wherever it stands. Null if it is none of ours. */
export function pressOf(verb: unknown, data: unknown): Press | null {
  const { verb: carried, caseId = '', ...inputs } = textsIn(data);
  const wanted = verbs.safeParse(verb ?? carried).data;
  return wanted === undefined ? null : { verb: wanted, caseId, inputs };
}

/** The same for a button of a dialog. */
export function dialogPressOf(data: unknown): DialogPress | null {
  const press = pressOf(undefined, data);
  const opened = typeof data === 'object' && data !== null && OPENED in data ? data[OPENED] : null;
  return press === null ? null : { press, opened: pressSchema.safeParse(opened).data ?? null };
}
