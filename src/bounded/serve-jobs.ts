import process from 'node:process';
import { type ChildMessage, CPU_SECONDS, type JobMessage } from './job-messages.ts';

const MOST_JOBS = 500;
/** A child that has grown beyond this part of its limit is replaced between two jobs. */
const GROWN = 0.45;

/**
 * Called by a child module: answers each job with what `handle` returns, one at a time. The child ends when its
 * parent does, and of its own will between two jobs when it has grown big or old.
 *
 * Errors that `handle` throws are not passed on, since their messages may hold what was being parsed.
 */
export function serveJobs(handle: (job: unknown) => unknown): void {
  let jobs = 0;
  // Whoever waits for an answer is gone; nobody is left to enforce a time limit.
  process.on('disconnect', () => process.exit(0));
  process.on('message', (message: JobMessage) => {
    jobs += 1;
    send({ type: 'begun', id: message.id });
    void answer(message, handle, jobs);
  });
  send({ type: 'ready' });
}

async function answer(
  { id, job }: JobMessage,
  handle: (job: unknown) => unknown,
  jobs: number,
): Promise<void> {
  try {
    const value = await handle(job);
    const last = jobs >= MOST_JOBS || isWornOut();
    send({ type: 'done', id, value, last });
  } catch (error) {
    send({ type: 'failed', id, why: isOutOfMemory(error) ? 'memory' : 'crash' });
  }
}

function send(message: ChildMessage): void {
  process.send?.(message);
}

function isWornOut(): boolean {
  const cpu = process.cpuUsage();
  return (cpu.user + cpu.system) / 1_000_000 > CPU_SECONDS / 2 || (hasGrown() && hasGrownForGood());
}

function hasGrown(): boolean {
  const limit = Number(process.argv[2] ?? 0) * 1_000_000;
  return limit > 0 && process.memoryUsage.rss() > limit * GROWN;
}

/** Whether it is still as big once what the last job left behind is thrown away. */
function hasGrownForGood(): boolean {
  globalThis.gc?.();
  return hasGrown();
}

/** Buffers that the system refuses are an error, unlike objects, for which the whole process ends. */
export function isOutOfMemory(error: unknown): boolean {
  if (!(error instanceof Error)) {
    return false;
  }
  const code = 'code' in error ? error.code : undefined;
  const refused =
    error instanceof RangeError &&
    /allocation failed|out of memory|invalid string length/i.test(error.message);
  return (
    refused ||
    // What V8 says where the answer is too big to be sent to the parent.
    error.message.startsWith('Data cannot be cloned, out of memory') ||
    code === 'ERR_MEMORY_ALLOCATION_FAILED' ||
    code === 'Z_MEM_ERROR' ||
    code === 'ERR_STRING_TOO_LONG'
  );
}
