/** The pretend mailboxes and the mails to try with, in a real browser. */
import { describe, expect, it } from 'vitest';
import { ro } from '../../../src/texts/ro.ts';
import { pageInBrowser } from './page-in-browser.ts';
import { APPLICANT } from './pretend-world.ts';

const words = ro.page;

describe('the mailboxes of the local page', () => {
  const p = pageInBrowser();

  it('shows a mailbox with its letters, which run nothing, and their attachments', async () => {
    await p.become('Andrei Popescu');
    const frame = p.page.locator('iframe.mail-html');
    await frame.contentFrame().getByText('CNP-ul').waitFor();
    expect(await frame.getAttribute('sandbox')).toBe('');
    expect(await p.page.title()).toBe(words.title);
    expect(await p.findings()).toEqual([]);
    const download = p.page.waitForEvent('download');
    await p.page.getByRole('link', { name: /Popescu\.xlsx/ }).click();
    expect((await download).suggestedFilename()).toContain('.xlsx');

    p.under.world.receive('Un mail nou');
    await p.page.getByRole('button', { name: /Un mail nou/ }).click();
    await p.page.getByRole('heading', { name: 'Un mail nou' }).waitFor();
  });

  it('lets the applicant answer with a corrected form and ask for a new password', async () => {
    await p.become('Andrei Popescu');
    await p.page.getByRole('button', { name: words.reply }).click();
    await p.page.getByRole('button', { name: words.submit, exact: true }).click();
    await p.page.getByText(words.replyMissing).waitFor();
    expect(await p.findings()).toEqual([]);
    await p.page.getByLabel(words.replyText).fill('Am corectat CNP-ul.');
    p.under.world.receive('Alt mail, între timp');
    await p.page.getByRole('button', { name: /Alt mail/ }).waitFor();
    await p.page.getByLabel(words.withCorrectedForm).check();
    await p.page.getByRole('button', { name: words.submit, exact: true }).click();
    await p.page.getByText('Răspunsul a plecat.').waitFor();
    await p.page.getByRole('button', { name: words.askNewPassword }).click();
    await p.page.getByText('Solicitarea a plecat.').waitFor();
    expect(p.under.world.asked).toEqual([
      { mailbox: APPLICANT, messageId: 'mail-1', text: 'Am corectat CNP-ul.', withCorrectedForm: true },
      { mailbox: APPLICANT },
    ]);
  });

  it('sends sample mails, and tells when one was not taken', async () => {
    await p.page.getByRole('button', { name: words.sampleMails }).click();
    await p
      .dialog()
      .getByRole('button', { name: /Un mail care nu este o cerere/ })
      .click();
    const notice = p.page.getByRole('alertdialog');
    await notice.getByRole('button', { name: words.understood }).click();
    await p
      .dialog()
      .getByRole('button', { name: /O cerere completă/ })
      .click();
    await p.page.getByText('Mailul a fost trimis.').waitFor();
    expect(await p.dialog().count()).toBe(0);
    expect(p.under.world.asked).toEqual([{ sample: 'complete' }]);
  });

  it('takes an .eml file that is chosen or dropped, and nothing else', async () => {
    await p.page.getByRole('button', { name: words.sampleMails }).click();
    const file = {
      name: 'cerere.eml',
      mimeType: 'message/rfc822',
      buffer: Buffer.from('From: a@b.example\r\n\r\n'),
    };
    await p.page.locator('#eml-file').setInputFiles(file);
    await p.page.getByText('Mailul a fost trimis.').waitFor();
    await p.drop('cerere.EML', 'Subject: x\r\n\r\n');
    await expect.poll(() => p.under.world.asked).toEqual([{ eml: 21 }, { eml: 14 }]);
    await p.drop('poza.png', 'nu');
    await p.page.getByRole('alertdialog').getByText(words.notAnEml).waitFor();
    expect(p.under.world.asked).toHaveLength(2);
  });
});
