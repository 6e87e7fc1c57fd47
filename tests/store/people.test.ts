import { describe, expect, it } from 'vitest';
import type { NewAccount } from '../../src/store/accounts.ts';
import { aCase, caseWith, temporaryStore } from './temporary-store.ts';

const account: NewAccount = {
  user: 'Ion.Popescu',
  email: 'ion@example.ro',
  office: 'AB',
  personName: 'Ion Popescu',
  cnpHash: 'h',
  authorisation: 'RO-AB-F-0001',
};

describe('an account', () => {
  it('has a user name that nobody else gets, in whatever letters', async () => {
    const { store } = await temporaryStore();
    const create = (user: string) => store.transact(null, (uow) => uow.createAccount({ ...account, user }));
    const made = await Promise.all(['Ion.Popescu', 'ion.popescu', ' ION.POPESCU '].map(create));
    expect(made.filter((id) => id !== undefined)).toHaveLength(1);
    expect((await store.accountByUser('ion.POPESCU'))?.user).toBe('Ion.Popescu');
  });

  it('waits for its credentials to be mailed, then is active', async () => {
    const { store } = await temporaryStore();
    const id = (await store.transact(null, (uow) => uow.createAccount(account))) ?? '';
    expect((await store.accountById(id))?.state).toBe('pending');
    await store.transact(null, (uow) => uow.changeAccount(id, { state: 'active', email: 'new@example.ro' }));
    expect(await store.accountById(id)).toMatchObject({ state: 'active', email: 'new@example.ro' });
    expect(await store.accountsByEmail('NEW@example.ro')).toHaveLength(1);
    const old = { ...account, user: 'old', state: 'active' } as const;
    await store.transact(null, (uow) => uow.createAccount(old));
    expect((await store.accountByUser('old'))?.state).toBe('active');
  });
});

describe('people', () => {
  it('are found by role and office, also those whose role is bound to no office', async () => {
    const { store } = await temporaryStore();
    await store.transact(null, async (uow) => {
      const ana = await uow.savePerson({ name: 'Ana' });
      const dan = await uow.savePerson({ name: 'Dan' });
      const eva = await uow.savePerson({ name: 'Eva' });
      await uow.grantRole(ana, 'secretary', 'AB');
      await uow.grantRole(ana, 'secretary', 'AB');
      await uow.grantRole(dan, 'secretary', 'CJ');
      await uow.grantRole(dan, 'di', null);
      await uow.grantRole(eva, 'secretary', 'AB');
      await uow.setPersonActive(eva, false);
    });
    const names = async (having?: Parameters<typeof store.people>[0]) =>
      (await store.people(having)).map(({ name }) => name);
    expect(await names({ role: 'secretary', office: 'AB' })).toEqual(['Ana']);
    expect(await names({ role: 'secretary' })).toEqual(['Ana', 'Dan']);
    expect(await names({ role: 'di', office: 'AB' })).toEqual(['Dan']);
    expect(await names()).toEqual(['Ana', 'Dan']);
  });

  it('are who their platform says they are, with the roles of this moment', async () => {
    const { store } = await temporaryStore();
    const id = await store.transact(null, async (uow) => {
      const made = await uow.savePerson({ name: 'Ana' });
      await uow.grantRole(made, 'secretary', 'AB');
      await uow.grantRole(made, 'di', null);
      await uow.linkIdentity(made, 'local', 'u1');
      return made;
    });
    const roles = async () => (await store.personByIdentity('local', 'u1'))?.roles;
    expect(await roles()).toEqual(
      expect.arrayContaining([
        { role: 'secretary', office: 'AB' },
        { role: 'di', office: null },
      ]),
    );
    expect(await store.transact(null, (uow) => uow.revokeRole(id, 'di', null))).toBe(true);
    expect(await roles()).toEqual([{ role: 'secretary', office: 'AB' }]);
    expect(await store.personByIdentity('teams', 'u1')).toBeUndefined();
  });
});

describe('a place', () => {
  it('bound again is the same place', async () => {
    const { store } = await temporaryStore();
    const bind = (address: object) =>
      store.transact(null, (uow) =>
        uow.bindPlace({ channel: 'local', purpose: 'commission', office: 'AB', address }),
      );
    const first = await bind({ team: 't', channelKey: 'k' });
    await store.transact(null, (uow) => uow.unbindPlace(first));
    expect(await store.bindingsFor({ purpose: 'commission', office: 'AB' })).toEqual([]);
    expect(await bind({ channelKey: 'k', team: 't' })).toBe(first);
    const other = await bind({ channelKey: 'other' });
    const bound = await store.bindingsFor({ purpose: 'commission', office: 'AB' });
    expect(bound.map(({ id }) => id)).toEqual([first, other]);
    expect(await store.bindingsFor({ purpose: 'di' })).toEqual([]);
  });

  it('never goes back from a newer card to an older one', async () => {
    const { store } = await temporaryStore();
    const caseId = await caseWith(store, []);
    const placeId = await store.transact(null, (uow) =>
      uow.bindPlace({ channel: 'local', purpose: 'di', office: null, address: { channelKey: 'di' } }),
    );
    const save = (renderedVersion: number, postId: string) =>
      store.transact(null, (uow) =>
        uow.saveCardPost({ caseId, placeId, posted: { postId }, renderedVersion }),
      );
    expect(await save(3, 'a')).toBe(true);
    expect(await save(2, 'old')).toBe(false);
    expect(await save(3, 'b')).toBe(true);
    expect(await store.cardPosts(caseId)).toMatchObject([
      { placeId, posted: { postId: 'b' }, renderedVersion: 3 },
    ]);
  });
});

describe('a lease', () => {
  it('has one holder, until it runs out or is given back', async () => {
    const { store, clock } = await temporaryStore();
    const take = (holder: string) => store.transact(null, (uow) => uow.takeLease('digest', holder, 1000));
    expect([await take('one'), await take('two'), await take('one')]).toEqual([true, false, true]);
    clock.advance(1000);
    expect(await take('two')).toBe(true);
    await store.transact(null, (uow) => uow.releaseLease('digest', 'two'));
    expect(await take('one')).toBe(true);
  });
});

describe('cases', () => {
  it('are found by number, registry number, authorisation, e-mail or name, without diacritics', async () => {
    const { store } = await temporaryStore();
    const fields = {
      number: 'AB-2026-00001',
      registryNumber: '1234/2026',
      authorisation: 'RO-AB-F-0001',
      email: 'form@example.ro',
      senderEmail: 'sender@example.ro',
      senderName: 'Ștefan',
      applicantName: 'Ștefan Popescu-Țăranu',
    };
    const { id } = await store.transact(null, (uow) => uow.createCase(aCase(fields)));
    await store.transact(null, (uow) => uow.createCase(aCase({ applicantName: 'Altcineva', office: 'CJ' })));
    const texts = ['ab-2026-00001', '1234/2026', 'RO-AB-F-0001', 'FORM@example.ro', 'sender@example.ro'];
    for (const text of [...texts, 'taranu stefan', 'POPESCU']) {
      expect((await store.searchCases(text)).map((row) => row.id)).toEqual([id]);
    }
    expect(await store.searchCases('popescu', ['CJ'])).toEqual([]);
    expect(await store.caseById(id)).toMatchObject(fields);
  });

  it('come in pages, the oldest first, without those that are closed', async () => {
    const { store, clock } = await temporaryStore();
    for (let index = 0; index < 7; index += 1) {
      const fields = { authorisation: String(index), open: index !== 3 };
      await store.transact(null, (uow) => uow.createCase(aCase(fields)));
      if (index % 2 === 1) clock.advance(1000);
    }
    const seen: (string | null)[] = [];
    for (let page = await store.queue({ office: 'AB', limit: 2 }); page.length > 0; ) {
      seen.push(...page.map(({ authorisation }) => authorisation));
      const last = page.at(-1);
      if (last === undefined) break;
      page = await store.queue({ office: 'AB', limit: 2, after: last });
    }
    expect(seen).toEqual(['0', '1', '2', '4', '5', '6']);
  });

  it('of the same person are found by CNP, authorisation or address, without the case itself', async () => {
    const { store } = await temporaryStore();
    const make = (fields: object) => store.transact(null, (uow) => uow.createCase(aCase(fields)));
    const mine = await make({ cnpHash: 'c', authorisation: 'a', email: 'e@example.ro' });
    const byCnp = await make({ cnpHash: 'c' });
    const byEmail = await make({ email: 'e@example.ro' });
    await make({ cnpHash: 'other' });
    await store.transact(null, (uow) => uow.createAccount({ ...account, authorisation: 'a' }));
    const same = { cnpHash: 'c', authorisation: 'a', email: 'e@example.ro', exceptCaseId: mine.id };
    const { cases, accounts } = await store.findOthers(same);
    expect(cases.map(({ id }) => id).sort()).toEqual([byCnp.id, byEmail.id].sort());
    expect(accounts.map(({ user }) => user)).toEqual(['Ion.Popescu']);
    expect(await store.findOthers({ cnpHash: null, email: null })).toEqual({ cases: [], accounts: [] });
  });
});
