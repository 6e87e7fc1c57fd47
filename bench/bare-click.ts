/** The floor of a click: the same unit of work through the same Prisma client and adapter, and nothing else. */
import { randomUUID } from 'node:crypto';
import { PrismaClient } from '../src/store/generated/sqlite/client.ts';
import { newId } from '../src/store/ids.ts';
import { SafeSqlite } from '../src/store/sqlite-adapter.ts';

export interface BareDesk {
  /** Loads the case, writes it at its next version, one audit event and two effects, in one transaction. */
  click(caseId: string, options?: { readonly withTimers: boolean }): Promise<void>;
  close(): Promise<void>;
}

/** What a verified case waits with. */
const TIMERS = ['applicant-5', 'applicant-15', 'applicant-30'];
const LIMITS = { maxWait: 60_000, timeout: 30_000 };

/** Opens a database that no store has open. */
export function openBareDesk(file: string): BareDesk {
  const client = new PrismaClient({ adapter: new SafeSqlite(file) });
  return {
    async click(caseId, { withTimers } = { withTimers: false }) {
      await client.$transaction(async (tables) => {
        const row = await tables.case.findUniqueOrThrow({ where: { id: caseId } });
        const now = new Date();
        const version = row.version + 1;
        const hash = randomUUID();
        const facts = { ...(row.facts as object), state: 'verified' };
        const { count } = await tables.case.updateMany({
          where: { id: caseId, version: row.version },
          data: { facts, state: 'verified', version, lastHash: hash, waitingSince: now, updatedAt: now },
        });
        if (count !== 1) {
          throw new Error('The case is at another version');
        }
        const event = { type: 'verified', rows: 'A11', actor: 'person', payload: {}, at: now };
        await tables.auditEvent.createMany({
          data: [{ id: newId(), caseId, seq: version, ...event, prevHash: row.lastHash, hash }],
        });
        const effect = {
          caseId,
          seq: version,
          kind: 'card',
          payload: {},
          status: 'pending',
          runAt: now,
          createdAt: now,
        };
        await tables.effect.createMany({
          data: [0, 1].map((ord) => ({ id: newId(), lane: `card:${ord}`, ord, ...effect })),
        });
        if (withTimers) {
          await tables.timer.deleteMany({ where: { caseId, kind: { in: [...TIMERS, 'due'] } } });
          await tables.timer.createMany({
            data: TIMERS.map((kind) => ({ id: newId(), caseId, kind, dueAt: now })),
          });
        }
      }, LIMITS);
    },
    close: () => client.$disconnect(),
  };
}
