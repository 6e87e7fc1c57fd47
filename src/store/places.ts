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
  async function cardPost(caseId: string, placeId: string): Promise<StoredPost | undefined> {
    const where = { caseId_placeId: { caseId, placeId } };
    return (await reading.tables.cardPost.findUnique({ where })) ?? undefined;
  }

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

    /** What one channel of a platform is bound for. */
    async placesAt(channel: string, address: JsonInput): Promise<BoundPlace[]> {
      const wanted = Object.entries(jsonColumn(address) ?? {});
      const bound = await reading.tables.place.findMany({ where: { channel, active: true } });
      return bound.filter((row) => {
        const known = new Map(Object.entries(row.address ?? {}));
        return wanted.every(
          ([name, value]) => canonicalJson(known.get(name) ?? null) === canonicalJson(value),
        );
      });
    },

    /** Every card of a case, also those in places that are bound no more. */
    async cardPosts(caseId: string): Promise<StoredPost[]> {
      return reading.tables.cardPost.findMany({ where: { caseId } });
    },

    /** The card that a platform speaks of, by where it stands there. */
    async cardPostAt(channel: string, posted: JsonInput): Promise<StoredPost | undefined> {
      const where = { address: addressOf(channel, posted) };
      const known = await reading.tables.cardAddress.findUnique({ where });
      return known === null ? undefined : await cardPost(known.caseId, known.placeId);
    },

    cardPost,
  };
}

/** How a card is found by what its platform says of it. */
function addressOf(channel: string, posted: JsonInput): string {
  return `${channel} ${canonicalJson(jsonColumn(posted))}`;
}

export function placeWrites(writing: Writing) {
  async function keepAddress(caseId: string, placeId: string, posted: JsonInput): Promise<void> {
    const place = await writing.tables.place.findUniqueOrThrow({ where: { id: placeId } });
    const address = addressOf(place.channel, posted);
    const here = { caseId, placeId };
    await writing.tables.cardAddress.upsert({
      where: { address },
      create: { address, ...here },
      update: here,
    });
  }

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
      if (earlier === null || canonicalJson(earlier.posted) !== canonicalJson(data.posted)) {
        await keepAddress(caseId, placeId, post.posted);
      }
      await writing.tables.cardPost.upsert({
        where,
        create: { id: newId(), caseId, placeId, ...data },
        update: data,
      });
      return true;
    },
  };
}
