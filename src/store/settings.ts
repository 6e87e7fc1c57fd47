import type { JsonInput } from './json.ts';
import type { Reading, Writing } from './session.ts';
import { jsonColumn } from './session.ts';

export function settingReads(reading: Reading) {
  return {
    /** The setting's value, or undefined. */
    async setting(name: string): Promise<unknown> {
      return (await reading.tables.setting.findUnique({ where: { name } }))?.value;
    },
  };
}

export function settingWrites(writing: Writing) {
  return {
    async saveSetting(name: string, value: JsonInput): Promise<void> {
      const stored = jsonColumn(value);
      await writing.tables.setting.upsert({
        where: { name },
        create: { name, value: stored },
        update: { value: stored },
      });
    },

    /** Takes or prolongs a lease. False while somebody else holds it. */
    async takeLease(name: string, holder: string, forMs: number): Promise<boolean> {
      const now = writing.now();
      const until = new Date(now.getTime() + forMs);
      await writing.tables.lease.upsert({
        where: { name },
        create: { name, holder, until: now },
        update: {},
      });
      const { count } = await writing.tables.lease.updateMany({
        where: { name, OR: [{ holder }, { until: { lte: now } }] },
        data: { holder, until },
      });
      return count === 1;
    },

    async releaseLease(name: string, holder: string): Promise<void> {
      await writing.tables.lease.deleteMany({ where: { name, holder } });
    },
  };
}
