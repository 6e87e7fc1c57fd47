import type { Effect } from './generated/sqlite/client.ts';
import { newId } from './ids.ts';
import type { JsonInput } from './json.ts';
import type { Reading, Writing } from './session.ts';
import { jsonColumn } from './session.ts';

/** Something to do in the world. Small enough to read in the database; a secret goes into `secret`, never into `payload`. */
export interface NewEffect {
  /** Effects of one case and lane are performed in order; lanes do not wait for each other. Such as mail, card:<place>. */
  lane: string;
  kind: string;
  payload: JsonInput;
  /** Sealed under a key of its own; erased when the effect is done or given up. */
  secret?: string;
  /** Not before this moment; default: at once. */
  runAt?: Date;
}

/** An effect as stored, without its secret. */
export type StoredEffect = Omit<Effect, 'payload' | 'secretSealed'> & { payload: unknown };

export const SECRET_FIELD = 'Effect.secretSealed';

export function effectReads(reading: Reading) {
  return {
    /** The case's effects in order, those already done too. */
    async effectsOf(caseId: string): Promise<StoredEffect[]> {
      return reading.tables.effect.findMany({
        where: { caseId },
        orderBy: [{ seq: 'asc' }, { ord: 'asc' }],
        omit: { secretSealed: true },
      });
    },

    /** The lanes that have an effect waiting to be performed by then. */
    async lanesDue(by: Date): Promise<{ caseId: string; lane: string }[]> {
      const where = { status: 'pending', runAt: { lte: by } };
      const lanes = await reading.tables.effect.groupBy({ by: ['caseId', 'lane'], where });
      return lanes.map(({ caseId, lane }) => ({ caseId, lane }));
    },

    /** True while a lane of the case has an effect of this kind that nobody has begun. */
    async isPending(caseId: string, lane: string, kind: string): Promise<boolean> {
      const where = { caseId, lane, kind, status: 'pending' };
      return (await reading.tables.effect.findFirst({ where, select: { id: true } })) !== null;
    },

    /** How many effects wait, run and were given up: for the operator's state page. */
    async effectCounts(): Promise<{ pending: number; sending: number; dead: number }> {
      const groups = await reading.tables.effect.groupBy({
        by: ['status'],
        where: { status: { in: ['pending', 'sending', 'dead'] } },
        _count: { _all: true },
      });
      const count = (status: string): number =>
        groups.find((group) => group.status === status)?._count._all ?? 0;
      return { pending: count('pending'), sending: count('sending'), dead: count('dead') };
    },
  };
}

export function effectWrites(writing: Writing) {
  /** The next free place after the effects that this case and seq already have. */
  async function firstOrd(caseId: string, seq: number): Promise<number> {
    const last = await writing.tables.effect.aggregate({ where: { caseId, seq }, _max: { ord: true } });
    return (last._max.ord ?? -1) + 1;
  }

  return {
    /** Makes everything that waits in this lane, of whatever case, due now. Returns how many effects that was. */
    async hastenLane(lane: string): Promise<number> {
      const now = writing.now();
      const where = { lane, status: 'pending', runAt: { gt: now } };
      return (await writing.tables.effect.updateMany({ where, data: { runAt: now } })).count;
    },

    /**
     * Adds effects that event `seq` of the case wants, in this order. Returns their ids, which are the idempotency keys
     * towards mail servers and platforms. They are performed after the commit.
     */
    async addEffects(caseId: string, seq: number, effects: NewEffect[]): Promise<string[]> {
      if (effects.length === 0) return [];
      const first = await firstOrd(caseId, seq);
      const now = writing.now();
      const rows = effects.map((effect, index) => {
        const id = newId();
        const { secret } = effect;
        return {
          id,
          caseId,
          lane: effect.lane,
          seq,
          ord: first + index,
          kind: effect.kind,
          payload: jsonColumn(effect.payload),
          secretSealed: secret === undefined ? null : writing.keys.sealSecret(SECRET_FIELD, id, secret),
          status: 'pending',
          runAt: effect.runAt ?? now,
          createdAt: now,
        };
      });
      await writing.tables.effect.createMany({ data: rows });
      writing.touch(caseId, [...new Set(effects.map((effect) => effect.lane))]);
      return rows.map((row) => row.id);
    },
  };
}
