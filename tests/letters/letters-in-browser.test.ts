/** The letters as a browser shows them, with axe-core's eyes: a mail program is a browser with fewer manners. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { renderLetter } from '../../src/mail/letters/render-letter.ts';
import { ro } from '../../src/texts/ro.ts';
import { launchBrowser } from '../browser.ts';
import { LETTERS, SAMPLES } from './sample-letters.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Landmarks are the mail program's: a letter is shown inside its page. */
const NOT_OURS = { region: { enabled: false }, 'landmark-one-main': { enabled: false } };

describe('a letter on the screen', () => {
  let browser: Browser;
  let page: Page;
  const asked: string[] = [];

  beforeAll(async () => {
    browser = await launchBrowser();
    page = await browser.newPage({ viewport: { width: 360, height: 640 } });
    page.on('request', (request) => asked.push(request.url()));
    await page.goto('about:blank');
    asked.length = 0;
  });

  afterAll(async () => {
    await browser.close();
  });

  it.each(LETTERS)(
    '%s has nothing that axe finds hard to read, and asks the network for nothing',
    async (letter) => {
      await page.setContent(renderLetter(SAMPLES[letter], ro).html);
      await page.evaluate(AXE);
      const violations = await page.evaluate(
        `axe.run(${JSON.stringify({ rules: NOT_OURS })}).then(({ violations }) => violations.map(({ help }) => help))`,
      );
      expect(violations).toEqual([]);
      expect(asked).toEqual([]);
    },
  );

  it('fits a telephone, whatever the length of a word, and is never wider than 640 pixels', async () => {
    const word = 'x'.repeat(500);
    const { html } = renderLetter(
      { ...SAMPLES.credentials, user: word, webAddress: `https://${word}`, applicantName: word },
      ro,
    );
    await page.setContent(html);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
    await page.setViewportSize({ width: 1400, height: 800 });
    expect(await page.evaluate("document.querySelector('table').getBoundingClientRect().width")).toBe(640);
  });
});
