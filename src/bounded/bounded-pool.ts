import { type ChildProcess, fork } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { type ChildMessage, CPU_SECONDS, type JobMessage } from './job-messages.ts';

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

/** What became of a job: its value, or why its child did not live to give one. */
export type JobResult = { readonly done: unknown } | { readonly failed: 'timeout' | 'memory' | 'crash' };

/**
 * Runs jobs in child processes that may hang, eat memory or crash without harm to anybody else (a worker thread is
 * no such boundary: it takes the whole process with it).
 */
export interface BoundedPool {
  /**
   * Jobs and values may be anything that structured clone can carry, Uint8Array too. Waits for a free child.
   * Never rejects; after close() it answers 'crash'.
   */
  run(job: unknown, options?: { readonly timeoutMs?: number }): Promise<JobResult>;
  /** Ends every child at once; running and waiting jobs answer 'crash'. */
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
}

interface Worker {
  readonly child: ChildProcess;
  ready: boolean;
  task: Task | null;
  timer: NodeJS.Timeout | null;
  /** Set when we end the child ourselves, and why. */
  ending: 'timeout' | 'crash' | null;
}

const SLOWEST_START_MS = 30_000;

/** Starts the children at once, so that the first job finds them warm. */
export function createBoundedPool(options: BoundedPoolOptions): BoundedPool {
  const workers = new Set<Worker>();
  const waiting: Task[] = [];
  let lastId = 0;
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
    const child = forkBounded(options);
    const worker: Worker = { child, ready: false, task: null, timer: null, ending: null };
    workers.add(worker);
    worker.timer = setTimeout(() => end(worker, 'crash'), SLOWEST_START_MS);
    worker.timer.unref();
    child.on('message', (message: ChildMessage) => receive(worker, message));
    // An error here is a child that could not be started or spoken to; 'exit' may then never come.
    child.on('error', () => {
      end(worker, 'crash');
      bury(worker, null, null);
    });
    child.on('exit', (code, signal) => bury(worker, code, signal));
    rest(worker);
  }

  function receive(worker: Worker, message: ChildMessage): void {
    if (message.type === 'ready') {
      worker.ready = true;
      rest(worker);
    } else if (worker.task?.id === message.id) {
      const { settle } = worker.task;
      worker.task = null;
      settle(message.type === 'done' ? { done: message.value } : { failed: message.why });
      if (message.type === 'failed' || message.last) {
        end(worker, 'crash');
        replace();
      } else {
        rest(worker);
      }
    }
    dispatch();
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
        end(worker, 'crash');
      }
    });
  }

  /** A child without work keeps nobody's process alive. */
  function rest(worker: Worker): void {
    if (worker.ready) {
      clear(worker);
      if (options.idleMs !== undefined) {
        worker.timer = setTimeout(() => end(worker, 'crash'), options.idleMs);
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
    task?.settle({ failed: worker.ending ?? causeOfDeath(code, signal) });
    const early = !worker.ready && waiting.length > 0;
    if (early) {
      // A child that cannot even start would be tried for ever: the job that waits for it is answered.
      waiting.shift()?.settle({ failed: 'crash' });
    }
    if (!closed && task !== null) {
      replace();
    }
    dispatch();
  }

  for (let count = 0; count < options.size; count++) {
    start();
  }

  return {
    run: (job, { timeoutMs = options.timeoutMs } = {}) =>
      new Promise((settle) => {
        if (closed) {
          settle({ failed: 'crash' });
          return;
        }
        lastId += 1;
        waiting.push({ id: lastId, job, timeoutMs, settle });
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
        task.settle({ failed: 'crash' });
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
        end(worker, 'crash');
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

function end(worker: Worker, why: 'timeout' | 'crash'): void {
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

const PRLIMIT = ['/usr/bin/prlimit', '/bin/prlimit'].find((path) => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
});

function forkBounded({ entry, memoryMb }: BoundedPoolOptions): ChildProcess {
  const node = [
    // Buffers live outside this heap; half and half leaves room for both.
    `--max-old-space-size=${Math.floor((memoryMb * 0.6) / 1.048576)}`,
    '--v8-pool-size=1',
    '--no-warnings',
    // The child reads files to load its modules and does nothing else: no writing, no processes, no add-ons.
    '--permission',
    '--allow-fs-read=*',
  ];
  // --data bounds what is really allocated, buffers too; --as would count what V8 merely reserves.
  const limits = [`--data=${memoryMb * 1_000_000}`, '--core=0', `--cpu=${CPU_SECONDS}`];
  return fork(fileURLToPath(entry), [String(memoryMb)], {
    ...(PRLIMIT === undefined
      ? { execPath: process.execPath, execArgv: node }
      : { execPath: PRLIMIT, execArgv: [...limits, process.execPath, ...node] }),
    env: publicEnvironment(),
    serialization: 'advanced',
    // What a library prints about a file may hold what the file holds.
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
}

/** Nothing secret can leak from a child that was told nothing. */
function publicEnvironment(): NodeJS.ProcessEnv {
  const names = ['PATH', 'TZ', 'LANG'];
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
