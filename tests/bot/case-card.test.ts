import { describe, expect, it } from 'vitest';
import { renderCaseCard, renderDialog, summaryOf } from '../../src/bot/cards.ts';
import type { CaseCardView } from '../../src/bot/views.ts';
import { ro } from '../../src/texts/ro.ts';
import { offered } from '../../src/workflow/offered.ts';
import { actionsOf, readable, verbsOf } from './card-parts.ts';
import { baseCase, baseView, diViews, officeViews } from './case-views.ts';

const views: readonly (readonly [string, CaseCardView])[] = [
  ...Object.entries(officeViews).map(([name, view]) => [`office ${name}`, view] as const),
  ...Object.entries(diViews).map(([name, view]) => [`di ${name}`, view] as const),
];
const living = views.filter(([, view]) => view.movedTo === null);

function viewOf(name: string, from: Readonly<Record<string, CaseCardView>> = officeViews): CaseCardView {
  const view = from[name];
  if (!view) {
    throw new Error(`no view is named ${name}`);
  }
  return view;
}

function textOf(view: CaseCardView): string {
  return readable(renderCaseCard(view, ro));
}

describe('what the card of a case offers', () => {
  it('is tried in every state and at both places', () => {
    const states = new Set(views.map(([, view]) => view.access.state));
    expect([...states].sort()).toEqual(Object.keys(ro.states).sort());
    expect(new Set(views.map(([, view]) => view.place))).toEqual(new Set(['office', 'di']));
  });

  it.each(living)('is exactly what the state allows, the rest behind "Mai mult…": %s', (_, view) => {
    const { first, more } = offered(view.access, view.place);
    expect(verbsOf(renderCaseCard(view, ro))).toEqual(more.length > 0 ? [...first, 'more'] : [...first]);
    const dialog = renderDialog({ kind: 'more', card: view }, ro).card;
    expect([...verbsOf(dialog)].sort()).toEqual([...more].sort());
  });

  it.each(living)('names the case in every button: %s', (_, view) => {
    const actions = actionsOf(renderCaseCard(view, ro));
    expect(actions.map(({ data }) => data)).toEqual(actions.map(() => ({ caseId: 'case-42' })));
  });

  it('also works where a client knows only Action.Submit', () => {
    const card = renderCaseCard(baseView, ro);
    expect(card.actions).toContainEqual(
      expect.objectContaining({
        verb: 'open-details',
        fallback: expect.objectContaining({
          type: 'Action.Submit',
          data: { caseId: 'case-42', verb: 'open-details' },
        }),
      }),
    );
  });

  it('stresses the next step, and nothing where somebody else is waited for', () => {
    const stressed = (view: CaseCardView) =>
      actionsOf(renderCaseCard(view, ro))
        .filter(({ style }) => style === 'positive')
        .map(({ verb }) => verb);
    expect(stressed(viewOf('received'))).toEqual(['open-details']);
    expect(stressed(viewOf('ready-to-approve'))).toEqual(['approve']);
    expect(stressed(viewOf('issued'))).toEqual(['note-on-original']);
    expect(stressed(viewOf('with-di', diViews))).toEqual(['issue']);
    expect(stressed(viewOf('with-di'))).toEqual([]);
    expect(stressed(viewOf('awaiting-correction'))).toEqual([]);
    expect(stressed(viewOf('closed'))).toEqual([]);
  });
});

describe('what the card of a case says', () => {
  it('begins with number, state and applicant', () => {
    const [number, state, applicant] = textOf(baseView).split('\n');
    expect([number, state, applicant]).toEqual(['AB-2026-00042', 'De verificat', 'Andrei Popescu']);
  });

  it('tells what is waited for, since when and until when', () => {
    const text = textOf(baseView);
    expect(text).toContain('Așteaptă: secretarul să verifice datele cu eTerra (A11)');
    expect(text).toContain('din 23.11.2026, 10:15 · termen mâine, 17:00');
  });

  it('says by how much a term has passed', () => {
    expect(textOf(viewOf('received-without-workbook'))).toContain(
      'Termen depășit cu 1 zi: era 23.11.2026, 17:00',
    );
    expect(textOf({ ...baseView, now: '2026-11-25T16:00:00.000Z' })).toContain(
      'Termen depășit: era astăzi, 17:00',
    );
    expect(textOf({ ...baseView, now: '2026-11-25T09:00:00.000Z' })).toContain('termen astăzi, 17:00');
  });

  it('counts the days of a term in Bucharest, not in the machine’s zone', () => {
    const text = textOf({ ...baseView, now: '2026-11-24T22:30:00.000Z' });
    expect(text).toContain('termen astăzi, 17:00');
  });

  it('says how each check came out by a sign and in words', () => {
    const text = textOf(viewOf('received-with-problems'));
    expect(text).toContain('✗ Date de identitate: de corectat: CNP');
    expect(text).toContain('? Autorizația: nu s-a putut verifica: Seria și nr. autorizației');
    expect(text).toContain('✓ în regulă: Domiciliu și telefon, Adresa de e-mail, Cererea');
    expect(text).toContain('datele nu sunt încă verificate de un om');
  });

  it('says who verified the data, and no longer once another workbook came', () => {
    expect(textOf(viewOf('ready-to-approve'))).toContain(
      'toate în regulă; datele sunt verificate de Maria Ionescu, 23.11.2026',
    );
    const { access } = viewOf('ready-to-approve');
    const workbook = { ...(access.workbook ?? baseCase.workbook), hash: 'another' } as typeof access.workbook;
    const replaced = { ...baseView, access: { ...access, workbook } };
    expect(textOf(replaced)).toContain('datele nu sunt încă verificate de un om');
  });

  it('says whether the form’s address is the sender’s, whatever its letter case', () => {
    expect(textOf(baseView)).toContain('andrei.popescu@cadastru-alba.example ✓ aceeași cu a expeditorului');
    const shouted = { ...baseView, senderEmail: 'Andrei.POPESCU@cadastru-alba.example' };
    expect(textOf(shouted)).toContain('✓ aceeași cu a expeditorului');
    expect(textOf(viewOf('received-with-problems'))).toContain(
      '✗ alta decât a expeditorului: cadastru.alba@mail.example',
    );
    expect(textOf(viewOf('received-without-workbook'))).toContain(
      'formularul nu are o adresă de e-mail; mailul a venit de la cadastru.alba@mail.example',
    );
  });

  it('shows the original, the registry number, the register and who approved', () => {
    const text = textOf(viewOf('with-di-despite-failed-check', diViews));
    expect(text).toContain('da, primit la 24.11.2026 · dosar Autorizări 2026, fila 42');
    expect(text).toContain('12345 din 23.11.2026');
    expect(text).toContain('Maria Ionescu, 24.11.2026, 09:45');
    expect(text).toContain('motiv: CNP-ul a fost comparat cu cartea de identitate');
    expect(textOf(viewOf('awaiting-dcg'))).toContain('cerut la DCG la 23.11.2026; răspunsul nu a venit încă');
  });

  it('shows the secretary what to write on the paper (A24): the user and the day of the mail', () => {
    const lines = textOf(viewOf('issued')).split('\n');
    const box = lines.indexOf('De scris pe cererea în original (A24)');
    expect(lines.slice(box + 1, box + 5)).toEqual(['USER', 'andrei.popescu', 'Data mailului', '24.11.2026']);
  });

  it('shows DI neither the scans nor who works on the case at the office', () => {
    const lines = textOf(viewOf('with-di', diViews)).split('\n');
    expect(lines).not.toContain('Documente');
    expect(lines).not.toContain('Se ocupă');
    expect(textOf(viewOf('with-di')).split('\n')).toContain('Documente');
  });

  it('tells of a mail that did not arrive, and what to do', () => {
    expect(textOf(viewOf('undelivered-credentials'))).toContain('nu a ajuns la adresa din formular');
    expect(textOf(viewOf('issuing', diViews))).toContain('Poate fi retrimis de la DI.');
  });

  it('offers nothing and tells nothing but where it went once the case has moved', () => {
    const card = renderCaseCard(viewOf('moved'), ro);
    expect(verbsOf(card)).toEqual([]);
    expect(readable(card)).toContain('Mutat la OCPI Cluj');
    expect(readable(card)).not.toContain('cadastru-alba.example');
    expect(readable(card)).not.toContain('1•••••••••344');
  });

  it('says how a case ended, by whom and why', () => {
    expect(textOf(viewOf('rejected'))).toContain('Autorizația este retrasă din 01.09.2026.');
    expect(textOf(viewOf('merged'))).toContain('unit cu dosarul AB-2026-00017');
    expect(textOf(viewOf('closed'))).toContain('USERUL și data mailului sunt notate pe original (A24)');
  });

  it('has a name for an applicant whom nobody knows, and for a colleague without one', () => {
    const nameless = { ...viewOf('ready-to-approve'), applicantName: '', names: {} };
    expect(textOf(nameless)).toContain('Solicitant necunoscut');
    expect(textOf(nameless)).toContain('verificate de un coleg');
  });

  it('is one line in a notification: number, state, applicant', () => {
    expect(summaryOf(baseView, ro)).toBe('AB-2026-00042 · De verificat · Andrei Popescu');
    expect(summaryOf(viewOf('moved'), ro)).toBe('AB-2026-00042 · Mutat la OCPI Cluj · Andrei Popescu');
    expect(summaryOf({ ...baseView, applicantName: 'Ana\nMaria' }, ro)).not.toContain('\n');
  });
});
