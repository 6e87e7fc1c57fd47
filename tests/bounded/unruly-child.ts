import process from 'node:process';
import { serveJobs } from '../../src/bounded/serve-jobs.ts';

/** What a test asks of this child. */
export type UnrulyJob =
  | { readonly do: 'answer'; readonly value: unknown }
  | {
      readonly do:
        | 'hang'
        | 'eat-objects'
        | 'eat-buffers'
        | 'answer-too-much'
        | 'throw'
        | 'exit'
        | 'pid'
        | 'environment'
        | 'write'
        | 'fork';
    };

serveJobs(async (job) => {
  const asked = job as UnrulyJob;
  switch (asked.do) {
    case 'answer':
      return asked.value;
    case 'pid':
      return process.pid;
    case 'environment':
      return Object.keys(process.env);
    case 'hang':
      for (;;) {
        process.hrtime();
      }
    case 'eat-objects':
      return eat(() => ({ text: `${Math.random()}`, more: [Math.random()] }));
    case 'eat-buffers':
      return eat(() => Buffer.alloc(8_000_000, 1)).length;
    case 'answer-too-much': {
      const much = Buffer.alloc(8_000_000, 1);
      return Array.from({ length: 120 }, () => much.subarray(0));
    }
    case 'throw':
      throw new Error('secret of the file');
    case 'exit':
      return process.exit(3);
    case 'write':
      return attempt(async () => (await import('node:fs')).writeFileSync('/tmp/unruly', 'x'));
    case 'fork':
      return attempt(async () => (await import('node:child_process')).execFileSync('/bin/true'));
  }
});

function eat(bite: () => unknown): unknown[] {
  const eaten: unknown[] = [];
  for (;;) {
    eaten.push(bite());
  }
}

async function attempt(deed: () => Promise<unknown>): Promise<string> {
  try {
    await deed();
    return 'allowed';
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : 'other';
  }
}
