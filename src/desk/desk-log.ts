/** What admins change of the desk itself – roles, channels – in a chain of its own, like a case's: who, what, when, unchanged since. */
import type { UnitOfWork } from '../store/unit-of-work.ts';

/** The row that the chain hangs on: no case of anybody. */
export const DESK_LOG = 'desk';

export type DeskChange =
  | {
      readonly type: 'role-given' | 'role-taken';
      readonly person: string;
      readonly role: string;
      readonly office: string | null;
    }
  | {
      readonly type: 'place-bound' | 'place-unbound';
      readonly place: string;
      readonly channel: string;
      readonly purpose: string;
      readonly office: string | null;
    }
  | {
      readonly type: 'deputy-named';
      readonly person: string;
      readonly role: string;
      readonly office: string | null;
      readonly from: string;
      readonly until: string;
      readonly decision: string;
    }
  | { readonly type: 'report-made'; readonly period: string; readonly offices: string }
  | { readonly type: 'register-imported'; readonly rows: number }
  | { readonly type: 'retention-set'; readonly months: number; readonly minutes: string }
  | { readonly type: 'hold-set' | 'hold-lifted'; readonly case: string }
  | { readonly type: 'case-purged'; readonly minutes: string; readonly number: string }
  | { readonly type: 'account-suspended' | 'account-activated'; readonly account: string };

/**
 * Writes a change down, in the transaction that makes it. `by`: the id of the person who asked for it; null for whoever
 * works at the machine itself, by command line.
 */
export async function logDeskChange(
  uow: UnitOfWork,
  by: string | null,
  { type, ...payload }: DeskChange,
): Promise<void> {
  const event = { type, rows: '', actor: by === null ? 'system' : `person:${by}`, payload, at: uow.now() };
  if (await uow.loadCase(DESK_LOG)) {
    await uow.appendEvents(DESK_LOG, [event]);
    return;
  }
  await uow.createCase({
    id: DESK_LOG,
    kind: DESK_LOG,
    office: 'DI',
    state: 'log',
    open: false,
    facts: {},
    events: [event],
  });
}
