/** A case put before DI or the supervisor, and what is said about it in the threads. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type AccessCase,
  type AccessEffect,
  DEFAULT_RULES,
  type ThreadPlace,
} from '../../src/workflow/case.ts';
import { effectsOf } from '../../src/workflow/effects.ts';
import { openEscalations } from '../../src/workflow/escalation.ts';
import { audienceOf } from '../../src/workflow/letter-audience.ts';
import { offered } from '../../src/workflow/offered.ts';
import {
  applicant,
  issued,
  type Outcome,
  officer,
  opened,
  type Step,
  secretaryAb,
  secretaryCj,
  supervisorAb,
  through,
  when,
  withDi,
} from './cases.ts';

function escalate(target: 'di' | 'supervisor' = 'di', by = secretaryAb): Step {
  return { type: 'escalate', by, id: `to-${target}`, target, note: 'n1', urgent: false };
}

function say(
  from: ThreadPlace,
  by = secretaryAb,
  message = 'm1',
  change: 'new' | 'edited' | 'deleted' = 'new',
  revision = 'r1',
): Step {
  return { type: 'say-in-thread', by, from, message, change, revision, note: 'n2' };
}

/** The effects of a step's only event. */
function effects(before: AccessCase, { access, events }: Outcome): readonly AccessEffect[] {
  const [event] = events;
  return event ? effectsOf(before, { seq: 2, event }, access, DEFAULT_RULES) : [];
}

describe('escalating', () => {
  it('puts the case before DI: a card and a line there, who is on duty is mentioned, the office’s thread tells it', () => {
    const outcome = when(opened(), escalate());
    expect(outcome.events.map(({ type }) => type)).toEqual(['escalated']);
    expect(effects(opened(), outcome)).toEqual([
      { kind: 'card', place: 'office' },
      { kind: 'card', place: 'di' },
      { kind: 'reply', place: 'office', event: 2, mention: null },
      { kind: 'reply', place: 'di', event: 2, mention: 'di' },
    ]);
  });

  it('changes neither state, owner nor what is due', () => {
    const before = opened();
    const { access } = when(before, escalate());
    expect({ ...access, escalations: undefined, lastStep: null }).toEqual({
      ...before,
      escalations: undefined,
      lastStep: null,
    });
  });

  it('to the same place twice is already done; to the other place it is not', () => {
    const once = through(opened(), escalate());
    expect(when(once, escalate()).refusal).toEqual({ code: 'already-done' });
    expect(openEscalations(through(once, escalate('supervisor')))).toHaveLength(2);
  });

  it.each([
    ['the applicant', applicant],
    ['another county', secretaryCj],
    ['DI, which has nothing to do with it', officer],
  ] as const)('is not for %s', (_who, by) => {
    expect(when(opened(), escalate('supervisor', by)).refusal).not.toBeNull();
  });

  it('is for DI where the case is with DI', () => {
    expect(when(withDi(), escalate('supervisor', officer)).refusal).toBeNull();
  });

  it('lets DI look into the case, and end it there; the card offers both', () => {
    const access = through(opened(), escalate());
    expect(when(opened(), { type: 'open-details', by: officer }).refusal).not.toBeNull();
    expect(when(access, { type: 'open-details', by: officer }).refusal).toBeNull();
    expect(offered(access, 'di').first).toEqual(['open-details', 'close-escalation']);
    expect(offered(access, 'office').first).toContain('close-escalation');
    const closed = through(access, { type: 'close-escalation', by: officer, escalation: 'to-di', note: 'n' });
    expect(openEscalations(closed)).toEqual([]);
    expect(
      when(closed, { type: 'close-escalation', by: officer, escalation: 'to-di', note: 'n' }).refusal,
    ).toEqual({
      code: 'already-done',
    });
  });

  it('of a closed case is too late', () => {
    const closed = through(issued(), { type: 'note-on-original', by: secretaryAb });
    expect(when(closed, escalate()).refusal).toEqual({ code: 'wrong-state', state: 'closed' });
  });
});

describe('a line in a thread', () => {
  it('goes to the other end, and to no one else', () => {
    const access = through(opened(), escalate());
    expect(effects(access, when(access, say('office')))).toEqual([
      { kind: 'reply', place: 'di', event: 2, mention: null },
    ]);
    expect(effects(access, when(access, say('di', officer)))).toEqual([
      { kind: 'reply', place: 'office', event: 2, mention: null },
    ]);
  });

  it('goes nowhere while nothing is escalated, nor from a place that was not asked', () => {
    expect(when(opened(), say('office')).events).toEqual([]);
    const access = through(opened(), escalate());
    expect(when(access, say('supervisor', supervisorAb)).events).toEqual([]);
  });

  it('is carried once; its correction and its deletion are lines of their own', () => {
    const access = through(opened(), escalate(), say('office'));
    expect(when(access, say('office')).events).toEqual([]);
    const corrected = when(access, say('office', secretaryAb, 'm1', 'edited'));
    expect(corrected.events.map(({ type }) => type)).toEqual(['thread-corrected']);
    expect(when(corrected.access, say('office', secretaryAb, 'm1', 'deleted')).events).toHaveLength(1);
  });

  it('is carried at each of its corrections, also back to what it was, and not when one comes again', () => {
    let access = through(opened(), escalate(), say('office'));
    for (const revision of ['r2', 'r3', 'r2']) {
      const outcome = when(access, say('office', secretaryAb, 'm1', 'edited', revision));
      expect(outcome.events).toHaveLength(1);
      expect(when(outcome.access, say('office', secretaryAb, 'm1', 'edited', revision)).events).toEqual([]);
      access = outcome.access;
    }
  });

  it.each(['edited', 'deleted'] as const)('that comes after it was %s is not carried any more', (change) => {
    const access = through(opened(), escalate(), say('office', secretaryAb, 'm1', change));
    expect(when(access, say('office')).events).toEqual([]);
    expect(when(access, say('office', secretaryAb, 'm11')).events).toHaveLength(1);
  });

  it('by somebody without a role at that end is refused', () => {
    const access = through(opened(), escalate());
    expect(when(access, say('office', secretaryCj)).refusal).not.toBeNull();
    expect(when(access, say('office', officer)).refusal).not.toBeNull();
    expect(when(access, say('di', secretaryAb)).refusal).not.toBeNull();
  });

  it('is not the last step: whoever comes too late is told who acted, not who spoke', () => {
    const access = through(opened(), escalate(), say('office'));
    expect(access.lastStep.type).toBe('escalated');
  });

  it('never makes a letter, whatever was escalated to a channel and whoever speaks', () => {
    const place = fc.constantFrom<ThreadPlace>('office', 'di', 'supervisor');
    const by = fc.constantFrom(secretaryAb, officer, supervisorAb);
    fc.assert(
      fc.property(fc.array(fc.record({ place, by, message: fc.string() })), (lines) => {
        let access = through(opened(), escalate(), escalate('supervisor'));
        for (const { place: from, by: who, message } of lines) {
          const outcome = when(access, say(from, who, message));
          expect(effects(access, outcome).filter(({ kind }) => kind !== 'reply')).toEqual([]);
          access = outcome.access;
        }
      }),
    );
  });
});

const JURIST: Step = {
  ...{ type: 'escalate', by: secretaryAb, id: 'to-mail', target: 'mail', byMail: true },
  ...{ address: 'n3', note: 'n1', urgent: false },
};
const DI_BY_MAIL: Step = { ...escalate(), byMail: true } as Step;
const COLLEAGUE: Step = {
  ...{ type: 'escalate', by: secretaryAb, id: 'to-colleague', target: 'colleague', colleague: 'person:p9' },
  ...{ note: 'n1', urgent: false },
};

function answered(escalation: string, mailId = 'mail-1'): Step {
  return { type: 'answer-escalation', by: { type: 'colleague' }, escalation, mailId, note: 'n4' };
}

describe('where the other end has no thread', () => {
  it('letters go there, each for its own escalation, and no card is made', () => {
    const outcome = when(opened(), JURIST);
    expect(effects(opened(), outcome)).toEqual([
      { kind: 'letter', letter: 'escalation', event: 2, note: 'n1', escalation: 'to-mail' },
      { kind: 'card', place: 'office' },
      { kind: 'reply', place: 'office', event: 2, mention: null },
    ]);
    const both = through(outcome.access, DI_BY_MAIL);
    expect(effects(both, when(both, say('office')))).toEqual([
      { kind: 'letter', letter: 'escalation-line', event: 2, note: 'n2', escalation: 'to-mail' },
      { kind: 'letter', letter: 'escalation-line', event: 2, note: 'n2', escalation: 'to-di' },
    ]);
  });

  it('an answer is heard in the office’s thread alone, once, and only while the question is open', () => {
    const access = through(opened(), JURIST, DI_BY_MAIL);
    const outcome = when(access, answered('to-mail'));
    expect(effects(access, outcome)).toEqual([
      { kind: 'reply', place: 'office', event: 2, mention: 'owner' },
    ]);
    expect(when(outcome.access, answered('to-mail')).events).toEqual([]);
    const closed = through(access, {
      ...{ type: 'close-escalation', by: secretaryAb, escalation: 'to-mail', note: 'n' },
    });
    expect(when(closed, answered('to-mail')).events).toEqual([]);
  });

  it('a colleague is mentioned in the office’s own thread, and lines there are carried nowhere', () => {
    const outcome = when(opened(), COLLEAGUE);
    expect(effects(opened(), outcome)).toEqual([
      { kind: 'card', place: 'office' },
      { kind: 'reply', place: 'office', event: 2, mention: 'colleague' },
    ]);
    expect(when(outcome.access, say('office')).events).toEqual([]);
  });
});

it('whatever is escalated, said, answered and closed, and in whatever order: no letter goes to the applicant', () => {
  const id = fc.constantFrom('to-di', 'to-supervisor', 'to-mail', 'to-colleague');
  const step = fc.oneof(
    fc.constantFrom<Step>(escalate(), escalate('supervisor'), JURIST, DI_BY_MAIL, COLLEAGUE),
    fc
      .tuple(
        fc.constantFrom<ThreadPlace>('office', 'di', 'supervisor'),
        fc.constantFrom(secretaryAb, officer, supervisorAb),
        fc.constantFrom('m1', 'm2', 'm3'),
        fc.constantFrom('new' as const, 'edited' as const, 'deleted' as const),
      )
      .map(([from, by, message, change]) => say(from, by, message, change)),
    fc.tuple(id, fc.constantFrom('mail-1', 'mail-2')).map(([which, mailId]) => answered(which, mailId)),
    id.map((escalation): Step => ({ type: 'close-escalation', by: secretaryAb, escalation, note: 'n' })),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      let access = opened();
      for (const each of steps) {
        const outcome = when(access, each);
        for (const effect of effects(access, outcome)) {
          expect(effect.kind === 'letter' ? audienceOf(effect.letter) : 'nobody').not.toBe('applicant');
        }
        access = outcome.access;
      }
    }),
  );
});
