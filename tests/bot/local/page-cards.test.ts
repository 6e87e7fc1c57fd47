/** Cards, dialogs and threads on the local page, in a real browser. */
import { describe, expect, it } from 'vitest';
import { ro } from '../../../src/texts/ro.ts';
import { diViews } from '../case-views.ts';
import { pageInBrowser } from './page-in-browser.ts';
import { OFFICE_AB, view } from './page-under-test.ts';
import { TOLD } from './pretend-desk.ts';

const words = ro.page;

describe('a channel of the local page', () => {
  const p = pageInBrowser();

  it('shows a new card, its changes and its thread without being reloaded', async () => {
    await p.showCard();
    await p.card().getByText(ro.states.received, { exact: true }).waitFor();
    await p.under.show(OFFICE_AB, view('ready-to-approve'));
    await p.card().getByText(ro.states.verified, { exact: true }).waitFor();
    await p.under.say(OFFICE_AB, 'Maria Ionescu, dosarul vă așteaptă.', [
      { externalId: 'sec', name: 'Maria Ionescu' },
    ]);
    await p.page.locator('.thread-panel').getByText('@Maria Ionescu').waitFor();
    await p.page.locator('.thread-panel').getByText(words.mentionsYou).waitFor();
    await p
      .card()
      .getByRole('button', { name: words.replies(1) })
      .waitFor();
    expect(await p.findings()).toEqual([]);
  });

  it('keeps a dialog open with each message beside its input, until it is right', async () => {
    await p.showCard();
    await p.openOriginal();
    expect(await p.findings()).toEqual([]);
    const registryDate = p.dialog().getByLabel('Data înregistrării');
    await p.dialog().getByLabel('Primită la').fill('2026-11-24');
    await p.dialog().getByLabel('Nr. de înregistrare').fill('12345');
    await registryDate.fill('');
    await p.dialog().getByRole('checkbox').check();
    const submit = p.dialog().getByRole('button', { name: ro.dialogs['record-original'].submit });
    await submit.click();

    const message = p.dialog().getByText(ro.inputErrors.registryIncomplete);
    await message.waitFor();
    await p.focusIsOn(registryDate);
    expect(await registryDate.getAttribute('aria-describedby')).toBe(await message.getAttribute('id'));
    expect(await p.dialog().getByLabel('Nr. de înregistrare').inputValue()).toBe('12345');
    expect(await p.findings()).toEqual([]);

    await registryDate.fill('2026-11-24');
    await submit.click();
    await p.page.getByRole('status').getByText('Originalul este consemnat.').waitFor();
    expect(await p.dialog().count()).toBe(0);
    await p.card().getByText(ro.states.verified, { exact: true }).waitFor();
    expect(p.under.desk.clicks.at(-1)).toMatchObject({
      verb: 'submit:record-original',
      caseId: 'case-42',
      inputs: {
        receivedOn: '2026-11-24',
        registryNumber: '12345',
        registryDate: '2026-11-24',
        compared: 'true',
      },
    });
    expect(await p.findings()).toEqual([]);
  });

  it('takes a typed command, in the channel that is shown, and answers whoever typed it', async () => {
    await p.showCard();
    const box = p.page.getByRole('textbox', { name: words.command });
    await box.fill('dosare');
    await box.press('Enter');
    await p.page.getByRole('alertdialog').getByText(TOLD).waitFor();
    expect(await p.findings()).toEqual([]);
    expect(p.under.desk.commands).toEqual([
      { channel: 'local', externalId: 'sec', text: 'dosare', place: { channelKey: OFFICE_AB } },
    ]);
    await p.page.getByRole('button', { name: words.understood }).click();
    expect(await box.inputValue()).toBe('');
  });

  it('takes a line in a thread, with its author, and tells the desk of it', async () => {
    await p.showCard();
    const box = p.page.getByRole('textbox', { name: words.writeLine });
    await box.fill('Are deja cont?');
    await box.press('Enter');
    const line = p.page.locator('.thread-panel .reply').filter({ hasText: 'Are deja cont?' });
    await line.getByText('Maria Ionescu').waitFor();
    expect(p.under.heard).toMatchObject([{ externalId: 'sec', change: 'new', text: 'Are deja cont?' }]);
    expect(await p.findings()).toEqual([]);
  });

  it('does not send a dialog whose required inputs are missing', async () => {
    await p.showCard();
    await p.openOriginal();
    await p.dialog().getByRole('button', { name: ro.dialogs['record-original'].submit }).click();
    await p.dialog().getByText(ro.dialogs['record-original'].inputs.compared.error).waitFor();
    expect(p.under.desk.clicks.map(({ verb }) => verb)).toEqual(['record-original']);
  });

  it('sends a click once, however often the button is pressed while it is answered', async () => {
    await p.showCard();
    const answer = p.under.desk.hold();
    const button = p.card().getByRole('button', { name: ro.actions['record-original'] });
    await button.click();
    await button.click({ force: true });
    expect(await button.getAttribute('aria-disabled')).toBe('true');
    answer();
    await p.dialog().waitFor();
    expect(p.under.desk.clicks).toHaveLength(1);
  });

  it('tells what did not happen privately, and keeps it nowhere', async () => {
    await p.under.show('di', view('with-di', 42, diViews));
    await p.become('Ana Georgescu');
    await p.page.locator('.place', { hasText: 'DI' }).first().click();
    await p.card().getByRole('button', { name: ro.actions.take }).click();
    const notice = p.page.getByRole('alertdialog');
    await notice.getByText(TOLD).waitFor();
    await notice.getByText(words.onlyYou).waitFor();
    expect(await p.findings()).toEqual([]);
    await notice.getByRole('button', { name: words.understood }).click();
    expect(await p.dialog().count()).toBe(0);
    expect(await p.page.locator('.reply').count()).toBe(0);
    expect(p.under.desk.clicks).toMatchObject([{ externalId: 'admin', verb: 'take' }]);
  });

  it('opens a document in a tab of its own and keeps the details open', async () => {
    await p.showCard();
    await p.card().getByRole('button', { name: ro.actions['open-details'] }).click();
    await p.dialog().waitFor();
    expect(await p.findings()).toEqual([]);
    const tab = p.page.context().waitForEvent('page');
    await p
      .dialog()
      .getByRole('button', { name: /^Deschide/ })
      .first()
      .click();
    const opened = await tab;
    expect(opened.url()).toBe(`${p.under.url}/documents/once`);
    expect(await p.dialog().count()).toBe(1);
    expect(p.under.desk.clicks.at(-1)?.inputs).toEqual({ documentId: 'document-1' });
  });

  it('leads from one dialog to the next, and back to the card', async () => {
    await p.under.show(OFFICE_AB, view('ready-to-approve'));
    await p.card().getByRole('button', { name: ro.actions.more }).click();
    await p.dialog().getByRole('button', { name: ro.actions.reject }).click();
    await p.dialog().getByRole('heading', { name: ro.dialogs.reject.title }).waitFor();
    expect(await p.dialog().count()).toBe(1);
    expect(await p.findings()).toEqual([]);
    await p.dialog().getByRole('button', { name: words.cancel }).click();
    await p.card().waitFor();
    expect(await p.dialog().count()).toBe(0);
  });

  it('does not lose what is typed in a dialog when the card changes behind it', async () => {
    await p.showCard();
    await p.openOriginal();
    await p.dialog().getByLabel('Nr. de înregistrare').fill('777');
    await p.under.show(OFFICE_AB, view('ready-to-approve'));
    await p.card().getByText(ro.states.verified, { exact: true }).waitFor();
    expect(await p.dialog().getByLabel('Nr. de înregistrare').inputValue()).toBe('777');
    await p.page.keyboard.press('Escape');
    await p.focusIsOn(p.card());
  });

  it('shows text from outside as itself', async () => {
    await p.under.show(OFFICE_AB, {
      ...view('received'),
      applicantName: '<img src=x onerror=alert(1)> **b** [a](http://x)',
    });
    await p.under.say(OFFICE_AB, '<b>nu</b> {{DATE(2026-01-01)}}');
    await p.card().locator('.ac-textRun', { hasText: '<img src=x onerror=alert(1)> **b**' }).waitFor();
    await p.page.locator('.reply').getByText('<b>nu</b> {{DATE(2026-01-01)}}').waitFor();
    expect(await p.card().locator('img, a').count()).toBe(0);
  });
});
