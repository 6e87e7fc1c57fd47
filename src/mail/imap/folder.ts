/** Works through what is in a watched folder: each mail is kept, and then moved out of it. */
import type { FetchMessageObject } from 'imapflow';
import type { Attempts } from './attempts.ts';
import { createMissing, type ImapConnection } from './connection.ts';
import type { MailboxTrouble } from './trouble.ts';

/** A mail from a mailbox, byte for byte as the server has it. */
export interface MailboxMail {
  readonly raw: Buffer;
  /** When the mailbox got it (INTERNALDATE); null where the server does not say. */
  readonly receivedAt: Date | null;
}

/** A mail that is not taken, and goes to quarantine. */
export interface MailSetAside {
  readonly reason: 'too-big' | 'unreadable';
  /** The size that the server tells, which some only estimate; 0 where it tells none. */
  readonly bytes: number;
  /** With angle brackets; null where there is none to be had. */
  readonly messageId: string | null;
  /** The header, 64 KB of it at most; empty where the server cannot hand it out. */
  readonly head: Buffer;
  readonly receivedAt: Date | null;
}

export interface MailTaker {
  /** The largest mail in bytes. No more than that is asked of the server for one mail. */
  readonly maxBytes: number;
  /**
   * Keeps the mail and says where it goes. Resolves only when it is safely stored; rejecting leaves the mail where it is,
   * to be tried again. May get a mail twice: after a connection that ended between keeping and moving.
   */
  keep(mail: MailboxMail): Promise<'processed' | 'quarantine'>;
  /** Told of a mail before it goes to quarantine unread. Rejecting leaves it where it is, to be tried again. */
  setAside(mail: MailSetAside): Promise<void>;
  onTrouble(code: MailboxTrouble): void;
}

export interface Pass {
  /** How many mails were taken out of the folder. */
  readonly done: number;
  /** The folder is another one by now, under the same name: it is to be looked at again. */
  readonly changed: boolean;
}

const HEAD_BYTES = 64 * 1024;

/**
 * One pass over the folder, oldest first; mails that failed before, when their time has come. Ends early when it is to stop
 * or the connection is lost; rejects where the folder cannot be opened or listed.
 */
export async function workThrough(
  connection: ImapConnection,
  taker: MailTaker,
  attempts: Attempts,
  {
    stopping,
    onLeft,
  }: {
    stopping(): boolean;
    /** Told how many mails are in the folder, whenever that changes. */
    onLeft(left: number): void;
  },
): Promise<Pass> {
  const { client, folders } = connection;
  // The lock keeps IDLE away; the folder is opened anew each time, for it may have been deleted and made again.
  const lock = await client.getMailboxLock(folders.watched);
  try {
    const { uidValidity } = await client.mailboxOpen(folders.watched);
    // Numbers only: a single mail of which the server cannot tell the size would hide all others.
    const listed = (await client.search({ all: true }, { uid: true })) || [];
    const mails = listed
      .sort((one, other) => one - other)
      .map((uid) => ({ uid, key: `${uidValidity}:${uid}` }));
    attempts.forgetAllBut(mails.map(({ key }) => key));
    onLeft(mails.length);
    let done = 0;
    let changed = false;
    for (const { uid, key } of mails) {
      if (stopping() || changed || !client.usable) {
        break;
      }
      if (attempts.isDue(key)) {
        const outcome = await workOff({ connection, taker, attempts, uidValidity, key, uid });
        if (outcome === 'gone') {
          done += 1;
          onLeft(mails.length - done);
        }
        changed = outcome === 'folder-changed';
      }
    }
    return { done, changed };
  } finally {
    lock.release();
  }
}

interface InHand {
  readonly connection: ImapConnection;
  readonly taker: MailTaker;
  readonly attempts: Attempts;
  readonly uidValidity: bigint;
  /** Names the mail: a number alone does not, for a folder made anew counts from one. */
  readonly key: string;
  readonly uid: number;
}

/** What became of a mail: gone from the folder, or still there and tried again, here or over the next connection. */
type Outcome = 'gone' | 'stays' | 'folder-changed';

interface Fetched {
  readonly raw: Buffer;
  readonly bytes: number;
  readonly receivedAt: Date | null;
}

async function workOff(inHand: InHand): Promise<Outcome> {
  const { connection, taker, attempts, key } = inHand;
  if (attempts.isUnreadable(key)) {
    return await putAside(inHand, 'unreadable', { raw: Buffer.alloc(0), bytes: 0, receivedAt: null });
  }
  let fetched: Fetched | null;
  try {
    fetched = await fetchMail(inHand);
  } catch {
    // Counted also where the connection broke: this mail may be what the server dies of.
    attempts.unreadable(key);
    return 'stays';
  }
  if (fetched === null) {
    // Somebody took it out of the folder meanwhile.
    return 'gone';
  }
  if (fetched.raw.length > taker.maxBytes) {
    return await putAside(inHand, 'too-big', fetched);
  }
  let verdict: 'processed' | 'quarantine';
  try {
    verdict = await taker.keep({ raw: fetched.raw, receivedAt: fetched.receivedAt });
  } catch {
    return notYet(inHand, 'not-kept');
  }
  return await move(inHand, connection.folders[verdict]);
}

async function putAside(
  inHand: InHand,
  reason: MailSetAside['reason'],
  { raw, bytes, receivedAt }: Fetched,
): Promise<Outcome> {
  const { connection, taker } = inHand;
  const head = headOf(raw);
  try {
    await taker.setAside({ reason, bytes, messageId: messageIdIn(head), head, receivedAt });
  } catch {
    return notYet(inHand, 'not-kept');
  }
  if (reason === 'unreadable') {
    taker.onTrouble('mail-unreadable');
  }
  return await move(inHand, connection.folders.quarantine);
}

function notYet({ taker, attempts, key }: InHand, code: MailboxTrouble): Outcome {
  attempts.failed(key);
  taker.onTrouble(code);
  return 'stays';
}

/** The mail; null if it is no longer there. One byte more than is taken shows one that is too big. */
async function fetchMail({ connection, taker, uid }: InHand): Promise<Fetched | null> {
  const source = { start: 0, maxLength: taker.maxBytes + 1 };
  const answer = await connection.client.fetchOne(
    String(uid),
    { uid: true, size: true, internalDate: true, source },
    { uid: true },
  );
  if (answer === false || answer.source === undefined) {
    return null;
  }
  return { raw: answer.source, bytes: answer.size ?? answer.source.length, receivedAt: dateOf(answer) };
}

/**
 * Takes the mail out of the folder, unless its number may mean another mail by now. The folder is opened once more to see
 * that: a Dovecot that had one deleted and made again under an open connection moved a new mail for an old one.
 */
async function move(inHand: InHand, destination: string): Promise<Outcome> {
  const { connection, uid, uidValidity } = inHand;
  const { client, folders } = connection;
  const moved = async (): Promise<boolean> =>
    (await client.messageMove(String(uid), destination, { uid: true })) !== false;
  try {
    const folder = await client.mailboxOpen(folders.watched);
    if (folder.uidValidity !== uidValidity) {
      return 'folder-changed';
    }
    if (await moved()) {
      return 'gone';
    }
    if (client.usable) {
      // Perhaps somebody deleted the destination.
      await createMissing(client, [destination]);
      if (await moved()) {
        return 'gone';
      }
    }
  } catch {
    // Told below; where the connection is lost, by who waits for that.
  }
  // With the connection lost it is no fault of this mail: it is shown again at once, over the next.
  return client.usable ? notYet(inHand, 'not-moved') : 'stays';
}

/** The header, as far as it fits. */
function headOf(raw: Buffer): Buffer {
  const start = raw.subarray(0, HEAD_BYTES);
  const end = start.indexOf('\r\n\r\n');
  return Buffer.from(end === -1 ? start : start.subarray(0, end + 2));
}

function messageIdIn(head: Buffer): string | null {
  return /^message-id:\s{0,20}(<[^<>\s]{1,250}>)/im.exec(head.toString('latin1'))?.[1] ?? null;
}

function dateOf({ internalDate }: FetchMessageObject): Date | null {
  const date = internalDate === undefined ? null : new Date(internalDate);
  return date === null || Number.isNaN(date.getTime()) ? null : date;
}
