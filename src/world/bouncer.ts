/** Returns undeliverable mails to their senders, a moment later, as mail servers do. */
import { deliverMail } from '../mail/wire/compose.ts';
import type { IncomingMail } from '../mail/wire/smtp-in.ts';
import { bounceOf } from './bounce.ts';
import type { WorldOptions } from './world.ts';

const FIRST_AFTER_MS = 1_000;
const AGAIN_AFTER_MS = 5_000;
/** Two minutes: as long as the desk may take to start again. */
const TRIES = 25;

export interface Bouncer {
  /** Sends a delivery report to the mail's envelope sender; none for a mail that has none. */
  bounce(mail: IncomingMail, recipient: string): void;
  /** Forgets what was not sent yet and waits for what is being sent. */
  close(): Promise<void>;
}

export function openBouncer({ smtpIn, now, log }: Pick<WorldOptions, 'smtpIn' | 'now' | 'log'>): Bouncer {
  const waiting = new Set<NodeJS.Timeout>();
  const running = new Set<Promise<void>>();

  function later(milliseconds: number, report: Buffer, to: string, triesLeft: number): void {
    const timer = setTimeout(() => {
      waiting.delete(timer);
      const sending = send(report, to, triesLeft).finally(() => running.delete(sending));
      running.add(sending);
    }, milliseconds);
    waiting.add(timer);
  }

  async function send(report: Buffer, to: string, triesLeft: number): Promise<void> {
    const outcome = await deliverMail({ ...smtpIn, raw: report, envelope: { from: '', to: [to] } });
    if (outcome.accepted) {
      return;
    }
    const temporary = outcome.code === null || outcome.code < 500;
    if (temporary && triesLeft > 1) {
      later(AGAIN_AFTER_MS, report, to, triesLeft - 1);
    } else {
      log.warn({ code: outcome.code }, 'a pretend bounce was refused');
    }
  }

  return {
    bounce(mail, recipient) {
      const sender = mail.envelope.from;
      if (sender !== '') {
        const report = bounceOf({ raw: mail.raw, sender, recipient, date: now() });
        later(FIRST_AFTER_MS, report, sender, TRIES);
      }
    },
    async close() {
      while (waiting.size > 0 || running.size > 0) {
        waiting.forEach(clearTimeout);
        waiting.clear();
        await Promise.all(running);
      }
    },
  };
}
