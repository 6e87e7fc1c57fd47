/** What the first start puts into an empty database; after that the database rules (product.md). */
import type { Store } from '../store/open.ts';
import type { RoleName } from '../store/people.ts';
import type { UnitOfWork } from '../store/unit-of-work.ts';
import type { DeskSettings } from './settings.ts';

/** Somebody as the settings name them; roles such as `secretary AB`, `di`. */
export interface SeedPerson {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly roles: readonly string[];
  /** The person's user id in Slack. */
  readonly slack?: string | undefined;
  /** The person's object id in Entra. */
  readonly teams?: string | undefined;
}

/** Invented people, one for each role, for a desk that nobody has configured. */
export const INVENTED_PEOPLE: readonly SeedPerson[] = [
  { id: 'secretar-ab', name: 'Maria Ionescu', email: 'secretar.ab@ancpi.ro', roles: ['secretary AB'] },
  { id: 'secretar-cj', name: 'Ioana Mureșan', email: 'secretar.cj@ancpi.ro', roles: ['secretary CJ'] },
  { id: 'coordonator-ab', name: 'Andrei Bota', email: 'coordonator.ab@ancpi.ro', roles: ['supervisor AB'] },
  { id: 'ofiter-di', name: 'Radu Dumitrescu', email: 'ofiter.di@ancpi.ro', roles: ['di'] },
  { id: 'administrator', name: 'Elena Șerban', email: 'administrator@ancpi.ro', roles: ['admin'] },
];

const LOCAL = 'local';

/**
 * Offices and people with their roles; with the local page also invented people, where nobody is configured, and a local
 * channel for every office, DI and the admins. Once only.
 */
export async function seed(
  store: Store,
  settings: DeskSettings,
  people: readonly SeedPerson[],
  localPage: boolean,
): Promise<void> {
  await store.transact(null, async (uow) => {
    if ((await uow.setting('seeded')) !== undefined) {
      return;
    }
    for (const { code, name, mailbox, secretaryMailbox } of settings.offices) {
      await uow.saveOffice({ code, name, mailbox, secretaryMailbox });
    }
    const invented = localPage ? INVENTED_PEOPLE : [];
    for (const person of people.length > 0 ? people : invented) {
      await seedPerson(uow, { ...person, language: settings.language }, localPage);
    }
    if (localPage) {
      await bindLocalPlaces(uow, settings);
    }
    await uow.saveSetting('seeded', true);
  });
}

async function seedPerson(
  uow: UnitOfWork,
  person: SeedPerson & { readonly language: string },
  localPage: boolean,
): Promise<void> {
  const { id, name, email, language } = person;
  await uow.savePerson({ id, name, email, language });
  for (const role of person.roles) {
    const [what = '', office] = role.split(' ');
    await uow.grantRole(id, what as RoleName, office ?? null);
  }
  if (localPage) {
    await uow.linkIdentity(id, LOCAL, id);
  }
  if (person.slack !== undefined) {
    await uow.linkIdentity(id, 'slack', person.slack);
  }
  if (person.teams !== undefined) {
    await uow.linkIdentity(id, 'teams', person.teams);
  }
}

async function bindLocalPlaces(uow: UnitOfWork, settings: DeskSettings): Promise<void> {
  const bind = async (
    purpose: 'commission' | 'di' | 'admin',
    office: string | null,
    channelKey: string,
  ): Promise<void> => {
    await uow.bindPlace({ channel: LOCAL, purpose, office, address: { channelKey } });
  };
  for (const { code } of settings.offices) {
    await bind('commission', code, `office:${code}`);
  }
  await bind('di', null, 'di');
  await bind('admin', null, 'admin');
}
