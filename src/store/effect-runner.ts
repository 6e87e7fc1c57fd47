import { failpoint } from '../failpoint/failpoint.ts';
import { doublingBackOff, type FailedTry, LONGEST_WAIT } from './back-off.ts';
import { inBackground } from './background.ts';
import type { Claim } from './effect-claims.ts';
import {
  buryClaim,
  claimHead,
  completeClaim,
  FenceLost,
  openSecret,
  releaseLost,
  retryClaim,
} from './effect-claims.ts';
import type { NextTurn } from './lanes.ts';
import { createLanes } from './lanes.ts';
import type { Store } from './open.ts';
import type { UnitOfWork } from './unit-of-work.ts';

export { FenceLost };

/** What an effect is, without its secret. */
export interface EffectFacts {
  /** The idempotency key towards mail servers and platforms. */
  readonly id: string;
  readonly caseId: string;
  readonly lane: string;
  /** Of the event that wants it. */
  readonly seq: number;
  readonly kind: string;
  readonly payload: unknown;
  /** 1 on the first try. */
  readonly attempts: number;
}

/** An effect being performed. */
export interface EffectTask extends EffectFacts {
  /** Opened at each look, only in memory; null when it has none. */
  readonly secret: string | null;
  /**
   * Marks the effect done, erases its secret and runs `fn`, in one transaction: all of it or nothing. True when it did;
   * false, and `fn` did not run, when this task was completed before. Throws what `fn` throws (the effect stays open),
   * and FenceLost when the effect is no longer this task's. Call it outside a unit of work.
   */
  complete(fn?: (uow: UnitOfWork) => Promise<void>): Promise<boolean>;
}

/** Trying again would not help: the effect is given up at once. The code is stored, so it holds no personal data. */
export class PermanentFailure extends Error {
  readonly code: string;

  constructor(code: string, options?: ErrorOptions) {
    super(`Given up: ${code}`, options);
    this.code = code;
  }
}

/**
 * Not now: whoever does it asks to be asked again, and nothing has failed. The effect keeps its place and is never given up
 * for having waited. The code is stored, so it holds no personal data.
 */
export class PutOff extends Error {
  readonly code: string;
  /** Milliseconds until the next try, at the earliest. */
  readonly waitMs: number;

  constructor(code: string, waitMs: number, options?: ErrorOptions) {
    super(`Put off for ${waitMs} ms: ${code}`, options);
    this.code = code;
    this.waitMs = waitMs;
  }
}

/** What a runner tells its operator. Codes and ids only. */
export interface RunnerEvent {
  readonly what:
    | 'retry'
    | 'put-off'
    | 'dead'
    | 'fence-lost'
    | 'failed-after-completion'
    | 'released'
    | 'erase-postponed'
    | 'turn-failed'
    | 'sweep-failed';
  readonly effectId?: string;
  readonly caseId?: string;
  readonly kind?: string;
  readonly attempts?: number;
  readonly code?: string;
  readonly waitMs?: number;
  readonly count?: number;
}

export interface EffectRunnerOptions {
  store: Store;
  /**
   * Does it, and completes the task with whatever must be written along; one that returns without completing it is
   * completed by the runner. May run again after a kill, under the same id. Throws PermanentFailure when trying again
   * would not help, PutOff when it is too early; anything else is tried again later.
   */
  perform: (task: EffectTask) => Promise<void>;
  /** Runs in the transaction that gives the effect up. When it throws, the effect is not given up but tried again. */
  onDead: (uow: UnitOfWork, effect: EffectFacts, errorCode: string) => Promise<void>;
  /** Milliseconds until the next try, or null to give up; default: {@link doublingBackOff}. */
  backOff?: (failed: FailedTry) => number | null;
  /** Lanes performed side by side; default 8. */
  concurrency?: number;
  /** A try that takes longer has failed, in milliseconds; default ten minutes. */
  performWithin?: number;
  log?: (event: RunnerEvent) => void;
  now?: () => Date;
}

export interface EffectRunner {
  /** Takes up what an earlier process left, and begins; resolves once all that is due has been found. */
  start(): Promise<void>;
  /** Begins nothing more; resolves when what is under way has ended. */
  stop(): Promise<void>;
  /** Resolves when nothing is due now and nothing is under way. */
  idle(): Promise<void>;
  /** Looks at every lane again, now. */
  kick(): void;
}

const SECOND = 1000;
const SWEEP_MS = 60 * SECOND;
const ERASE_AGAIN_MS = 5 * SECOND;
const PERFORM_WITHIN = 10 * 60 * SECOND;

class TookTooLong extends Error {
  readonly code = 'took-too-long';
}

/** What may be kept of an error: its code, or its class, if that is one word. Messages may hold addresses. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  const { code } = error as { code?: unknown };
  const words = [code, error.name === 'Error' ? error.constructor.name : error.name];
  return words.map(String).find((word) => word !== 'undefined' && /^[\w.-]{1,60}$/.test(word)) ?? 'unknown';
}

/** Fails when `work` has not ended in time. The work itself goes on; its fence keeps it from completing anything. */
async function within(ms: number, work: Promise<void>): Promise<void> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new TookTooLong()), ms);
  try {
    await Promise.race([work, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Performs the effects of the outbox, each at least once and completed exactly once: those of one case and lane in
 * order, one at a time; lanes side by side. A lane whose head failed waits behind it.
 */
export function createEffectRunner(options: EffectRunnerOptions): EffectRunner {
  const { store, perform, onDead, backOff = doublingBackOff, concurrency = 8 } = options;
  const { performWithin = PERFORM_WITHIN, log = () => {}, now = () => new Date() } = options;
  /** Effects that this process holds. */
  const held = new Set<string>();
  const lanes = createLanes({
    concurrency,
    now,
    turn: (caseId, lane) => inBackground(() => turn(caseId, lane)),
    onError: (error) => log({ what: 'turn-failed', code: codeOf(error) }),
  });
  let eraseOwed = false;
  let eraseTimer: NodeJS.Timeout | undefined;
  let sweeping: Promise<void> = Promise.resolve();
  let ticker: NodeJS.Timeout | undefined;
  let unsubscribe: (() => void) | undefined;

  /** Claims the head of the lane and sees it through. */
  async function turn(caseId: string, lane: string): Promise<NextTurn> {
    failpoint('store.effect.before-claim');
    let mine: string | undefined;
    try {
      const until = new Date(now().getTime() + performWithin + SWEEP_MS);
      const claim = await store.transact(null, async (uow) => {
        const head = await claimHead(uow.session, { caseId, lane }, until);
        if (head !== null && 'effect' in head) {
          // Before the commit: a sweep must never see a claim that nobody seems to hold.
          mine = head.effect.id;
          held.add(mine);
        }
        return head;
      });
      if (claim === null) return 'asleep';
      if (!('effect' in claim)) return { notBefore: claim };
      failpoint('store.effect.claimed');
      return await seeThrough(claim);
    } finally {
      if (mine !== undefined) held.delete(mine);
    }
  }

  async function seeThrough(claim: Claim): Promise<NextTurn> {
    const task = taskOf(claim);
    try {
      await within(performWithin, perform(task));
      await task.complete();
      return 'again';
    } catch (error) {
      const { id: effectId, caseId, kind, attempts } = task;
      const about = { effectId, caseId, kind, attempts, code: codeOf(error) };
      if (task.isDone()) {
        log({ what: 'failed-after-completion', ...about });
        return 'again';
      }
      if (error instanceof FenceLost) {
        log({ what: 'fence-lost', ...about });
        return 'again';
      }
      return await afterFailure(claim, task, error, about);
    }
  }

  async function afterFailure(
    claim: Claim,
    task: EffectFacts,
    error: unknown,
    about: Omit<RunnerEvent, 'what'>,
  ): Promise<NextTurn> {
    let code = codeOf(error);
    let waitMs = waitAfter(claim, error);
    if (waitMs === null) {
      try {
        await giveUp(claim, task, code);
        log({ what: 'dead', ...about });
        return 'again';
      } catch (cause) {
        if (cause instanceof FenceLost) throw cause;
        code = codeOf(cause);
        waitMs = LONGEST_WAIT;
      }
    }
    failpoint('store.effect.before-retry');
    const runAt = new Date(now().getTime() + waitMs);
    await store.transact(null, (uow) => retryClaim(uow.session, claim, runAt, code));
    failpoint('store.effect.retried');
    log({ what: error instanceof PutOff ? 'put-off' : 'retry', ...about, code, waitMs });
    return { notBefore: runAt };
  }

  /** Null: never again. */
  function waitAfter(claim: Claim, error: unknown): number | null {
    if (error instanceof PutOff) return error.waitMs;
    return error instanceof PermanentFailure ? null : backOff(failedTry(claim));
  }

  function failedTry({ effect: { attempts, createdAt, runAt } }: Claim): FailedTry {
    const at = now().getTime();
    return { attempt: attempts, wantedFor: at - createdAt.getTime(), late: at - runAt.getTime() };
  }

  async function giveUp(claim: Claim, task: EffectFacts, code: string): Promise<void> {
    failpoint('store.effect.before-dead');
    const { id, caseId, lane, seq, kind, payload, attempts } = task;
    await store.transact(caseId, async (uow) => {
      await buryClaim(uow.session, claim, code);
      await onDead(uow, { id, caseId, lane, seq, kind, payload, attempts }, code);
    });
    failpoint('store.effect.dead');
    if (claim.effect.secretSealed !== null) await erase();
  }

  function taskOf(claim: Claim): EffectTask & { isDone(): boolean } {
    const { effect } = claim;
    const { id, caseId, lane, seq, kind, payload, attempts } = effect;
    let done = false;
    let before: Promise<unknown> = Promise.resolve();

    async function completeOnce(fn: (uow: UnitOfWork) => Promise<void>): Promise<boolean> {
      if (done) return false;
      failpoint('store.effect.performed');
      await store.transact(caseId, async (uow) => {
        await completeClaim(uow.session, claim);
        await fn(uow);
      });
      done = true;
      failpoint('store.effect.completed');
      if (effect.secretSealed !== null) await erase();
      return true;
    }

    return {
      ...{ id, caseId, lane, seq, kind, payload, attempts },
      get secret() {
        return openSecret(store, effect);
      },
      complete(fn = async () => {}) {
        const outcome = before.then(() => completeOnce(fn));
        before = outcome.catch(() => {});
        return outcome;
      },
      isDone: () => done,
    };
  }

  /** Takes erased secrets off the disk, too; while a backup reads, that has to wait. */
  async function erase(): Promise<void> {
    eraseOwed = true;
    clearTimeout(eraseTimer);
    let code = 'busy';
    try {
      eraseOwed = !(await store.erasePhysically());
    } catch (error) {
      eraseOwed = true;
      code = codeOf(error);
    }
    if (eraseOwed) {
      log({ what: 'erase-postponed', code });
      if (unsubscribe !== undefined) eraseTimer = setTimeout(() => void erase(), ERASE_AGAIN_MS).unref();
      return;
    }
    failpoint('store.effect.erased');
  }

  async function sweepOnce(): Promise<void> {
    if (eraseOwed) await erase();
    const count = await store.transact(null, (uow) =>
      releaseLost(uow.session, { exclusive: store.exclusive, ids: held }),
    );
    if (count > 0) log({ what: 'released', count });
    const soon = new Date(now().getTime() + SWEEP_MS);
    for (const { caseId, lane } of await store.lanesDue(soon)) lanes.wake(caseId, lane);
  }

  function sweep(): Promise<void> {
    sweeping = sweeping.then(sweepOnce).catch((error) => log({ what: 'sweep-failed', code: codeOf(error) }));
    return sweeping;
  }

  return {
    async start() {
      unsubscribe ??= store.onCommitted((caseId, changed) => {
        for (const lane of changed) lanes.wake(caseId, lane);
      });
      ticker ??= setInterval(() => void sweep(), SWEEP_MS).unref();
      await sweep();
    },
    async stop() {
      unsubscribe?.();
      unsubscribe = undefined;
      clearInterval(ticker);
      await sweeping;
      await lanes.close();
      clearTimeout(eraseTimer);
    },
    async idle() {
      // What is due and nobody was woken for (another clock, a kick) is found by the sweep.
      await sweep();
      await lanes.quiet();
    },
    kick() {
      lanes.forgetWaiting();
      void sweep();
    },
  };
}
