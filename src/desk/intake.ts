/** The way in: looks at an arriving mail, keeps it before its sender is answered, then has it handled, oldest first. */
import { isRefused } from '../mail/reading/parsed-mail.ts';
import { isPersons } from '../mail/sorting/classify.ts';
import { type AdmittedMail, admitMail, writeAhead } from './admit-mail.ts';
import type { Desk } from './desk.ts';
import type { Envelope, KeptEnvelope, KeptProofs } from './envelope.ts';
import { errorName } from './handle-click.ts';
import { proveMail } from './prove-mail.ts';
import { handleInbound, type MailAtHand } from './receive-mail.ts';

export interface ArrivingMail {
  readonly raw: Buffer;
  readonly envelope: { readonly from: string; readonly to: readonly string[] };
  /** Who handed it over; null for a mail read from a mailbox. */
  readonly client: { readonly ip: string; readonly helo: string } | null;
  /** `smtp`, `lmtp`, or the name of a mailbox. */
  readonly way: string;
}

/** A mail that a mailbox did not hand out: only its head is kept, the rest stays in the mailbox's quarantine. */
export interface MailSetAside {
  readonly head: Buffer;
  readonly reason: 'too-big' | 'unreadable';
  /** Size of the whole mail. */
  readonly bytes: number;
  readonly to: string;
  readonly way: string;
}

export interface Intake {
  /**
   * Resolves when the mail would survive a power cut: only then may its sender be told so. Says whether it could be
   * read: a mailbox moves one that could not into its quarantine.
   */
  store(mail: ArrivingMail): Promise<'readable' | 'unreadable'>;
  /** Keeps what there is of a mail that could not be taken, for a card at its office. */
  setAside(mail: MailSetAside): Promise<void>;
  /** Handles what a kill left unhandled, and then whatever comes. */
  start(): void;
  /** Takes up what an operator has let be read again; happens by itself every 15 seconds. */
  lookAgain(): void;
  /** Resolves when every stored mail has been handled or waits for its next attempt. */
  idle(): Promise<void>;
  /** Resolves when the mail in hand is handled; the others stay stored. */
  stop(): Promise<void>;
}

const PAGE = 20;
/** Milliseconds until a mail is tried again that could not be handled because the world broke; doubled each time. */
const NEXT_TRY = 5_000;
const LONGEST_WAIT = 10 * 60_000;
/** An operator may let a mail be read again (`acces quarantine retry`): milliseconds until that is noticed. */
const LOOK_AGAIN = 15_000;
/** Bytes of mails whose reading is kept until they are handled; what is beyond is read again from the disk. */
const MOST_AT_HAND = 16 * 1024 * 1024;

export function createIntake(desk: Desk): Intake {
  let stopped = true;
  let working: Promise<void> = Promise.resolve();
  let wanted = false;
  let running = false;
  let retry: NodeJS.Timeout | undefined;
  let lookAgain: NodeJS.Timeout | undefined;
  let troubles = 0;
  const atHand = new Map<string, MailAtHand>();
  let bytesAtHand = 0;
  // One mail at a time is read and cut: what waits is bytes that the receiver counts.
  let admitting: Promise<unknown> = Promise.resolve();

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
    const known = atHand.get(id);
    atHand.delete(id);
    bytesAtHand -= known?.raw.length ?? 0;
    try {
      await handleInbound(desk, id, known);
      troubles = 0;
      return true;
    } catch (error) {
      desk.log.error({ mailId: id, error: errorName(error) }, 'mail not handled; it will be tried again');
      tryAgainLater();
      return false;
    }
  }

  /** The proof of the sender begins while the mail is written; nobody who hands over a mail waits for it. */
  function proofsOf({ raw, classification }: AdmittedMail, envelope: Envelope): Promise<KeptProofs> | null {
    if (classification === null || !isPersons(classification)) {
      return null;
    }
    const proofs = proveMail(desk, raw, classification, envelope);
    // Whoever waits for it hears of it; where nobody does, the mail is proven again when it is handled.
    proofs.catch(() => undefined);
    return proofs;
  }

  function admit(raw: Buffer, envelope: Envelope): Promise<AdmittedMail> {
    const admitted = admitting.then(() => admitMail(desk, raw, envelope));
    admitting = admitted.catch(() => undefined);
    return admitted;
  }

  return {
    async store({ raw, envelope, client, way }) {
      const { from, to } = envelope;
      const arrived = { from, to: [...to], client };
      const admitted = await admit(raw, arrived);
      const kept: KeptEnvelope = {
        ...arrived,
        way,
        ...(admitted.proofs === null ? {} : { proofs: admitted.proofs }),
        ...(admitted.cut.length === 0 ? {} : { cut: admitted.cut }),
      };
      const keepAtHand = bytesAtHand + admitted.raw.length <= MOST_AT_HAND;
      const proofs = keepAtHand ? proofsOf(admitted, arrived) : null;
      const [id] = await Promise.all([
        desk.store.receiveMail(admitted.raw, { envelope: kept, attempts: keepAtHand ? 1 : 0 }),
        writeAhead(desk, admitted.read),
      ]);
      if (keepAtHand) {
        atHand.set(id, { raw: admitted.raw, read: admitted.read, forms: admitted.forms, proofs });
        bytesAtHand += admitted.raw.length;
      }
      kick();
      return isRefused(admitted.read) ? 'unreadable' : 'readable';
    },
    async setAside({ head, reason, bytes, to, way }) {
      const kept: KeptEnvelope = { from: '', to: [to], client: null, way, setAside: { reason, bytes } };
      await desk.store.receiveMail(head, { envelope: kept });
      kick();
    },
    start() {
      stopped = false;
      lookAgain = setInterval(kick, LOOK_AGAIN).unref();
      kick();
    },
    lookAgain: kick,
    async idle() {
      while (running) {
        await working;
      }
    },
    async stop() {
      stopped = true;
      clearTimeout(retry);
      clearInterval(lookAgain);
      await working;
    },
  };
}
