import type { Fact, LetterDraft, LetterPart } from './letter-parts.ts';
import { type Html, html } from './markup.ts';

const BLUE = '#1f3864';
const INK = '#1f2933';
const QUIET = '#4b5563';
const LINE = '#d5dae1';
const PALE = '#f3f6fb';
const FONT = "'Segoe UI', Arial, Helvetica, sans-serif";
/** A word longer than the line breaks, rather than pushing the letter wide. */
const BREAKS = 'overflow-wrap:anywhere;word-break:break-word';

const FACT = `padding:8px 14px;text-align:left;vertical-align:top;border-bottom:1px solid ${LINE}`;

const STYLE = {
  body: 'margin:0;padding:0;background-color:#ffffff',
  page: `font-family:${FONT};font-size:16px;line-height:1.5;color:${INK};${BREAKS}`,
  sheet: 'width:100%;max-width:640px;border-collapse:collapse',
  cell: 'padding:24px 20px 32px',
  letterhead: `margin:0 0 20px;padding:0 0 10px;border-bottom:3px solid ${BLUE};font-size:15px;font-weight:600;color:${BLUE}`,
  title: `margin:0 0 14px;font-size:22px;line-height:1.3;font-weight:600;color:${BLUE}`,
  heading: `margin:26px 0 8px;font-size:17px;line-height:1.35;font-weight:600;color:${BLUE}`,
  paragraph: 'margin:0 0 14px',
  emphasis: `margin:0 0 14px;padding:10px 14px;border-left:4px solid ${BLUE};background-color:${PALE}`,
  message: `margin:0 0 14px;padding:2px 0 2px 14px;border-left:4px solid ${LINE}`,
  messageParagraph: 'margin:0 0 10px',
  list: 'margin:0 0 14px;padding:0 0 0 24px',
  item: 'margin:0 0 6px;padding:0 0 0 4px',
  reference: `margin:0 0 22px;font-size:14px;color:${QUIET}`,
  referenceValue: `color:${INK}`,
  whole: 'white-space:nowrap',
  facts: `width:100%;border-collapse:collapse;margin:0 0 18px;background-color:${PALE}`,
  factLabel: `${FACT};width:34%;font-weight:normal;color:${QUIET};overflow-wrap:normal;word-break:normal`,
  factValue: `${FACT};font-weight:600`,
  signature: 'margin:26px 0 0',
  small: `margin:32px 0 0;padding:4px 0 0;border-top:1px solid ${LINE};font-size:14px;line-height:1.45;color:${QUIET}`,
  smallHeading: `margin:14px 0 6px;font-size:15px;font-weight:600;color:${QUIET}`,
} as const;

/** The letter as a page of HTML: no remote picture, no link, no script, readable without its styles. */
export function htmlLetter(draft: LetterDraft, subject: string): string {
  return html`<!DOCTYPE html>
<html lang="${draft.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light">
<meta name="format-detection" content="telephone=no, date=no, address=no, email=no, url=no">
<title>${subject}</title>
</head>
<body style="${STYLE.body}">
<table role="presentation" width="640" align="center" style="${STYLE.sheet}"><tr><td style="${STYLE.cell};${STYLE.page}">
<p style="${STYLE.letterhead}">${unlinked(draft.letterhead)}</p>
<h1 style="${STYLE.title}">${unlinked(draft.title)}</h1>
${reference(draft.reference)}
${draft.parts.map(htmlPart)}
<p style="${STYLE.signature}">${lines(draft.signature)}</p>
${smallPrint(draft.smallPrint)}</td></tr></table>
</body>
</html>
`.toString();
}

function reference(facts: readonly Fact[]): Html {
  const written = facts.map(
    ({ label, text }) =>
      html`${unlinked(label)}: <span style="${STYLE.referenceValue}">${unlinked(text)}</span>`,
  );
  return html`<p style="${STYLE.reference}">${broken(written)}</p>`;
}

function smallPrint(parts: readonly LetterPart[]): Html {
  return parts.length === 0 ? html`` : html`<div style="${STYLE.small}">${parts.map(smallPart)}</div>`;
}

function smallPart(part: LetterPart): Html {
  switch (part.kind) {
    case 'heading':
      return html`<h2 style="${STYLE.smallHeading}">${unlinked(part.text)}</h2>`;
    case 'facts':
      return html`<ul style="${STYLE.list}">${part.facts.map(
        ({ label, text }) =>
          html`<li style="${STYLE.item}"><b>${unlinked(label)}:</b> ${unlinked(text)}</li>`,
      )}</ul>`;
    default:
      return htmlPart(part);
  }
}

function htmlPart(part: LetterPart): Html {
  switch (part.kind) {
    case 'paragraph':
      return html`<p style="${STYLE.paragraph}">${unlinked(part.text)}</p>`;
    case 'heading':
      return html`<h2 style="${STYLE.heading}">${unlinked(part.text)}</h2>`;
    case 'emphasis':
      return html`<p style="${STYLE.emphasis}">${unlinked(part.text)}</p>`;
    case 'list':
      return html`<ul style="${STYLE.list}">${items(part.items)}</ul>`;
    case 'steps':
      return html`<ol style="${STYLE.list}">${items(part.items)}</ol>`;
    case 'facts':
      return table(part.facts);
    case 'message':
      return message(part.paragraphs, part.quoted);
  }
}

function items(texts: readonly string[]): readonly Html[] {
  return texts.map((text) => html`<li style="${STYLE.item}">${unlinked(text)}</li>`);
}

function message(paragraphs: readonly (readonly string[])[], quoted: boolean): Html {
  const style = quoted ? STYLE.messageParagraph : STYLE.paragraph;
  const written = paragraphs.map((texts) => html`<p style="${style}">${lines(texts)}</p>`);
  return quoted ? html`<div style="${STYLE.message}">${written}</div>` : html`${written}`;
}

function table(facts: readonly Fact[]): Html {
  return html`<table style="${STYLE.facts}">${facts.map(row)}</table>`;
}

function row({ label, text }: Fact): Html {
  const name = html`<th scope="row" style="${STYLE.factLabel}">${unlinked(label)}:</th>`;
  return html`<tr>${name}<td style="${STYLE.factValue}">${unlinked(text)}</td></tr>`;
}

function lines(texts: readonly string[]): readonly Html[] {
  return broken(texts.map(unlinked));
}

/** Each on a line of its own. */
function broken(pieces: readonly Html[]): readonly Html[] {
  return pieces.map((piece, index) => (index === 0 ? piece : html`<br>${piece}`));
}

/**
 * Mail programs make links of what looks like an address. Where ours would see one, the sign that makes it
 * look so stands in an element of its own: the text stays what it is, also when it is copied.
 * A case number is kept on one line.
 */
function unlinked(text: string): Html {
  const pieces = text.split(/(@|(?<=\S)\.(?=\p{L})|:(?=\/\/)|\[?\b[A-Z]{1,5}-\d{4}-\d{5,6}\b\]?)/u);
  return html`${pieces.map((piece, index) => (index % 2 === 0 ? html`${piece}` : setApart(piece)))}`;
}

function setApart(piece: string): Html {
  return piece.length > 1 ? html`<span style="${STYLE.whole}">${piece}</span>` : html`<span>${piece}</span>`;
}
