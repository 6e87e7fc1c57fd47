/** A folder of a mailbox, watched on a real Dovecot; mail comes through a real Postfix. */
import { chmodSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { needsRealmail, type Realmail, realmailMissing, startRealmail } from '../realmail/realmail.ts';
import { accountAt, mailCalled, ownMailbox, personAt, putThrough, watch } from './watched-mailbox.ts';

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

describe.skipIf(missing !== null)(needsRealmail('a mail in the watched folder', missing), () => {
  it('is announced by the server, kept and moved within seconds of its delivery', async ({ skip }) => {
    const { smtp } = server;
    if (smtp === null) {
      skip('needs root, for Postfix');
      return;
    }
    const mailbox = ownMailbox();
    const watched = watch(accountAt(server, mailbox));
    await watched.until(() => watched.watch.state().waiting === 0);
    const sent = performance.now();
    const transport = createTransport({ host: '127.0.0.1', port: smtp });
    // Dovecot files what comes for name+Folder in that folder.
    await transport.sendMail({
      from: 'popescu@client.test',
      to: mailbox.replace('@', '+Cereri@'),
      subject: 'Cerere acces',
      text: 'Vă rog',
    });
    await watched.until(() => watched.kept.length === 1);
    // The next look without an announcement would come after a minute.
    expect(performance.now() - sent).toBeLessThan(10_000);
    await watched.until(() => watched.watch.state().waiting === 0 && watched.kept.length === 1);
    await watched.watch.stop();
    const person = await personAt(server, mailbox);
    expect(await person.subjectsIn('Prelucrate')).toEqual(['Cerere acces']);
    expect(await person.subjectsIn('Cereri')).toEqual([]);
  });

  it('is kept byte for byte, with the time of its arrival', async () => {
    const mailbox = ownMailbox();
    const person = await personAt(server, mailbox);
    const raw = Buffer.concat([mailCalled('Octeți'), Buffer.from('\r\n.\r\n\xff\xfe \t\r\n', 'latin1')]);
    await person.put('Cereri', raw);
    const watched = watch(accountAt(server, mailbox));
    await watched.until(() => watched.kept.length === 1);
    expect(watched.mails[0]?.raw.equals(raw)).toBe(true);
    expect(Math.abs(Date.now() - Number(watched.mails[0]?.receivedAt))).toBeLessThan(60_000);
  });

  it('is work whether or not somebody has read, flagged or answered it, oldest first', async () => {
    const mailbox = ownMailbox();
    const person = await personAt(server, mailbox);
    await person.put('Cereri', mailCalled('citit'), ['\\Seen']);
    await person.put('Cereri', mailCalled('nou'));
    await person.put('Cereri', mailCalled('cu steag'), ['\\Seen', '\\Flagged', '\\Answered']);
    const watched = watch(accountAt(server, mailbox));
    await watched.until(() => watched.watch.state().waiting === 0);
    expect(watched.kept).toEqual(['citit', 'nou', 'cu steag']);
    expect(await person.subjectsIn('Prelucrate')).toEqual(['citit', 'nou', 'cu steag']);
  });

  it('leaves every other folder alone, INBOX too', async () => {
    const mailbox = ownMailbox();
    const person = await personAt(server, mailbox);
    await person.put('INBOX', mailCalled('personal'));
    await person.put('Cereri', mailCalled('cerere'));
    const watched = watch(accountAt(server, mailbox));
    await watched.until(() => watched.watch.state().waiting === 0);
    expect(watched.kept).toEqual(['cerere']);
    expect(await person.subjectsIn('INBOX')).toEqual(['personal']);
  });

  it('is taken from INBOX where the account says so', async () => {
    const mailbox = ownMailbox();
    const person = await personAt(server, mailbox);
    await person.put('INBOX', mailCalled('cerere'));
    const watched = watch(accountAt(server, mailbox, { folder: 'INBOX' }));
    await watched.until(() => watched.watch.state().waiting === 0);
    expect(watched.kept).toEqual(['cerere']);
    expect(await person.subjectsIn('Prelucrate')).toEqual(['cerere']);
  });

  it('goes to quarantine when its taker says so', async () => {
    const mailbox = ownMailbox();
    const person = await personAt(server, mailbox);
    await person.put('Cereri', mailCalled('suspect'));
    const watched = watch(accountAt(server, mailbox), { keep: () => Promise.resolve('quarantine') });
    await watched.until(() => watched.watch.state().waiting === 0);
    expect(await person.subjectsIn('Carantina')).toEqual(['suspect']);
  });

  it('that is too big is told with its header and goes to quarantine, without being kept', async () => {
    const mailbox = ownMailbox();
    const person = await personAt(server, mailbox);
    await person.put('Cereri', mailCalled('mare', 'x'.repeat(50_000)));
    await person.put('Cereri', mailCalled('mic'));
    const watched = watch(accountAt(server, mailbox), { maxBytes: 20_000 });
    await watched.until(() => watched.watch.state().waiting === 0);
    expect(watched.kept).toEqual(['mic']);
    expect(watched.setAside).toHaveLength(1);
    const [aside] = watched.setAside;
    expect(aside).toMatchObject({ reason: 'too-big', messageId: '<m1@client.test>' });
    expect(aside?.bytes).toBeGreaterThan(50_000);
    expect(aside?.head.toString()).toContain('Subject: mare\r\n');
    expect(aside?.head.toString()).not.toContain('eHh4');
    expect(await person.subjectsIn('Carantina')).toEqual(['mare']);
  });

  it('that cannot be kept now stays and is tried again, and holds up no other', async () => {
    const mailbox = ownMailbox();
    const person = await personAt(server, mailbox);
    for (const subject of ['una', 'bolnav', 'alta']) {
      await person.put('Cereri', mailCalled(subject));
    }
    let refusals = 0;
    const watched = watch(accountAt(server, mailbox), {
      timing: { mailRetryMs: 20 },
      keep: ({ raw }) => {
        if (raw.includes('Subject: bolnav') && refusals < 3) {
          refusals += 1;
          return Promise.reject(new Error('ENOSPC'));
        }
        return Promise.resolve('processed');
      },
    });
    await watched.until(() => watched.kept.length === 3 && watched.atRest());
    expect(watched.kept).toEqual(['una', 'alta', 'bolnav']);
    expect(watched.troubles.filter((code) => code === 'not-kept')).toHaveLength(3);
    expect(await person.subjectsIn('Prelucrate')).toEqual(['una', 'alta', 'bolnav']);
  });

  it('that nobody can keep stays in the folder, with longer and longer pauses', async () => {
    const mailbox = ownMailbox();
    const person = await personAt(server, mailbox);
    await person.put('Cereri', mailCalled('niciodata'));
    const tries: number[] = [];
    const watched = watch(accountAt(server, mailbox), {
      timing: { mailRetryMs: 40 },
      keep: () => {
        tries.push(performance.now());
        return Promise.reject(new Error('ENOSPC'));
      },
    });
    await watched.until(() => tries.length === 5);
    const pauses = tries.slice(1).map((time, index) => time - (tries[index] ?? 0));
    expect(pauses.map((pause, index) => pause >= 40 * 2 ** index - 1)).toEqual([true, true, true, true]);
    expect(await person.subjectsIn('Cereri')).toEqual(['niciodata']);
  });

  it('that somebody deletes meanwhile is no trouble', async () => {
    const mailbox = ownMailbox();
    const person = await personAt(server, mailbox);
    for (const subject of ['prima', 'stearsa', 'ultima']) {
      await person.put('Cereri', mailCalled(subject));
    }
    const watched = watch(accountAt(server, mailbox), {
      keep: async ({ raw }) => {
        if (raw.includes('Subject: prima')) {
          await person.deleteMail('Cereri', 'stearsa');
        }
        return 'processed';
      },
    });
    await watched.until(() => watched.kept.includes('ultima') && watched.watch.state().waiting === 0);
    expect(watched.kept).toEqual(['prima', 'ultima']);
    expect(watched.troubles).toEqual(['folder-created', 'folder-created']);
  });

  it('that the server cannot hand out goes to quarantine after some attempts, and holds up no other', async () => {
    const mailbox = ownMailbox();
    const person = await personAt(server, mailbox);
    await person.put('Cereri', mailCalled('otravit'));
    const folder = join(server.folder, 'mail', mailbox, 'Maildir', '.Cereri');
    const files = ['new', 'cur'].flatMap((part) =>
      readdirSync(join(folder, part)).map((file) => join(folder, part, file)),
    );
    expect(files).toHaveLength(1);
    for (const file of files) {
      chmodSync(file, 0);
    }
    await person.put('Cereri', mailCalled('sanatos'));
    const watched = watch(accountAt(server, mailbox), { timing: { mailRetryMs: 20, reconnectMs: 10 } });
    await watched.until(() => watched.setAside.length === 1 && watched.watch.state().waiting === 0);
    expect(watched.kept).toEqual(['sanatos']);
    expect(watched.setAside[0]).toMatchObject({ reason: 'unreadable', messageId: null });
    expect(watched.troubles).toContain('mail-unreadable');
    expect(await person.client.status('Carantina', { messages: true })).toMatchObject({ messages: 1 });
  });
});

describe.skipIf(missing !== null)(needsRealmail('a watched folder', missing), () => {
  it('may have diacritics in its name and in the names of its neighbours, at several levels', async () => {
    const mailbox = ownMailbox();
    const person = await personAt(server, mailbox);
    await person.put('Cereri și dosare', mailCalled('cerere'));
    await person.put('Cereri și dosare', mailCalled('suspect'));
    const watched = watch(
      accountAt(server, mailbox, {
        folder: 'Cereri și dosare',
        processed: 'Prelucrate',
        quarantine: 'Prelucrate/Carantină & altele',
      }),
      {
        keep: ({ raw }) => Promise.resolve(raw.includes('Subject: suspect') ? 'quarantine' : 'processed'),
      },
    );
    await watched.until(() => watched.watch.state().waiting === 0);
    expect(await person.subjectsIn('Prelucrate')).toEqual(['cerere']);
    expect(await person.subjectsIn('Prelucrate/Carantină & altele')).toEqual(['suspect']);
    // As it is on disk: modified UTF-7.
    expect(readdirSync(join(server.folder, 'mail', mailbox, 'Maildir'))).toContain(
      '.Prelucrate.Carantin&AQM- &- altele',
    );
  });

  it('is found on a server that parts levels by dots, below INBOX', async () => {
    const person = await personAt(server, 'cu-punct@ancpi.test');
    await person.put('INBOX.Cereri', mailCalled('cerere'));
    const watched = watch(accountAt(server, 'cu-punct@ancpi.test', { processed: 'Gata/Prelucrate' }));
    await watched.until(() => watched.watch.state().waiting === 0);
    expect(await person.subjectsIn('INBOX.Gata.Prelucrate')).toEqual(['cerere']);
  });

  it('is worked through on a server that knows neither MOVE nor IDLE nor UIDPLUS', async () => {
    const mailbox = 'fara-move@ancpi.test';
    const person = await personAt(server, mailbox);
    await person.put('Cereri', mailCalled('veche'));
    const watched = watch(accountAt(server, mailbox), { timing: { idleMs: 200 } });
    await watched.until(() => watched.watch.state().waiting === 0);
    await person.put('Cereri', mailCalled('noua'));
    await watched.until(() => watched.kept.length === 2 && watched.watch.state().waiting === 0);
    expect(await person.subjectsIn('Cereri')).toEqual([]);
    expect(await person.subjectsIn('Prelucrate')).toEqual(['veche', 'noua']);
  });

  it('is made where it is missing, and that is told, for its name may be misspelt', async () => {
    const watched = watch(accountAt(server, ownMailbox()));
    await watched.until(() => watched.watch.state().waiting === 0);
    expect(watched.troubles).toEqual(['folder-created', 'folder-created', 'folder-created']);
  });

  it('may not be the one where its mails go', () => {
    const account = accountAt(server, ownMailbox(), { folder: 'INBOX', quarantine: 'Inbox' });
    expect(() => watch(account)).toThrow(RangeError);
  });

  it('has its quarantine made again when somebody deleted that', async () => {
    const mailbox = ownMailbox();
    const person = await personAt(server, mailbox);
    await person.put('Cereri', mailCalled('suspect'));
    const watched = watch(accountAt(server, mailbox), {
      keep: async () => {
        await person.client.mailboxDelete('Carantina');
        return 'quarantine';
      },
    });
    await watched.until(() => watched.watch.state().waiting === 0);
    expect(await person.subjectsIn('Carantina')).toEqual(['suspect']);
  });

  it('that is deleted and made again while its mails are in hand loses none of the new ones', async () => {
    const mailbox = ownMailbox();
    const person = await personAt(server, mailbox);
    await person.put('Cereri', mailCalled('veche 1'));
    await person.put('Cereri', mailCalled('veche 2'));
    const watched = watch(accountAt(server, mailbox), {
      timing: { reconnectMs: 10 },
      keep: async ({ raw }) => {
        if (raw.includes('Subject: veche 1')) {
          await person.client.mailboxDelete('Cereri');
          // The numbers of these are the same as those of the old ones.
          await person.put('Cereri', mailCalled('noua 1'));
          await person.put('Cereri', mailCalled('noua 2'));
        }
        return 'processed';
      },
    });
    await watched.until(() => watched.kept.includes('noua 2') && watched.watch.state().waiting === 0);
    expect(watched.kept).toEqual(['veche 1', 'noua 1', 'noua 2']);
    expect(await person.subjectsIn('Prelucrate')).toEqual(['noua 1', 'noua 2']);
  });

  it('is watched on when its numbers change while nothing happens', async () => {
    const mailbox = ownMailbox();
    const numbers = async () => {
      const { client } = await personAt(server, mailbox);
      const status = await client.status('Cereri', { uidValidity: true });
      return status === false ? null : status.uidValidity;
    };
    const put = async (subject: string): Promise<unknown> => {
      await putThrough(server, mailbox, 'Cereri', [mailCalled(subject)]);
      await watched.until(() => watched.kept.includes(subject) && watched.watch.state().waiting === 0);
      return await numbers();
    };
    const watched = watch(accountAt(server, mailbox), { timing: { reconnectMs: 10, pollMs: 200 } });
    await watched.until(() => watched.watch.state().waiting === 0);
    const first = await put('prima');
    await (await personAt(server, mailbox)).client.mailboxDelete('Cereri');
    const second = await put('a doua');
    await server.stopDovecot();
    await server.dropIndexes(mailbox);
    await server.startDovecot();
    const third = await put('a treia');
    expect(second).not.toBe(first);
    expect(third).not.toBe(first);
    expect(watched.kept).toEqual(['prima', 'a doua', 'a treia']);
  });

  it('takes a burst of 500 mails while its connection is killed: none lost, none twice without that reason', async () => {
    const mailbox = ownMailbox();
    const subjects = Array.from({ length: 500 }, (_, index) => `cererea ${index + 1}`);
    let kills = 0;
    const watched = watch(accountAt(server, mailbox), {
      timing: { reconnectMs: 10 },
      keep: async () => {
        if ([50, 200, 350].includes(watched.kept.length) && kills < 3) {
          kills += 1;
          await server.killImap();
        }
        return 'processed';
      },
    });
    await putThrough(
      server,
      mailbox,
      'Cereri',
      subjects.map((subject) => mailCalled(subject)),
    );
    await watched.until(() => new Set(watched.kept).size === 500 && watched.watch.state().waiting === 0);
    expect([...new Set(watched.kept)].sort()).toEqual([...subjects].sort());
    const again = watched.kept.length - 500;
    expect(again).toBeGreaterThan(0);
    expect(again).toBeLessThanOrEqual(kills * 2);
    const after = await personAt(server, mailbox);
    expect(new Set(await after.subjectsIn('Prelucrate')).size).toBe(500);
    expect(await after.subjectsIn('Cereri')).toEqual([]);
  }, 240_000);
});
