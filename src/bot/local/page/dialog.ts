/** The dialog over the page: one card with inputs, until it is submitted or given up. */
import { type CardClick, type DrawnCard, drawCard } from './card-view.ts';
import { el } from './dom.ts';
import { icon } from './icons.ts';
import type { WireAnswer, WireCard } from './wire.ts';
import { words } from './words.ts';

type InputErrors = Extract<WireAnswer, { kind: 'dialog-errors' }>['errors'];

interface OpenDialog {
  readonly element: HTMLDialogElement;
  readonly drawn: DrawnCard | null;
  readonly summary: HTMLElement;
}

let open: OpenDialog | null = null;

export function isDialogOpen(): boolean {
  return open !== null;
}

export function closeDialog(): void {
  open?.element.close();
}

/** Opens a dialog; one that is open already is replaced, as when "Mai mult…" leads to another. */
export function showDialog(
  title: string,
  card: WireCard['card'],
  caseId: string,
  clicked: (click: CardClick) => void,
): void {
  closeDialog();
  const drawn = drawCard(card, caseId, clicked);
  const summary = el('div', { class: 'dialog-summary', role: 'alert' });
  const give = el('button', { type: 'button', onclick: closeDialog }, words.cancel);
  const footer = el('div', { class: 'dialog-footer' }, give);
  const element = el(
    'dialog',
    { class: 'card-dialog', 'aria-labelledby': 'dialog-title' },
    el(
      'header',
      {},
      el('h2', { id: 'dialog-title', tabindex: -1 }, title),
      el(
        'button',
        { type: 'button', class: 'quiet', 'aria-label': words.close, onclick: closeDialog },
        icon('close'),
      ),
    ),
    summary,
    el('div', { class: 'dialog-body', tabindex: -1 }, drawn?.element ?? el('p', {}, words.cannotShow)),
    footer,
  );
  const submits = drawn === null ? null : ownActions(card, drawn.element);
  if (submits === null) {
    give.textContent = words.close;
  } else {
    footer.append(submits);
  }
  const dialog = { element, drawn, summary };
  element.addEventListener('close', () => {
    element.remove();
    if (open === dialog) {
      open = null;
      focusCard(caseId);
    }
  });
  open = dialog;
  document.body.append(element);
  element.showModal();
  focusFirst(dialog);
}

/** Into the first input, unless the dialog would scroll past what stands before it. */
function focusFirst({ element, drawn }: OpenDialog): void {
  const body = element.querySelector('.dialog-body');
  const first = drawn?.inputs[0];
  const inputBottom = first?.renderedElement?.getBoundingClientRect().bottom ?? Number.POSITIVE_INFINITY;
  if (body !== null && inputBottom <= body.getBoundingClientRect().bottom) {
    first?.focus();
  } else {
    element.querySelector<HTMLElement>('#dialog-title')?.focus();
  }
}

/** The card's own buttons, which stand below the text that scrolls, as in Teams. */
function ownActions(card: WireCard['card'], element: HTMLElement): Element | null {
  const hasActions = Array.isArray(card.actions) && card.actions.length > 0;
  return hasActions ? element.lastElementChild : null;
}

/** Where the button was that opened the dialog may be a newer card by now: the focus goes to that. */
function focusCard(caseId: string): void {
  if (document.activeElement === null || document.activeElement === document.body) {
    document
      .querySelector<HTMLElement>(`[data-case="${CSS.escape(caseId)}"]`)
      ?.focus({ preventScroll: true });
  }
}

/** Puts each message beside its input and the focus into the first; what was typed stays. */
export function showErrors(errors: InputErrors, text: string): void {
  if (open === null) {
    return;
  }
  const inputs = open.drawn?.inputs ?? [];
  for (const old of open.element.querySelectorAll('.input-error')) {
    old.remove();
  }
  const homeless = errors.filter(({ input }) => !inputs.some(({ id }) => id === input));
  open.summary.replaceChildren(el('p', {}, text), ...homeless.map(({ message }) => el('p', {}, message)));
  for (const input of inputs) {
    mark(
      input,
      errors.filter((error) => error.input === input.id).map(({ message }) => message),
    );
  }
  inputs.find(({ id }) => errors.some(({ input }) => input === id))?.focus();
}

function mark(input: RenderedInput, messages: readonly string[]): void {
  const box = input.renderedElement;
  const controls = box?.querySelectorAll<HTMLElement>('input, textarea, select') ?? [];
  const errorId = `error-${input.id}`;
  for (const control of controls) {
    if (messages.length === 0) {
      control.removeAttribute('aria-invalid');
      control.removeAttribute('aria-describedby');
    } else {
      control.setAttribute('aria-invalid', 'true');
      control.setAttribute('aria-describedby', errorId);
    }
  }
  if (box !== undefined && messages.length > 0) {
    const message = el('p', { class: 'input-error', id: errorId }, messages.join(' '));
    box.append(message);
    const mended = () => {
      message.remove();
      mark(input, []);
    };
    box.addEventListener('input', mended, { once: true });
  }
}
