/** An effect runner whose tries a test can look at, one after the other. */
import { onTestFinished } from 'vitest';
import type {
  EffectFacts,
  EffectRunner,
  EffectRunnerOptions,
  EffectTask,
  RunnerEvent,
} from '../../src/store/effect-runner.ts';
import { createEffectRunner } from '../../src/store/effect-runner.ts';
import type { TemporaryStore } from './temporary-store.ts';

export interface WatchedRunner {
  readonly runner: EffectRunner;
  /** Payloads in the order in which they were tried, each time. */
  readonly tried: unknown[];
  readonly dead: { effect: EffectFacts; code: string }[];
  readonly log: RunnerEvent[];
}

/** Not started; stopped when the test ends. */
export function watchedRunner(
  { store, clock }: TemporaryStore,
  perform: (task: EffectTask) => Promise<void> = async () => {},
  more: Partial<EffectRunnerOptions> = {},
): WatchedRunner {
  const tried: unknown[] = [];
  const dead: WatchedRunner['dead'] = [];
  const log: RunnerEvent[] = [];
  const runner = createEffectRunner({
    store,
    now: clock.now,
    log: (event) => log.push(event),
    perform: async (task) => {
      tried.push(task.payload);
      await perform(task);
    },
    onDead: async (_uow, effect, code) => {
      dead.push({ effect, code });
    },
    ...more,
  });
  onTestFinished(() => runner.stop());
  return { runner, tried, dead, log };
}
