/** Looking into the pretend mailboxes: whose there are, what is in them. */

import type { MailLine, Party } from '../bot/local/recipients-world.ts';
import type { Letterbox } from './letterbox.ts';
import { type OpenedMail, openMail, receivedMail } from './mail-view.ts';
import { type Memory, personOf } from './memory.ts';
import type { Colleague } from './staff.ts';
import type { World } from './world.ts';

export interface MailboxesOptions {
  readonly letterbox: Letterbox;
  readonly memory: Memory;
  readonly colleagues: ReadonlyMap<string, Colleague>;
  /** Colleagues' mailboxes that are shown before any mail is in them. */
  readonly alwaysShown: ReadonlySet<string>;
}

export type Mailboxes = Pick<World, 'parties' | 'messages' | 'message' | 'attachment'> & {
  /** A kept mail, read; null if there is none of that id. */
  open(mailbox: string, id: string): Promise<OpenedMail | null>;
};

export function lookInto({ letterbox, memory, colleagues, alwaysShown }: MailboxesOptions): Mailboxes {
  // A kept mail never changes, so its line is read once.
  const lines = new Map<string, MailLine>();

  async function open(mailbox: string, id: string): Promise<OpenedMail | null> {
    const raw = await letterbox.read(mailbox, id);
    return raw === null ? null : openMail(id, raw);
  }

  async function lineOf(mailbox: string, id: string): Promise<MailLine | null> {
    const known = lines.get(id);
    if (known !== undefined) {
      return known;
    }
    const line = (await open(mailbox, id))?.line ?? null;
    if (line !== null) {
      lines.set(id, line);
    }
    return line;
  }

  function party(mailbox: string, title: string, role: Party['role']): Party {
    return { mailbox, title, role, messages: letterbox.ids(mailbox).length };
  }

  return {
    open,
    async parties() {
      const applicants = [...memory.writers().map(personOf).toReversed(), ...memory.guests().toReversed()];
      const shown = new Map(
        applicants.map(({ mailbox, name }) => [mailbox, party(mailbox, name, 'applicant')]),
      );
      for (const { mailbox, title, role } of colleagues.values()) {
        if (alwaysShown.has(mailbox) || letterbox.ids(mailbox).length > 0) {
          shown.set(mailbox, party(mailbox, title, role));
        }
      }
      for (const mailbox of letterbox.mailboxes()) {
        if (!shown.has(mailbox)) {
          shown.set(mailbox, party(mailbox, mailbox, 'other'));
        }
      }
      return [...shown.values()];
    },
    async messages(mailbox) {
      const found: MailLine[] = [];
      for (const id of letterbox.ids(mailbox)) {
        const line = await lineOf(mailbox, id);
        if (line !== null) {
          found.push(line);
        }
      }
      return found;
    },
    async message(mailbox, id) {
      const raw = await letterbox.read(mailbox, id);
      return raw === null ? null : receivedMail(await openMail(id, raw), raw);
    },
    async attachment(mailbox, id, index) {
      const file = (await open(mailbox, id))?.files[index];
      return file === undefined ? null : { name: file.name, bytes: file.bytes };
    },
  };
}
