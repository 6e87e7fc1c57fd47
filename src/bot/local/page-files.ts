/** The page's scripts, styles and shell, served without any build step. */
import { readFile } from 'node:fs/promises';
import { createRequire, stripTypeScriptTypes } from 'node:module';
import { dirname, extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RequestHandler } from 'express';
import { words } from './page/words.ts';

const FOLDER = new URL('./page/', import.meta.url);
/** `.ts` when run from the sources, `.js` when run from the compiled `dist`. */
const SCRIPT = extname(fileURLToPath(import.meta.url));

const TYPES: Readonly<Record<string, string>> = {
  '.ts': 'text/javascript; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
};

/**
 * Serves `/page/<name>`: TypeScript with its types taken away (line numbers stay), compiled scripts and
 * styles as they are. Anything else is passed on. A file is read once per start.
 */
export function pageFiles(): RequestHandler {
  const cache = new Map<string, string>();
  return async (request, response, next) => {
    const name = request.params.name;
    const type =
      typeof name === 'string' && /^[a-z-]+\.(ts|js|css)$/.test(name) ? TYPES[extname(name)] : undefined;
    if (typeof name !== 'string' || type === undefined) {
      next();
      return;
    }
    const text = cache.get(name) ?? (await readPageFile(name));
    if (text === null) {
      next();
      return;
    }
    cache.set(name, text);
    response.type(type).send(text);
  };
}

async function readPageFile(name: string): Promise<string | null> {
  try {
    const text = await readFile(new URL(name, FOLDER), 'utf8');
    return name.endsWith('.ts') ? stripTypeScriptTypes(text) : text;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      return null;
    }
    throw error;
  }
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
export function pageShell(csrf: string): string {
  return `<!doctype html>
<html lang="ro">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="acces-csrf" content="${csrf}">
<title>${words.title}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/page/page.css">
<link rel="stylesheet" href="/page/cards.css">
<script src="/page-lib/adaptivecards.min.js" defer></script>
<script type="module" src="/page/main${SCRIPT}"></script>
</head>
<body>
<noscript>${words.noScript}</noscript>
</body>
</html>
`;
}
