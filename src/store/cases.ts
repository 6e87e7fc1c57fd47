import type { NewEvent, StoredEvent } from './audit.ts';
import { chainEvents, NO_HASH } from './audit.ts';
import { foldName } from './fold.ts';
import type { Account, Case, Prisma } from './generated/sqlite/client.ts';
import { newId } from './ids.ts';
import type { JsonInput } from './json.ts';
import type { Reading, Writing } from './session.ts';
import { Conflict, jsonColumn } from './session.ts';

/** A case as stored. `facts` is the workflow's own state, as it was given. */
export type CaseRow = Omit<Case, 'facts'> & { facts: unknown };

/** What a caller may set on a case; a folded name, version, hash and dates of the row follow by themselves. */
export interface CaseFields {
  kind: string;
  number: string | null;
  office: string;
  state: string;
  open: boolean;
  facts: JsonInput;
  ownerId: string | null;
  applicantName: string | null;
  /** Of the applicant's workbook; lower case. */
  email: string | null;
  /** Of whoever sent the first mail; lower case. */
  senderEmail: string | null;
  senderName: string | null;
  /** keys.lookupHash('cnp', …) */
  cnpHash: string | null;
  authorisation: string | null;
  registryNumber: string | null;
  waitingSince: Date;
  dueAt: Date | null;
}

/** A new case, with what happened to bring it about: at least one event. */
export interface NewCase extends Partial<CaseFields> {
  id?: string;
  kind: string;
  office: string;
  state: string;
  facts: JsonInput;
  events: [NewEvent, ...NewEvent[]];
}

export interface CaseChange {
  /** The version that the decision was made on. */
  expectedVersion: number;
  patch?: Partial<CaseFields>;
  events?: NewEvent[];
}

/** Which cases to list: oldest first. `after` continues behind the last case of the page before. */
export interface QueueQuery {
  office?: string;
  /** Default true: only open cases. */
  open?: boolean;
  kinds?: string[];
  states?: string[];
  ownerId?: string;
  /** Ids of places, one of which has its card. */
  postedAt?: string[];
  after?: { createdAt: Date; id: string };
  /** Default 50. */
  limit?: number;
}

export interface SamePerson {
  cnpHash?: string | null;
  authorisation?: string | null;
  email?: string | null;
  exceptCaseId?: string;
}

export interface CountQuery {
  /** Null: all offices. */
  readonly offices: string[] | null;
  /** YYYY-MM; null: only what is open now. */
  readonly month: string | null;
  readonly now: Date;
}

export interface CaseCounts {
  readonly open: Readonly<Record<string, number>>;
  readonly late: number;
  readonly opened: number;
  readonly closed: number;
  readonly rejected: number;
}

export interface PeriodQuery {
  /** YYYY-MM or YYYY. */
  readonly period: string;
  /** Null: all offices. */
  readonly offices: readonly string[] | null;
  readonly after: string | null;
  readonly limit: number;
}

const PAGE = 50;

/** From the first moment of a Romanian month to the first of the next. */
function monthBounds(month: string): { gte: Date; lt: Date } {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return { gte: romanianMidnight(year, number), lt: romanianMidnight(year, number + 1) };
}

/** The same for a year. */
function periodBounds(period: string): { gte: Date; lt: Date } {
  return period.length === 4
    ? { gte: romanianMidnight(Number(period), 1), lt: romanianMidnight(Number(period) + 1, 1) }
    : monthBounds(period);
}

/** Bucharest is two hours ahead of UTC, three in summer time; months begin at midnight there. */
function romanianMidnight(year: number, month: number): Date {
  const atUtc = new Date(Date.UTC(year, month - 1, 1));
  const hour = new Intl.DateTimeFormat('en-GB', {
    timeZone: 'Europe/Bucharest',
    hour: 'numeric',
    hourCycle: 'h23',
  });
  return new Date(atUtc.getTime() - Number(hour.format(atUtc)) * 3_600_000);
}

function columns(fields: Partial<CaseFields>) {
  const { facts, applicantName, ...plain } = fields;
  return {
    ...plain,
    ...(facts === undefined ? {} : { facts: jsonColumn(facts) }),
    ...(applicantName === undefined
      ? {}
      : { applicantName, applicantNameFolded: applicantName === null ? null : foldName(applicantName) }),
  };
}

export function caseReads(reading: Reading) {
  return {
    /** The case, or undefined. */
    async caseById(id: string): Promise<CaseRow | undefined> {
      return (await reading.tables.case.findUnique({ where: { id } })) ?? undefined;
    },

    /** The case with this number, such as AB-2026-00042 (in any case of letters), or undefined. */
    async caseByNumber(number: string): Promise<CaseRow | undefined> {
      const where = { number: number.trim().toUpperCase() };
      return (await reading.tables.case.findUnique({ where })) ?? undefined;
    },

    /** R1: the cases of a kind that this address has opened since then, newest first, and those still open. */
    async casesOfSender(kind: string, senderEmail: string, since: Date): Promise<CaseRow[]> {
      return reading.tables.case.findMany({
        where: { kind, senderEmail, OR: [{ open: true }, { createdAt: { gte: since } }] },
        orderBy: { createdAt: 'desc' },
        take: PAGE,
      });
    },

    /** How many cases of a kind were opened since then, by whomever. */
    async countCasesSince(kind: string, since: Date): Promise<number> {
      const opened = (open: boolean) =>
        reading.tables.case.count({ where: { open, createdAt: { gte: since }, kind } });
      return (await opened(true)) + (await opened(false));
    },

    /** A page of the queue, oldest first. Its cost does not grow with the number of closed cases. */
    /** Every case, a page at a time, in the order of its id; `after` is the last one of the page before. */
    async caseIds(after: string | null, limit: number): Promise<string[]> {
      const rows = await reading.tables.case.findMany({
        select: { id: true },
        where: after === null ? {} : { id: { gt: after } },
        orderBy: { id: 'asc' },
        take: limit,
      });
      return rows.map(({ id }) => id);
    },

    async queue(query: QueueQuery): Promise<CaseRow[]> {
      const where: Prisma.CaseWhereInput = { open: query.open ?? true };
      if (query.office !== undefined) where.office = query.office;
      if (query.kinds !== undefined) where.kind = { in: query.kinds };
      if (query.states !== undefined) where.state = { in: query.states };
      if (query.ownerId !== undefined) where.ownerId = query.ownerId;
      if (query.postedAt !== undefined) where.posts = { some: { placeId: { in: query.postedAt } } };
      if (query.after !== undefined) {
        const { createdAt, id } = query.after;
        where.OR = [{ createdAt: { gt: createdAt } }, { createdAt, id: { gt: id } }];
        where.createdAt = { gte: createdAt };
      }
      return reading.tables.case.findMany({
        where,
        orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
        take: query.limit ?? PAGE,
      });
    },

    /**
     * Cases found by number, registry number, authorisation, e-mail (each whole) or by name (all the words, in any
     * order, without diacritics); newest first. `offices` limits it to what the person may see.
     */
    async searchCases(text: string, offices?: string[], limit: number = 20): Promise<CaseRow[]> {
      const whole = text.trim();
      const words = foldName(whole).split(' ').filter(Boolean);
      if (words.length === 0) return [];
      const either: Prisma.CaseWhereInput[] = [
        { number: whole.toUpperCase() },
        { registryNumber: whole },
        { authorisation: whole },
        { email: whole.toLowerCase() },
        { senderEmail: whole.toLowerCase() },
        { AND: words.map((word) => ({ applicantNameFolded: { contains: word } })) },
      ];
      const where: Prisma.CaseWhereInput = { OR: either };
      if (offices !== undefined) where.office = { in: offices };
      return reading.tables.case.findMany({ where, orderBy: { createdAt: 'desc' }, take: limit });
    },

    /**
     * How many access cases are open now, by state, and how many of them late; with a month (YYYY-MM, as the case numbers'
     * year: Romanian time) also how many came, were closed and were rejected in it.
     */
    async caseCounts(query: CountQuery): Promise<CaseCounts> {
      const { offices, month, now } = query;
      const of = { kind: 'access', ...(offices === null ? {} : { office: { in: offices } }) };
      const cases = reading.tables.case;
      const groups = await cases.groupBy({
        by: ['state'],
        where: { ...of, open: true },
        _count: { _all: true },
      });
      const open = Object.fromEntries(groups.map(({ state, _count }) => [state, _count._all]));
      const late = await cases.count({ where: { ...of, open: true, dueAt: { lt: now } } });
      if (month === null) {
        return { open, late, opened: 0, closed: 0, rejected: 0 };
      }
      const within = monthBounds(month);
      const ended = async (state: string): Promise<number> =>
        cases.count({ where: { ...of, open: false, state, waitingSince: within } });
      return {
        open,
        late,
        opened: await cases.count({ where: { ...of, createdAt: within } }),
        closed: await ended('closed'),
        rejected: await ended('rejected'),
      };
    },

    /**
     * Access cases that came, were open or were closed in a month (YYYY-MM) or a year (YYYY), a page at a time in the order in
     * which they came; `last` is where the next page begins, null at the end.
     */
    async accessCasesOf(query: PeriodQuery): Promise<{ cases: unknown[]; last: string | null }> {
      const { period, offices, after, limit } = query;
      const { gte, lt } = periodBounds(period);
      const rows = await reading.tables.case.findMany({
        where: {
          kind: 'access',
          createdAt: { lt },
          OR: [{ open: true }, { waitingSince: { gte } }],
          ...(offices === null ? {} : { office: { in: [...offices] } }),
          // Ids are made in the order of time: no page is sorted.
          ...(after === null ? {} : { id: { gt: after } }),
        },
        select: { id: true, facts: true },
        orderBy: { id: 'asc' },
        take: limit,
      });
      return {
        cases: rows.map(({ facts }) => facts),
        last: rows.length < limit ? null : (rows.at(-1)?.id ?? null),
      };
    },

    /** The case's events in order. */
    async events(caseId: string): Promise<StoredEvent[]> {
      return reading.tables.auditEvent.findMany({ where: { caseId }, orderBy: { seq: 'asc' } });
    },

    /** Other cases and accounts that share the CNP, the authorisation or the e-mail address; newest first. */
    async findOthers(same: SamePerson): Promise<{ cases: CaseRow[]; accounts: Account[] }> {
      const either: { cnpHash?: string; authorisation?: string; email?: string }[] = [];
      if (same.cnpHash) either.push({ cnpHash: same.cnpHash });
      if (same.authorisation) either.push({ authorisation: same.authorisation });
      if (same.email) either.push({ email: same.email });
      if (either.length === 0) return { cases: [], accounts: [] };
      const except = same.exceptCaseId === undefined ? {} : { id: { not: same.exceptCaseId } };
      const newest = { createdAt: 'desc' as const };
      return {
        cases: await reading.tables.case.findMany({
          where: { OR: either, ...except },
          orderBy: newest,
          take: PAGE,
        }),
        accounts: await reading.tables.account.findMany({
          where: { OR: either },
          orderBy: newest,
          take: PAGE,
        }),
      };
    },
  };
}

export function caseWrites(writing: Writing) {
  async function headOf(caseId: string): Promise<{ version: number; lastHash: string }> {
    const seen = writing.seen.get(caseId);
    if (seen !== undefined) return seen;
    const select = { version: true, lastHash: true };
    return writing.tables.case.findUniqueOrThrow({ where: { id: caseId }, select });
  }

  async function saveCase(caseId: string, change: CaseChange): Promise<number> {
    const head = await headOf(caseId);
    if (head.version !== change.expectedVersion) {
      throw new Conflict(`The case is at version ${head.version}, no longer at ${change.expectedVersion}`);
    }
    const rows = chainEvents(writing.keys, caseId, head, change.events ?? []);
    const last = rows.at(-1);
    const next = last === undefined ? head : { version: last.seq, lastHash: last.hash };
    const { count } = await writing.tables.case.updateMany({
      where: { id: caseId, version: change.expectedVersion },
      data: { ...columns(change.patch ?? {}), ...next, updatedAt: writing.now() },
    });
    if (count !== 1) throw new Conflict(`The case is no longer at version ${change.expectedVersion}`);
    if (rows.length > 0) await writing.tables.auditEvent.createMany({ data: rows });
    writing.seen.set(caseId, next);
    writing.touch(caseId);
    return next.version;
  }

  return {
    /** The case as it is in this transaction, or undefined. */
    async loadCase(id: string): Promise<CaseRow | undefined> {
      const row = await writing.tables.case.findUnique({ where: { id } });
      if (row === null) return undefined;
      writing.seen.set(id, { version: row.version, lastHash: row.lastHash });
      return row;
    },

    /** Creates a case at the version of its last event. Returns its id and version. */
    async createCase(fields: NewCase): Promise<{ id: string; version: number }> {
      const { id = newId(), events, ...given } = fields;
      const now = writing.now();
      const rows = chainEvents(writing.keys, id, { version: 0, lastHash: NO_HASH }, events);
      const head = { version: rows.length, lastHash: rows.at(-1)?.hash ?? NO_HASH };
      await writing.tables.case.create({
        data: {
          open: true,
          waitingSince: now,
          ...columns(given),
          kind: given.kind,
          office: given.office,
          state: given.state,
          facts: jsonColumn(given.facts),
          ...head,
          id,
          createdAt: now,
          updatedAt: now,
        },
        select: { id: true },
      });
      await writing.tables.auditEvent.createMany({ data: rows });
      writing.seen.set(id, head);
      writing.touch(id);
      return { id, version: head.version };
    },

    /**
     * Saves a decision: the changed columns and the events that say why, under the version that it was made on.
     * Returns the new version. Throws Conflict when somebody else was faster.
     */
    saveCase,

    /** Appends events to the case as this unit of work knows it. Returns the new version. */
    async appendEvents(caseId: string, events: NewEvent[]): Promise<number> {
      const { version } = await headOf(caseId);
      return saveCase(caseId, { expectedVersion: version, events });
    },

    /** The next number of an office's year: AB-2026-00042. Without gaps: a rollback gives it back. */
    async nextNumber(office: string, year: number): Promise<string> {
      const name = `${office}-${year}`;
      const counter = await writing.tables.counter.upsert({
        where: { name },
        create: { name, value: 1 },
        update: { value: { increment: 1 } },
      });
      return `${name}-${String(counter.value).padStart(5, '0')}`;
    },
  };
}
