/** A real browser for tests: the machine's own Chromium, or the one that npm brings. */
import { existsSync } from 'node:fs';
import { mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import bundled from '@sparticuz/chromium';
import { type Browser, chromium } from 'playwright-core';

const INSTALLED = '/usr/bin/chromium';
// The bundled one is built without a setuid sandbox; containers have little room in /dev/shm. Its own list
// of arguments is not for tests: it switches web security off and lets one page take the browser down.
const ARGS = ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu'];

/** `CHROMIUM` names another one. Whoever launches it closes it. */
export async function launchBrowser(): Promise<Browser> {
  const installed = existsSync(INSTALLED) ? INSTALLED : null;
  const executablePath = process.env.CHROMIUM ?? installed ?? (await unpacked());
  // Without a UTF-8 locale it calls every file with a diacritic in its name "download".
  const env = { ...process.env, LC_ALL: 'C.UTF-8' };
  return await chromium.launch({ executablePath, args: ARGS, headless: true, env });
}

/**
 * Unpacks the bundled browser once for all tests. Tests start at the same time, and the package takes a
 * half-written file of a neighbour for a finished one: so each unpacks aside, and the first one is kept.
 */
async function unpacked(): Promise<string> {
  const folder = join(tmpdir(), `acces-chromium-${userInfo().uid}`);
  if (!existsSync(folder)) {
    const aside = await mkdtemp(`${folder}-`);
    await unpackInto(aside);
    await rename(aside, folder).catch(() => rm(aside, { recursive: true }));
  }
  return join(folder, 'chromium');
}

async function unpackInto(folder: string): Promise<void> {
  const before = process.env.TMPDIR;
  process.env.TMPDIR = folder;
  try {
    await bundled.executablePath();
  } finally {
    if (before === undefined) {
      delete process.env.TMPDIR;
    } else {
      process.env.TMPDIR = before;
    }
  }
}
