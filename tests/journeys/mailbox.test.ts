/** A mailbox on a real server, watched by a whole desk: from the delivery to the card, whatever dies in between. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { ro } from '../../src/texts/ro.ts';
import { rawMail } from '../mail/raw-mail.ts';
import { ownMailbox, type Person, personAt } from '../mail/watched-mailbox.ts';
import { needsRealmail, type Realmail, realmailMissing, startRealmail } from '../realmail/realmail.ts';
import { textOf } from './card-text.ts';
import { type DeskAtWork, openDeskAtWork } from './desk-at-work.ts';
import { DeskProcess } from './killable-desk.ts';

const AB = 'office:AB';
const FIXTURES = join(import.meta.dirname, '../fixtures/mail');

const missing = realmailMissing();
let server: Realmail;
let folder = '';
let passwordFile = '';
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'acces-mailbox-'));
  passwordFile = join(folder, 'imap-password');
  if (missing === null) {
    server = await startRealmail();
    writeFileSync(passwordFile, server.password);
  }
});
afterAll(async () => {
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** The settings of a desk that watches the folder "Cereri" of a mailbox as that of OCPI Alba. */
function settings(mailbox: string, maxMb = 42): string {
  return stringify({
    mail: {
      in: { maxMb },
      imap: [
        {
          name: 'alba',
          host: server.host,
          port: server.imap,
          security: 'none',
          mailbox: 'ab@ancpi.ro',
          folder: 'Cereri',
          processed: 'Prelucrate',
          quarantine: 'Carantină',
          user: mailbox,
          passwordFile,
        },
      ],
    },
  });
}

/** Resolves once the folder holds so many mails, with their subjects: a mail is moved after its card is there. */
async function holds(person: Person, folder: string, count: number): Promise<string[]> {
  const { client } = person;
  await client.mailboxOpen(folder);
  const messages = async (): Promise<number | undefined> => {
    const status = await client.status(folder, { messages: true });
    return status === false ? undefined : status.messages;
  };
  while ((await messages()) !== count) {
    await new Promise<void>((resolve) => {
      client.once('exists', () => resolve());
      client.once('expunge', () => resolve());
      void client.idle();
    });
  }
  return await person.subjectsIn(folder);
}

describe.skipIf(missing !== null)(needsRealmail('a watched mailbox', missing), () => {
  let desk: DeskAtWork;
  let person: Person;
  let goodbye: () => void = () => undefined;

  beforeAll(async () => {
    const mailbox = ownMailbox();
    person = await personAt(server, mailbox, (leave) => {
      goodbye = leave;
    });
    await person.put(
      'Cereri',
      rawMail({ from: 'a@exemplu.example', subject: 'Salutari', text: 'Sărbători fericite!' }),
    );
    desk = await openDeskAtWork({ config: settings(mailbox, 1) });
  });
  afterAll(async () => {
    goodbye();
    await desk?.close();
  });

  /** Resolves once the office has a card that says this. */
  async function cardSaying(text: string): Promise<string> {
    return await new Promise((resolve, reject) => {
      const look = (): void => {
        desk.page.cards(AB).then((cards) => {
          const found = cards.find(({ card }) => textOf(card).includes(text));
          if (found) {
            stop();
            resolve(textOf(found.card));
          }
        }, reject);
      };
      const stop = desk.app.desk.store.onCommitted(look);
      look();
    });
  }

  it('gives its mails to the office whose mailbox it is, the one that had come before the start too', async () => {
    expect(await cardSaying('Salutari')).toContain(ro.unsorted['not-a-request']);
    expect(await holds(person, 'Prelucrate', 1)).toEqual(['Salutari']);
  });

  it('makes a case of a request within seconds', async () => {
    await person.put('Cereri', readFileSync(join(FIXTURES, '01-direct-rfc2231.eml')));
    const card = await cardSaying('popescu@client.test');
    expect(card).toMatch(/AB-\d{4}-\d{5}/);
    expect(await holds(person, 'Prelucrate', 2)).toHaveLength(2);
    expect(await person.subjectsIn('Cereri')).toEqual([]);
  });

  it('moves what nobody can read into its quarantine, and the office is told', async () => {
    await person.put('Cereri', readFileSync(join(FIXTURES, '90-hostile-deep-multipart.eml')));
    await cardSaying(ro.unsorted['unreadable-mail']);
    await holds(person, 'Carantină', 1);
  });

  it('keeps of a mail that is too big only who wrote it and why it is not here', async () => {
    const text = 'x'.repeat(76).concat('\r\n').repeat(20_000);
    await person.put('Cereri', rawMail({ from: 'mare@exemplu.example', subject: 'Scanări uriașe', text }));
    const card = await cardSaying(ro.unsorted['too-big']);
    expect(card).toContain('mare@exemplu.example');
    expect(card).toContain('Scanări uriașe');
    await holds(person, 'Carantină', 2);
  });

  it('is told on the health page, by its name and without an address', async () => {
    const health = await (await fetch(`${desk.app.url}/health`)).json();
    expect(health).toMatchObject({ ok: true, mailboxes: { alba: { connected: true, lastError: null } } });
    expect(JSON.stringify(health)).not.toContain('@');
  });
});

describe.skipIf(missing !== null)(needsRealmail('a desk that is killed while mails come in', missing), () => {
  const MAILS = 24;

  it('loses none and doubles none: before it stored one, before it moved one, with half of them done', async () => {
    const mailbox = ownMailbox();
    const person = await personAt(server, mailbox);
    for (let number = 1; number <= MAILS; number += 1) {
      await person.put(
        'Cereri',
        rawMail({
          from: `om${number}@exemplu.example`,
          subject: `Cerere acces Online ${number}`,
          text: 'Vă rugăm să ne furnizați USER și PAROLĂ pentru acces.',
        }),
      );
    }
    const config = join(folder, 'acces.yaml');
    writeFileSync(config, settings(mailbox));
    const data = join(folder, 'data');
    for (const killAt of [
      'store.inbound.before-row:1',
      'store.inbound.after-row:1',
      'store.inbound.after-row:9',
      'store.transaction.before-commit:15',
      'store.blob.after-rename:12',
    ]) {
      const desk = new DeskProcess(data, killAt, config);
      expect(await desk.exited).toBe('SIGKILL');
    }
    const desk = new DeskProcess(data, '', config);
    await desk.ready();
    await holds(person, 'Cereri', 0);
    const { cases, storedMails } = await desk.look();
    await desk.close();
    expect(storedMails).toBe(0);
    expect(await person.subjectsIn('Prelucrate')).toHaveLength(MAILS);
    expect(cases.map(({ kind }) => kind)).toEqual(cases.map(() => 'access'));
    expect(cases).toHaveLength(MAILS);
    expect(cases.every(({ posts }) => posts.length === 1)).toBe(true);
    expect(cases.every(({ sent }) => sent.length === 1)).toBe(true);
  });
});
