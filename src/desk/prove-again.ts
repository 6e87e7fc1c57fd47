/** Mails whose sender could not be proven because DNS was in trouble: proven again, until it answers or a day is over. */

import { isRefused } from '../mail/reading/parsed-mail.ts';
import { classify } from '../mail/sorting/classify.ts';
import type { OpenedRequest } from '../store/mail-requests.ts';
import { classifyContext } from './address-book.ts';
import type { Desk } from './desk.ts';
import type { KeptEnvelope } from './envelope.ts';
import { errorName } from './handle-click.ts';
import { judgeRequests, proveMail } from './prove-mail.ts';
import { refreshCardsIn } from './refresh-cards.ts';
import { type KeptProof, withoutRetry } from './sender-trust.ts';

export interface Prover {
  start(): void;
  /** Proves what is due now. */
  runDue(): Promise<void>;
  /** Resolves when the mail in hand is done. */
  stop(): Promise<void>;
}

const LOOK_MS = 30_000;
const PAGE = 20;
const MINUTE = 60_000;
/** Minutes between the tries; the last one is repeated. */
const WAITS = [1, 2, 5, 15, 30, 60];
/** A domain whose servers do not answer for so long is taken for one that proves nothing. */
const GIVE_UP_MS = 24 * 60 * MINUTE;

export function createProver(desk: Desk): Prover {
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();

  function runDue(): Promise<void> {
    running = running.then(async () => {
      for (const request of await desk.store.requestsToProve(desk.now(), PAGE)) {
        await proveAgain(desk, request);
      }
    });
    running = running.catch((error: unknown) => {
      desk.log.error({ error: errorName(error) }, 'senders could not be proven again; tried later');
    });
    return running;
  }

  return {
    start() {
      timer = setInterval(() => void runDue(), LOOK_MS).unref();
      void runDue();
    },
    runDue,
    async stop() {
      clearInterval(timer);
      await running;
    },
  };
}

async function proveAgain(desk: Desk, request: OpenedRequest): Promise<void> {
  const proof = (await freshProof(desk, request)) ?? withoutRetry(request.proof as KeptProof);
  const attempts = request.attempts + 1;
  const age = desk.now().getTime() - request.createdAt.getTime();
  const open = proof.level === 'retry' && age < GIVE_UP_MS;
  const kept = open ? proof : withoutRetry(proof);
  const wait = (WAITS[Math.min(attempts, WAITS.length - 1)] ?? 60) * MINUTE;
  await desk.store.transact(request.caseId, async (uow) => {
    await uow.changeRequest(request.id, {
      trust: kept.level,
      proof: kept,
      attempts,
      proveAgainAt: open ? new Date(desk.now().getTime() + wait) : null,
    });
    if (request.caseId !== null && kept.level !== request.trust) {
      await refreshCardsIn(uow, request.caseId);
    }
  });
}

/** The proof of one request made anew; null where the mail can no longer be read. */
async function freshProof(desk: Desk, request: OpenedRequest): Promise<KeptProof | null> {
  const mail = await desk.store.inboundById(request.mailId);
  if (!mail) {
    return null;
  }
  const raw = await desk.store.documents.get(mail.rawBlob);
  const read = await desk.parser.parse(raw);
  if (isRefused(read)) {
    return null;
  }
  const envelope = mail.envelope as KeptEnvelope;
  const context = await classifyContext(desk, envelope);
  const classification = classify(read, context);
  const proofs = await proveMail(desk, raw, classification, envelope);
  const proven = (await judgeRequests(desk, mail.id, classification, context, proofs))[request.position];
  if (!proven) {
    return null;
  }
  await desk.store.transact(null, (uow) => uow.rememberSignatures(proven.signatures, mail.id));
  return proven.proof;
}
