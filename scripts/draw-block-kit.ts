/** Draws Block Kit as HTML, much as Slack shows it. For looking at only: nothing of the product uses it. */
import type { KnownBlock } from '@slack/types';
import type { SlackPreview } from '../tests/bot/slack/slack-previews.ts';

const STYLE = `
  body { margin: 0; padding: 20px; font: 15px/1.47 'DejaVu Sans', Lato, sans-serif; }
  body.light { background: #f4f4f4; --paper: #fff; --ink: #1d1c1d; --soft: #616061; --line: #ddd; }
  body.dark { background: #111; --paper: #1a1d21; --ink: #d1d2d3; --soft: #ababad; --line: #424244; }
  main { columns: 3; column-gap: 20px; }
  figure { margin: 0 0 20px; break-inside: avoid; }
  figcaption { color: #808080; font-size: 12px; }
  .paper { background: var(--paper); color: var(--ink); border: 1px solid var(--line); border-radius: 8px; padding: 12px 16px; }
  .title { font-weight: 900; font-size: 18px; border-bottom: 1px solid var(--line); margin-bottom: 8px; padding-bottom: 8px; }
  .header { font-weight: 900; font-size: 18px; margin: 8px 0; }
  .section { display: flex; gap: 16px; justify-content: space-between; align-items: flex-start; white-space: pre-wrap; margin: 8px 0; }
  .rich { white-space: pre-wrap; margin: 6px 0; }
  .quote { border-left: 4px solid var(--line); padding-left: 12px; margin: 4px 0; }
  .context { color: var(--soft); font-size: 13px; margin: 6px 0; }
  .actions { display: flex; flex-wrap: wrap; gap: 8px; margin: 8px 0; }
  .button { border: 1px solid var(--line); border-radius: 4px; padding: 4px 12px; font-weight: 700; font-size: 13px; flex: none; }
  .primary { background: #007a5a; color: #fff; border-color: #007a5a; }
  .danger { color: #e01e5a; border-color: #e01e5a; }
  .label { font-weight: 700; margin-top: 12px; }
  .input { border: 1px solid var(--soft); border-radius: 4px; padding: 6px 10px; color: var(--ink); min-height: 22px; }
  .empty { color: var(--soft); }
  .foot { display: flex; justify-content: flex-end; gap: 8px; border-top: 1px solid var(--line); margin-top: 12px; padding-top: 12px; }
  hr { border: 0; border-top: 1px solid var(--line); }
`;

/** A page with some previews beside each other. */
export function blockKitPage(previews: readonly SlackPreview[], dark: boolean): string {
  const figures = previews.map(
    ({ name, shown }) =>
      `<figure><figcaption>${safe(name)}</figcaption><div class="paper">${drawn(shown)}</div></figure>`,
  );
  const theme = dark ? 'dark' : 'light';
  return `<!doctype html><html lang="ro"><style>${STYLE}</style><body class="${theme}"><main>${figures.join('')}</main></body></html>`;
}

function drawn(shown: SlackPreview['shown']): string {
  const blocks = shown.blocks.map((block) => block as KnownBlock).map(drawBlock);
  if (!('type' in shown)) {
    return blocks.join('');
  }
  const { title, close, submit } = shown;
  const buttons = [close && button(close.text), submit && button(submit.text, 'primary')].filter(Boolean);
  return `<div class="title">${safe(title.text)}</div>${blocks.join('')}<div class="foot">${buttons.join('')}</div>`;
}

function drawBlock(block: KnownBlock): string {
  switch (block.type) {
    case 'header':
      return `<div class="header">${safe(block.text.text)}</div>`;
    case 'divider':
      return '<hr>';
    case 'context':
      return `<div class="context">${block.elements.map((each) => ('text' in each ? safe(String(each.text)) : '')).join(' ')}</div>`;
    case 'section': {
      const { accessory } = block;
      const beside = accessory?.type === 'button' ? button(accessory.text.text, accessory.style) : '';
      return `<div class="section"><span>${safe(block.text?.text ?? '')}</span>${beside}</div>`;
    }
    case 'actions': {
      const buttons = block.elements.map((each) =>
        each.type === 'button' ? button(each.text.text, each.style) : '',
      );
      return `<div class="actions">${buttons.join('')}</div>`;
    }
    case 'rich_text':
      return `<div class="rich">${block.elements.map(drawRich).join('')}</div>`;
    case 'input':
      return drawInput(block);
    default:
      return `<div>${safe(block.type)}</div>`;
  }
}

type Rich = Extract<KnownBlock, { type: 'rich_text' }>['elements'][number];

function drawRich({ type, elements }: Rich): string {
  const parts = elements.map((part) => {
    const text =
      part.type === 'text' ? safe(part.text) : part.type === 'user' ? `@${safe(part.user_id)}` : '';
    return part.type === 'text' && part.style?.bold ? `<b>${text}</b>` : text;
  });
  return `<div class="${type === 'rich_text_quote' ? 'quote' : 'line'}">${parts.join('')}</div>`;
}

function drawInput({ label, element, hint, optional }: Extract<KnownBlock, { type: 'input' }>): string {
  const told = `${safe(label.text)}${optional ? ' <span class="empty">(opțional)</span>' : ''}`;
  const below = hint === undefined ? '' : `<div class="context">${safe(hint.text)}</div>`;
  return `<div class="label">${told}</div>${drawElement(element)}${below}`;
}

function drawElement(element: Extract<KnownBlock, { type: 'input' }>['element']): string {
  const box = (text: string | undefined, empty: string): string =>
    text ? `<div class="input">${safe(text)}</div>` : `<div class="input empty">${safe(empty)}</div>`;
  switch (element.type) {
    case 'plain_text_input':
      return box(element.initial_value, element.placeholder?.text ?? '');
    case 'datepicker':
      return box(element.initial_date, 'alegeți data');
    case 'static_select':
      return box(element.initial_option?.text.text, element.placeholder?.text ?? 'alegeți');
    case 'multi_static_select':
      return box(
        element.initial_options?.map(({ text }) => text.text).join(', '),
        element.placeholder?.text ?? 'alegeți',
      );
    case 'checkboxes':
    case 'radio_buttons': {
      const mark = element.type === 'checkboxes' ? '☐' : '○';
      return element.options.map(({ text }) => `<div>${mark} ${safe(text.text)}</div>`).join('');
    }
    default:
      return `<div>${safe(element.type)}</div>`;
  }
}

function button(text: string, style = ''): string {
  return `<span class="button ${safe(style)}">${safe(text)}</span>`;
}

function safe(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/"/g, '&quot;');
}
