/** Whose turn is next, and a button that goes there. */
import { scrollToCase } from './card-list.ts';
import { el, replaceInside } from './dom.ts';
import { icon } from './icons.ts';
import { become, go } from './navigation.ts';
import { openSamples } from './samples.ts';
import { on, state, type View } from './state.ts';
import type { WireHint } from './wire.ts';
import { words } from './words.ts';

export function hintBar(): HTMLElement {
  const bar = el('section', { class: 'hint-bar', 'aria-label': words.hint.title });
  const text = el('p', { 'aria-live': 'polite' });
  const action = el('div', { class: 'hint-action' });
  bar.append(el('span', { class: 'hint-title' }, icon('next'), words.hint.title), text, action);
  on(['overview', 'view'], () => {
    const hint = state.overview?.hint;
    if (hint === undefined) {
      return;
    }
    const said = textFor(hint);
    if (text.textContent !== said) {
      text.textContent = said;
    }
    replaceInside(action, button(hint));
  });
  return bar;
}

function textFor(hint: WireHint): string {
  if (hint.personExternalId !== state.me) {
    return hint.text;
  }
  return hint.mailbox === null ? words.hint.yourCard : words.hint.yourMail;
}

function button(hint: WireHint): HTMLElement | null {
  const person = state.overview?.people.find(({ externalId }) => externalId === hint.personExternalId);
  const target = viewOf(hint);
  if (person !== undefined && person.externalId !== state.me) {
    return hintButton(words.hint.become(person.name), async () => {
      await become(person.externalId, target ?? undefined);
      scrollToCase(hint.caseId);
    });
  }
  if (target !== null) {
    return hintButton(words.hint.show, async () => {
      await go(target);
      scrollToCase(hint.caseId);
    });
  }
  return hint.caseId === null ? hintButton(words.tryIt, async () => openSamples()) : null;
}

function hintButton(label: string, act: () => Promise<void>): HTMLElement {
  return el(
    'button',
    { type: 'button', class: 'primary', 'data-key': 'hint', onclick: () => void act() },
    label,
  );
}

function viewOf(hint: WireHint): View | null {
  if (hint.channelKey !== null) {
    return { kind: 'channel', channelKey: hint.channelKey };
  }
  return hint.mailbox === null ? null : { kind: 'mailbox', mailbox: hint.mailbox, messageId: null };
}
