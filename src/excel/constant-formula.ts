/**
 * The text of a formula that needs no other cell: texts and numbers joined by `&`, UPPER, LOWER, TRIM, CONCATENATE,
 * and HYPERLINK (which shows its second argument). Null for every other formula: it is never guessed.
 */
export function constantFormula(formula: string): string | null {
  const tokens = tokenize(formula.replace(/^=/, ''));
  if (tokens === null) {
    return null;
  }
  const reader: Reader = { tokens, at: 0 };
  const result = readJoined(reader);
  return reader.at === tokens.length ? result : null;
}

interface Reader {
  readonly tokens: readonly string[];
  at: number;
}

const FUNCTIONS: Readonly<Record<string, (texts: readonly string[]) => string | null>> = {
  UPPER: ([text, ...more]) => (more.length === 0 ? (text?.toUpperCase() ?? null) : null),
  LOWER: ([text, ...more]) => (more.length === 0 ? (text?.toLowerCase() ?? null) : null),
  TRIM: ([text, ...more]) => (more.length === 0 ? (text?.trim().replace(/ +/g, ' ') ?? null) : null),
  CONCATENATE: (texts) => texts.join(''),
  CONCAT: (texts) => texts.join(''),
  HYPERLINK: ([target, shown, ...more]) => (more.length === 0 ? (shown ?? target ?? null) : null),
};

/** A text keeps its opening quote, so that it is told apart from all else. */
function tokenize(formula: string): string[] | null {
  if (formula.length > 2_000) {
    return null;
  }
  const tokens: string[] = [];
  const pattern = /\s*("(?:[^"]|"")*"|[A-Za-z]+(?=\()|\d+(?:\.\d+)?|[(),;&])\s*/y;
  while (pattern.lastIndex < formula.length) {
    const match = pattern.exec(formula);
    if (match?.[1] === undefined) {
      return null;
    }
    tokens.push(match[1]);
  }
  return tokens;
}

function readJoined(reader: Reader): string | null {
  let text = readOperand(reader);
  while (text !== null && reader.tokens[reader.at] === '&') {
    reader.at += 1;
    const next = readOperand(reader);
    text = next === null ? null : text + next;
  }
  return text;
}

function readOperand(reader: Reader): string | null {
  const token = reader.tokens[reader.at];
  reader.at += 1;
  if (token === undefined) {
    return null;
  }
  if (token.startsWith('"')) {
    return token.slice(1, -1).replaceAll('""', '"');
  }
  if (/^\d/.test(token)) {
    return token;
  }
  const call = Object.hasOwn(FUNCTIONS, token.toUpperCase()) ? FUNCTIONS[token.toUpperCase()] : undefined;
  if (call === undefined || reader.tokens[reader.at] !== '(') {
    return null;
  }
  return readArguments(reader, call);
}

function readArguments(reader: Reader, call: (texts: readonly string[]) => string | null): string | null {
  const texts: string[] = [];
  do {
    reader.at += 1;
    const text = readJoined(reader);
    if (text === null) {
      return null;
    }
    texts.push(text);
  } while (reader.tokens[reader.at] === ',' || reader.tokens[reader.at] === ';');
  if (reader.tokens[reader.at] !== ')') {
    return null;
  }
  reader.at += 1;
  return call(texts);
}
