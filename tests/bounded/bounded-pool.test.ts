import { once } from 'node:events';
import process from 'node:process';
import { afterEach, describe, expect, it } from 'vitest';
import {
  type BoundedPool,
  childModule,
  createBoundedPool,
  type JobResult,
} from '../../src/bounded/bounded-pool.ts';
import type { UnrulyJob } from './unruly-child.ts';

const pools: BoundedPool[] = [];

afterEach(async () => {
  await Promise.all(pools.splice(0).map((pool) => pool.close()));
});

function open(options: { size?: number; timeoutMs?: number; memoryMb?: number; child?: string } = {}) {
  const { size = 1, timeoutMs = 20_000, memoryMb = 200, child = 'unruly-child' } = options;
  const pool = createBoundedPool({ entry: childModule(import.meta.url, child), size, timeoutMs, memoryMb });
  pools.push(pool);
  return {
    ask: (job: UnrulyJob, limits?: { timeoutMs: number }): Promise<JobResult> => pool.run(job, limits),
    close: () => pool.close(),
  };
}

async function pidOf(result: Promise<JobResult>): Promise<number> {
  const answer = await result;
  return 'done' in answer ? Number(answer.done) : Number.NaN;
}

describe('a pool of bounded children', () => {
  it('gives each job’s value, bytes too', async () => {
    const { ask } = open({ size: 2 });
    const values = ['ș', 7, null, new Uint8Array([1, 2, 3]), { a: [1] }];
    const answers = await Promise.all(values.map((value) => ask({ do: 'answer', value })));
    expect(answers).toEqual(values.map((done) => ({ done })));
  });

  it('ends a job that hangs at its time limit, and the next one is done', async () => {
    const { ask } = open();
    const [hung, next] = await Promise.all([
      ask({ do: 'hang' }, { timeoutMs: 300 }),
      ask({ do: 'answer', value: 1 }),
    ]);
    expect(hung).toEqual({ failed: 'timeout' });
    expect(next).toEqual({ done: 1 });
  });

  it.each(['eat-objects', 'eat-buffers', 'answer-too-much'] as const)(
    'ends a job that eats memory: %s',
    async (deed) => {
      const { ask } = open({ memoryMb: 150 });
      expect(await ask({ do: deed })).toEqual({ failed: 'memory' });
      expect(await ask({ do: 'answer', value: 1 })).toEqual({ done: 1 });
    },
  );

  it('replaces a child that crashed, without telling what it held', async () => {
    const { ask } = open();
    const before = await pidOf(ask({ do: 'pid' }));
    expect(await ask({ do: 'exit' })).toEqual({ failed: 'crash' });
    expect(await ask({ do: 'throw' })).toEqual({ failed: 'crash' });
    const after = await pidOf(ask({ do: 'pid' }));
    expect(after).not.toBe(before);
    expect(after).toBeGreaterThan(0);
  });

  it('loses no job of others when one child dies', async () => {
    const { ask } = open({ size: 2 });
    const jobs: UnrulyJob[] = Array.from({ length: 40 }, (_none, index) =>
      index % 10 === 5 ? { do: 'exit' } : { do: 'answer', value: index },
    );
    const answers = await Promise.all(jobs.map((job) => ask(job)));
    expect(answers).toEqual(
      jobs.map((job) => (job.do === 'answer' ? { done: job.value } : { failed: 'crash' })),
    );
  });

  it('gives a job to another child when its own was killed before it began', async () => {
    const { ask } = open();
    const pid = await pidOf(ask({ do: 'pid' }));
    process.kill(pid, 'SIGKILL');
    expect(await ask({ do: 'answer', value: 'still done' })).toEqual({ done: 'still done' });
  });

  it('says of nothing that it failed by itself when no child can start', async () => {
    const { ask } = open({ child: 'no-such-child' });
    const jobs = [1, 2].map((value) => ask({ do: 'answer', value }));
    expect(await Promise.all(jobs)).toEqual([{ failed: 'unavailable' }, { failed: 'unavailable' }]);
  });

  it('answers running and waiting jobs when it is closed, and every later one', async () => {
    const { ask, close } = open();
    await ask({ do: 'answer', value: 1 });
    const jobs = [ask({ do: 'hang' }), ask({ do: 'answer', value: 2 })];
    await close();
    expect(await Promise.all(jobs)).toEqual([{ failed: 'unavailable' }, { failed: 'unavailable' }]);
    expect(await ask({ do: 'answer', value: 3 })).toEqual({ failed: 'unavailable' });
  });
});

describe('a bounded child', () => {
  it('is told nothing of our environment, and may neither write nor start programs', async () => {
    const { ask } = open();
    process.env.BOUNDED_TEST_SECRET = 'x';
    expect(await ask({ do: 'environment' })).not.toMatchObject({
      done: expect.arrayContaining(['BOUNDED_TEST_SECRET']),
    });
    delete process.env.BOUNDED_TEST_SECRET;
    expect(await ask({ do: 'write' })).toEqual({ done: 'ERR_ACCESS_DENIED' });
    expect(await ask({ do: 'fork' })).toEqual({ done: 'ERR_ACCESS_DENIED' });
  });

  it('keeps no process alive that has nothing else to do', async () => {
    const { fork } = await import('node:child_process');
    const user = fork(new URL('./pool-user.ts', import.meta.url), {
      execArgv: ['--no-warnings'],
      silent: true,
    });
    const [code] = await once(user, 'exit');
    expect(code).toBe(0);
  });
});
