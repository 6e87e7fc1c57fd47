/** The page's scripts, styles and shell, served without any build step. */
import { readFile } from 'node:fs/promises';
import { createRequire, stripTypeScriptTypes } from 'node:module';
import { dirname, extname } from 'node:path';
import type { RequestHandler } from 'express';
import type { Language, Texts } from '../../texts/texts.ts';

/** The same folder from the sources and from the compiled `dist`: a browser needs only the types taken away. */
const SOURCES = new URL('../../../src/', import.meta.url);

const TYPES: Readonly<Record<string, string>> = {
  '.ts': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
};

/** Later ones may refine earlier ones. */
const STYLES = ['base', 'frame', 'posts', 'mail', 'dialogs', 'cards', 'states'] as const;

/** Texts that the page imports; no others leave the server. */
const TEXTS: ReadonlySet<string> = new Set(['page.ts', 'words.ts']);

/**
 * Serves `/page/<name>`: TypeScript with its types taken away (line numbers stay) and styles as they are.
 * Anything else is passed on. A file is read once per start.
 */
export function pageFiles(texts: Texts): RequestHandler {
  const language = languageOf(texts);
  const read = cachedReader();
  return async (request, response, next) => {
    const name = String(request.params.name);
    const type = /^[a-z-]+\.(ts|css)$/.test(name) ? TYPES[extname(name)] : undefined;
    const text = type === undefined ? null : await read(`bot/local/page/${name}`);
    if (type === undefined || text === null) {
      next();
      return;
    }
    response.type(type).send(name === 'words.ts' ? text.replace('/texts/ro/', `/texts/${language}/`) : text);
  };
}

/** Serves `/texts/<language>/<name>`: what the page says, as `page/words.ts` imports it. */
export function pageTexts(): RequestHandler {
  const read = cachedReader();
  return async (request, response, next) => {
    const { language, name } = request.params;
    const known = (language === 'ro' || language === 'en') && TEXTS.has(String(name));
    const text = known ? await read(`texts/${language}/${String(name)}`) : null;
    if (text === null) {
      next();
      return;
    }
    response.type(TYPES['.ts'] ?? '').send(text);
  };
}

function languageOf(texts: Texts): Language {
  return texts.language === 'en' ? 'en' : 'ro';
}

/** Reads files below `src`, each once; null if there is no such file. */
function cachedReader(): (path: string) => Promise<string | null> {
  const cache = new Map<string, string>();
  return async (path) => {
    const text = cache.get(path) ?? (await readSource(path));
    if (text !== null) {
      cache.set(path, text);
    }
    return text;
  };
}

async function readSource(path: string): Promise<string | null> {
  try {
    const text = await readFile(new URL(path, SOURCES), 'utf8');
    return path.endsWith('.ts') ? stripTypeScriptTypes(text) : text;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      return null;
    }
    throw error;
  }
}

/** Serves how cards are drawn: the same settings that their previews are made with. */
export function cardStyle(): RequestHandler {
  const read = cachedReader();
  return async (_request, response) => {
    response.type('json').send(await read('bot/host-config.json'));
  };
}

/** Serves the renderer of cards as its makers built it. */
export function cardRenderer(): RequestHandler {
  const folder = dirname(createRequire(import.meta.url).resolve('adaptivecards/dist/adaptivecards.min.js'));
  return (_request, response, next) => {
    response.sendFile('adaptivecards.min.js', { root: folder }, (error) => {
      if (error) {
        next(error);
      }
    });
  };
}

/** The page before its scripts have run. */
export function pageShell(csrf: string, texts: Texts): string {
  const words = texts.page;
  return `<!doctype html>
<html lang="${languageOf(texts)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light">
<meta name="acces-csrf" content="${csrf}">
<title>${words.title}</title>
<link rel="icon" href="data:,">
${STYLES.map((name) => `<link rel="stylesheet" href="/page/${name}.css">`).join('\n')}
<script src="/page-lib/adaptivecards.min.js" defer></script>
<script type="module" src="/page/main.ts"></script>
</head>
<body>
<noscript>${words.noScript}</noscript>
</body>
</html>
`;
}
