import type { Office, Person } from './generated/sqlite/client.ts';
import { newId } from './ids.ts';
import type { Reading, Writing } from './session.ts';

export type RoleName = 'secretary' | 'supervisor' | 'di' | 'admin';

/** A person with roles and platform identities; a role's office is null where it is not bound to one. */
export interface PersonWithRoles extends Person {
  /** Those held for good, and those held now for somebody who is away. */
  roles: { role: RoleName; office: string | null }[];
  /** The second kind, with their end. */
  terms: { role: RoleName; office: string | null; untilAt: Date; decision: string }[];
  identities: { channel: string; externalId: string }[];
}

export interface NewPerson {
  id?: string;
  name: string;
  email?: string | null;
  /** ro (default) · en */
  language?: string;
}

/** A role for a time (out of office): for whom, from when until when, by which decision. */
export interface NewTerm {
  role: RoleName;
  office: string | null;
  fromAt: Date;
  untilAt: Date;
  decision: string;
}

/** A deputy has the role from the first moment to the last. */
function inForce(now: Date) {
  return { fromAt: { lte: now }, untilAt: { gt: now } };
}

function everythingOf(now: Date) {
  return {
    roles: { select: { role: true, office: true } },
    terms: { select: { role: true, office: true, untilAt: true, decision: true }, where: inForce(now) },
    identities: { select: { channel: true, externalId: true } },
  } as const;
}

type Loaded = Person & {
  roles: { role: string; office: string }[];
  terms: { role: string; office: string; untilAt: Date; decision: string }[];
  identities: { channel: string; externalId: string }[];
};

function withRoles(row: Loaded): PersonWithRoles {
  const grantOf = ({ role, office }: { role: string; office: string }) => ({
    role: role as RoleName,
    office: office === '' ? null : office,
  });
  const terms = row.terms.map(({ untilAt, decision, ...grant }) => ({
    ...grantOf(grant),
    untilAt,
    decision,
  }));
  return { ...row, roles: [...row.roles, ...row.terms].map(grantOf), terms };
}

export function peopleReads(reading: Reading) {
  return {
    async personById(id: string): Promise<PersonWithRoles | undefined> {
      const row = await reading.tables.person.findUnique({
        where: { id },
        include: everythingOf(reading.now()),
      });
      return row === null ? undefined : withRoles(row);
    },

    /** Who this is on that platform; the roles decide at the moment of the click. */
    async personByIdentity(channel: string, externalId: string): Promise<PersonWithRoles | undefined> {
      const where = { channel_externalId: { channel, externalId } };
      const row = await reading.tables.identity.findUnique({
        where,
        include: { person: { include: everythingOf(reading.now()) } },
      });
      return row === null ? undefined : withRoles(row.person);
    },

    /** Active people with this role, for the office or for all of them; all active people without an argument. */
    async people(having?: { role?: RoleName; office?: string }): Promise<PersonWithRoles[]> {
      const role = having?.role === undefined ? {} : { role: having.role };
      const office = having?.office === undefined ? {} : { office: { in: ['', having.office] } };
      const now = reading.now();
      const grant = { ...role, ...office };
      const roles =
        having === undefined
          ? {}
          : { OR: [{ roles: { some: grant } }, { terms: { some: { ...grant, ...inForce(now) } } }] };
      const rows = await reading.tables.person.findMany({
        where: { active: true, ...roles },
        include: everythingOf(now),
        orderBy: { name: 'asc' },
      });
      return rows.map(withRoles);
    },

    async officeByCode(code: string): Promise<Office | undefined> {
      return (await reading.tables.office.findUnique({ where: { code } })) ?? undefined;
    },

    async offices(): Promise<Office[]> {
      return reading.tables.office.findMany({ orderBy: { code: 'asc' } });
    },
  };
}

export function peopleWrites(writing: Writing) {
  return {
    /** Creates or changes a person. Returns the id. */
    async savePerson(person: NewPerson): Promise<string> {
      const { id = newId(), ...rest } = person;
      await writing.tables.person.upsert({ where: { id }, create: { id, ...rest }, update: rest });
      return id;
    },

    async setPersonActive(id: string, active: boolean): Promise<void> {
      await writing.tables.person.update({ where: { id }, data: { active } });
    },

    /** Says who a person is on a platform; takes the identity over from whoever had it. */
    async linkIdentity(personId: string, channel: string, externalId: string): Promise<void> {
      await writing.tables.identity.upsert({
        where: { channel_externalId: { channel, externalId } },
        create: { id: newId(), personId, channel, externalId },
        update: { personId },
      });
    },

    /** Grants a role; granting it twice does no harm. `office` null: bound to no office. */
    async grantRole(personId: string, role: RoleName, office: string | null): Promise<void> {
      const grant = { personId, role, office: office ?? '' };
      await writing.tables.roleGrant.upsert({
        where: { personId_role_office: grant },
        create: { id: newId(), ...grant },
        update: {},
      });
    },

    /** True when the person had the role, for good or for a time. */
    async revokeRole(personId: string, role: RoleName, office: string | null): Promise<boolean> {
      const where = { personId, role, office: office ?? '' };
      const terms = await writing.tables.roleTerm.deleteMany({ where });
      const grants = await writing.tables.roleGrant.deleteMany({ where });
      return terms.count + grants.count > 0;
    },

    /** Gives a role for a time; the same again replaces its days and its decision. */
    async nameDeputy(personId: string, term: NewTerm): Promise<void> {
      const { role, office, ...rest } = term;
      const grant = { personId, role, office: office ?? '' };
      await writing.tables.roleTerm.deleteMany({ where: grant });
      await writing.tables.roleTerm.create({
        data: { id: newId(), ...grant, ...rest, createdAt: writing.now() },
      });
    },

    /** Creates or changes an office. */
    async saveOffice(office: Office): Promise<void> {
      const { code, ...rest } = office;
      await writing.tables.office.upsert({ where: { code }, create: office, update: rest });
    },
  };
}
