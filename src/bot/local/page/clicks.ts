/** Sends a click to the desk and shows its answer to the person who clicked, and to nobody else. */
import { api } from './api.ts';
import type { CardClick } from './card-view.ts';
import { closeDialog, isDialogOpen, showDialog, showErrors } from './dialog.ts';
import { confirmDone, openOnce, saySomethingBroke, tellPrivately } from './notices.ts';
import type { WireAnswer } from './wire.ts';

const waiting = new Set<string>();

/** A second press while the first is being answered does nothing. */
export async function click(pressed: CardClick): Promise<void> {
  const key = `${pressed.caseId} ${pressed.verb} ${pressed.inputs.documentId ?? ''}`;
  if (waiting.has(key)) {
    return;
  }
  waiting.add(key);
  setBusy(pressed.button, true);
  try {
    show(await api.click(pressed.verb, pressed.caseId, pressed.inputs), pressed);
  } catch (error) {
    saySomethingBroke(error);
  } finally {
    waiting.delete(key);
    setBusy(pressed.button, false);
  }
}

function setBusy(button: HTMLElement | null, busy: boolean): void {
  button?.classList.toggle('busy', busy);
  button?.closest('.ac-adaptiveCard, dialog')?.setAttribute('aria-busy', String(busy));
  if (busy) {
    // Not `disabled`: that would take the focus away from whoever works by keyboard.
    button?.setAttribute('aria-disabled', 'true');
  } else {
    button?.removeAttribute('aria-disabled');
  }
}

/** A typed command, in the channel that is shown. */
export async function command(text: string, channelKey: string | null): Promise<void> {
  show(await api.command(text, channelKey), { caseId: '' });
}

function show(answer: WireAnswer, { caseId }: Pick<CardClick, 'caseId'>): void {
  switch (answer.kind) {
    case 'done':
      closeDialog();
      confirmDone(answer.text);
      return;
    case 'told':
      tellPrivately(answer.text);
      return;
    case 'card':
      showDialog(answer.title, answer.card, caseId, (pressed) => void click(pressed));
      return;
    case 'dialog':
      showDialog(answer.title, answer.card, caseId, (pressed) => void click(pressed));
      return;
    case 'dialog-errors':
      if (isDialogOpen()) {
        showErrors(answer.errors, answer.text);
      } else {
        tellPrivately([answer.text, ...answer.errors.map(({ message }) => message)].join('\n'));
      }
      return;
    case 'link':
      openOnce(answer.url, answer.text);
  }
}
