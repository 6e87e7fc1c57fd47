/** A pretend mailbox: the list, the mail that is read, and what its owner may do with it. */
import { api, mailPath } from './api.ts';
import { el, replaceInside, spoken } from './dom.ts';
import { icon } from './icons.ts';
import { go } from './navigation.ts';
import { saySomethingBroke } from './notices.ts';
import { showOutcome } from './outcome.ts';
import { replyForm } from './reply-form.ts';
import { openSamples } from './samples.ts';
import { on, state } from './state.ts';
import { longTime, shortTime, size } from './times.ts';
import type { WireMail, WireMailLine, WireParty } from './wire.ts';
import { words } from './words.ts';

export function mailboxView(): HTMLElement {
  const title = el('h1', {});
  const address = el('p', { class: 'mailbox-address' });
  const actions = el('div', { class: 'pane-actions' });
  const list = el('ul', { class: 'mails' });
  const reading = el('article', { class: 'reading', tabindex: -1, 'aria-label': words.mailBody });
  let read = '';

  on(['view', 'mailbox', 'overview'], () => {
    const party = currentParty();
    title.textContent = party?.title ?? '';
    address.textContent = party?.mailbox ?? '';
    replaceInside(actions, ...(party === null ? [] : ownerActions(party)));
    replaceInside(list, ...state.mails.map(mailItem));
    // What is read is drawn once, so that a reply being written is not lost when another mail comes.
    const now = `${party?.mailbox} ${state.mail?.id} ${state.mails.length === 0}`;
    if (read !== now) {
      read = now;
      reading.replaceChildren(...readingContent(party));
    }
  });
  return el(
    'section',
    { class: 'mailbox-view' },
    el('header', { class: 'pane-header' }, title, address, actions),
    el(
      'div',
      { class: 'mailbox-panes' },
      el('div', { class: 'scroller', tabindex: 0, role: 'region', 'aria-label': words.mails }, list),
      el('div', { class: 'scroller', tabindex: 0, role: 'region', 'aria-label': words.mailBody }, reading),
    ),
  );
}

function currentParty(): WireParty | null {
  const { view, overview } = state;
  return view?.kind === 'mailbox'
    ? (overview?.parties.find(({ mailbox }) => mailbox === view.mailbox) ?? null)
    : null;
}

function ownerActions(party: WireParty): HTMLElement[] {
  if (party.role !== 'applicant') {
    return [];
  }
  const ask = el(
    'button',
    { type: 'button', 'data-key': 'ask-new-password' },
    icon('key'),
    words.askNewPassword,
  );
  ask.addEventListener('click', () => {
    ask.disabled = true;
    void api
      .askNewPassword(party.mailbox)
      .then(showOutcome)
      .catch(saySomethingBroke)
      .finally(() => {
        ask.disabled = false;
      });
  });
  return [ask];
}

function mailItem(line: WireMailLine): HTMLElement {
  const { view, mail } = state;
  return el(
    'li',
    {},
    el(
      'button',
      {
        type: 'button',
        class: 'mail-line',
        'data-key': `mail ${line.id}`,
        'aria-current': mail?.id === line.id ? 'true' : null,
        onclick: () => {
          if (view?.kind === 'mailbox') {
            void go({ kind: 'mailbox', mailbox: view.mailbox, messageId: line.id });
          }
        },
      },
      el('span', { class: 'mail-from' }, senderName(line.from)),
      el('time', { datetime: line.date }, shortTime(line.date)),
      el(
        'span',
        { class: 'mail-second' },
        el('span', { class: 'mail-subject' }, line.subject || words.noSubject),
        line.hasAttachments
          ? el('span', { class: 'clip' }, icon('clip'), spoken(words.hasAttachments))
          : null,
      ),
    ),
  );
}

/** "OCPI Alba – acces" of "OCPI Alba – acces <acces@ancpi.ro>". */
function senderName(from: string): string {
  return from.replace(/\s*<[^<>]*>$/, '').replace(/^"(.*)"$/, '$1') || from;
}

function readingContent(party: WireParty | null): Node[] {
  const { mail } = state;
  if (party === null) {
    return [];
  }
  if (mail === null) {
    return [state.mails.length === 0 ? emptyMailbox(party) : el('p', { class: 'none' }, words.chooseMail)];
  }
  const writes = party.role === 'applicant' || party.role === 'dcg';
  return [
    el('h2', {}, mail.subject || words.noSubject),
    el(
      'dl',
      { class: 'mail-head' },
      ...headRow(words.mailFrom, mail.from),
      ...headRow(words.mailTo, party.mailbox),
      ...headRow(words.mailDate, longTime(mail.date)),
    ),
    ...(mail.attachments.length === 0 ? [] : [attachments(party, mail)]),
    ...(writes ? [replyForm(party, mail)] : []),
    ...letter(party, mail),
  ];
}

function headRow(label: string, value: string): Node[] {
  return [el('dt', {}, label), el('dd', {}, value)];
}

function attachments(party: WireParty, mail: WireMail): HTMLElement {
  const links = mail.attachments.map(({ index, name, bytes }) =>
    el(
      'li',
      {},
      el(
        'a',
        {
          href: `${mailPath(party.mailbox, mail.id)}/attachments/${index}`,
          download: name,
        },
        icon('clip'),
        spoken(words.download),
        el('span', { class: 'attachment-name' }, name),
        el('span', { class: 'attachment-size' }, size(bytes)),
      ),
    ),
  );
  return el('ul', { class: 'attachments', 'aria-label': words.attachments }, ...links);
}

/** A letter's own HTML stands in a frame without scripts; its text is at hand as well. */
function letter(party: WireParty, mail: WireMail): Node[] {
  const text = el('pre', { class: 'mail-text' }, mail.text);
  if (!mail.hasHtml) {
    return [text];
  }
  const frame = el('iframe', {
    class: 'mail-html',
    sandbox: '',
    title: words.mailBody,
    src: `${mailPath(party.mailbox, mail.id)}/html`,
  });
  return [frame, el('details', { class: 'mail-plain' }, el('summary', {}, words.plainText), text)];
}

function emptyMailbox(party: WireParty): HTMLElement {
  const isApplicant = party.role === 'applicant';
  return el(
    'div',
    { class: 'empty' },
    icon('mail'),
    el('h2', {}, words.noMailTitle),
    el('p', {}, isApplicant ? words.noMailApplicant : words.noMail),
    isApplicant
      ? el('button', { type: 'button', class: 'primary', onclick: openSamples }, words.tryIt)
      : null,
  );
}
