import type { AuditEvent } from './generated/sqlite/client.ts';
import { newId } from './ids.ts';
import type { JsonInput } from './json.ts';
import { canonicalJson } from './json.ts';
import type { Keyring } from './seal.ts';
import type { Reading } from './session.ts';
import { jsonColumn } from './session.ts';

/** Something that happened to a case. No personal data: ids, codes and keyed hashes only. */
export interface NewEvent {
  type: string;
  /** Rows of the procedure that it carried out, such as "A11"; empty when none. */
  rows: string;
  /** A person's id, or applicant · system. */
  actor: string;
  payload: JsonInput;
  at: Date;
}

/** An event as stored. */
export type StoredEvent = Omit<AuditEvent, 'payload'> & { payload: unknown };

/** The hash before a case's first event. */
export const NO_HASH = '';

type Linked = Pick<AuditEvent, 'prevHash' | 'caseId' | 'seq' | 'type' | 'rows' | 'actor' | 'at'> & {
  payload: unknown;
};

function hashOf(keys: Keyring, event: Linked): string {
  const { prevHash, caseId, seq, type, rows, actor, payload, at } = event;
  return keys.auditHash(canonicalJson([prevHash, caseId, seq, type, rows, actor, payload, at.toISOString()]));
}

/** The events as rows that continue the case's chain. */
export function chainEvents(
  keys: Keyring,
  caseId: string,
  after: { version: number; lastHash: string },
  events: NewEvent[],
) {
  let prevHash = after.lastHash;
  return events.map((event, index) => {
    const linked = {
      caseId,
      seq: after.version + 1 + index,
      type: event.type,
      rows: event.rows,
      actor: event.actor,
      payload: jsonColumn(event.payload),
      at: event.at,
      prevHash,
    };
    prevHash = hashOf(keys, linked);
    return { id: newId(), ...linked, hash: prevHash };
  });
}

/** What is wrong with a case's chain, and from which event on. */
export type ChainReport =
  | { whole: true; events: number }
  | { whole: false; seq: number; problem: 'missing' | 'changed' | 'head-differs' };

/**
 * Recomputes a case's chain. Finds an event that was edited, removed, added or moved, and a case row whose version or
 * last hash is not the chain's end. (Whoever cuts the newest events AND sets the row back leaves a shorter valid chain:
 * compare with a backup.)
 */
export async function verifyChain(reading: Reading, caseId: string): Promise<ChainReport> {
  const head = await reading.tables.case.findUniqueOrThrow({ where: { id: caseId } });
  const events = await reading.tables.auditEvent.findMany({ where: { caseId }, orderBy: { seq: 'asc' } });
  let prevHash = NO_HASH;
  let seq = 0;
  for (const event of events) {
    seq += 1;
    if (event.seq !== seq) return { whole: false, seq, problem: 'missing' };
    if (event.prevHash !== prevHash || event.hash !== hashOf(reading.keys, event)) {
      return { whole: false, seq, problem: 'changed' };
    }
    prevHash = event.hash;
  }
  if (head.version !== seq || head.lastHash !== prevHash)
    return { whole: false, seq, problem: 'head-differs' };
  return { whole: true, events: seq };
}
