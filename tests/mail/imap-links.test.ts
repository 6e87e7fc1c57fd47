/** Watching over links that break in every way, against a real Dovecot. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WATCH_TIMING } from '../../src/mail/imap/account.ts';
import { needsRealmail, type Realmail, realmailMissing, startRealmail } from '../realmail/realmail.ts';
import { tcpProxy } from './tcp-proxy.ts';
import {
  accountAt,
  mailCalled,
  ownMailbox,
  personAt,
  type WatchedMailbox,
  watch,
} from './watched-mailbox.ts';

const missing = realmailMissing();
let server: Realmail;
beforeAll(async () => {
  if (missing === null) {
    server = await startRealmail();
  }
});
afterAll(async () => {
  await server?.stop();
});

const standing = (watched: WatchedMailbox) => (): boolean => watched.watch.state().waiting === 0;

describe('a dead link', () => {
  it('is noticed within a minute, at whatever point it dies', () => {
    // Waiting for mail: the next sign of life is due after idleMs, and its answer within silenceMs.
    expect(WATCH_TIMING.idleMs + WATCH_TIMING.silenceMs).toBeLessThan(60_000);
    // Connecting: until the link stands, and then until the greeting.
    expect(WATCH_TIMING.connectMs * 2).toBeLessThan(60_000);
  });
});

describe.skipIf(missing !== null)(needsRealmail('the watch of a mailbox', missing), () => {
  it('goes on when the process that serves its connection is killed', async () => {
    const mailbox = ownMailbox();
    const watched = watch(accountAt(server, mailbox), { timing: { reconnectMs: 10 } });
    await watched.until(standing(watched));
    await server.killImap();
    await watched.until(() => watched.troubles.includes('link-lost') && standing(watched)());
    const person = await personAt(server, mailbox);
    await person.put('Cereri', mailCalled('dupa'));
    await watched.until(() => watched.kept.length === 1 && watched.atRest());
  });

  it('goes on when the whole server is stopped and started again', async () => {
    const mailbox = ownMailbox();
    const watched = watch(accountAt(server, mailbox), {
      timing: { reconnectMs: 10, longestReconnectMs: 200 },
    });
    await watched.until(standing(watched));
    await server.stopDovecot();
    await watched.until(() => watched.troubles.includes('unreachable'));
    expect(watched.watch.state()).toMatchObject({
      connected: false,
      waiting: null,
      lastError: 'unreachable',
    });
    await server.startDovecot();
    const person = await personAt(server, mailbox);
    await person.put('Cereri', mailCalled('dupa'));
    await watched.until(() => watched.kept.length === 1 && standing(watched)());
  });

  it('waits longer and longer, five minutes at most, while nobody answers', async () => {
    const proxy = await tcpProxy(1);
    const account = accountAt(server, ownMailbox(), { port: proxy.port });
    const waits: number[] = [];
    const watched = watch(account, {
      timing: { reconnectMs: 8, longestReconnectMs: 100 },
      onState: ({ nextAttempt }) => {
        if (nextAttempt !== null) {
          waits.push(nextAttempt.getTime() - Date.now());
        }
      },
    });
    await watched.until(() => watched.troubles.length === 7);
    // One millisecond for the clock's rounding; each wait is stretched by up to a quarter.
    const wanted = [8, 16, 32, 64, 100, 100, 100];
    expect(wanted.every((wait, index) => (waits[index] ?? 0) >= wait - 1)).toBe(true);
    expect(Math.max(...waits)).toBeLessThanOrEqual(126);
    expect(WATCH_TIMING.longestReconnectMs).toBe(5 * 60_000);
  });

  it('notices a link that went silent while it waited for mail, and takes another', async () => {
    const mailbox = ownMailbox();
    const proxy = await tcpProxy(server.imap);
    const watched = watch(accountAt(server, mailbox, { port: proxy.port }), {
      timing: { reconnectMs: 10, idleMs: 300, silenceMs: 400 },
    });
    await watched.until(standing(watched));
    const person = await personAt(server, mailbox);
    proxy.goSilent();
    await person.put('Cereri', mailCalled('in tacere'));
    const silentSince = performance.now();
    await watched.until(() => watched.troubles.includes('link-silent'));
    // With these two times a tenth of a second each for what is around them.
    expect(performance.now() - silentSince).toBeLessThan(300 + 400 + 1_000);
    proxy.heal();
    await watched.until(() => watched.kept.length === 1 && standing(watched)());
    expect(watched.kept).toEqual(['in tacere']);
  });

  it('keeps a quiet link that lives', async () => {
    const mailbox = ownMailbox();
    const proxy = await tcpProxy(server.imap);
    const watched = watch(accountAt(server, mailbox, { port: proxy.port }), {
      timing: { idleMs: 100, silenceMs: 250, pollMs: 1_000 },
    });
    await watched.until(standing(watched));
    // Two looks at the folder: several times the silence that a dead link is allowed.
    const looks = (): number => watched.states.filter(({ waiting }) => waiting === 0).length;
    const before = looks();
    await watched.until(() => looks() >= before + 2);
    expect(watched.troubles.filter((code) => code !== 'folder-created')).toEqual([]);
    expect(proxy.count()).toBe(1);
  });

  it('notices a server that takes the connection and says nothing', async () => {
    const proxy = await tcpProxy(server.imap);
    proxy.goSilent();
    const watched = watch(accountAt(server, ownMailbox(), { port: proxy.port }), {
      timing: { connectMs: 200 },
    });
    await watched.until(() => watched.troubles.length > 0);
    expect(watched.troubles).toEqual(['link-silent']);
  });

  it('notices a link that goes silent while a mail is kept, and keeps it again', async () => {
    const mailbox = ownMailbox();
    const person = await personAt(server, mailbox);
    await person.put('Cereri', mailCalled('la mijloc'));
    const proxy = await tcpProxy(server.imap);
    const watched = watch(accountAt(server, mailbox, { port: proxy.port }), {
      timing: { reconnectMs: 10, silenceMs: 300 },
      keep: async () => {
        if (watched.kept.length === 0) {
          proxy.goSilent();
        } else {
          proxy.heal();
        }
        return 'processed';
      },
    });
    await watched.until(() => watched.troubles.includes('link-silent'));
    proxy.heal();
    await watched.until(() => watched.kept.length === 2 && standing(watched)());
    expect(await person.subjectsIn('Prelucrate')).toEqual(['la mijloc']);
  });

  it('shows a mail again when the link breaks after it was kept and before it was moved', async () => {
    const mailbox = ownMailbox();
    const person = await personAt(server, mailbox);
    await person.put('Cereri', mailCalled('una'));
    await person.put('Cereri', mailCalled('alta'));
    const proxy = await tcpProxy(server.imap);
    const watched = watch(accountAt(server, mailbox, { port: proxy.port }), {
      timing: { reconnectMs: 10 },
      keep: () => {
        if (watched.kept.length === 0) {
          proxy.cut();
        }
        return Promise.resolve('processed');
      },
    });
    await watched.until(() => watched.kept.length === 3 && standing(watched)());
    expect(watched.kept).toEqual(['una', 'una', 'alta']);
    expect(await person.subjectsIn('Prelucrate')).toEqual(['una', 'alta']);
  });

  it('looks by itself now and then, where the server announces nothing', async () => {
    const mailbox = ownMailbox();
    const person = await personAt(server, mailbox);
    let looks = 0;
    const watched = watch(accountAt(server, mailbox), {
      timing: { pollMs: 50 },
      onState: ({ waiting }) => {
        looks += waiting === 0 ? 1 : 0;
      },
    });
    await watched.until(() => looks >= 3);
    await person.put('Cereri', mailCalled('cerere'));
    await watched.until(() => watched.kept.length === 1);
  });
});

describe.skipIf(missing !== null)(needsRealmail('a watch that is stopped', missing), () => {
  it('ends the mail in hand, and leaves the others in the folder', async () => {
    const mailbox = ownMailbox();
    const person = await personAt(server, mailbox);
    await person.put('Cereri', mailCalled('in lucru'));
    await person.put('Cereri', mailCalled('de maine'));
    let stopped: Promise<void> = Promise.resolve();
    const watched = watch(accountAt(server, mailbox), {
      keep: () => {
        stopped = watched.watch.stop();
        return Promise.resolve('processed');
      },
    });
    await watched.until(() => watched.kept.length === 1);
    await stopped;
    expect(watched.watch.state()).toMatchObject({ connected: false, nextAttempt: null });
    expect(await person.subjectsIn('Prelucrate')).toEqual(['in lucru']);
    expect(await person.subjectsIn('Cereri')).toEqual(['de maine']);
  });

  it('does not wait for ever for a mail that is never kept', async () => {
    const mailbox = ownMailbox();
    const person = await personAt(server, mailbox);
    await person.put('Cereri', mailCalled('in lucru'));
    const inHand = Promise.withResolvers<void>();
    const watched = watch(accountAt(server, mailbox), {
      timing: { stopMs: 20 },
      keep: () => {
        inHand.resolve();
        return new Promise(() => undefined);
      },
    });
    await inHand.promise;
    await watched.watch.stop();
    expect(await person.subjectsIn('Cereri')).toEqual(['in lucru']);
  });

  it('stops at once while it waits for its next attempt', async () => {
    const proxy = await tcpProxy(1);
    const watched = watch(accountAt(server, ownMailbox(), { port: proxy.port }), {
      timing: { reconnectMs: 60_000 },
    });
    await watched.until(() => watched.watch.state().nextAttempt !== null);
    await watched.watch.stop();
    expect(proxy.count()).toBe(1);
  });
});
