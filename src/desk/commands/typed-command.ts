/** What somebody typed, as one of the commands; with or without diacritics, in any case of letters. */
import { foldName } from '../../store/fold.ts';

export const COMMAND_NAMES = [
  'ajutor',
  'dosare',
  'dosar',
  'cauta',
  'raport',
  'rezumat',
  'memento',
  'limba',
  'preda',
  'leaga',
  'dezleaga',
  'rol',
  'stare',
  'pastrare',
] as const;
export type CommandName = (typeof COMMAND_NAMES)[number];

export type TypedCommand =
  | { readonly known: true; readonly name: CommandName; readonly rest: string }
  | { readonly known: false; readonly typed: string; readonly nearest: CommandName };

/** Nothing typed asks for help. */
export function readCommand(text: string): TypedCommand {
  const [typed = '', ...rest] = text.trim().split(/\s+/);
  const word = foldName(typed);
  if (word === '') {
    return { known: true, name: 'ajutor', rest: '' };
  }
  const name = COMMAND_NAMES.find((each) => each === word);
  return name === undefined
    ? { known: false, typed, nearest: nearestTo(word) }
    : { known: true, name, rest: rest.join(' ') };
}

function nearestTo(word: string): CommandName {
  const byDistance = COMMAND_NAMES.map((name) => ({ name, far: distance(word, name) }));
  const [nearest] = byDistance.toSorted((one, other) => one.far - other.far);
  return nearest?.name ?? 'ajutor';
}

/** How many letters must be typed, left out or changed to get from one word to the other (Levenshtein). */
function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_none, index) => index);
  for (const [position, letter] of [...one].entries()) {
    const next = [position + 1];
    for (const [index, expected] of [...other].entries()) {
      const changed = (row[index] ?? 0) + (letter === expected ? 0 : 1);
      next.push(Math.min(changed, (row[index + 1] ?? 0) + 1, (next[index] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
