/** The round sign of a person: initials, each role in its colour. */
import { el } from './dom.ts';
import { words } from './words.ts';

const COLOURS = 6;

export function avatar(name: string): HTMLElement {
  const initials = name
    .split(/[\s-]+/)
    .slice(0, 2)
    .map((part) => part.charAt(0).toUpperCase())
    .join('');
  const sum = [...name].reduce((total, character) => total * 7 + (character.codePointAt(0) ?? 0), 0);
  return el('span', { class: `avatar colour-${sum % COLOURS}`, 'aria-hidden': 'true' }, initials);
}

/** The sign of the desk itself, who posts the cards. */
export function deskAvatar(): HTMLElement {
  return el('span', { class: 'avatar desk', 'aria-hidden': 'true' }, words.title.charAt(0).toUpperCase());
}
