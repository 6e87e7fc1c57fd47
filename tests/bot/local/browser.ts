/** A real browser for tests: the machine's own Chromium, or the one that npm brings. */
import { existsSync } from 'node:fs';
import bundled from '@sparticuz/chromium';
import { type Browser, chromium } from 'playwright-core';

const INSTALLED = '/usr/bin/chromium';

/** `CHROMIUM` names another one. Whoever launches it closes it. */
export async function launchBrowser(): Promise<Browser> {
  const named = process.env.CHROMIUM ?? (existsSync(INSTALLED) ? INSTALLED : null);
  return await chromium.launch({
    executablePath: named ?? (await bundled.executablePath()),
    // The bundled one is built for machines without a sandbox, a GPU and room in /dev/shm.
    args: named === null ? bundled.args : ['--no-sandbox', '--disable-dev-shm-usage'],
    headless: true,
  });
}
