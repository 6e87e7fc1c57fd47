/** Works through what is in a watched folder: each mail is kept, and then moved out of it. */
import type { FetchMessageObject } from 'imapflow';
import type { Attempts } from './imap-attempts.ts';
import { createMissing, type ImapConnection } from './imap-connection.ts';
import type { MailboxTrouble } from './imap-trouble.ts';

/** A mail from a mailbox, byte for byte as the server has it. */
export interface MailboxMail {
  readonly raw: Buffer;
  /** When the mailbox got it (INTERNALDATE); null where the server does not say. */
  readonly receivedAt: Date | null;
}

/** A mail that is not taken, and goes to quarantine. */
export interface MailSetAside {
  readonly reason: 'too-big' | 'unreadable';
  /** The size that the server tells; some only estimate it. */
  readonly bytes: number;
  /** With angle brackets; null where there is none to be had. */
  readonly messageId: string | null;
  /** The header's first 64 KB; empty where the server cannot hand it out. */
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

interface Listed {
  readonly uid: number;
  readonly bytes: number;
  readonly receivedAt: Date | null;
}

const HEAD_BYTES = 64 * 1024;

export interface Pass {
  /** Mails that are still in the folder. */
  readonly left: number;
  /** Mails that are no longer. */
  readonly done: number;
}

/**
 * One pass over the folder, oldest first; mails that failed before, when their time has come. Ends early when it is to stop
 * or the connection is lost; rejects where the folder cannot be opened or listed.
 */
export async function workThrough(
  connection: ImapConnection,
  taker: MailTaker,
  attempts: Attempts,
  stopping: () => boolean,
): Promise<Pass> {
  const { client, folders } = connection;
  // The lock keeps IDLE away; the folder is opened anew each time, for it may have been deleted and made again.
  const lock = await client.getMailboxLock(folders.watched);
  try {
    const { uidValidity } = await client.mailboxOpen(folders.watched);
    const listed = await listAll(connection);
    attempts.forgetAllBut(listed.map(({ uid }) => keyOf(uidValidity, uid)));
    let done = 0;
    for (const mail of listed) {
      if (stopping() || !client.usable) {
        break;
      }
      const key = keyOf(uidValidity, mail.uid);
      if (attempts.isDue(key) && (await workOff({ connection, taker, attempts, uidValidity, key, mail }))) {
        done += 1;
      }
    }
    return { left: listed.length - done, done };
  } finally {
    lock.release();
  }
}

/** A number names a mail only together with this: a folder made anew counts from one. */
function keyOf(uidValidity: bigint, uid: number): string {
  return `${uidValidity}:${uid}`;
}

async function listAll({ client }: ImapConnection): Promise<Listed[]> {
  const listed: Listed[] = [];
  for await (const mail of client.fetch('1:*', { uid: true, size: true, internalDate: true })) {
    listed.push({ uid: mail.uid, bytes: mail.size ?? 0, receivedAt: dateOf(mail) });
  }
  return listed.sort((one, other) => one.uid - other.uid);
}

interface InHand {
  readonly connection: ImapConnection;
  readonly taker: MailTaker;
  readonly attempts: Attempts;
  readonly uidValidity: bigint;
  readonly key: string;
  readonly mail: Listed;
}

/** Whether the mail is gone from the folder. What fails stays and is tried again, here or over the next connection. */
async function workOff(inHand: InHand): Promise<boolean> {
  const { connection, taker, attempts, key, mail } = inHand;
  if (mail.bytes > taker.maxBytes) {
    return await putAside(inHand, 'too-big');
  }
  if (attempts.isUnreadable(key)) {
    return await putAside(inHand, 'unreadable');
  }
  let raw: Buffer | null;
  try {
    raw = await fetchRaw(inHand);
  } catch {
    // Counted also where the connection broke: this mail may be what the server dies of.
    attempts.unreadable(key);
    return false;
  }
  if (raw === null) {
    // Somebody took it out of the folder meanwhile.
    return true;
  }
  if (raw.length > taker.maxBytes) {
    return await putAside(inHand, 'too-big');
  }
  let verdict: 'processed' | 'quarantine';
  try {
    verdict = await taker.keep({ raw, receivedAt: mail.receivedAt });
  } catch {
    return notYet(inHand, 'not-kept');
  }
  return await move(inHand, connection.folders[verdict]);
}

async function putAside(inHand: InHand, reason: MailSetAside['reason']): Promise<boolean> {
  const { connection, taker, mail } = inHand;
  const head = reason === 'too-big' ? await fetchHead(inHand) : Buffer.alloc(0);
  try {
    await taker.setAside({
      reason,
      bytes: mail.bytes,
      messageId: messageIdIn(head),
      head,
      receivedAt: mail.receivedAt,
    });
  } catch {
    return notYet(inHand, 'not-kept');
  }
  if (reason === 'unreadable') {
    taker.onTrouble('mail-unreadable');
  }
  return await move(inHand, connection.folders.quarantine);
}

function notYet({ taker, attempts, key }: InHand, code: MailboxTrouble): false {
  attempts.failed(key);
  taker.onTrouble(code);
  return false;
}

async function fetchRaw({ connection, taker, mail }: InHand): Promise<Buffer | null> {
  // One byte more than is taken shows a mail that is larger than the server told.
  const source = { start: 0, maxLength: taker.maxBytes + 1 };
  const answer = await connection.client.fetchOne(String(mail.uid), { uid: true, source }, { uid: true });
  return answer === false ? null : (answer.source ?? null);
}

async function fetchHead({ connection, mail }: InHand): Promise<Buffer> {
  const answer = await connection.client.fetchOne(
    String(mail.uid),
    { uid: true, bodyParts: [{ key: 'HEADER', start: 0, maxLength: HEAD_BYTES }] },
    { uid: true },
  );
  return answer === false ? Buffer.alloc(0) : (answer.bodyParts?.get('header') ?? Buffer.alloc(0));
}

/** Takes the mail out of the folder. Nothing is moved where the numbers may mean other mails by now. */
async function move(inHand: InHand, destination: string): Promise<boolean> {
  const { connection, mail, uidValidity } = inHand;
  const { client } = connection;
  const moved = async (): Promise<boolean> =>
    client.mailbox !== false &&
    client.mailbox.uidValidity === uidValidity &&
    (await client.messageMove(String(mail.uid), destination, { uid: true })) !== false;
  if (await moved()) {
    return true;
  }
  if (client.usable) {
    // Perhaps somebody deleted the destination.
    await createMissing(client, [destination]);
    if (await moved()) {
      return true;
    }
  }
  // With the connection lost it is no fault of this mail: it is shown again at once, over the next.
  return client.usable && notYet(inHand, 'not-moved');
}

function messageIdIn(head: Buffer): string | null {
  return /^message-id:\s{0,20}(<[^<>\s]{1,250}>)/im.exec(head.toString('latin1'))?.[1] ?? null;
}

function dateOf({ internalDate }: FetchMessageObject): Date | null {
  const date = internalDate === undefined ? null : new Date(internalDate);
  return date === null || Number.isNaN(date.getTime()) ? null : date;
}
