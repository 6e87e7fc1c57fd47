/** What is said to the person of this tab only: short confirmations, and private notices. */
import { el } from './dom.ts';
import { icon } from './icons.ts';
import { words } from './words.ts';

const SHOWN_MS = 6_000;
/** What was said before the last two has been read, or does not matter any more. */
const SHOWN_AT_ONCE = 2;

const toasts = el('div', { class: 'toasts', role: 'status', 'aria-live': 'polite' });

export function toastArea(): HTMLElement {
  return toasts;
}

/** Says that something was done; goes away by itself, but not while it is looked at. */
export function confirmDone(text: string): void {
  toast(text, 'done');
}

/** Says that something did not work. */
export function saySomethingBroke(error: unknown): void {
  toast(error instanceof Error && error.name !== 'TypeError' ? error.message : words.wentWrong, 'broken');
}

function toast(text: string, kind: 'done' | 'broken'): void {
  const close = el('button', { type: 'button', class: 'quiet', 'aria-label': words.dismiss }, icon('close'));
  const element = el('div', { class: `toast ${kind}` }, el('p', {}, text), close);
  let timer = 0;
  const wait = () => {
    timer = window.setTimeout(() => element.remove(), SHOWN_MS);
  };
  const stay = () => window.clearTimeout(timer);
  close.addEventListener('click', () => element.remove());
  element.addEventListener('pointerenter', stay);
  element.addEventListener('pointerleave', wait);
  element.addEventListener('focusin', stay);
  element.addEventListener('focusout', wait);
  toasts.append(element);
  while (toasts.childElementCount > SHOWN_AT_ONCE) {
    toasts.firstElementChild?.remove();
  }
  wait();
}

/** A private notice over everything, until it is read. */
export function tellPrivately(text: string): void {
  const ok = el('button', { type: 'button', class: 'primary' }, words.understood);
  const dialog = notice(words.noticeTitle, text, ok);
  ok.addEventListener('click', () => dialog.close());
}

/**
 * Opens a document that is good for one use; if the browser does not let us, a button does it.
 * Nothing else may ask for the address: it works once.
 */
export function openOnce(url: string, text: string): void {
  const opened = window.open(url, '_blank');
  if (opened !== null) {
    opened.opener = null;
    confirmDone(words.documentOpened);
    return;
  }
  const link = el(
    'a',
    { class: 'button primary', href: url, target: '_blank', rel: 'noopener noreferrer' },
    words.linkReady,
  );
  const close = el('button', { type: 'button' }, words.close);
  const dialog = notice(words.documentTitle, text, link, close);
  for (const button of [link, close]) {
    button.addEventListener('click', () => dialog.close());
  }
}

function notice(title: string, text: string, ...buttons: readonly HTMLElement[]): HTMLDialogElement {
  const dialog = el(
    'dialog',
    {
      class: 'notice',
      role: 'alertdialog',
      'aria-labelledby': 'notice-title',
      'aria-describedby': 'notice-text',
    },
    el('h2', { id: 'notice-title' }, title),
    el('p', { id: 'notice-text', class: 'notice-text' }, text),
    el('p', { class: 'only-you' }, icon('lock'), words.onlyYou),
    el('div', { class: 'buttons' }, ...buttons),
  );
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}
