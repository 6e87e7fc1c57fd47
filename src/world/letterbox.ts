/** Pretend mailboxes: an SMTP server that keeps what it accepts as files, and bounces what it cannot deliver. */
import { mkdir, open, readdir, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { type IncomingMail, startMailReceiver } from '../mail/wire/smtp-in.ts';

/** Nobody is there: the server refuses such a recipient at once (550). */
export const DEAD_DOMAIN = 'inexistent.example';
/** Full mailboxes: the server takes the mail and returns it a second later. */
export const BOUNCING_DOMAIN = 'plin.example';

const LARGEST_MAIL = 60 * 1024 * 1024;
/** A folder's name may have 255 bytes. */
const LONGEST_FOLDER = 200;

export interface LetterboxOptions {
  readonly folder: string;
  now(): Date;
  /** Called after a mail for that mailbox is safe on disk. */
  arrived(mailbox: string): void;
  /** Called for a mail to a full mailbox, which is kept nowhere. */
  undeliverable(mail: IncomingMail, recipient: string): void;
  onTrouble(code: string): void;
}

export interface Letterbox {
  readonly port: number;
  /** Every mailbox that ever got a mail. */
  mailboxes(): readonly string[];
  /** Newest first. */
  ids(mailbox: string): readonly string[];
  /** The mail as it came, or null. */
  read(mailbox: string, id: string): Promise<Buffer | null>;
  close(): Promise<void>;
}

/** Opens the mailboxes in a folder and a receiver on a free loopback port. */
export async function openLetterbox(options: LetterboxOptions): Promise<Letterbox> {
  const kept = await readFolder(options.folder);
  let last = Math.max(0, ...[...kept.values()].map((ids) => Number.parseInt(ids.at(-1) ?? '0', 10)));

  async function keep(raw: Buffer, mailbox: string): Promise<void> {
    last += 1;
    const id = `${String(last).padStart(8, '0')}-${options.now().toISOString().replace(/[-:.]/g, '')}`;
    const folder = join(options.folder, folderName(mailbox));
    const made = await mkdir(folder, { recursive: true, mode: 0o700 });
    if (made !== undefined) {
      await syncFolder(options.folder);
    }
    await writeDurably(folder, `${id}.eml`, raw);
    kept.set(mailbox, [...(kept.get(mailbox) ?? []), id].sort());
  }

  const receiver = await startMailReceiver({
    protocol: 'smtp',
    host: '127.0.0.1',
    port: 0,
    maxBytes: LARGEST_MAIL,
    name: 'lume-inventata.example',
    accepts: (address) =>
      address.includes('@') &&
      !address.endsWith(`@${DEAD_DOMAIN}`) &&
      folderName(address).length <= LONGEST_FOLDER,
    async store(mail) {
      const recipients = [...new Set(mail.envelope.to)];
      const full = recipients.filter((recipient) => recipient.endsWith(`@${BOUNCING_DOMAIN}`));
      const reachable = recipients.filter((recipient) => !full.includes(recipient));
      for (const mailbox of reachable) {
        await keep(mail.raw, mailbox);
      }
      for (const recipient of full) {
        options.undeliverable(mail, recipient);
      }
      for (const mailbox of reachable) {
        options.arrived(mailbox);
      }
    },
    onTrouble: options.onTrouble,
  });
  return {
    port: receiver.port,
    mailboxes: () => [...kept.keys()],
    ids: (mailbox) => (kept.get(mailbox.toLowerCase()) ?? []).toReversed(),
    async read(mailbox, id) {
      const known = kept.get(mailbox.toLowerCase())?.includes(id) ?? false;
      return known ? readFile(join(options.folder, folderName(mailbox.toLowerCase()), `${id}.eml`)) : null;
    },
    close: () => receiver.close(),
  };
}

/** Ids by mailbox, oldest first. Files that are still being written have another ending. */
async function readFolder(folder: string): Promise<Map<string, string[]>> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const kept = new Map<string, string[]>();
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (!entry.isDirectory() || !entry.name.includes('@')) {
      continue;
    }
    const ids = (await readdir(join(folder, entry.name)))
      .filter((name) => /^\d{8,}-\d{8}T\d{9}Z\.eml$/.test(name))
      .map((name) => name.slice(0, -'.eml'.length));
    kept.set(decodeURIComponent(entry.name), ids.sort());
  }
  return kept;
}

/** An address as a folder's name: no slash, no letter that a file system could read otherwise. */
function folderName(mailbox: string): string {
  return encodeURIComponent(mailbox).replaceAll('%40', '@').replaceAll('*', '%2A');
}

/** Writes a file (mode 600) that after this survives a power cut, whole or not at all. */
export async function writeDurably(folder: string, name: string, bytes: Uint8Array): Promise<void> {
  const unfinished = join(folder, `${name}.part`);
  const file = await open(unfinished, 'w', 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(unfinished, join(folder, name));
  await syncFolder(folder);
}

async function syncFolder(folder: string): Promise<void> {
  const directory = await open(folder, 'r');
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}
