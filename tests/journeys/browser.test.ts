/**
 * The whole access procedure in a real browser on the real desk: A10–A24 by the buttons that the procedure names, and
 * how many touches that costs (product.md: at most 6 for the secretary, 2 for DI). SHOTS names a folder for pictures.
 */
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ro } from '../../src/texts/ro.ts';
import { launchBrowser } from '../browser.ts';
import { type DeskAtWork, openDeskAtWork, SECRETARY_MAIL } from './desk-at-work.ts';

const SHOTS = process.env.SHOTS;

let desk: DeskAtWork;
let browser: Browser;
let page: Page;
const touches: Record<string, number> = {};

beforeAll(async () => {
  desk = await openDeskAtWork();
  browser = await launchBrowser();
  page = await browser.newPage({ locale: 'ro-RO', viewport: { width: 1366, height: 768 } });
  page.setDefaultTimeout(20_000);
  page.on('request', (request) => {
    if (request.url().endsWith('/api/click')) {
      const who = request.headers()['x-acces-person'] ?? '?';
      touches[who] = (touches[who] ?? 0) + 1;
    }
  });
  await page.goto(desk.app.url);
});

afterAll(async () => {
  await browser.close();
  await desk.close();
});

async function shot(name: string): Promise<void> {
  if (SHOTS !== undefined) {
    await page.screenshot({ path: join(SHOTS, `${name}.png`) });
  }
}

async function become(name: string): Promise<void> {
  await page.locator('.person-button').click();
  await page.locator('.person-choice', { hasText: name }).click();
}

const dialog = (): Locator => page.locator('dialog[open]');
const card = (): Locator => page.locator('[data-case]').last();
const press = async (where: Locator, name: string): Promise<void> =>
  await where.getByRole('button', { name, exact: true }).click();
const cardSays = async (text: string): Promise<void> =>
  await card().getByText(text, { exact: true }).first().waitFor();

describe('the procedure in the browser', () => {
  it('A6–A10: a sample mail becomes a card in the office’s channel', async () => {
    await shot('01-start');
    await page.getByRole('button', { name: ro.page.sampleMails }).click();
    await shot('02-samples');
    await dialog()
      .getByRole('button', { name: /Cerere completă, OCPI Alba/ })
      .click();
    await become('Maria Ionescu');
    await cardSays(ro.states.received);
    await shot('03-card');
  });

  it('A11: details and documents, and "Date verificate" there', async () => {
    await press(card(), ro.actions['open-details']);
    await dialog().waitFor();
    await shot('04-details');
    await press(dialog(), 'Date verificate');
    await cardSays(ro.states.verified);
  });

  it('A15, A16: the original is recorded', async () => {
    await press(card(), ro.actions['record-original']);
    await dialog().waitFor();
    await dialog().getByRole('checkbox').check();
    await shot('05-original');
    await press(dialog(), 'Consemnează originalul');
    await card().getByRole('button', { name: ro.actions.approve }).waitFor();
    await shot('06-ready');
  });

  it('A17: one touch sends the file to DI', async () => {
    await press(card(), ro.actions.approve);
    await cardSays(ro.states['with-di']);
  });

  it('A18–A22: DI issues the credentials with two touches', async () => {
    await become('Radu Dumitrescu');
    await cardSays(ro.states['with-di']);
    await shot('07-di');
    await press(card(), ro.actions.issue);
    await dialog().waitFor();
    await dialog().getByRole('checkbox').check();
    await shot('08-issue');
    await press(dialog(), 'Emite și trimite');
    await cardSays(ro.states.issued);
    await shot('09-issued');
  });

  it('A21: the applicant finds the workbook with the credentials in the mailbox', async () => {
    await become('Solicitantul');
    await page.locator('iframe.mail-html').waitFor();
    await shot('10-applicant');
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: /\.xlsx/ }).click();
    expect((await download).suggestedFilename()).toContain('.xlsx');
  });

  it('A23, A24: the secretary notes the user and the day on the original, and the case is closed', async () => {
    expect((await desk.newestMail(SECRETARY_MAIL)).attachments).toHaveLength(1);
    await become('Maria Ionescu');
    await cardSays(ro.states.issued);
    await shot('11-note');
    await press(card(), ro.actions['note-on-original']);
    await cardSays(ro.states.closed);
    await shot('12-closed');
  });

  it('cost the secretary at most 6 touches and the DI officer at most 2', () => {
    expect(touches['secretar-ab']).toBeLessThanOrEqual(6);
    expect(touches['ofiter-di']).toBeLessThanOrEqual(2);
  });

  it('R1–R4: the applicant asks for a new password from the mailbox, and DI issues it', async () => {
    await become('Solicitantul');
    await press(page.locator('body'), ro.page.askNewPassword);
    await become('Radu Dumitrescu');
    await cardSays(ro.recovery.states.received);
    await shot('13-recovery');
    await press(card(), ro.actions['recovery-issue']);
    await dialog().waitFor();
    await dialog().getByRole('checkbox').check();
    await shot('14-recovery-issue');
    await press(dialog(), 'Emite și trimite');
    await cardSays(ro.recovery.states.closed);
    await shot('15-recovery-closed');
    await become('Solicitantul');
    await page.getByText(ro.letterTexts['recovery-credentials'].subject).first().waitFor();
    await page.locator('iframe.mail-html').waitFor();
    await shot('16-new-password');
  });
});
