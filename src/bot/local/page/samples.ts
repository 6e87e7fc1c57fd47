/** Mails to try with: samples that are ready, and one's own `.eml`; all enter by SMTP. */
import { api } from './api.ts';
import { el } from './dom.ts';
import { icon } from './icons.ts';
import { saySomethingBroke, tellPrivately } from './notices.ts';
import { showOutcome } from './outcome.ts';
import { state } from './state.ts';
import type { WireOutcome, WireSample } from './wire.ts';
import { words } from './words.ts';

/** Opens the list of samples with the drop zone below. */
export function openSamples(): void {
  const close = el('button', { type: 'button', class: 'quiet', 'aria-label': words.close }, icon('close'));
  const dialog = el(
    'dialog',
    { class: 'samples-dialog', 'aria-labelledby': 'samples-title' },
    el('header', {}, el('h2', { id: 'samples-title', tabindex: -1 }, words.sampleMails), close),
    el(
      'div',
      { class: 'dialog-body' },
      el('p', { class: 'help' }, words.samplesHelp),
      el(
        'ul',
        { class: 'samples' },
        ...(state.overview?.samples ?? []).map((sample) => sampleItem(sample, send)),
      ),
    ),
    dropZone(send),
  );

  function send(button: HTMLButtonElement | null, mail: () => Promise<WireOutcome>): void {
    void sending(button, mail).then((sent) => {
      if (sent) {
        dialog.close();
      }
    });
  }

  close.addEventListener('click', () => dialog.close());
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  dialog.querySelector<HTMLElement>('#samples-title')?.focus();
}

type Send = (button: HTMLButtonElement | null, mail: () => Promise<WireOutcome>) => void;

function sampleItem(sample: WireSample, send: Send): HTMLElement {
  const button = el(
    'button',
    { type: 'button', 'aria-label': `${words.sendSample}: ${sample.title}` },
    icon('send'),
    words.sendSample,
  );
  button.addEventListener('click', () => send(button, () => api.sendSample(sample.id)));
  return el('li', {}, el('div', {}, el('h3', {}, sample.title), el('p', {}, sample.description)), button);
}

function dropZone(send: Send): HTMLElement {
  const picker = el('input', {
    type: 'file',
    id: 'eml-file',
    accept: '.eml,message/rfc822',
    class: 'spoken',
  });
  picker.addEventListener('change', () => {
    const file = picker.files?.[0];
    if (file !== undefined && isEml(file)) {
      send(null, () => api.sendEml(file));
    }
    picker.value = '';
  });
  return el(
    'div',
    { class: 'drop-zone' },
    icon('drop'),
    el(
      'div',
      { class: 'drop-words' },
      el('p', {}, words.dropZone),
      el('p', { class: 'help' }, words.dropHelp),
    ),
    picker,
    el('label', { class: 'button', for: 'eml-file' }, words.chooseFile),
  );
}

/** A file may be dropped anywhere on the page; a veil says so while it is held over it. */
export function acceptDroppedMails(): void {
  const veil = el('div', { class: 'drop-veil', hidden: true }, icon('drop'), el('p', {}, words.dropHere));
  document.body.append(veil);
  const carriesFile = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;
  document.addEventListener('dragover', (event) => {
    if (carriesFile(event)) {
      event.preventDefault();
      veil.hidden = false;
    }
  });
  document.addEventListener('dragleave', (event) => {
    veil.hidden = veil.hidden || event.relatedTarget === null;
  });
  document.addEventListener('drop', (event) => {
    event.preventDefault();
    veil.hidden = true;
    const file = event.dataTransfer?.files[0];
    if (file !== undefined && isEml(file)) {
      document.querySelector<HTMLDialogElement>('.samples-dialog')?.close();
      void sending(null, () => api.sendEml(file));
    }
  });
}

function isEml(file: File): boolean {
  const fits = /\.eml$/i.test(file.name) || file.type === 'message/rfc822';
  if (!fits) {
    tellPrivately(words.notAnEml);
  }
  return fits;
}

/** True if the mail is on its way; else it was said why not. */
async function sending(button: HTMLButtonElement | null, mail: () => Promise<WireOutcome>): Promise<boolean> {
  button?.setAttribute('aria-disabled', 'true');
  button?.classList.add('busy');
  try {
    const outcome = await mail();
    showOutcome(
      outcome.kind === 'done' && outcome.text === '' ? { kind: 'done', text: words.sent } : outcome,
    );
    return outcome.kind === 'done';
  } catch (error) {
    saySomethingBroke(error);
    return false;
  } finally {
    button?.removeAttribute('aria-disabled');
    button?.classList.remove('busy');
  }
}
