/** Teams takes 25 KB: the worst that mails and forms can bring is shortened, never refused. */
import { describe, expect, it } from 'vitest';
import {
  renderCaseCard,
  renderDialog,
  renderLetterPreview,
  renderUnsortedCard,
  renderUnsortedDialog,
} from '../../src/bot/cards.ts';
import { bytesOf, fitted, MOST_BYTES, type Room } from '../../src/bot/size.ts';
import type { CaseCardView, DialogView } from '../../src/bot/views.ts';
import { ro } from '../../src/texts/ro.ts';
import { inputsOf, readable, verbsOf } from './card-parts.ts';
import { baseView, diViews, officeViews } from './case-views.ts';
import { details, dialogViews, documents, issueView, letterPreviews, unsortedOpen } from './dialog-views.ts';

/** Four bytes a character. */
const LONG = '😀'.repeat(5_000);
const MANY = 300;

function many<Item>(item: (index: number) => Item): readonly Item[] {
  return Array.from({ length: MANY }, (_, index) => item(index));
}

function longCard(view: CaseCardView): CaseCardView {
  const { access } = view;
  return {
    ...view,
    access: {
      ...access,
      original: access.original && { ...access.original, file: LONG },
      registry: access.registry && { ...access.registry, number: LONG },
      register: { kind: 'updated', fields: Object.keys(ro.fields), by: 'person:sec', at: access.openedAt },
    },
    officeName: LONG,
    applicantName: LONG,
    formEmail: LONG,
    senderEmail: `${LONG}!`,
    authorisation: LONG,
    authorisationClass: LONG,
    maskedCnp: LONG,
    documents: LONG,
    checks: many((index) => ({ outcome: index % 2 ? 'failed' : 'passed', label: LONG, result: LONG })),
    workbookTrouble: LONG,
    escalations: view.escalations.map((each) => ({ ...each, target: LONG, who: LONG, text: LONG })),
    register: many(() => ({ outcome: 'failed', result: LONG }) as const).slice(0, 4),
    related: many(() => ({ text: LONG, caseId: null })),
    names: Object.fromEntries(Object.keys(view.names).map((ref) => [ref, LONG])),
    user: LONG,
    approvalReason: LONG,
    closingNote: LONG,
    mergedInto: LONG,
  };
}

const choices = many((index) => ({ value: `value-${index}`, title: LONG }));
const longDocuments = many((index) => ({
  documentId: `document-with-a-rather-long-name-${index}`,
  name: LONG,
  kinds: ['application', 'identity', 'certificate'] as const,
  sizeBytes: 9_999_999,
  origin: LONG,
}));

function longDialog(view: DialogView): DialogView {
  if (view.kind === 'open-details') {
    return {
      kind: view.kind,
      view: {
        ...view.view,
        card: longCard(view.view.card),
        form: details.form.map((row) => ({ ...row, value: LONG, remark: LONG, outcome: 'failed' })),
        documents: longDocuments,
        changes: many(() => LONG),
        mailText: many(() => LONG).join('\n'),
      },
    };
  }
  if (view.kind === 'issue') {
    return {
      kind: view.kind,
      view: {
        ...issueView,
        card: longCard(view.view.card),
        email: LONG,
        existing: { user: LONG, email: LONG, modes: ['new-address', 'new-password'] },
      },
    };
  }
  const card = longCard(view.card);
  switch (view.kind) {
    case 'update-register':
      return { ...view, card, fields: choices };
    case 'ask-correction':
      return { ...view, card, reasons: choices, suggested: choices.map(({ value }) => value), to: LONG };
    case 'approve':
      return { ...view, card, failed: many(() => LONG) };
    case 'transfer':
      return { ...view, card, offices: choices.slice(0, 41) };
    case 'merge':
      return { ...view, card, cases: choices };
    case 'correct-fact':
      return { ...view, card, facts: choices };
    case 'history':
      return {
        ...view,
        card,
        lines: many(() => ({ at: view.card.now, who: LONG, text: LONG, rows: ['A19', 'A20', 'A22'] })),
      };
    case 'send-to-dcg':
    case 'reject':
    case 'close-original-missing':
    case 'write-to-applicant':
      return { ...view, card, to: LONG };
    default:
      return { ...view, card };
  }
}

describe('at the worst that can come in', () => {
  it.each(Object.entries({ ...officeViews, ...diViews }))('a card is at most 25 KB: %s', (_, view) => {
    const card = renderCaseCard(longCard(view), ro);
    expect(bytesOf(card)).toBeLessThanOrEqual(MOST_BYTES);
    expect(verbsOf(card)).toEqual(verbsOf(renderCaseCard(view, ro)));
  });

  it.each(Object.entries(dialogViews))('a dialog is at most 25 KB: %s', (_, view) => {
    expect(bytesOf(renderDialog(longDialog(view), ro).card)).toBeLessThanOrEqual(MOST_BYTES);
  });

  it.each(Object.entries(letterPreviews))('a mail before it leaves is at most 25 KB: %s', (_, view) => {
    const long = { ...view, applicantName: LONG, to: LONG, subject: LONG, text: LONG.slice(0, 2_000) };
    const { card } = renderLetterPreview({ ...long, letter: many(() => LONG).join('\n') }, ro);
    expect(bytesOf(card)).toBeLessThanOrEqual(MOST_BYTES);
  });

  it('a mail to be sorted is at most 25 KB', () => {
    const card = {
      ...unsortedOpen,
      officeName: LONG,
      from: LONG,
      subject: LONG,
      reasons: many(() => LONG),
      sender: { outcome: 'failed', result: LONG } as const,
      linkedNumber: LONG,
      filedAs: LONG,
    };
    const text = many(() => LONG).join('\n');
    const dialog = renderUnsortedDialog(
      { kind: 'unsorted-details', card, text, mailOrigin: many(() => LONG), documents: longDocuments },
      ro,
    );
    expect(bytesOf(renderUnsortedCard(card, ro))).toBeLessThanOrEqual(MOST_BYTES);
    expect(bytesOf(dialog.card)).toBeLessThanOrEqual(MOST_BYTES);
  });

  it('all 41 other offices can be chosen', () => {
    const view = dialogViews.transfer;
    const card = view && renderDialog(longDialog(view), ro).card;
    expect(card && inputsOf(card)[0]?.choices?.length).toBe(41);
  });

  it('what is left out is counted', () => {
    const text = readable(renderCaseCard(longCard(officeViews['received-with-problems'] ?? baseView), ro));
    expect(text).toMatch(/… încă \d+/);
    const view = { ...details, documents: [...documents, ...longDocuments] };
    expect(readable(renderDialog({ kind: 'open-details', view }, ro).card)).toMatch(/… încă \d+/);
  });
});

describe('an ordinary mail', () => {
  it('is shown whole', () => {
    const text = readable(renderDialog({ kind: 'open-details', view: details }, ro).card);
    for (const shown of [...details.documents.map(({ name }) => name), 'Andrei Popescu', 'Cu stimă,']) {
      expect(text).toContain(shown);
    }
    expect(text).not.toContain('…');
  });
});

describe('shortening', () => {
  it('takes the roomiest rendering that fits', () => {
    const rooms: Room[] = [];
    fitted((room) => {
      rooms.push(room);
      return { type: 'AdaptiveCard', body: 'x'.repeat(room.text * 100) };
    });
    expect(rooms.map(({ text }) => text)).toEqual([300, 240]);
  });

  it('says so rather than sending a card that Teams would refuse', () => {
    const huge = () => ({ type: 'AdaptiveCard' as const, body: 'x'.repeat(MOST_BYTES) });
    expect(() => fitted(huge)).toThrow(/cannot be made small enough/);
  });
});
