import { describe, expect, it } from 'vitest';
import {
  renderDialog,
  renderUnsortedCard,
  renderUnsortedDialog,
  unsortedSummaryOf,
} from '../../src/bot/cards.ts';
import type { Card } from '../../src/bot/channel.ts';
import type { DialogView, UnsortedDialogView } from '../../src/bot/views.ts';
import { ro } from '../../src/texts/ro.ts';
import { actionsOf, inputsOf, partsOf, readable, verbsOf } from './card-parts.ts';
import { baseView, officeViews } from './case-views.ts';
import { details, dialogViews, issueView, unsortedDialogViews, unsortedOpen } from './dialog-views.ts';

function dialogOf(name: string): Card {
  const view = dialogViews[name];
  if (!view) {
    throw new Error(`no dialog is named ${name}`);
  }
  return renderDialog(view, ro).card;
}

function submitOf(card: Card): Readonly<Record<string, unknown>> {
  const submit = actionsOf(card).find(({ verb }) => verb.startsWith('submit:'));
  return { verb: submit?.verb, data: submit?.data };
}

/** Each dialog's submit: the inputs that the desk reads, and the data beside them. */
const SUBMITS: readonly (readonly [string, readonly string[], Readonly<Record<string, string>>])[] = [
  ['update-register', ['fields', 'note'], {}],
  ['send-to-dcg', ['note'], {}],
  ['ask-correction', ['reasons', 'text'], {}],
  ['record-original', ['receivedOn', 'registryNumber', 'registryDate', 'file', 'compared'], {}],
  ['record-registry', ['registryNumber', 'registryDate'], {}],
  ['approve', ['reason', 'dcgNotAwaited'], {}],
  ['issue', ['user', 'webAddress', 'password', 'accountCreated'], { workbook: 'hash-of-the-workbook' }],
  ['return', ['note'], {}],
  ['reject', ['note'], {}],
  ['withdraw', ['note'], {}],
  ['close-original-missing', [], {}],
  ['transfer', ['office', 'note'], {}],
  ['merge', ['into', 'number'], {}],
  ['reopen', ['note'], {}],
  ['correct-fact', ['fact', 'note'], {}],
  ['write-to-applicant', ['text'], {}],
  ['escalate', ['target', 'address', 'note', 'urgent'], {}],
  ['close-escalation', ['escalation', 'note', 'tellApplicant'], {}],
];

describe('a dialog', () => {
  it.each(SUBMITS)('submits what the desk reads: %s', (name, inputs, data) => {
    const card = dialogOf(name);
    expect(inputsOf(card).map(({ id }) => id)).toEqual(inputs);
    expect(submitOf(card)).toEqual({ verb: `submit:${name}`, data: { caseId: 'case-42', ...data } });
  });

  it('exists for every kind that the desk opens', () => {
    const kinds = new Set(Object.values(dialogViews).map(({ kind }) => kind));
    const all: Record<DialogView['kind'], true> = {
      'open-details': true,
      'update-register': true,
      'send-to-dcg': true,
      'ask-correction': true,
      'record-original': true,
      'record-registry': true,
      approve: true,
      issue: true,
      return: true,
      reject: true,
      withdraw: true,
      'close-original-missing': true,
      transfer: true,
      merge: true,
      reopen: true,
      'correct-fact': true,
      'write-to-applicant': true,
      escalate: true,
      'close-escalation': true,
      history: true,
      more: true,
    };
    expect([...kinds].sort()).toEqual(Object.keys(all).sort());
  });

  it.each(Object.keys(dialogViews))('says first which case it is about: %s', (name) => {
    expect(readable(dialogOf(name)).split('\n')[0]).toBe('AB-2026-00042 · Andrei Popescu');
  });

  it('shows where a letter goes, and lets nobody type another address', () => {
    for (const name of ['ask-correction', 'reject', 'close-original-missing', 'write-to-applicant']) {
      expect(readable(dialogOf(name))).toContain('Mailul pleacă la: andrei.popescu@cadastru-alba.example');
      expect(inputsOf(dialogOf(name)).map(({ id }) => id)).not.toContain('to');
    }
  });

  it('ticks the suggested reasons of a correction, and asks for a text where there are none', () => {
    const [reasons, text] = inputsOf(dialogOf('ask-correction'));
    expect(reasons?.value).toBe('cnp:checksum,office:other-office');
    expect(text?.isRequired).toBe(false);
    const [onlyText, ...others] = inputsOf(dialogOf('ask-correction-without-reasons'));
    expect(others).toEqual([]);
    expect(onlyText?.isRequired).toBe(true);
  });

  it('asks for a reason only where a check failed, and about DCG only where it is awaited', () => {
    expect(inputsOf(dialogOf('approve-awaiting-dcg')).map(({ id }) => id)).toEqual(['dcgNotAwaited']);
    const failed: DialogView = { kind: 'approve', card: baseView, failed: ['CNP'], awaitsDcg: false };
    expect(inputsOf(renderDialog(failed, ro).card).map(({ id }) => id)).toEqual(['reason']);
  });

  it('opens the issuing of credentials with the generated password in its field, exactly', () => {
    const password = `a<b>"&'\\\${x}{{y}}`;
    const { card } = renderDialog({ kind: 'issue', view: { ...issueView, password } }, ro);
    expect(inputsOf(card).find(({ id }) => id === 'password')?.value).toBe(password);
    expect(readable(card)).not.toContain(password);
  });

  it('keeps the user name of an account that exists, and asks what is issued', () => {
    const card = dialogOf('issue-for-existing');
    expect(inputsOf(card).map(({ id }) => id)).toEqual(['mode', 'webAddress', 'password', 'accountCreated']);
    expect(inputsOf(card)[0]?.choices?.map(({ value }) => value)).toEqual(['new-address', 'new-password']);
    expect(readable(card)).toContain('andrei.popescu · popescu@vechi.example');
  });

  it('asks for the number of a case where there is none to choose', () => {
    const [number, ...others] = inputsOf(dialogOf('merge-without-others'));
    expect(others).toEqual([]);
    expect(number).toMatchObject({ id: 'number', isRequired: true, label: 'Numărul dosarului' });
  });

  it('lets no original be received in the future', () => {
    const [receivedOn] = inputsOf(dialogOf('record-original'));
    expect(receivedOn).toMatchObject({ value: '2026-11-24', max: '2026-11-24' });
  });

  it('says that there is no history, or how much older there is', () => {
    expect(readable(dialogOf('history-empty'))).toContain('Nu este nimic în istoric.');
    const line = { at: '2026-11-24T08:12:00.000Z', who: 'x', text: 'S-a întâmplat ceva.', rows: ['A10'] };
    const long: DialogView = { kind: 'history', card: baseView, lines: Array(100).fill(line) };
    expect(readable(renderDialog(long, ro).card)).toMatch(/… încă \d+ mai vechi/);
  });
});

describe('the details of a case', () => {
  it('open each document by its own button', () => {
    const opened = actionsOf(dialogOf('open-details')).filter(({ verb }) => verb === 'open-document');
    expect(opened.map(({ data }) => data)).toEqual([
      { caseId: 'case-42', documentId: 'document-1' },
      { caseId: 'case-42', documentId: 'document-2' },
      { caseId: 'case-42', documentId: 'document-workbook' },
    ]);
    expect(new Set(opened.map(({ title }) => title)).size).toBe(3);
  });

  it('verify the very workbook that is shown', () => {
    const verify = actionsOf(dialogOf('open-details')).find(({ verb }) => verb === 'submit:verify');
    expect(verify?.data).toEqual({ caseId: 'case-42', workbook: 'hash-of-the-workbook' });
  });

  it('let scans be sorted, with what is known ticked, and never the workbook', () => {
    const inputs = inputsOf(dialogOf('open-details'));
    expect(inputs.map(({ id, value }) => [id, value])).toEqual([
      ['document:document-1', 'application,certificate'],
      ['document:document-2', ''],
    ]);
    const values = inputs[0]?.choices?.map(({ value }) => value);
    expect(values).toEqual(['application', 'identity', 'certificate', 'other']);
    expect(verbsOf(dialogOf('open-details'))).toContain('submit:sort-documents');
  });

  it('offer neither verifying nor sorting to whoever may not', () => {
    const view = { ...details, canVerify: false, canSortDocuments: false };
    const { card } = renderDialog({ kind: 'open-details', view }, ro);
    expect(new Set(verbsOf(card))).toEqual(new Set(['open-document']));
    expect(inputsOf(card)).toEqual([]);
  });

  it('show every field with its sign, what is wrong with it, and what changed', () => {
    const text = readable(dialogOf('open-details'));
    expect(text).toContain('CNP\n✗ 1850314012345\nCifra de control nu se potrivește');
    expect(text).toContain('CUI\n–');
    expect(text).toContain('Telefon: «0700 123 455» a devenit «0700 123 456»');
    expect(text).toContain('✓ în regulă · ✗ de corectat · ? nu s-a putut verifica');
  });

  it('say why there is no form', () => {
    const text = readable(dialogOf('open-details-empty'));
    expect(text).toContain('Nu există un formular care să poată fi citit.');
    expect(text).toContain('Fișierul nu este un registru Excel care să poată fi citit.');
    expect(text).toContain('Mailul nu are documente.');
  });

  it('send no half-filled input along with a button that does something else', () => {
    const others = partsOf(dialogOf('open-details')).filter(
      ({ type, verb }) => type === 'Action.Execute' && verb !== 'submit:sort-documents',
    );
    expect(others.map(({ associatedInputs }) => associatedInputs)).toEqual(others.map(() => 'none'));
  });
});

describe('a mail to be sorted', () => {
  it('offers the four ways on, and none once it is filed', () => {
    expect(verbsOf(renderUnsortedCard(unsortedOpen, ro))).toEqual([
      'unsorted-details',
      'unsorted-request',
      'unsorted-attach',
      'unsorted-dismiss',
    ]);
    expect(
      verbsOf(renderUnsortedCard({ ...unsortedOpen, state: 'filed', filedAs: 'pus deoparte' }, ro)),
    ).toEqual([]);
  });

  it('says from whom it is, about what, why it could not be placed and what it seems to belong to', () => {
    const text = readable(renderUnsortedCard(unsortedOpen, ro));
    expect(text).toContain('Re: Cerere acces Online – AB-2026-00017');
    expect(text).toContain('ion.necunoscut@mail.example');
    expect(text).toContain('Este despre dosarul AB-2026-00017, care este încheiat.');
    expect(text).toContain('Pare să țină de\ndosarul AB-2026-00017');
  });

  it.each([
    ['unsorted-attach', ['number']],
    ['unsorted-dismiss', ['note']],
  ])('submits what the desk reads: %s', (name, inputs) => {
    const { card } = renderUnsortedDialog(unsortedDialogViews[name] as UnsortedDialogView, ro);
    expect(inputsOf(card).map(({ id }) => id)).toEqual(inputs);
    expect(submitOf(card)).toEqual({ verb: `submit:${name}`, data: { caseId: 'unsorted-7' } });
  });

  it('can become a case from its details as well', () => {
    const { card } = renderUnsortedDialog(unsortedDialogViews['unsorted-details'] as UnsortedDialogView, ro);
    expect(verbsOf(card)).toEqual(['open-document', 'open-document', 'unsorted-request']);
  });

  it('is one line in a notification', () => {
    expect(unsortedSummaryOf(unsortedOpen, ro)).toBe(
      'De clasificat · Re: Cerere acces Online – AB-2026-00017 · ion.necunoscut@mail.example',
    );
    expect(unsortedSummaryOf({ ...unsortedOpen, subject: '', from: '' }, ro)).toBe(
      'De clasificat · (fără subiect) · expeditor necunoscut',
    );
  });
});

describe('"Mai mult…"', () => {
  it('says so where there is nothing else to do', () => {
    const moved = { ...baseView, access: { ...baseView.access, state: 'issuing' as const } };
    expect(readable(renderDialog({ kind: 'more', card: moved }, ro).card)).toContain('Ce s-a întâmplat');
    const titles = actionsOf(renderDialog({ kind: 'more', card: officeViews.closed ?? baseView }, ro).card);
    expect(titles.map(({ title }) => title)).toEqual(['Redeschide…', 'Istoric']);
  });
});
