/** What decisions are made of. */
import type {
  AccessCase,
  AccessCommand,
  AccessEvent,
  AccessState,
  Actor,
  Decision,
  Instant,
  Refusal,
} from './case.ts';
import { refOf } from './roles.ts';

/** The states in which the office has the case in its hands. */
export const AT_OFFICE: readonly AccessState[] = ['received', 'awaiting-correction', 'verified'];
export const OPEN: readonly AccessState[] = [...AT_OFFICE, 'with-di', 'issuing', 'issued'];

/** A command of one type. */
export type Of<Type extends AccessCommand['type']> = Extract<AccessCommand, { type: Type }>;

/** Accepts the event in these states; in another it tells which the case is in. */
export function inStates(access: AccessCase, states: readonly AccessState[], event: AccessEvent): Decision {
  return states.includes(access.state) ? accept(event) : refuse({ code: 'wrong-state', state: access.state });
}

/** By whom and when, as an event keeps it. */
export function stamp(command: { by: Actor; at: Instant }): { by: string; at: Instant } {
  return { by: refOf(command.by), at: command.at };
}

export function accept(...events: readonly AccessEvent[]): Decision {
  return { accepted: true, events };
}

export function refuse(refusal: Refusal): Decision {
  return { accepted: false, refusal };
}
