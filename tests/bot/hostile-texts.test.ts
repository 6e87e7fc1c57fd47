/** Text from mails, forms and people stays text: it is shown as it is, and nothing in it comes alive. */
import { describe, expect, it } from 'vitest';
import {
  renderCaseCard,
  renderDialog,
  renderLetterPreview,
  renderProblemCard,
  renderProblemDialog,
  renderPurgedCard,
  renderRecoveryCard,
  renderRecoveryDialog,
  renderUnsortedCard,
  renderUnsortedDialog,
} from '../../src/bot/cards.ts';
import type { Card } from '../../src/bot/channel.ts';
import { linesOf, outside, outsideTitle } from '../../src/bot/outside-text.ts';
import type {
  CaseCardView,
  Choice,
  DialogView,
  ProblemCardView,
  RecoveryCardView,
  UnsortedCardView,
} from '../../src/bot/views.ts';
import { ro } from '../../src/texts/ro.ts';
import { type Part, partsOf } from './card-parts.ts';
import { diViews, officeViews } from './case-views.ts';
import { dialogViews, letterPreviews, unsortedDialogViews, unsortedViews } from './dialog-views.ts';
import {
  problemDialogViews,
  problemViews,
  purgedViews,
  recoveryDialogViews,
  recoveryViews,
} from './mail-case-views.ts';

const HOSTILE = `<!channel> [x](http://rău.example) {{DATE(2020-01-01,SHORT)}} \${name} <b>Zq</b> **a** @Zq \`c\` &amp;`;
const MARK = 'Zq';
const WORD_JOINER = '\u2060';

function hostileChoices(choices: readonly Choice[]): readonly Choice[] {
  return choices.map(({ value }) => ({ value, title: HOSTILE }));
}

/** A card's view with every outside field hostile. */
function hostileCard(view: CaseCardView): CaseCardView {
  const { access } = view;
  const or = (text: string | null) => (text === null ? null : HOSTILE);
  return {
    ...view,
    access: {
      ...access,
      original: access.original && { ...access.original, file: HOSTILE },
      registry: access.registry && { ...access.registry, number: HOSTILE },
    },
    officeName: HOSTILE,
    applicantName: HOSTILE,
    formEmail: HOSTILE,
    senderEmail: `${HOSTILE}!`,
    authorisation: HOSTILE,
    authorisationClass: HOSTILE,
    maskedCnp: HOSTILE,
    documents: HOSTILE,
    checks: view.checks.map(({ outcome }) => ({ outcome, label: HOSTILE, result: HOSTILE })),
    workbookTrouble: or(view.workbookTrouble),
    escalations: view.escalations.map((each) => ({ ...each, target: HOSTILE, who: HOSTILE, text: HOSTILE })),
    register: view.register.map(({ outcome }) => ({ outcome, result: HOSTILE })),
    related: view.related.map(({ caseId }) => ({ text: HOSTILE, caseId })),
    names: Object.fromEntries(Object.keys(view.names).map((ref) => [ref, HOSTILE])),
    user: or(view.user),
    approvalReason: or(view.approvalReason),
    closingNote: or(view.closingNote),
    mergedInto: or(view.mergedInto),
    movedTo: or(view.movedTo),
  };
}

function hostileDialog(view: DialogView): DialogView {
  switch (view.kind) {
    case 'open-details': {
      const { form, documents, changes } = view.view;
      return {
        kind: view.kind,
        view: {
          ...view.view,
          card: hostileCard(view.view.card),
          form: form.map((row) => ({ ...row, value: HOSTILE, remark: HOSTILE })),
          documents: documents.map((each) => ({ ...each, name: HOSTILE, origin: HOSTILE })),
          changes: changes.map(() => HOSTILE),
          mailText: `${HOSTILE}\n${HOSTILE}`,
        },
      };
    }
    case 'issue': {
      const { existing } = view.view;
      return {
        kind: view.kind,
        view: {
          ...view.view,
          card: hostileCard(view.view.card),
          email: HOSTILE,
          existing: existing && { ...existing, user: HOSTILE, email: HOSTILE },
        },
      };
    }
    default: {
      const card = hostileCard(view.card);
      switch (view.kind) {
        case 'update-register':
          return { ...view, card, fields: hostileChoices(view.fields) };
        case 'ask-correction':
          return { ...view, card, reasons: hostileChoices(view.reasons), to: HOSTILE };
        case 'approve':
          return { ...view, card, failed: view.failed.map(() => HOSTILE) };
        case 'transfer':
          return { ...view, card, offices: hostileChoices(view.offices) };
        case 'merge':
          return { ...view, card, cases: hostileChoices(view.cases) };
        case 'correct-fact':
          return { ...view, card, facts: hostileChoices(view.facts) };
        case 'history':
          return {
            ...view,
            card,
            lines: view.lines.map((each) => ({ ...each, who: HOSTILE, text: HOSTILE })),
          };
        case 'send-to-dcg':
        case 'reject':
        case 'close-original-missing':
        case 'write-to-applicant':
          return { ...view, card, to: HOSTILE };
        case 'escalate':
          return { ...view, card, targets: hostileChoices(view.targets) };
        default:
          return { ...view, card };
      }
    }
  }
}

function hostileUnsorted(view: UnsortedCardView): UnsortedCardView {
  return {
    ...view,
    officeName: HOSTILE,
    from: HOSTILE,
    subject: HOSTILE,
    reasons: view.reasons.map(() => HOSTILE),
    linkedNumber: HOSTILE,
    filedAs: view.filedAs === null ? null : HOSTILE,
  };
}

function hostileRecovery(view: RecoveryCardView): RecoveryCardView {
  return {
    ...view,
    from: HOSTILE,
    address: { ...view.address, result: HOSTILE },
    mail: view.mail && { ...view.mail, result: HOSTILE },
    account: view.account && {
      ...view.account,
      user: HOSTILE,
      personName: HOSTILE,
      officeName: HOSTILE,
    },
    code: view.code === null ? null : HOSTILE,
    closing: view.closing === null ? null : HOSTILE,
  };
}

function hostileProblem(view: ProblemCardView): ProblemCardView {
  return {
    ...view,
    officeName: HOSTILE,
    subject: HOSTILE,
    from: HOSTILE,
    account: HOSTILE,
    owner: HOSTILE,
    sender: view.sender && { ...view.sender, result: HOSTILE },
    escalations: view.escalations.map((each) => ({ ...each, who: HOSTILE, text: HOSTILE })),
    closing: view.closing === null ? null : HOSTILE,
  };
}

const hostileCards: readonly (readonly [string, Card])[] = [
  ...Object.entries({ ...officeViews, ...diViews }).map(
    ([name, view]) => [`card ${name}`, renderCaseCard(hostileCard(view), ro)] as const,
  ),
  ...Object.entries(dialogViews).map(
    ([name, view]) => [`dialog ${name}`, renderDialog(hostileDialog(view), ro).card] as const,
  ),
  ...Object.entries(unsortedViews).map(
    ([name, view]) => [name, renderUnsortedCard(hostileUnsorted(view), ro)] as const,
  ),
  ...Object.entries(unsortedDialogViews).map(([name, view]) => {
    const card = hostileUnsorted(view.card);
    const hostile =
      view.kind === 'unsorted-details'
        ? {
            ...view,
            card,
            text: HOSTILE,
            documents: view.documents.map((each) => ({ ...each, name: HOSTILE })),
          }
        : { ...view, card };
    return [`dialog ${name}`, renderUnsortedDialog(hostile, ro).card] as const;
  }),
  ...Object.entries(problemViews).map(
    ([name, view]) => [name, renderProblemCard(hostileProblem(view), ro)] as const,
  ),
  ...Object.entries(problemDialogViews).map(([name, view]) => {
    const card = hostileProblem(view.card);
    const hostile =
      view.kind === 'problem-details'
        ? { ...view, card, text: HOSTILE, mailOrigin: [HOSTILE], history: [HOSTILE] }
        : { ...view, card };
    return [`dialog ${name}`, renderProblemDialog(hostile, ro).card] as const;
  }),
  ...Object.entries(purgedViews).map(([name, view]) => {
    const hostile = { ...view, officeName: HOSTILE, minutes: HOSTILE };
    return [name, renderPurgedCard(hostile, ro)] as const;
  }),
  ...Object.entries(letterPreviews).map(([name, view]) => {
    const letter = `${HOSTILE}\n${HOSTILE}`;
    const hostile = { ...view, applicantName: HOSTILE, to: HOSTILE, subject: HOSTILE, letter };
    return [`dialog ${name}`, renderLetterPreview(hostile, ro).card] as const;
  }),
  ...Object.entries(recoveryViews).map(
    ([name, view]) => [name, renderRecoveryCard(hostileRecovery(view), ro)] as const,
  ),
  ...Object.entries(recoveryDialogViews).map(([name, view]) => {
    const card = hostileRecovery(view.card);
    const hostile =
      view.kind === 'recovery-details'
        ? { ...view, card, text: HOSTILE, mailOrigin: [HOSTILE], history: [HOSTILE] }
        : { ...view, card };
    return [`dialog ${name}`, renderRecoveryDialog(hostile, ro).card] as const;
  }),
];

/** Where outside text stands in a card: the object and the property. */
function placesOf(
  card: Card,
): readonly { readonly part: Part; readonly key: string; readonly text: string }[] {
  return partsOf(card).flatMap((part) =>
    Object.entries(part).flatMap(([key, value]) =>
      typeof value === 'string' && value.includes(MARK) ? [{ part, key, text: value }] : [],
    ),
  );
}

describe.each(hostileCards)('hostile text in every field of %s', (name, card) => {
  it('stands in text runs only, or is the title of a choice', () => {
    const places = placesOf(card);
    expect(places.length).toBeGreaterThan(0);
    const elsewhere = places.filter(({ part, key }) => {
      const isRun = part.type === 'TextRun' && key === 'text';
      const isChoice = part.type === undefined && key === 'title' && 'value' in part;
      return !isRun && !isChoice;
    });
    expect([name, elsewhere]).toEqual([name, []]);
  });

  it('appears as itself, whole', () => {
    for (const { text } of placesOf(card)) {
      expect(text.replaceAll(WORD_JOINER, '')).toContain(HOSTILE);
    }
  });

  it('is read as no command of the card’s language', () => {
    expect(JSON.stringify(card)).not.toContain('{{');
    const titles = placesOf(card).filter(({ key }) => key === 'title');
    expect(titles.filter(({ text }) => text.includes(']('))).toEqual([]);
  });
});

describe('outside text', () => {
  it('loses what reverses, hides or breaks the line, and keeps every letter', () => {
    expect(outside('Ana\u202e\u200b\r\n\tȘtefănescu\u0000', 100)).toBe('Ana Ștefănescu');
  });

  it('is cut at whole characters, and says so', () => {
    expect(outside('😀😀😀😀', 3)).toBe('😀😀…');
    expect(outside('abc', 3)).toBe('abc');
  });

  it('is no link even as the title of a choice', () => {
    expect(outsideTitle('[x](http://x)', 100)).toBe('[x]\u2060(http://x)');
  });

  it('of several lines loses only the empty ones, and says when there are more', () => {
    expect(linesOf('unu\n\n  doi\r\ntrei\npatru', 3, 100)).toEqual(['unu', 'doi', 'trei', '…']);
  });

  it('may be half of a broken character without breaking the card', () => {
    expect(outside('a\ud83d', 10)).toBe('a\ufffd');
  });
});
