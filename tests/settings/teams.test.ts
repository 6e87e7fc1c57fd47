/** Settings of Teams: what is wrong is told with where to find it, and no secret is ever repeated; tokens from each proof. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createBotTokens } from '../../src/bot/teams/tokens.ts';
import { type ConfigError, readConfig } from '../../src/config.ts';
import { readTeamsSettings } from '../../src/settings/teams.ts';
import { APP_ID, openFakeTeams, TENANT_ID } from '../fakes/teams/fake-teams.ts';

const SECRET = 'Abc8Q~secretul-aplicatiei';
const GOOD = {
  MICROSOFT_APP_ID: APP_ID,
  MICROSOFT_APP_TENANT_ID: TENANT_ID,
  MICROSOFT_APP_PASSWORD: SECRET,
};

function read(env: Readonly<Record<string, string>>, cwd = process.cwd()) {
  const problems: string[] = [];
  return { settings: readTeamsSettings(env, cwd, problems), problems };
}

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'acces-teams-settings-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

/** A certificate and its key, made by the machine's openssl. */
function withCertificate(): string {
  const folder = temporaryFolder();
  execFileSync(
    'openssl',
    [
      ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=acces'],
      ...['-keyout', join(folder, 'cheie.pem'), '-out', join(folder, 'certificat.pem')],
    ],
    { stdio: 'ignore' },
  );
  return folder;
}

describe('the settings of Teams', () => {
  it('are none where nothing is set, and what says where Microsoft is sets nothing', () => {
    expect(read({})).toEqual({ settings: null, problems: [] });
    expect(read({ MICROSOFT_GRAPH_URL: 'https://graph.example' })).toEqual({ settings: null, problems: [] });
  });

  it('with a secret; none is shown when they are printed', () => {
    const { settings, problems } = read(GOOD);
    expect(problems).toEqual([]);
    expect(settings?.cloud.serviceOrigins).toEqual(['https://smba.trafficmanager.net']);
    expect(JSON.stringify(settings)).not.toContain(SECRET);
  });

  it.each([
    [{ ...GOOD, MICROSOFT_APP_ID: '' }, /MICROSOFT_APP_ID: lipsește.*Application \(client\) ID/],
    [{ ...GOOD, MICROSOFT_APP_ID: 'acces' }, /MICROSOFT_APP_ID: nu este un identificator/],
    [{ ...GOOD, MICROSOFT_APP_TENANT_ID: 'ancpi.ro' }, /MICROSOFT_APP_TENANT_ID: nu este un identificator/],
    [{ ...GOOD, MICROSOFT_APP_PASSWORD: '' }, /MICROSOFT_APP_PASSWORD: lipsește.*Certificates & secrets/],
    [{ ...GOOD, MICROSOFT_APP_PASSWORD: APP_ID }, /MICROSOFT_APP_PASSWORD: arată ca un Secret ID/],
    [{ ...GOOD, MICROSOFT_APP_TYPE: 'MultiTenant' }, /MICROSOFT_APP_TYPE: «MultiTenant»/],
    [{ ...GOOD, MICROSOFT_APP_TYPE: 'UserAssignedMSI' }, /cu UserAssignedMSI nu există secret/],
    [{ ...GOOD, MICROSOFT_APP_CERTIFICATE_FILE: 'x.pem' }, /este pus și un certificat/],
    [
      { ...GOOD, MICROSOFT_APP_PASSWORD: '', MICROSOFT_APP_CERTIFICATE_FILE: 'x.pem' },
      /puneți-le pe amândouă/,
    ],
    [
      {
        ...GOOD,
        MICROSOFT_APP_PASSWORD: '',
        MICROSOFT_APP_CERTIFICATE_FILE: 'nu.pem',
        MICROSOFT_APP_KEY_FILE: 'package.json',
      },
      /fișierul nu.pem nu există/,
    ],
    [{ ...GOOD, MICROSOFT_LOGIN_URL: 'http://login.example' }, /MICROSOFT_LOGIN_URL: scrieți o adresă https/],
    [{ ...GOOD, MICROSOFT_SERVICE_ORIGINS: 'http://rau.example' }, /MICROSOFT_SERVICE_ORIGINS: scrieți/],
  ])('%j is told with what to do', (env, says) => {
    const { settings, problems } = read(env as Record<string, string>);
    expect(settings).toBeNull();
    expect(problems.join()).toMatch(says);
    expect(problems.join()).not.toContain(SECRET);
  });

  it('a certificate and a key that are none are told', () => {
    const folder = withCertificate();
    writeFileSync(join(folder, 'text.pem'), 'nimic');
    const env = (certificate: string, key: string) => ({
      ...GOOD,
      MICROSOFT_APP_PASSWORD: '',
      MICROSOFT_APP_CERTIFICATE_FILE: certificate,
      MICROSOFT_APP_KEY_FILE: key,
    });
    expect(read(env('text.pem', 'cheie.pem'), folder).problems.join()).toMatch(/nu este un certificat/);
    expect(read(env('certificat.pem', 'text.pem'), folder).problems.join()).toMatch(/nu este o cheie/);
    expect(read(env('certificat.pem', 'cheie.pem'), folder).settings?.credential.kind).toBe('certificate');
  });

  it('a desk for real people wants more than Teams, and never starts without authentication', () => {
    const problemsOf = (env: Readonly<Record<string, string>>): readonly string[] => {
      try {
        readConfig(env, temporaryFolder());
        return [];
      } catch (error) {
        return (error as ConfigError).problems;
      }
    };
    expect(problemsOf(GOOD).join('\n')).toMatch(/SMTP_URL: lipsește[\s\S]*PUBLIC_URL: lipsește[\s\S]*admin/);
    const half = problemsOf({ ...GOOD, MICROSOFT_APP_ID: '' });
    expect(half.join('\n')).toMatch(/MICROSOFT_APP_ID: lipsește/);
    expect(problemsOf({ MICROSOFT_APP_PASSWORD: SECRET }).join('\n')).toMatch(/MICROSOFT_APP_ID: lipsește/);
  });
});

describe('tokens', () => {
  it('from a secret are asked for once, and each resource has its own', async () => {
    const teams = await openFakeTeams();
    onTestFinished(() => teams.close());
    const { settings } = read(teams.env);
    if (settings === null) {
      throw new Error('no settings');
    }
    const tokens = createBotTokens({ ...settings, loginUrl: teams.url() });
    const first = await tokens.tokenFor('connector');
    expect(await tokens.tokenFor('connector')).toBe(first);
    expect(teams.issuer.audienceOf(first)).toBe('connector');
    expect(teams.issuer.audienceOf(await tokens.tokenFor('graph'))).toBe('graph');
    expect(teams.state.calls).toHaveLength(2);
  });

  it('from a certificate: the app signs that it is the app', async () => {
    const folder = withCertificate();
    const certificate = readFileSync(join(folder, 'certificat.pem'), 'utf8');
    const teams = await openFakeTeams({ certificate });
    onTestFinished(() => teams.close());
    const { MICROSOFT_APP_PASSWORD: _, ...env } = teams.env;
    const { settings } = read(
      { ...env, MICROSOFT_APP_CERTIFICATE_FILE: 'certificat.pem', MICROSOFT_APP_KEY_FILE: 'cheie.pem' },
      folder,
    );
    if (settings === null) {
      throw new Error('no settings');
    }
    const tokens = createBotTokens({ ...settings, loginUrl: teams.url() });
    expect(teams.issuer.audienceOf(await tokens.tokenFor('connector'))).toBe('connector');
  });

  it('from the identity of the machine in Azure', async () => {
    const asked: string[] = [];
    const server = createServer((request, response) => {
      asked.push(`${request.url} ${request.headers['x-identity-header']}`);
      const expires = Math.floor(Date.now() / 1_000) + 3_600;
      response.setHeader('content-type', 'application/json');
      response.end(
        JSON.stringify({ access_token: 'al-masinii', expires_on: String(expires), token_type: 'Bearer' }),
      );
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const before = { ...process.env };
    process.env.IDENTITY_ENDPOINT = `http://127.0.0.1:${(server.address() as AddressInfo).port}/token`;
    process.env.IDENTITY_HEADER = 'antet';
    onTestFinished(() => {
      process.env = before;
    });
    const { settings } = read({
      MICROSOFT_APP_ID: APP_ID,
      MICROSOFT_APP_TENANT_ID: TENANT_ID,
      MICROSOFT_APP_TYPE: 'UserAssignedMSI',
    });
    if (settings === null) {
      throw new Error('no settings');
    }
    const tokens = createBotTokens({ ...settings, loginUrl: settings.cloud.loginUrl });
    expect(await tokens.tokenFor('connector')).toBe('al-masinii');
    expect(asked[0]).toContain(`client_id=${APP_ID}`);
    expect(asked[0]).toContain('antet');
  });

  it('that Microsoft refuses, and a login that cannot be reached, are told apart', async () => {
    const teams = await openFakeTeams();
    onTestFinished(() => teams.close());
    const { settings } = read(teams.env);
    if (settings === null) {
      throw new Error('no settings');
    }
    teams.issuer.revoke();
    const open = () => createBotTokens({ ...settings, loginUrl: teams.url() });
    await expect(open().tokenFor('connector')).rejects.toMatchObject({
      code: 'AADSTS7000215',
      refused: true,
    });
    await teams.goDown();
    await expect(open().tokenFor('connector')).rejects.toMatchObject({ refused: false });
  });
});
