/** Who may import whom: docs/architecture.md as a test. Reads imports with a real lexer. */
import { readdirSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join, normalize, relative } from 'node:path';
import { init, parse } from 'es-module-lexer';
import { beforeAll, describe, expect, it } from 'vitest';

const SRC = join(import.meta.dirname, '..', 'src');

/** Each room, and the rooms it may import from besides itself. `.` holds main and the settings. */
const ROOMS: Record<string, readonly string[]> = {
  workflow: [],
  texts: [],
  bounded: [],
  failpoint: [],
  excel: ['workflow', 'texts', 'bounded', 'failpoint'],
  store: ['workflow', 'texts', 'failpoint'],
  mail: ['workflow', 'texts', 'bounded', 'failpoint'],
  bot: ['workflow', 'texts', 'failpoint'],
  desk: ['workflow', 'texts', 'excel', 'store', 'mail', 'bot', 'failpoint'],
  world: ['workflow', 'texts', 'excel', 'mail', 'bot'],
  settings: ['workflow', 'mail'],
  'command-line': ['workflow', 'texts', 'excel', 'mail', 'store', 'bot', 'desk', 'settings'],
  '.': [
    'workflow',
    'texts',
    'bounded',
    'excel',
    'store',
    'mail',
    'bot',
    'desk',
    'world',
    'failpoint',
    'settings',
    'command-line',
  ],
};

/** Packages that stay in the one room that speaks with them. */
const PACKAGES: readonly { readonly pattern: RegExp; readonly room: string }[] = [
  { pattern: /^(exceljs|@e965\/xlsx)$/, room: 'excel' },
  { pattern: /^(@prisma\/|better-sqlite3|prisma)/, room: 'store' },
  {
    pattern: /^(nodemailer|smtp-server|mailparser|@zone-eu\/mailsplit|mailauth|imapflow|unpdf)(\/|$)/,
    room: 'mail',
  },
  { pattern: /^(adaptivecards|adaptive-expressions|adaptivecards-templating)(\/|$)/, room: 'bot' },
  { pattern: /^(botbuilder|@slack\/)/, room: 'bot' },
];

/** Rooms that know nothing of the world: not even Node. */
const PURE = new Set(['workflow', 'texts']);

interface Import {
  readonly file: string;
  readonly room: string;
  readonly specifier: string;
}

function importsOf(file: string): string[] {
  const [imports] = parse(readFileSync(file, 'utf8'), file);
  return imports
    .filter(({ type }) => type !== 'import-meta')
    .map(({ specifier }) => specifier ?? '(computed)');
}

function roomOf(file: string): string {
  const [first, ...rest] = relative(SRC, file).split('/');
  return rest.length === 0 || first === undefined ? '.' : first;
}

function sources(): string[] {
  return readdirSync(SRC, { recursive: true, withFileTypes: true })
    .filter(
      (entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.parentPath.includes('generated'),
    )
    .map((entry) => join(entry.parentPath, entry.name));
}

describe('the house', () => {
  let imports: Import[] = [];

  beforeAll(async () => {
    await init;
    imports = sources().flatMap((file) =>
      importsOf(file).map((specifier) => ({ file: relative(SRC, file), room: roomOf(file), specifier })),
    );
  });

  it('has every room that the test knows, and no other', () => {
    const folders = readdirSync(SRC, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    const known = Object.keys(ROOMS).filter((room) => room !== '.');
    expect(folders.map(({ name }) => name).sort()).toEqual(known.sort());
  });

  it('reads imports at all, of every kind', () => {
    expect(imports.length).toBeGreaterThan(200);
    expect(imports.some(({ specifier }) => specifier === 'exceljs')).toBe(true);
    expect(imports.some(({ specifier }) => specifier.startsWith('node:'))).toBe(true);
  });

  it('lets a room import only from the rooms it may', () => {
    const wrong = imports.filter(({ file, room, specifier }) => {
      if (!specifier.startsWith('.')) {
        return false;
      }
      const target = normalize(join(SRC, dirname(file), specifier));
      const targetRoom = target.startsWith(SRC) ? roomOf(target) : 'outside';
      return targetRoom !== room && !ROOMS[room]?.includes(targetRoom);
    });
    expect(wrong).toEqual([]);
  });

  it('keeps the workflow and the texts free of everything, Node included', () => {
    const wrong = imports.filter(({ room, specifier }) => PURE.has(room) && !specifier.startsWith('.'));
    expect(wrong).toEqual([]);
  });

  it('keeps each library in its room', () => {
    const wrong = imports.filter(({ room, specifier }) =>
      PACKAGES.some((rule) => rule.pattern.test(specifier) && rule.room !== room && !isBuiltin(specifier)),
    );
    expect(wrong).toEqual([]);
  });

  it('hides no import behind a computed name', () => {
    expect(imports.filter(({ specifier }) => specifier === '(computed)')).toEqual([]);
  });
});
