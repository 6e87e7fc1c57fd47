import type { ChildProcess } from 'node:child_process';
import { forkBounded } from './fork-bounded.ts';
import type { ChildMessage, JobMessage } from './job-messages.ts';

export interface BoundedPoolOptions {
  /** A module that calls serveJobs (serve-jobs.ts); see childModule. */
  readonly entry: URL;
  /** Objects and buffers together, in megabytes (10⁶ bytes); at least 128. */
  readonly memoryMb: number;
  /** For one job, counted from when a child begins with it. */
  readonly timeoutMs: number;
  /** How many jobs at once, each in its own child. */
  readonly size: number;
  /** Children without work for so long are ended and forked anew when needed; by default they are kept. */
  readonly idleMs?: number;
}

/**
 * What became of a job: its value, or why there is none. `timeout`, `memory` and `crash` are the job's own doing;
 * `unavailable` says nothing about the job: no child could be started, or the pool was closed.
 */
export type JobResult =
  | { readonly done: unknown }
  | { readonly failed: 'timeout' | 'memory' | 'crash' | 'unavailable' };

/**
 * Runs jobs in child processes that may hang, eat memory or crash without harm to anybody else (a worker thread is
 * no such boundary: it takes the whole process with it).
 */
export interface BoundedPool {
  /**
   * Jobs and values may be anything that structured clone can carry, Uint8Array too. Waits for a free child.
   * A job whose child died before it began is given to another one. Never rejects; after close() it answers
   * 'unavailable'.
   */
  run(job: unknown, options?: { readonly timeoutMs?: number }): Promise<JobResult>;
  /** Ends every child at once; running and waiting jobs answer 'unavailable'. */
  close(): Promise<void>;
}

/** The URL of a child module beside the caller, in src (.ts) as in dist (.js): `childModule(import.meta.url, 'parse-child')`. */
export function childModule(callerUrl: string, name: string): URL {
  const extension = /\.ts(\?|$)/.test(callerUrl) ? 'ts' : 'js';
  return new URL(`./${name}.${extension}`, callerUrl);
}

interface Task {
  readonly id: number;
  readonly job: unknown;
  readonly timeoutMs: number;
  readonly settle: (result: JobResult) => void;
  /** A child has said that it works on this. */
  begun: boolean;
  /** Children that died with it in hand before beginning. */
  lost: number;
}

interface Worker {
  readonly child: ChildProcess;
  ready: boolean;
  task: Task | null;
  timer: NodeJS.Timeout | null;
  /** Set when we end the child ourselves, and why. */
  ending: 'timeout' | 'unavailable' | null;
}

const SLOWEST_START_MS = 30_000;
const MOST_LOST = 2;
const MOST_STARTS = 3;

/** Starts the children at once, so that the first job finds them warm. */
export function createBoundedPool(options: BoundedPoolOptions): BoundedPool {
  const workers = new Set<Worker>();
  const waiting: Task[] = [];
  let lastId = 0;
  /** One after another, without any success. */
  let startsFailed = 0;
  let closed = false;

  const free = (): Worker | undefined => [...workers].find((worker) => isFree(worker));

  function dispatch(): void {
    while (waiting.length > 0) {
      const worker = free();
      if (worker === undefined) {
        break;
      }
      const task = waiting.shift();
      if (task !== undefined) {
        begin(worker, task);
      }
    }
    const living = [...workers].filter((worker) => worker.ending === null).length;
    const starting = [...workers].filter((worker) => worker.ending === null && !worker.ready).length;
    const wanted = Math.min(waiting.length - starting, options.size - living);
    for (let count = 0; count < wanted; count++) {
      start();
    }
  }

  function start(): void {
    const child = forkBounded(options.entry, options.memoryMb);
    const worker: Worker = { child, ready: false, task: null, timer: null, ending: null };
    workers.add(worker);
    worker.timer = setTimeout(() => end(worker, 'unavailable'), SLOWEST_START_MS);
    worker.timer.unref();
    child.on('message', (message: ChildMessage) => receive(worker, message));
    // An error here is a child that could not be started or spoken to; 'exit' may then never come.
    child.on('error', () => {
      end(worker, 'unavailable');
      bury(worker, null, null);
    });
    child.on('exit', (code, signal) => bury(worker, code, signal));
    rest(worker);
  }

  function receive(worker: Worker, message: ChildMessage): void {
    if (message.type === 'ready') {
      worker.ready = true;
      startsFailed = 0;
      rest(worker);
    } else if (worker.task?.id === message.id) {
      answer(worker, worker.task, message);
    }
    dispatch();
  }

  function answer(worker: Worker, task: Task, message: Exclude<ChildMessage, { type: 'ready' }>): void {
    if (message.type === 'begun') {
      task.begun = true;
      return;
    }
    worker.task = null;
    task.settle(message.type === 'done' ? { done: message.value } : { failed: message.why });
    if (message.type === 'failed' || message.last) {
      end(worker, 'unavailable');
      replace();
    } else {
      rest(worker);
    }
  }

  /** A warm successor, unless nobody has asked for a while. */
  function replace(): void {
    const living = [...workers].filter((worker) => worker.ending === null).length;
    if (!closed && living < options.size) {
      start();
    }
  }

  function begin(worker: Worker, task: Task): void {
    clear(worker);
    worker.task = task;
    worker.child.ref();
    worker.child.channel?.ref();
    worker.timer = setTimeout(() => end(worker, 'timeout'), task.timeoutMs);
    const message: JobMessage = { id: task.id, job: task.job };
    worker.child.send(message, (error) => {
      if (error !== null) {
        end(worker, 'unavailable');
      }
    });
  }

  /** A child without work keeps nobody's process alive. */
  function rest(worker: Worker): void {
    if (worker.ready) {
      clear(worker);
      if (options.idleMs !== undefined) {
        worker.timer = setTimeout(() => end(worker, 'unavailable'), options.idleMs);
        worker.timer.unref();
      }
    }
    if (worker.ready || waiting.length === 0) {
      worker.child.unref();
      worker.child.channel?.unref();
    }
  }

  function bury(worker: Worker, code: number | null, signal: NodeJS.Signals | null): void {
    if (!workers.delete(worker)) {
      return;
    }
    clear(worker);
    const { task } = worker;
    worker.task = null;
    const cause = worker.ending ?? causeOfDeath(code, signal);
    if (task !== null && !task.begun && cause !== 'timeout' && task.lost < MOST_LOST && !closed) {
      task.lost += 1;
      waiting.unshift(task);
    } else {
      task?.settle({ failed: cause });
    }
    if (!worker.ready) {
      notStarted();
    }
    if (!closed && task !== null) {
      replace();
    }
    dispatch();
  }

  /** Children that cannot start would be tried for ever: the job that waits longest is answered. */
  function notStarted(): void {
    startsFailed += 1;
    const hope = startsFailed < MOST_STARTS && [...workers].some((worker) => worker.ready);
    if (!hope) {
      waiting.shift()?.settle({ failed: 'unavailable' });
    }
  }

  for (let count = 0; count < options.size; count++) {
    start();
  }

  return {
    run: (job, { timeoutMs = options.timeoutMs } = {}) =>
      new Promise((settle) => {
        if (closed) {
          settle({ failed: 'unavailable' });
          return;
        }
        lastId += 1;
        waiting.push({ id: lastId, job, timeoutMs, settle, begun: false, lost: 0 });
        for (const worker of workers) {
          // While a job waits, the children that it waits for keep the process alive.
          if (!worker.ready) {
            worker.child.ref();
            worker.child.channel?.ref();
          }
        }
        dispatch();
      }),
    async close() {
      closed = true;
      for (const task of waiting.splice(0)) {
        task.settle({ failed: 'unavailable' });
      }
      const ends = [...workers].map(
        (worker) =>
          new Promise<void>((ended) => {
            worker.child.ref();
            worker.child.once('exit', () => ended());
            worker.child.once('error', () => ended());
          }),
      );
      for (const worker of workers) {
        end(worker, 'unavailable');
      }
      await Promise.all(ends);
    },
  };
}

function isFree(worker: Worker): boolean {
  return worker.ready && worker.task === null && worker.ending === null;
}

function clear(worker: Worker): void {
  if (worker.timer !== null) {
    clearTimeout(worker.timer);
    worker.timer = null;
  }
}

function end(worker: Worker, why: 'timeout' | 'unavailable'): void {
  worker.ending ??= why;
  worker.child.kill('SIGKILL');
}

/** V8 ends the process by SIGABRT, SIGTRAP or SIGILL when it runs out; the system's killer sends SIGKILL. */
function causeOfDeath(code: number | null, signal: NodeJS.Signals | null): 'memory' | 'crash' {
  const memory: readonly (NodeJS.Signals | null)[] = [
    'SIGABRT',
    'SIGTRAP',
    'SIGILL',
    'SIGKILL',
    'SIGBUS',
    'SIGSEGV',
  ];
  return memory.includes(signal) || code === 134 || code === 5 ? 'memory' : 'crash';
}
