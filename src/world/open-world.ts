import { openBouncer } from './bouncer.ts';
import { deedsOf } from './deeds.ts';
import { openLetterbox } from './letterbox.ts';
import { lookInto } from './mailboxes.ts';
import { openMemory } from './memory.ts';
import { openPostOffice } from './post-office.ts';
import { colleaguesOf } from './staff.ts';
import type { World, WorldOptions } from './world.ts';

export type { World } from './world.ts';

/** Offices whose secretaries' mailboxes are shown before any mail is in them. */
const ALWAYS_SHOWN = new Set(['AB', 'CJ']);

/**
 * Opens the recipients' world in a folder (made if there is none, for its owner only) and its SMTP server on a free
 * loopback port. What was there before is there again. Rejects if the folder cannot be used.
 */
export async function openWorld(options: WorldOptions): Promise<World> {
  const { folder, now, log } = options;
  const memory = await openMemory(folder);
  const postOffice = await openPostOffice(options);
  const colleagues = colleaguesOf(options);
  const listeners = new Set<(mailbox: string) => void>();
  const bouncer = openBouncer(options);
  const letterbox = await openLetterbox({
    folder,
    now,
    arrived(mailbox) {
      for (const listener of listeners) {
        listener(mailbox);
      }
    },
    undeliverable: bouncer.bounce,
    onTrouble: (code) => log.warn({ code }, 'trouble with a connection to the pretend mailboxes'),
  });
  const secretaries = options.offices.filter(({ code }) => ALWAYS_SHOWN.has(code));
  const alwaysShown = new Set(
    [
      ...secretaries.map(({ secretaryMailbox }) => secretaryMailbox),
      options.diAddress,
      options.dcgAddress,
    ].map((mailbox) => mailbox.toLowerCase()),
  );
  const { open, ...mailboxes } = lookInto({ letterbox, memory, colleagues, alwaysShown });
  log.info({ port: letterbox.port }, 'the pretend mailboxes are open');
  return {
    smtpUrl: `smtp://127.0.0.1:${letterbox.port}`,
    ...mailboxes,
    zone: postOffice.zone,
    ...deedsOf({ world: options, postOffice, memory, colleagues, mailboxes: { ...mailboxes, open } }),
    watch(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    async close() {
      await letterbox.close();
      await bouncer.close();
    },
  };
}
