import type { Reading, Writing } from './session.ts';

export function leaseReads(reading: Reading) {
  return {
    /** Who holds a lease now, or null where it is free. */
    async leaseHolder(name: string): Promise<string | null> {
      const row = await reading.tables.lease.findUnique({ where: { name } });
      return row === null || row.until <= reading.now() ? null : row.holder;
    },
  };
}

/** Loops of which there may be one, such as the watch of a mailbox: whoever holds the row runs it. */
export function leaseWrites(writing: Writing) {
  return {
    /** Takes or renews a lease for so many milliseconds. False while somebody else holds it. */
    async takeLease(name: string, holder: string, ms: number): Promise<boolean> {
      const now = writing.now();
      const until = new Date(now.getTime() + ms);
      const mine = { name, OR: [{ holder }, { until: { lte: now } }] };
      const { count } = await writing.tables.lease.updateMany({ where: mine, data: { holder, until } });
      if (count > 0) {
        return true;
      }
      const known = await writing.tables.lease.findUnique({ where: { name } });
      if (known !== null) {
        return false;
      }
      await writing.tables.lease.create({ data: { name, holder, until } });
      return true;
    },

    /** Frees every lease: for the start of a process that knows itself alone with its database. */
    async dropLeases(): Promise<void> {
      await writing.tables.lease.deleteMany();
    },

    /** Gives a lease back, if it is still this holder's. */
    async releaseLease(name: string, holder: string): Promise<void> {
      await writing.tables.lease.deleteMany({ where: { name, holder } });
    },
  };
}
