/** One page in a real browser for each test, and short words for what a person does there. */
import axe from 'axe-core';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { ro } from '../../../src/texts/ro.ts';
import { launchBrowser } from '../../browser.ts';
import { OFFICE_AB, type PageUnderTest, servePage, view } from './page-under-test.ts';

export interface PageInBrowser {
  under: PageUnderTest;
  readonly page: Page;
  card(caseId?: string): Locator;
  /** The dialog that is open, if one is. */
  dialog(): Locator;
  showCard(): Promise<void>;
  /** Opens the dialog in which the original is recorded. */
  openOriginal(): Promise<void>;
  become(name: string): Promise<void>;
  /** Waits until the element has the focus; rejects if it never gets it. */
  focusIsOn(element: Locator): Promise<void>;
  /** Presses Tab until the element with this name has the focus; false if it never does. */
  tabTo(name: string): Promise<boolean>;
  /** Drops a file onto the page. */
  drop(name: string, text: string): Promise<void>;
  /** Every finding of axe in what is shown now; letters in their frames are not ours. */
  findings(): Promise<string[]>;
}

// Scripts for the page are texts: the tests are compiled without the browser's types.
const RUN_AXE = `axe.run(document, { iframes: false }).then(({ violations }) =>
  violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => id + ': ' + html.slice(0, 160))))`;
const NAMES_OF_FOCUSED = `(() => {
  const active = document.activeElement;
  const labels = (active.getAttribute('aria-labelledby') ?? '').split(' ');
  const texts = labels.map((id) => document.getElementById(id)?.textContent.replace(' *', '') ?? '');
  return [texts.join(' '), active.getAttribute('aria-label'), active.textContent];
})()`;

/** Registers its hooks with the tests of the file; it can be used inside a test only. */
export function pageInBrowser(): PageInBrowser {
  const errors: string[] = [];
  let browser: Browser | undefined;
  let under: PageUnderTest | undefined;
  let page: Page | undefined;

  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser?.close());
  beforeEach(async () => {
    errors.length = 0;
    under = await servePage();
    page = await browser?.newPage({ locale: 'ro-RO', viewport: { width: 1366, height: 768 } });
    const opened = there(page);
    opened.setDefaultTimeout(15_000);
    opened.on('pageerror', (error) => errors.push(error.message));
    await opened.goto(under.url);
    await opened.getByRole('button', { name: ro.page.sampleMails }).waitFor();
  });
  afterEach(async () => {
    await page?.close();
    await under?.close();
    expect(errors).toEqual([]);
  });

  return {
    get under() {
      return there(under);
    },
    set under(other) {
      under = other;
    },
    get page() {
      return there(page);
    },
    card(caseId = 'case-42') {
      return this.page.locator(`[data-case="${caseId}"]`);
    },
    dialog() {
      return this.page.locator('dialog[open]');
    },
    async showCard() {
      await this.under.show(OFFICE_AB, view('received'));
      await this.card().waitFor();
    },
    async openOriginal() {
      await this.card().getByRole('button', { name: ro.actions['record-original'] }).click();
      await this.dialog().waitFor();
    },
    async become(name) {
      await this.page.locator('.person-button').click();
      await this.page.locator('.person-choice', { hasText: name }).click();
    },
    async focusIsOn(element) {
      await element.and(this.page.locator(':focus')).waitFor();
    },
    async tabTo(name) {
      for (let tabs = 0; tabs < 40; tabs += 1) {
        await this.page.keyboard.press('Tab');
        const names = await this.page.evaluate<string[]>(NAMES_OF_FOCUSED);
        if (names.includes(name)) {
          return true;
        }
      }
      return false;
    },
    async drop(name, text) {
      const made = `(() => {
        const data = new DataTransfer();
        data.items.add(new File([${JSON.stringify(text)}], ${JSON.stringify(name)}));
        return data;
      })()`;
      const dataTransfer = await this.page.evaluateHandle(made);
      await this.page.dispatchEvent('main', 'dragover', { dataTransfer });
      await this.page.dispatchEvent('main', 'drop', { dataTransfer });
    },
    async findings() {
      await this.page.evaluate(axe.source);
      return await this.page.evaluate<string[]>(RUN_AXE);
    },
  };
}

function there<T>(value: T | undefined): T {
  if (value === undefined) {
    throw new Error('the page is there inside a test only');
  }
  return value;
}
