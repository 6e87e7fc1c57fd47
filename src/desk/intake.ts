/** The way in: keeps an arriving mail before anything looks into it, then has it handled, oldest first. */
import type { Desk } from './desk.ts';
import { errorName } from './handle-click.ts';
import { handleInbound } from './receive-mail.ts';

export interface ArrivingMail {
  readonly raw: Buffer;
  readonly envelope: { readonly from: string; readonly to: readonly string[] };
  readonly client: { readonly ip: string; readonly helo: string };
}

export interface Intake {
  /** Resolves when the mail would survive a power cut: only then may its sender be told so. */
  store(mail: ArrivingMail): Promise<void>;
  /** Handles what a kill left unhandled, and then whatever comes. */
  start(): void;
  /** Resolves when every stored mail has been handled or waits for its next attempt. */
  idle(): Promise<void>;
  /** Resolves when the mail in hand is handled; the others stay stored. */
  stop(): Promise<void>;
}

const PAGE = 20;
/** Milliseconds until a mail is tried again that could not be handled because the world broke; doubled each time. */
const NEXT_TRY = 5_000;
const LONGEST_WAIT = 10 * 60_000;

export function createIntake(desk: Desk): Intake {
  let stopped = true;
  let working: Promise<void> = Promise.resolve();
  let wanted = false;
  let running = false;
  let retry: NodeJS.Timeout | undefined;
  let troubles = 0;

  function kick(): void {
    wanted = true;
    if (!running && !stopped) {
      running = true;
      working = work();
    }
  }

  async function work(): Promise<void> {
    while (wanted && !stopped) {
      wanted = false;
      await handleAll();
    }
    running = false;
  }

  async function handleAll(): Promise<void> {
    const failed = new Set<string>();
    for (;;) {
      const next = (await stored(PAGE + failed.size)).filter((id) => !failed.has(id));
      if (next.length === 0 || stopped) {
        return;
      }
      for (const id of next) {
        if (!stopped && !(await handled(id))) {
          failed.add(id);
        }
      }
    }
  }

  /** Ids of the mails that wait, oldest first; none while the database cannot be read. */
  async function stored(limit: number): Promise<string[]> {
    try {
      return (await desk.store.inboundWith('stored', limit)).map(({ id }) => id);
    } catch (error) {
      desk.log.error({ error: errorName(error) }, 'stored mails cannot be read; they will be tried again');
      tryAgainLater();
      return [];
    }
  }

  function tryAgainLater(): void {
    clearTimeout(retry);
    retry = setTimeout(kick, Math.min(NEXT_TRY * 2 ** troubles, LONGEST_WAIT)).unref();
    troubles += 1;
  }

  async function handled(id: string): Promise<boolean> {
    try {
      await handleInbound(desk, id);
      troubles = 0;
      return true;
    } catch (error) {
      desk.log.error({ mailId: id, error: errorName(error) }, 'mail not handled; it will be tried again');
      tryAgainLater();
      return false;
    }
  }

  return {
    async store({ raw, envelope, client }) {
      const { from, to } = envelope;
      await desk.store.receiveMail(raw, {
        envelope: { from, to: [...to], ip: client.ip, helo: client.helo },
      });
      kick();
    },
    start() {
      stopped = false;
      kick();
    },
    async idle() {
      while (running) {
        await working;
      }
    },
    async stop() {
      stopped = true;
      clearTimeout(retry);
      await working;
    },
  };
}
