/** The local page around its cards, in a real browser: people, channels, keyboard, windows. */
import { describe, expect, it } from 'vitest';
import { en } from '../../../src/texts/en.ts';
import { ro } from '../../../src/texts/ro.ts';
import { diViews } from '../case-views.ts';
import { pageInBrowser } from './page-in-browser.ts';
import { OFFICE_AB, servePage, view } from './page-under-test.ts';

const words = ro.page;

describe('the local page', () => {
  const p = pageInBrowser();

  it('tells who sees nothing yet what to do first', async () => {
    await p.page.getByText(words.noCardsTitle).waitFor();
    expect(await p.page.getByText(words.demoBanner).isVisible()).toBe(true);
    expect(await p.findings()).toEqual([]);
    await p.page.locator('.empty').getByRole('button', { name: words.tryIt }).click();
    await p.dialog().getByRole('heading', { name: words.sampleMails }).waitFor();
    expect(await p.findings()).toEqual([]);
  });

  it('can be worked by keyboard alone', async () => {
    await p.showCard();
    await p.page.keyboard.press('Tab');
    await p.page.keyboard.press('Enter');
    expect(await p.page.locator(':focus').getAttribute('id')).toBe('content');

    const reached = await p.tabTo(ro.actions['record-original']);
    expect(reached).toBe(true);
    await p.page.keyboard.press('Enter');
    await p.dialog().waitFor();
    await p.page.keyboard.type('24112026');
    expect(await p.tabTo('Comparare Am comparat originalul cu scanarea')).toBe(true);
    await p.page.keyboard.press('Space');
    expect(await p.tabTo(ro.dialogs['record-original'].submit)).toBe(true);
    await p.page.keyboard.press('Enter');
    await p.page.getByText('Originalul este consemnat.').waitFor();
    expect(await p.dialog().count()).toBe(0);

    await p.page.locator('.person-button').focus();
    await p.page.keyboard.press('Enter');
    await p.page.keyboard.press('ArrowDown');
    await p.page.keyboard.press('Enter');
    await p.page.getByRole('heading', { name: 'OCPI Cluj', level: 1 }).waitFor();
    expect(await p.page.locator('.person-button').innerText()).toContain('Ioan Mureșan');
  });

  it('keeps the focus in a dialog, closes it by Escape and gives the focus back', async () => {
    await p.showCard();
    const button = p.card().getByRole('button', { name: ro.actions['record-original'] });
    await button.focus();
    await p.page.keyboard.press('Enter');
    await p.dialog().waitFor();
    for (let tabs = 0; tabs < 25; tabs += 1) {
      await p.page.keyboard.press('Tab');
      expect(await p.page.locator(':focus:not(dialog *)').count()).toBe(0);
    }
    await p.page.keyboard.press('Escape');
    expect(await p.dialog().count()).toBe(0);
    await p.focusIsOn(button);
  });

  it('says whose turn is next and takes one there', async () => {
    await p.under.show('di', view('with-di', 42, diViews));
    p.under.hint = {
      text: words.hint.di('Radu Stan'),
      personExternalId: 'di',
      caseId: 'case-42',
      channelKey: 'di',
      mailbox: null,
    };
    await p.under.show(OFFICE_AB, view('with-di'));
    await p.page.getByRole('button', { name: words.hint.become('Radu Stan') }).click();
    await p.page.getByRole('heading', { name: 'DI – credențiale', level: 1 }).waitFor();
    await p.page.getByText(words.hint.yourCard).waitFor();
    await p.focusIsOn(p.card());
    await p.card().getByRole('button', { name: ro.actions.issue }).click();
    await p.dialog().getByLabel(ro.dialogs.issue.inputs.user.label).waitFor();
    expect(await p.findings()).toEqual([]);
    expect(p.under.desk.clicks).toMatchObject([{ externalId: 'di', verb: 'issue' }]);
  });

  it('shows all channels on request, those with news by a mark, and finds them without diacritics', async () => {
    const side = p.page.getByRole('navigation');
    await p.under.show('office:BC', view('received', 7));
    const bacau = side.getByRole('button', { name: 'OCPI Bacău' });
    await bacau.getByText(words.unread).waitFor({ state: 'attached' });
    expect(await p.page.title()).toBe(`(1) ${words.title}`);
    await side.getByLabel(words.channelFilter).fill('bacau');
    expect(await side.locator('.place-title').first().innerText()).toBe('OCPI Bacău');
    await bacau.click();
    await p.card('case-7').waitFor();
    await bacau.getByText(words.unread).waitFor({ state: 'detached' });
    expect(await p.page.title()).toBe(words.title);
    await side.getByLabel(words.channelFilter).fill('');
    await side.locator('summary').click();
    expect(await side.getByRole('button', { name: /^OCPI/ }).count()).toBe(42);
    expect(await p.findings()).toEqual([]);
  });

  it('goes on by itself after the program was started anew', async () => {
    await p.showCard();
    await p.under.close();
    await p.page.getByText(words.connectionLost).waitFor();
    p.under = await servePage(ro, Number(new URL(p.under.url).port));
    await p.under.show(OFFICE_AB, view('ready-to-approve'));
    await p.card().getByText(ro.states.verified, { exact: true }).waitFor();
    await p.page.getByText(words.connectionLost).waitFor({ state: 'hidden' });
    await p.card().getByRole('button', { name: ro.actions.more }).click();
    await p.dialog().waitFor();
  });

  it('fits a laptop’s window and a small one without scrolling sideways', async () => {
    await p.showCard();
    for (const size of [
      { width: 1366, height: 768 },
      { width: 1024, height: 768 },
    ]) {
      await p.page.setViewportSize(size);
      const width = await p.page.evaluate<number>('document.documentElement.scrollWidth');
      expect(width).toBeLessThanOrEqual(size.width);
      expect(await p.page.locator('.thread-panel').isVisible()).toBe(true);
      expect(await p.findings()).toEqual([]);
    }
  });

  it('remembers in each tab who one is and where one was', async () => {
    await p.become('Ioan Mureșan');
    await p.page.getByRole('heading', { name: 'OCPI Cluj', level: 1 }).waitFor();
    await p.page.reload();
    await p.page.getByRole('heading', { name: 'OCPI Cluj', level: 1 }).waitFor();
    expect(await p.page.locator('.person-button').innerText()).toContain('Ioan Mureșan');
    await p.page.goBack();
    await p.page.getByRole('heading', { name: 'OCPI Alba', level: 1 }).waitFor();
  });

  it('speaks English where the office wants it', async () => {
    const english = await servePage(en);
    await p.page.goto(english.url);
    await p.page.getByRole('heading', { name: en.page.noCardsTitle }).waitFor();
    expect(await p.findings()).toEqual([]);
    await english.close();
  });
});
