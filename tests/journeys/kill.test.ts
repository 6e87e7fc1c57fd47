/**
 * Killed with -9 at every write and send between a mail's arrival and its last effect: after the restart nothing is
 * lost, no case and no card is doubled, and the password went to its owner alone. `KILL_EVERYWHERE=1` tries every pass
 * of every point; by default a few of each.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Excel, openExcel } from '../../src/excel/bounded-excel.ts';
import { FAILPOINTS, type FailpointName } from '../../src/failpoint/failpoint.ts';
import { deliverMail } from '../../src/mail/wire/compose.ts';
import type { PageClient } from '../../src/page-client.ts';
import { localDay } from '../../src/workflow/deadlines.ts';
import { OFFICES } from '../../src/workflow/offices.ts';
import { inventPerson } from '../../src/world/people.ts';
import { type MailOnItsWay, requestMail } from '../../src/world/request-mail.ts';
import { SAMPLES } from '../../src/world/samples.ts';
import { OFFICER, SECRETARY, SECRETARY_MAIL } from './desk-at-work.ts';
import type { Look } from './desk-process.ts';
import { DeskProcess } from './killable-desk.ts';

const PASSWORD = 'Canar-Ucis-7719';
const MOST_STEPS = 40;
const EVERYWHERE = process.env.KILL_EVERYWHERE === '1';
const TODAY = localDay(new Date().toISOString());

let mail: MailOnItsWay;
let applicant = '';
let excel: Excel;

beforeAll(async () => {
  const [office] = OFFICES.filter(({ code }) => code === 'AB').map((each) => ({
    ...each,
    secretaryMailbox: SECRETARY_MAIL,
  }));
  const sample = SAMPLES.find(({ id }) => id === 'complete-ab');
  if (!office || !sample) {
    throw new Error('No sample to kill');
  }
  const person = inventPerson(1, 'AB', TODAY);
  applicant = person.mailbox;
  mail = await requestMail(sample, person, { office, deskAddress: 'acces@ancpi.ro', now: new Date() });
  excel = openExcel();
});

afterAll(async () => {
  await excel.close();
});

interface Played {
  readonly desk: DeskProcess;
  readonly look: Look;
  /** False if the play ended before this point was passed so often. */
  readonly killed: boolean;
}

/** One procedure from the mail to the note on the original; when the process dies it is started again. */
async function play(folder: string, killAt: string): Promise<Played> {
  let desk = new DeskProcess(folder, killAt);
  let killed = false;
  let started = false;
  for (let step = 0; step < MOST_STEPS; step += 1) {
    try {
      if (!started) {
        await desk.ready();
        started = true;
      }
      const look = await desk.look();
      if (look.cases[0]?.state === 'closed' && look.effects.pending + look.effects.sending === 0) {
        return { desk, look, killed };
      }
      await next(desk, look);
    } catch (error) {
      if (desk.isAlive() && !isBroken(error)) {
        throw error;
      }
      expect(await desk.exited).toBe('SIGKILL');
      killed = true;
      desk = new DeskProcess(folder, '');
      started = false;
    }
  }
  throw new Error(`Not closed after ${MOST_STEPS} steps: ${JSON.stringify(await desk.look())}`);
}

/** A broken connection is how a dying process looks from outside, a moment before it is gone. */
function isBroken(error: unknown): boolean {
  return error instanceof TypeError || (error instanceof Error && error.message === 'gone');
}

/** What a person does next, looking at the case as it is. */
async function next(desk: DeskProcess, look: Look): Promise<void> {
  const [found] = look.cases;
  if (!found) {
    const outcome = await deliverMail({ host: '127.0.0.1', port: desk.smtpPort, ...mail });
    if (!outcome.accepted && outcome.code === null) {
      // The connection broke: as every mail server, the sender tries again.
      await desk.look();
    }
    return;
  }
  const click = async (person: string, verb: string, inputs: Record<string, string> = {}): Promise<void> => {
    await desk.page?.click(person, verb, found.id, inputs);
  };
  switch (found.state) {
    case 'received':
      return await click(SECRETARY, 'submit:verify', { workbook: found.workbook });
    case 'verified':
      return found.hasOriginal
        ? await click(SECRETARY, 'approve')
        : await click(SECRETARY, 'submit:record-original', {
            receivedOn: TODAY,
            file: 'D-1',
            compared: 'true',
            registryNumber: '',
            registryDate: '',
          });
    case 'with-di':
      return await click(OFFICER, 'submit:issue', {
        workbook: found.workbook,
        user: 'ion.moldovan',
        webAddress: 'https://acces.ancpi.ro',
        password: PASSWORD,
        accountCreated: 'true',
      });
    case 'issued':
      return await click(SECRETARY, 'note-on-original');
    default:
      return;
  }
}

async function checkEverything({ desk, look }: Played, folder: string): Promise<void> {
  expect(look.cases).toHaveLength(1);
  const [found] = look.cases;
  expect(found?.chainWhole).toBe(true);
  expect(look.storedMails).toBe(0);
  expect(look.openSecrets).toBe(0);
  expect(look.effects).toEqual({ pending: 0, sending: 0, dead: 0 });
  for (const once of [
    'opened',
    'verified',
    'approved',
    'credentials-issued',
    'credentials-mailed',
    'secretary-mailed',
  ]) {
    expect(
      found?.events.filter((type) => type === once),
      once,
    ).toHaveLength(1);
  }
  expect(new Set(found?.posts).size).toBe(2);
  const { page } = desk;
  if (!page) {
    throw new Error('The desk has no page');
  }
  for (const channel of ['office:AB', 'di']) {
    expect(await page.cards(channel)).toHaveLength(1);
  }
  await checkMails(page, found?.sent.map(({ letter }) => letter) ?? []);
  await desk.close();
  for (const name of readdirSync(folder).filter((each) => each.startsWith('acces.db'))) {
    expect(readFileSync(join(folder, name)).includes(PASSWORD)).toBe(false);
  }
}

/** A mail may come twice after a kill between its sending and our noting that; then it is recognisably one. */
async function checkMails(page: PageClient, letters: readonly string[]): Promise<void> {
  expect([...letters].sort()).toEqual(['acknowledgement', 'credentials', 'to-di', 'to-secretary']);
  for (const { mailbox } of (await page.overview()).parties) {
    for (const line of await page.messages(mailbox)) {
      const letter = await page.message(mailbox, line.id);
      for (const { index } of letter.attachments) {
        const bytes = await page.attachment(mailbox, line.id, index);
        const traces = await excel.findTraces(bytes, PASSWORD);
        expect(traces.length > 0, `${mailbox}: ${line.subject}`).toBe(
          mailbox === applicant && /credențial|user/i.test(line.subject),
        );
      }
    }
  }
}

/** Points that a procedure without trouble never passes, or of a platform; tests/store and platform-kill kill there. */
const ASIDE = /retry|retried|dead|timer|^bot\./;
/** Steps of one effect: tests/store kills at each of them, and here one stands for all. */
const SEEN_TO = /^store\.effect\.(before-claim|claimed|completed|erased)$/;

function passesOf(point: FailpointName): readonly number[] {
  if (EVERYWHERE) {
    return Array.from({ length: 200 }, (_, index) => index + 1);
  }
  return point.startsWith('store.transaction') ? [14] : [1];
}

/** A play costs some seconds of processor time; everywhere there are hundreds. */
const TIMEOUT_MS = EVERYWHERE ? 4 * 3_600_000 : 600_000;

describe.concurrent('killed with -9', { timeout: TIMEOUT_MS }, () => {
  it.each(FAILPOINTS.filter((point) => !ASIDE.test(point) && (EVERYWHERE || !SEEN_TO.test(point))))(
    'at %s, the desk goes on as if nothing had been',
    async (point) => {
      let kills = 0;
      for (const pass of passesOf(point)) {
        const folder = mkdtempSync(join(tmpdir(), 'acces-kill-'));
        try {
          const played = await play(folder, `${point}:${pass}`);
          await checkEverything(played, folder);
          if (!played.killed) {
            break;
          }
          kills += 1;
        } finally {
          rmSync(folder, { recursive: true, force: true });
        }
      }
      expect(kills).toBeGreaterThan(0);
      if (EVERYWHERE) {
        process.stdout.write(`${point}: ${kills} kills\n`);
      }
    },
  );
});
