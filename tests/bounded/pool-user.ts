import { childModule, createBoundedPool } from '../../src/bounded/bounded-pool.ts';

// A program that asks once and never closes its pool.
const pool = createBoundedPool({
  entry: childModule(import.meta.url, 'unruly-child'),
  size: 2,
  timeoutMs: 20_000,
  memoryMb: 200,
});
const result = await pool.run({ do: 'answer', value: 1 });
if (!('done' in result)) {
  throw new Error('no answer');
}
