/** "Răspunde": what the owner of a mailbox writes back (A14; dcg@ after A13). */
import { api } from './api.ts';
import { el } from './dom.ts';
import { icon } from './icons.ts';
import { saySomethingBroke } from './notices.ts';
import { showOutcome } from './outcome.ts';
import type { WireMail, WireParty } from './wire.ts';
import { words } from './words.ts';

export function replyForm(party: WireParty, mail: WireMail): HTMLElement {
  const text = el('textarea', { id: 'reply-text', rows: 4, 'aria-describedby': 'reply-error' });
  const corrected = el('input', {
    type: 'checkbox',
    id: 'reply-corrected',
    'aria-describedby': 'reply-corrected-help',
  });
  const error = el('p', { class: 'input-error', id: 'reply-error', role: 'alert' });
  const send = el('button', { type: 'button', class: 'primary' }, icon('send'), words.submit);
  const cancel = el('button', { type: 'button' }, words.cancel);
  const form = el(
    'div',
    { class: 'reply-form', hidden: true, role: 'group', 'aria-label': words.reply },
    el('label', { for: 'reply-text' }, words.replyText),
    text,
    error,
    party.role === 'applicant' ? correctedChoice(corrected) : null,
    el('div', { class: 'buttons' }, cancel, send),
  );
  const open = el('button', { type: 'button', class: 'primary' }, icon('reply'), words.reply);

  function setOpen(isOpen: boolean): void {
    form.hidden = !isOpen;
    open.hidden = isOpen;
    (isOpen ? text : open).focus();
  }

  async function submit(): Promise<void> {
    const answer = text.value.trim();
    error.textContent = answer === '' ? words.replyMissing : '';
    text.setAttribute('aria-invalid', String(answer === ''));
    if (answer === '') {
      text.focus();
      return;
    }
    send.disabled = true;
    try {
      const withCorrectedForm = party.role === 'applicant' && corrected.checked;
      const { mailbox } = party;
      const outcome = await api.answerMail({ mailbox, messageId: mail.id, text: answer, withCorrectedForm });
      showOutcome(outcome);
      if (outcome.kind === 'done') {
        text.value = '';
        setOpen(false);
      }
    } catch (failure) {
      saySomethingBroke(failure);
    } finally {
      send.disabled = false;
    }
  }

  open.addEventListener('click', () => setOpen(true));
  cancel.addEventListener('click', () => setOpen(false));
  send.addEventListener('click', () => void submit());
  form.addEventListener('keydown', ({ key }) => {
    if (key === 'Escape') {
      setOpen(false);
    }
  });
  return el('div', { class: 'reply-box' }, open, form);
}

function correctedChoice(box: HTMLInputElement): HTMLElement {
  return el(
    'div',
    { class: 'choice' },
    box,
    el('label', { for: box.id }, words.withCorrectedForm),
    el('p', { class: 'help', id: 'reply-corrected-help' }, words.withCorrectedFormHelp),
  );
}
