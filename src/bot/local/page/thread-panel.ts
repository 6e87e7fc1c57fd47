/** The right side: what happened with one card, oldest first. */
import { api } from './api.ts';
import { avatar, deskAvatar } from './avatar.ts';
import { el, replaceInside } from './dom.ts';
import { icon } from './icons.ts';
import { lineBox } from './line-box.ts';
import { closeThread } from './navigation.ts';
import { on, state } from './state.ts';
import { longTime, shortTime } from './times.ts';
import type { WireReply } from './wire.ts';
import { words } from './words.ts';

export function threadPanel(): HTMLElement {
  const subject = el('p', { class: 'thread-subject' });
  const close = el(
    'button',
    { type: 'button', class: 'quiet', 'aria-label': words.closeThread, onclick: closeThread },
    icon('close'),
  );
  const lines = el('ol', { class: 'replies' });
  const none = el('p', { class: 'none' });
  const scroller = el(
    'div',
    { class: 'scroller', tabindex: 0, role: 'region', 'aria-label': words.thread },
    none,
    lines,
  );
  const said = { id: 'thread-line', label: words.writeLine, help: words.writeLineHelp };
  const write = lineBox(said, async (text) => {
    if (state.threadOf !== null) {
      await api.writeLine(state.threadOf, text);
    }
  });
  const panel = el(
    'aside',
    { class: 'thread-panel', 'aria-labelledby': 'thread-title' },
    el(
      'header',
      { class: 'pane-header' },
      el('h2', { id: 'thread-title', tabindex: -1 }, words.thread),
      subject,
      close,
    ),
    scroller,
    write,
  );
  on(['thread', 'cards', 'view', 'overview'], () => {
    const card = state.cards.find(({ id }) => id === state.threadOf);
    subject.textContent = card?.summary ?? '';
    close.hidden = card === undefined;
    write.hidden = card === undefined;
    none.textContent = card === undefined ? words.noThread : words.emptyThread;
    none.hidden = card !== undefined && state.replies.length > 0;
    replaceInside(lines, ...state.replies.map(replyLine));
  });
  on(['thread'], () => {
    scroller.scrollTop = scroller.scrollHeight;
  });
  return panel;
}

function replyLine(reply: WireReply): HTMLElement {
  const toMe = reply.mentions.some(({ externalId }) => externalId === state.me);
  return el(
    'li',
    { class: toMe ? 'reply to-me' : 'reply' },
    reply.author === null ? deskAvatar() : avatar(reply.author),
    el(
      'div',
      {},
      el(
        'p',
        { class: 'post-meta' },
        el('strong', {}, reply.author ?? words.title),
        el(
          'time',
          { datetime: reply.createdAt, title: longTime(reply.createdAt) },
          shortTime(reply.createdAt),
        ),
        toMe ? el('span', { class: 'mentions-you' }, words.mentionsYou) : null,
      ),
      el('p', { class: 'reply-text' }, ...mentioned(reply)),
    ),
  );
}

/** The text with the people it mentions emphasised; one whose name is not in it stands before it. */
function mentioned({ text, mentions }: WireReply): Node[] {
  let parts: Node[] = [document.createTextNode(text)];
  const before: Node[] = [];
  for (const { externalId, name } of mentions) {
    const chip = el('span', { class: externalId === state.me ? 'mention me' : 'mention' }, `@${name}`);
    const split = splitAt(parts, name, chip);
    if (split === null) {
      before.push(chip, document.createTextNode(' '));
    } else {
      parts = split;
    }
  }
  return [...before, ...parts];
}

function splitAt(parts: readonly Node[], name: string, chip: HTMLElement): Node[] | null {
  for (const [index, part] of parts.entries()) {
    const text = part instanceof Text ? part.data : '';
    const at = text.indexOf(name);
    if (name !== '' && at !== -1) {
      const before = text.slice(0, at).replace(/@$/, '');
      const after = text.slice(at + name.length);
      const around = [document.createTextNode(before), chip, document.createTextNode(after)];
      return [...parts.slice(0, index), ...around, ...parts.slice(index + 1)];
    }
  }
  return null;
}
