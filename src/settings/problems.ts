/** What is wrong with the settings, in words for whoever has to mend it. */
import { z } from 'zod';

/** Where problems are written down: what the setting is called, and what to do about it. */
export type Report = (setting: string, whatToDo: string) => unknown;

/** Checks a part of the settings file. Null when something is wrong with it, and that was reported. */
export function checked<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  path: string,
  report: Report,
): z.output<Schema> | null {
  const parsed = schema.safeParse(value, { error: inRomanian });
  if (parsed.success) {
    return parsed.data;
  }
  for (const issue of parsed.error.issues) {
    report(
      [path, ...issue.path.map(String)].filter((step) => step !== '').join('.') || 'fișierul',
      issue.message,
    );
  }
  return null;
}

const { localeError } = z.locales.ro();

const EXPECTED: Readonly<Record<string, string>> = {
  string: 'scrieți un text',
  number: 'scrieți un număr',
  int: 'scrieți un număr întreg',
  boolean: 'scrieți true sau false',
  array: 'scrieți o listă, de exemplu [a, b]',
  object: 'scrieți setările de dedesubt, ca în acces.example.yaml',
};

/** Zod's Romanian speaks of types; where more is known, what to do is said. */
function inRomanian(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'unrecognized_keys':
      return `nu se cunoaște ${issue.keys.map((key) => `«${key}»`).join(', ')}; ștergeți sau scrieți ca în acces.example.yaml`;
    case 'invalid_value':
      return `alegeți dintre: ${issue.values.map(String).join(', ')}`;
    case 'invalid_type':
      return issue.input === undefined
        ? 'lipsește; scrieți-o ca în acces.example.yaml'
        : (EXPECTED[issue.expected] ?? told(issue));
    case 'invalid_format':
      return issue.format === 'email' ? 'scrieți o adresă de e-mail, de exemplu ab@ancpi.ro' : told(issue);
    default:
      return told(issue);
  }
}

function told(issue: z.core.$ZodRawIssue): string | undefined {
  const said = localeError(issue);
  return typeof said === 'string' || said == null ? (said ?? undefined) : said.message;
}
