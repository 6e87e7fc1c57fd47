/** Getting into a mailbox, and not getting in, against a real Dovecot: encryption, passwords, tokens. */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { WATCH_TIMING } from '../../src/mail/imap/account.ts';
import { openTokenSource } from '../../src/mail/wire/oauth2.ts';
import { needsRealmail, type Realmail, realmailMissing, startRealmail } from '../realmail/realmail.ts';
import { startTokenServer, type TokenServer } from './token-server.ts';
import { accountAt, mailCalled, ownMailbox, personAt, watch } from './watched-mailbox.ts';

const missing = realmailMissing();
let server: Realmail;
let tokens: TokenServer;
beforeAll(async () => {
  if (missing === null) {
    tokens = await startTokenServer();
    server = await startRealmail({ oauthPort: tokens.port });
  }
});
afterAll(async () => {
  await server?.stop();
  await tokens?.stop();
});

/** The server's log comes a little after what it tells of. */
async function expectLogins(mailbox: string, wanted: { accepted: number; refused: number }): Promise<void> {
  await vi.waitFor(() => expect(logins(mailbox)).toEqual(wanted), { timeout: 10_000 });
}

/** Logins of this mailbox that the server accepted, and those that it refused. */
function logins(mailbox: string): { accepted: number; refused: number } {
  const lines = server
    .dovecotLog()
    .split('\n')
    .filter((line) => line.includes(`user=<${mailbox}>`));
  return {
    accepted: lines.filter((line) => line.includes('Login: ')).length,
    refused: lines.filter((line) => line.includes('auth failed')).length,
  };
}

describe.skipIf(missing !== null)(needsRealmail('the link to a mailbox', missing), () => {
  for (const security of ['tls', 'starttls'] as const) {
    const port = (): number => (security === 'tls' ? server.imaps : server.imap);

    it(`is encrypted with ${security}, when the certificate is signed by the authority that was given`, async () => {
      const mailbox = ownMailbox();
      const watched = watch(accountAt(server, mailbox, { security, port: port(), ca: server.ca }));
      await watched.until(() => watched.watch.state().waiting === 0);
      await expectLogins(mailbox, { accepted: 1, refused: 0 });
      expect(server.dovecotLog()).toMatch(new RegExp(`Login: user=<${mailbox}>.* TLS`));
    });

    it(`with ${security} is refused, before the password is told, where nobody vouches for the certificate`, async () => {
      const mailbox = ownMailbox();
      const watched = watch(accountAt(server, mailbox, { security, port: port() }));
      await watched.until(() => watched.troubles.length > 0);
      expect(watched.troubles).toEqual(['not-encrypted']);
      expect(logins(mailbox)).toEqual({ accepted: 0, refused: 0 });
    });

    it(`with ${security} is refused where the certificate is for another host`, async () => {
      const mailbox = ownMailbox();
      const host = server.hostOfNoCertificate;
      const watched = watch(accountAt(server, mailbox, { security, host, port: port(), ca: server.ca }));
      await watched.until(() => watched.troubles.length > 0);
      expect(watched.troubles).toEqual(['not-encrypted']);
      expect(logins(mailbox)).toEqual({ accepted: 0, refused: 0 });
    });
  }

  it('never falls back to plain text where the server offers no STARTTLS', async () => {
    const mailbox = ownMailbox();
    const host = server.hostWithoutEncryption;
    const watched = watch(accountAt(server, mailbox, { security: 'starttls', host, ca: server.ca }));
    await watched.until(() => watched.troubles.length > 0);
    expect(watched.troubles).toEqual(['not-encrypted']);
    expect(logins(mailbox)).toEqual({ accepted: 0, refused: 0 });
    // The same mailbox at the same address is there for whoever does not ask for encryption.
    const plain = watch(accountAt(server, mailbox, { host }));
    await plain.until(() => plain.watch.state().connected);
  });
});

describe.skipIf(missing !== null)(needsRealmail('a wrong password', missing), () => {
  it('is told, and is not tried again before half a minute has passed', async () => {
    const mailbox = ownMailbox();
    const watched = watch(
      accountAt(server, mailbox, {
        credentials: () => Promise.resolve({ user: mailbox, password: 'gresita' }),
      }),
      { timing: { reconnectMs: 1 } },
    );
    await watched.until(() => watched.troubles.length > 0);
    const { nextAttempt, connected, lastError } = watched.watch.state();
    expect({ connected, lastError }).toEqual({ connected: false, lastError: 'login-refused' });
    expect(Number(nextAttempt) - Date.now()).toBeGreaterThan(29_000);
    expect(WATCH_TIMING.refusedMs).toBe(30_000);
    await expectLogins(mailbox, { accepted: 0, refused: 1 });
    expect(watched.troubles).toEqual(['login-refused']);
  });

  it('that is put right is used with the next attempt', async () => {
    const mailbox = ownMailbox();
    const passwords = ['gresita', server.password];
    const watched = watch(
      accountAt(server, mailbox, {
        credentials: () => Promise.resolve({ user: mailbox, password: passwords.shift() ?? '' }),
      }),
      { timing: { reconnectMs: 1, refusedMs: 50 } },
    );
    await watched.until(() => watched.watch.state().waiting === 0);
    expect(watched.troubles[0]).toBe('login-refused');
  });

  it('that cannot be read at all is told, and the server is not asked', async () => {
    const mailbox = ownMailbox();
    const watched = watch(
      accountAt(server, mailbox, { credentials: () => Promise.reject(new Error('ENOENT /run/secret')) }),
    );
    await watched.until(() => watched.troubles.length > 0);
    expect(watched.troubles).toEqual(['no-credentials']);
    expect(logins(mailbox)).toEqual({ accepted: 0, refused: 0 });
  });
});

describe.skipIf(missing !== null)(needsRealmail('a mailbox that wants tokens', missing), () => {
  function accountWithTokens(mailbox: string) {
    const source = openTokenSource({
      tokenUrl: tokens.tokenUrl,
      clientId: 'desk',
      clientSecret: tokens.secret,
      scope: mailbox,
    });
    return accountAt(server, mailbox, {
      security: 'starttls',
      ca: server.ca,
      credentials: async () => ({ user: mailbox, accessToken: await source.accessToken() }),
      refused: () => source.invalidate(),
    });
  }

  it('is opened with one, and with the same again while it is good', async () => {
    const mailbox = ownMailbox();
    const watched = watch(accountWithTokens(mailbox), { timing: { reconnectMs: 1 } });
    await watched.until(() => watched.watch.state().waiting === 0);
    const before = tokens.given(mailbox);
    await server.killImap();
    await watched.until(() => watched.troubles.includes('link-lost') && watched.watch.state().waiting === 0);
    expect(before).toBe(1);
    expect(tokens.given(mailbox)).toBe(1);
    await expectLogins(mailbox, { accepted: 2, refused: 0 });
  });

  it('is opened with a new one when the old one expired between two connections', async () => {
    const mailbox = ownMailbox();
    const watched = watch(accountWithTokens(mailbox), { timing: { reconnectMs: 1 } });
    await watched.until(() => watched.watch.state().waiting === 0);
    tokens.expireAll();
    await server.killImap();
    await watched.until(
      () => watched.troubles.includes('login-refused') && watched.watch.state().waiting === 0,
    );
    expect(tokens.given(mailbox)).toBe(2);
    // Passwords have nothing to do with it: the person comes in by one.
    const person = await personAt(server, mailbox);
    await person.put('Cereri', mailCalled('dupa'));
    await watched.until(() => watched.kept.length === 1);
  });

  it('that refuses the new one too is not asked again before half a minute has passed', async () => {
    const mailbox = ownMailbox();
    tokens.expireAtOnce(mailbox);
    const watched = watch(accountWithTokens(mailbox), { timing: { reconnectMs: 1 } });
    await watched.until(() => watched.troubles.length === 2);
    expect(watched.troubles).toEqual(['login-refused', 'login-refused']);
    expect(Number(watched.watch.state().nextAttempt) - Date.now()).toBeGreaterThan(29_000);
    expect(tokens.given(mailbox)).toBe(2);
  });

  it('is not asked while the token server gives none', async () => {
    const mailbox = ownMailbox();
    const source = openTokenSource({
      tokenUrl: tokens.tokenUrl,
      clientId: 'desk',
      clientSecret: 'gresit',
      scope: mailbox,
    });
    const watched = watch(
      accountAt(server, mailbox, {
        credentials: async () => ({ user: mailbox, accessToken: await source.accessToken() }),
      }),
    );
    await watched.until(() => watched.troubles.length > 0);
    expect(watched.troubles).toEqual(['token-refused']);
    expect(logins(mailbox)).toEqual({ accepted: 0, refused: 0 });
  });
});
