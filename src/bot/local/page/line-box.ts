/** A line to be written: in a card's thread, or a command to the desk. Enter sends it, Shift+Enter begins another line. */
import { el } from './dom.ts';
import { icon } from './icons.ts';
import { saySomethingBroke } from './notices.ts';
import { words } from './words.ts';

/** `send` resolves once the line was taken; only then it leaves the box. */
export function lineBox(
  { id, label, help }: { readonly id: string; readonly label: string; readonly help: string },
  send: (text: string) => Promise<void>,
): HTMLElement {
  const helpId = `${id}-help`;
  const input = el('textarea', {
    ...{ id, rows: 1, placeholder: label },
    ...{ 'aria-label': label, 'aria-describedby': helpId },
  });
  const button = el('button', { type: 'button', class: 'quiet', 'aria-label': words.submit }, icon('send'));

  async function submit(): Promise<void> {
    const text = input.value.trim();
    if (text === '' || button.disabled) {
      return;
    }
    button.disabled = true;
    try {
      await send(text);
      input.value = '';
    } catch (failure) {
      saySomethingBroke(failure);
    } finally {
      button.disabled = false;
    }
  }

  button.addEventListener('click', () => void submit());
  input.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      void submit();
    }
  });
  return el('div', { class: 'line-box' }, input, button, el('p', { class: 'help', id: helpId }, help));
}
