// Checks everything, one step after the other, and stops at the first that fails: `npm run check`.
import { spawnSync } from 'node:child_process';

const steps = [
  ['format and lint', 'biome', 'ci', '--error-on-warnings', '.'],
  ['types', 'tsc', '-p', 'tsconfig.json'],
  ['types of the local page', 'tsc', '-p', 'src/bot/local/page/tsconfig.json'],
  ['dead code', 'knip'],
  ['tests', 'vitest', 'run'],
  ['build', 'tsc', '-p', 'tsconfig.build.json'],
];

for (const [title, command, ...args] of steps) {
  console.log(`\n== ${title}: ${command} ${args.join(' ')}`);
  const { status, error } = spawnSync(command, args, { stdio: 'inherit' });
  if (error || status !== 0) {
    console.error(`\ncheck: "${title}" failed${error ? `: ${error.message}` : ''}`);
    process.exit(1);
  }
}
console.log('\ncheck: everything holds');
