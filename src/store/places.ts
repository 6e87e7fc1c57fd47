import type { CardPost, Place } from './generated/sqlite/client.ts';
import { newId } from './ids.ts';
import type { JsonInput } from './json.ts';
import { canonicalJson } from './json.ts';
import type { Reading, Writing } from './session.ts';
import { jsonColumn } from './session.ts';

export type PlacePurpose = 'commission' | 'supervisor' | 'di' | 'admin';

/** A bound channel. `address` is what its platform needs to post there. */
export type BoundPlace = Omit<Place, 'address'> & { address: unknown };

/** The living card of a case in a place. `posted` is what the platform needs to find it again. */
export type StoredPost = Omit<CardPost, 'posted'> & { posted: unknown };

export interface NewPlace {
  channel: string;
  purpose: PlacePurpose;
  /** Null for DI and the admins. */
  office: string | null;
  address: JsonInput;
}

export function placeReads(reading: Reading) {
  return {
    /** Where cards of this purpose (and office) go, oldest binding first. */
    async bindingsFor(query: { purpose: PlacePurpose; office?: string | null }): Promise<BoundPlace[]> {
      return reading.tables.place.findMany({
        where: { ...query, active: true },
        orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
      });
    },

    async places(): Promise<BoundPlace[]> {
      return reading.tables.place.findMany({ orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] });
    },

    async placeById(id: string): Promise<BoundPlace | undefined> {
      return (await reading.tables.place.findUnique({ where: { id } })) ?? undefined;
    },

    /** Every card of a case, also those in places that are bound no more. */
    async cardPosts(caseId: string): Promise<StoredPost[]> {
      return reading.tables.cardPost.findMany({ where: { caseId } });
    },

    async cardPost(caseId: string, placeId: string): Promise<StoredPost | undefined> {
      const where = { caseId_placeId: { caseId, placeId } };
      return (await reading.tables.cardPost.findUnique({ where })) ?? undefined;
    },
  };
}

export function placeWrites(writing: Writing) {
  return {
    /** Binds a channel. The same address bound again for the same purpose is the same place. Returns its id. */
    async bindPlace(place: NewPlace): Promise<string> {
      const { channel, purpose, office } = place;
      const wanted = canonicalJson(jsonColumn(place.address));
      const bound = await writing.tables.place.findMany({ where: { channel, purpose, office } });
      const same = bound.find((row) => canonicalJson(row.address) === wanted);
      if (same !== undefined) {
        await writing.tables.place.update({ where: { id: same.id }, data: { active: true } });
        return same.id;
      }
      const id = newId();
      const address = jsonColumn(place.address);
      await writing.tables.place.create({
        data: { id, channel, purpose, office, address, active: true, createdAt: writing.now() },
      });
      return id;
    },

    async unbindPlace(id: string): Promise<void> {
      await writing.tables.place.update({ where: { id }, data: { active: false } });
    },

    /**
     * Remembers that a card was posted or rewritten, as of that version of the case. False, and nothing is changed, when
     * a newer version stands there already.
     */
    async saveCardPost(post: {
      caseId: string;
      placeId: string;
      posted: JsonInput;
      renderedVersion: number;
    }): Promise<boolean> {
      const { caseId, placeId, renderedVersion } = post;
      const where = { caseId_placeId: { caseId, placeId } };
      const earlier = await writing.tables.cardPost.findUnique({ where });
      if (earlier !== null && earlier.renderedVersion > renderedVersion) return false;
      const data = { posted: jsonColumn(post.posted), renderedVersion, updatedAt: writing.now() };
      await writing.tables.cardPost.upsert({
        where,
        create: { id: newId(), caseId, placeId, ...data },
        update: data,
      });
      return true;
    },
  };
}
