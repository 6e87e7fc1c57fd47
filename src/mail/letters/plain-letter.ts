import type { LetterDraft, LetterPart } from './letter-parts.ts';

/** The letter as plain text: a paragraph is a line, and empty lines stand between paragraphs. */
export function plainLetter(draft: LetterDraft): string {
  const blocks = [
    draft.letterhead,
    draft.title,
    plainPart({ kind: 'facts', facts: draft.reference }),
    ...plainParts(draft.parts),
    draft.signature.join('\n'),
    ...plainParts(draft.smallPrint),
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

/** A heading stands right above what it is about. */
function plainParts(parts: readonly LetterPart[]): string[] {
  const blocks: string[] = [];
  let above = '';
  for (const part of parts) {
    if (part.kind === 'heading') {
      above = `${part.text}\n`;
      continue;
    }
    blocks.push(above + plainPart(part));
    above = '';
  }
  return blocks;
}

function plainPart(part: LetterPart): string {
  switch (part.kind) {
    case 'paragraph':
    case 'heading':
    case 'emphasis':
      return part.text;
    case 'list':
      return part.items.map((item) => `- ${item}`).join('\n');
    case 'steps':
      return part.items.map((item, index) => `${index + 1}. ${item}`).join('\n');
    case 'facts':
      return part.facts.map(({ label, text }) => `${label}: ${text}`).join('\n');
    case 'message': {
      const indent = part.quoted ? '    ' : '';
      return part.paragraphs.map((lines) => lines.map((line) => indent + line).join('\n')).join('\n\n');
    }
  }
}
