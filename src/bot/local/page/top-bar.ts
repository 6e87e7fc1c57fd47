/** The name of the page, the banner, and the switch for who one is. */
import { avatar } from './avatar.ts';
import { el, replaceInside } from './dom.ts';
import { icon } from './icons.ts';
import { become } from './navigation.ts';
import { mePerson, on, state } from './state.ts';
import type { WirePerson } from './wire.ts';
import { words } from './words.ts';

export function topBar(): HTMLElement {
  return el(
    'header',
    { class: 'top-bar' },
    el('span', { class: 'brand' }, words.title),
    el(
      'p',
      { class: 'demo-banner' },
      el('strong', {}, words.demoBanner),
      el('span', { class: 'demo-explanation' }, words.demoExplanation),
    ),
    personSwitch(),
  );
}

function personSwitch(): HTMLElement {
  const list = el('ul', {});
  const menu = el(
    'div',
    { class: 'person-menu', id: 'person-menu', hidden: true },
    el('p', {}, words.whoAmIHelp),
    list,
  );
  const button = el('button', {
    type: 'button',
    class: 'person-button',
    'aria-expanded': 'false',
    'aria-controls': 'person-menu',
  });
  const box = el('div', { class: 'person-switch' }, button, menu);

  function setOpen(open: boolean): void {
    menu.hidden = !open;
    button.setAttribute('aria-expanded', String(open));
    if (open) {
      list.querySelector<HTMLElement>('[aria-current]')?.focus();
    }
  }

  function choose(person: WirePerson): void {
    setOpen(false);
    button.focus();
    void become(person.externalId);
  }

  button.addEventListener('click', () => setOpen(menu.hidden !== false));
  box.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && !menu.hidden) {
      setOpen(false);
      button.focus();
    }
    moveWithArrows(event, list);
  });
  document.addEventListener('pointerdown', ({ target }) => {
    if (target instanceof Node && !box.contains(target)) {
      setOpen(false);
    }
  });
  on(['overview'], () => {
    const me = mePerson();
    replaceInside(button, ...(me === null ? [words.whoAmI] : buttonContent(me)));
    const people = state.overview?.people ?? [];
    replaceInside(list, ...people.map((person) => el('li', {}, personChoice(person, choose))));
  });
  return box;
}

function buttonContent(me: WirePerson): Node[] {
  return [
    avatar(me.name),
    el(
      'span',
      { class: 'person-words' },
      el('span', { class: 'person-label' }, `${words.whoAmI}: `),
      el('span', { class: 'person-name' }, me.name),
      el('span', { class: 'person-description' }, me.description),
    ),
    icon('down'),
  ];
}

function personChoice(person: WirePerson, choose: (person: WirePerson) => void): HTMLElement {
  return el(
    'button',
    {
      type: 'button',
      class: 'person-choice',
      'data-key': `person ${person.externalId}`,
      'aria-current': person.externalId === state.me ? 'true' : null,
      onclick: () => choose(person),
    },
    avatar(person.name),
    el(
      'span',
      { class: 'person-words' },
      el('span', { class: 'person-name' }, person.name),
      el('span', { class: 'person-description' }, person.description),
    ),
  );
}

function moveWithArrows(event: KeyboardEvent, list: HTMLElement): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  const choices = [...list.querySelectorAll<HTMLElement>('button')];
  const at = choices.findIndex((choice) => choice.matches(':focus'));
  if (step !== 0 && at !== -1) {
    event.preventDefault();
    choices[(at + step + choices.length) % choices.length]?.focus();
  }
}
