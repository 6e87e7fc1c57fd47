/** What the pretend people do: send requests, answer letters, ask for a new password. All of it enters the desk by SMTP. */

import type { WorldOutcome } from '../bot/local/recipients-world.ts';
import { filledForm } from '../excel/filled-form.ts';
import { isRefused, type ParsedMail } from '../mail/reading/parsed-mail.ts';
import { mailboxes as addressesIn, readMime, valuesOf } from '../mail/reading/read-mime.ts';
import { deliverMail } from '../mail/wire/compose.ts';
import { LARGEST_MAIL } from '../mail/wire/largest-mail.ts';
import type { OutgoingAttachment } from '../mail/wire/send.ts';
import type { Mailboxes } from './mailboxes.ts';
import { type Memory, personOf, type Writer } from './memory.ts';
import type { HomeOffice } from './people.ts';
import type { PostOffice } from './post-office.ts';
import { answerAddress, answerMail, passwordRequest, type Sender } from './reply-mail.ts';
import { type MailOnItsWay, requestMail } from './request-mail.ts';
import { SAMPLES, type Sample, trueForm, workbookFile } from './samples.ts';
import * as sayings from './sayings.ts';
import { threeScans } from './scans.ts';
import type { Colleague } from './staff.ts';
import type { Person, Reply, World, WorldOffice, WorldOptions } from './world.ts';

/** An address of this machine that stands for a stranger's: our own servers do not have it. */
const ELSEWHERE = '127.0.0.66';

export interface DeedsOptions {
  readonly world: WorldOptions;
  readonly postOffice: PostOffice;
  readonly memory: Memory;
  readonly colleagues: ReadonlyMap<string, Colleague>;
  readonly mailboxes: Mailboxes;
}

export type Deeds = Pick<World, 'samples' | 'sendSample' | 'sendEml' | 'answer' | 'askNewPassword'>;

export function deedsOf({ world, postOffice, memory, colleagues, mailboxes }: DeedsOptions): Deeds {
  const { smtpIn, now } = world;
  const deskMailboxes = new Set(
    [world.deskAddress, world.diAddress, ...world.offices.map(({ mailbox }) => mailbox)].map((mailbox) =>
      mailbox.toLowerCase(),
    ),
  );
  const today = (): string =>
    new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Bucharest' }).format(now());

  async function send(mail: MailOnItsWay, sender: string, localAddress?: string): Promise<WorldOutcome> {
    const way = localAddress === undefined ? smtpIn : { ...smtpIn, localAddress };
    const outcome = await deliverMail({ ...way, ...mail });
    return sayings.outcomeOf(outcome, sender, mail.envelope.to.join(', '));
  }

  async function sendSample(id: string): Promise<WorldOutcome> {
    const sample = SAMPLES.find((candidate) => candidate.id === id);
    if (sample === undefined) {
      return sayings.told(sayings.NO_SUCH_SAMPLE);
    }
    const { writer, known } = writerOf(sample);
    const person = personWriting(writer, today());
    const route = { office: officeOf(world.offices, sample.to), deskAddress: world.deskAddress, now: now() };
    const written = await requestMail(sample, person, route);
    const mail = sample.forged === true ? written : postOffice.signed(written, written.envelope.from);
    // Remembered first: the desk may answer before the sending has ended.
    if (!known) {
      await memory.rememberWriter(writer);
    }
    const outcome = await send(mail, person.name, sample.forged === true ? ELSEWHERE : undefined);
    if (outcome.kind === 'told' && !known) {
      await memory.forgetWriter(writer);
    }
    return outcome;
  }

  /** Who sends a sample: the next person, or the last one of that office once more. */
  function writerOf(sample: Sample): { readonly writer: Writer; readonly known: boolean } {
    const last = memory.writers().findLast(({ home }) => home === sample.home);
    if (sample.again === true && last !== undefined) {
      return { writer: last, known: true };
    }
    const writer = { number: memory.nextNumber(), home: sample.home, day: today(), sample: sample.id };
    return { writer, known: false };
  }

  async function sendEml(bytes: Uint8Array): Promise<WorldOutcome> {
    const raw = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (raw.length === 0 || raw.length > LARGEST_MAIL) {
      return sayings.told(raw.length === 0 ? sayings.EMPTY_MAIL : sayings.TOO_LARGE);
    }
    const outcome = await readMime(raw);
    const mail = isRefused(outcome) ? null : outcome;
    const recipients =
      mail === null ? [] : recipientsOf(mail).filter((address) => deskMailboxes.has(address));
    const to = recipients.length > 0 ? recipients : [world.deskAddress];
    const writer = mail?.from[0];
    const sent = await send({ raw, envelope: { from: envelopeSender(mail), to } }, writer?.address ?? '?');
    if (sent.kind === 'done' && writer !== undefined && isGuest(writer.address)) {
      await memory.rememberGuest({ mailbox: writer.address, name: writer.name || writer.address });
    }
    return sent;
  }

  function isGuest(address: string): boolean {
    return !deskMailboxes.has(address) && !colleagues.has(address) && memory.find(address) === null;
  }

  async function answer(reply: Reply): Promise<WorldOutcome> {
    const mailbox = reply.mailbox.toLowerCase();
    const text = reply.text.trim();
    if (text === '') {
      return sayings.told(sayings.EMPTY_ANSWER);
    }
    const opened = await mailboxes.open(mailbox, reply.messageId);
    if (opened === null) {
      return sayings.told(sayings.NO_SUCH_LETTER);
    }
    const to = opened.parsed === null ? null : answerAddress(opened.parsed);
    if (opened.parsed === null || to === null) {
      return sayings.told(sayings.LETTER_UNREADABLE);
    }
    const attachments = reply.withCorrectedForm ? await correction(mailbox) : [];
    if (attachments === null) {
      return sayings.told(sayings.NO_FORM_OF_THEIRS);
    }
    const sender = senderAt(mailbox);
    const mail = await answerMail({ sender, letter: opened.parsed, text, attachments, now: now() }, to);
    return send(postOffice.signed(mail, sender.mailbox), sender.name);
  }

  /** The applicant's own form with its mistakes mended, and the scans that were owed; null if the mailbox has no applicant. */
  async function correction(mailbox: string): Promise<OutgoingAttachment[] | null> {
    const found = memory.find(mailbox);
    if (found === null) {
      return null;
    }
    const sample = SAMPLES.find(({ id }) => id === found.writer.sample);
    const person = { ...found.person, form: { ...trueForm(sample, found.person), requestedOn: today() } };
    const workbook = workbookFile(person, await filledForm(person.form));
    return sample?.scansOwed === true ? [...threeScans(person), workbook] : [workbook];
  }

  async function askNewPassword({ mailbox }: { readonly mailbox: string }): Promise<WorldOutcome> {
    const address = mailbox.toLowerCase();
    const known = (await mailboxes.parties()).some((party) => party.mailbox === address);
    if (!known || colleagues.has(address)) {
      return sayings.told(sayings.NO_SUCH_APPLICANT);
    }
    const sender = senderAt(address);
    const mail = await passwordRequest(sender, world.diAddress, now());
    return send(postOffice.signed(mail, sender.mailbox), sender.name);
  }

  function senderAt(mailbox: string): Sender {
    const guest = memory.guests().find((candidate) => candidate.mailbox === mailbox);
    const name = memory.find(mailbox)?.person.name ?? colleagues.get(mailbox)?.name ?? guest?.name ?? mailbox;
    return { name, mailbox };
  }

  const inOrder = oneAtATime();
  return {
    samples: async () => SAMPLES.map(({ id, title, description }) => ({ id, title, description })),
    sendSample: (id) => inOrder(() => sendSample(id)),
    sendEml: (bytes) => inOrder(() => sendEml(bytes)),
    answer: (reply) => inOrder(() => answer(reply)),
    askNewPassword: (request) => inOrder(() => askNewPassword(request)),
  };
}

/** The person of a first mail, with the request dated today when they write again. */
function personWriting(writer: Writer, today: string): Person {
  const person = personOf(writer);
  return { ...person, form: { ...person.form, requestedOn: today } };
}

function officeOf(offices: readonly WorldOffice[], code: HomeOffice): WorldOffice {
  const office = offices.find((candidate) => candidate.code === code);
  if (office === undefined) {
    throw new Error(`The settings have no office ${code}`);
  }
  return office;
}

function recipientsOf(mail: ParsedMail): string[] {
  const delivered = addressesIn(valuesOf(mail.headers, 'delivered-to'));
  return [...new Set([...mail.to, ...mail.cc, ...delivered].map(({ address }) => address))];
}

/** As the mail's own Return-Path says, empty for a bounce; else who wrote it. */
function envelopeSender(mail: ParsedMail | null): string {
  const returnPath = mail === null ? undefined : valuesOf(mail.headers, 'return-path')[0];
  if (returnPath !== undefined && /^<\s*>$/.test(returnPath)) {
    return '';
  }
  return (
    addressesIn(returnPath === undefined ? [] : [returnPath])[0]?.address ?? mail?.from[0]?.address ?? ''
  );
}

/** Two clicks at once would invent the same person twice. */
function oneAtATime(): <T>(act: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (act) => {
    const result = last.then(act, act);
    last = result;
    return result;
  };
}
