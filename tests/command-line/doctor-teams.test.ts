/** `npm run doctor` for Teams: what it finds, and what it says to do. */
import { describe, expect, it, onTestFinished } from 'vitest';
import { examine } from '../../src/command-line/doctor.ts';
import type { DoctorLine } from '../../src/command-line/doctor-lines.ts';
import { readTeamsSettings } from '../../src/settings/teams.ts';
import { createKnownTeams } from '../../src/store/known-teams.ts';
import type { Store } from '../../src/store/open.ts';
import { type FakeTeams, openFakeTeams } from '../fakes/teams/fake-teams.ts';
import { temporaryStore } from '../store/temporary-store.ts';

const TEAM = '19:general@thread.tacv2';
const OFFICES = [{ code: 'AB', name: 'OCPI Alba' }];

async function teamsWith(): Promise<FakeTeams> {
  const teams = await openFakeTeams({
    people: [
      { objectId: '11111111-0000-4000-8000-000000000001', name: 'Maria', email: 'maria@ancpi.example' },
      {
        objectId: '11111111-0000-4000-8000-000000000002',
        name: 'Dan',
        email: 'dan@ancpi.example',
        role: 'guest',
      },
      { objectId: '11111111-0000-4000-8000-000000000003', name: 'Elena', email: 'elena@ancpi.example' },
    ],
    teams: [
      {
        id: TEAM,
        groupId: 'g',
        channels: [
          { id: '19:alba@thread.tacv2', name: 'OCPI Alba' },
          { id: '19:privat@thread.tacv2', name: 'privat', type: 'private' },
          { id: '19:comun@thread.tacv2', name: 'comun', type: 'shared' },
        ],
      },
    ],
  });
  onTestFinished(() => teams.close());
  return teams;
}

async function storeFor(teams: FakeTeams, heard = true): Promise<Store> {
  const { store } = await temporaryStore();
  await store.transact(null, async (uow) => {
    for (const name of ['alba', 'privat', 'comun', 'lipsa']) {
      const address = { teamId: TEAM, channelId: `19:${name}@thread.tacv2` };
      await uow.bindPlace({ channel: 'teams', purpose: 'commission', office: 'AB', address });
    }
    const address = { teamId: '19:alta@thread.tacv2', channelId: '19:alta@thread.tacv2' };
    await uow.bindPlace({ channel: 'teams', purpose: 'di', office: null, address });
    for (const name of ['Maria', 'Dan', 'Nimeni']) {
      await uow.savePerson({ id: name.toLowerCase(), name, email: `${name.toLowerCase()}@ancpi.example` });
    }
    await uow.savePerson({ id: 'elena', name: 'Elena', email: 'alta@ancpi.example' });
    await uow.linkIdentity('elena', 'teams', '11111111-0000-4000-8000-000000000003');
  });
  if (heard) {
    await createKnownTeams(store, Date.now).heard(teams.serviceUrl(), { teamId: TEAM, groupId: null });
  }
  return store;
}

async function examined(
  teams: FakeTeams,
  store: Store | null,
  { env = {}, now = () => new Date() }: { env?: Readonly<Record<string, string>>; now?: () => Date } = {},
): Promise<DoctorLine[]> {
  const settings = readTeamsSettings({ ...teams.env, ...env }, process.cwd(), []);
  return await examine(
    { slack: null, teams: settings, publicUrl: 'https://acces.example', offices: OFFICES },
    store,
    now,
  );
}

function texts(lines: readonly DoctorLine[], outcome: DoctorLine['outcome']): string {
  return lines
    .filter((line) => line.outcome === outcome)
    .map(({ text }) => text)
    .join('\n');
}

describe('the doctor, of Teams', () => {
  it('says of the app, each channel and each person what is wrong, and posts nothing', async () => {
    const teams = await teamsWith();
    const lines = await examined(teams, await storeFor(teams));
    const good = texts(lines, 'good');
    expect(good).toMatch(/recunoaște aplicația[\s\S]*Cheile[\s\S]*Ceasul este potrivit[\s\S]*ajuns la desk/);
    expect(good).toContain('OCPI Alba – comisie: aplicația este acolo');
    expect(good).toContain('îi poate citi mesajele');
    expect(good).toContain('Maria: are cont');
    expect(good).toContain('Elena: cunoscut în Teams');
    const problems = texts(lines, 'problem');
    expect(problems).toMatch(/canal privat/);
    expect(problems).toMatch(/canal partajat/);
    expect(problems).toMatch(/nu mai există/);
    expect(problems).toMatch(/DI – credențiale: aplicația nu este în echipă/);
    expect(texts(lines, 'doubt')).toMatch(/Dan: este invitat[\s\S]*Nimeni: nu este în nicio echipă/);
    expect(teams.state.posts).toEqual([]);
  });

  it('says what is lost where the team does not let its messages be read', async () => {
    const teams = await teamsWith();
    for (const team of teams.state.teams.values()) {
      team.allowsReading = false;
    }
    const lines = await examined(teams, await storeFor(teams));
    expect(texts(lines, 'doubt')).toContain('ChannelMessage.Read.Group');
  });

  it('says which secret Microsoft refuses, and where to find the right one', async () => {
    const teams = await teamsWith();
    teams.issuer.revoke();
    const [line] = await examined(teams, null);
    expect(line?.outcome).toBe('problem');
    expect(line?.text).toContain('AADSTS7000215');
    expect(line?.text).toContain('coloana Value');
    expect(line?.text).not.toContain(teams.secret);
  });

  it('says that Microsoft cannot be reached', async () => {
    const teams = await teamsWith();
    await teams.goDown();
    expect(texts(await examined(teams, null), 'problem')).toMatch(/nu răspunde[\s\S]*fără chei/);
  });

  it('says that the clock is wrong before messages are refused', async () => {
    const teams = await teamsWith();
    const ahead = (ms: number) => ({ now: () => new Date(Date.now() + ms) });
    expect(texts(await examined(teams, null, ahead(120_000)), 'doubt')).toMatch(/diferă cu 1[23]\d s/);
    expect(texts(await examined(teams, null, ahead(-400_000)), 'problem')).toContain('vor fi refuzate');
  });

  it('says what cannot be tried from here: that Teams reaches the desk', async () => {
    const teams = await teamsWith();
    const lines = await examined(teams, await storeFor(teams, false));
    expect(texts(lines, 'doubt')).toContain('https://acces.example/api/messages');
  });

  it('says that no platform is configured', async () => {
    const settings = { slack: null, teams: null, publicUrl: null, offices: OFFICES };
    expect(texts(await examine(settings, null), 'doubt')).toContain('pagina locală');
  });
});
