import { type ChildProcess, fork } from 'node:child_process';
import { accessSync, constants, readFileSync } from 'node:fs';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { CPU_SECONDS } from './job-messages.ts';

const PRLIMIT = ['/usr/bin/prlimit', '/bin/prlimit'].find((path) => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
});

/**
 * Forks a module into a process with bounded memory (`memoryMb`: objects and buffers together, in 10⁶ bytes), without
 * the right to write files, start processes or load add-ons, and that knows nothing of our environment. Where the
 * system has no prlimit (macOS), only objects are bounded.
 */
export function forkBounded(entry: URL, memoryMb: number): ChildProcess {
  const node = [
    // Buffers live outside this heap; so divided, there is room for both.
    `--max-old-space-size=${Math.floor((memoryMb * 0.6) / 1.048576)}`,
    '--v8-pool-size=1',
    // A file leaves much behind that nobody needs any more: it is cleared away early.
    '--max-semi-space-size=2',
    // WebAssembly that is compiled once more, to be faster, takes 20 MB more than it saves in time.
    '--liftoff-only',
    '--expose-gc',
    '--no-warnings',
    // The child reads files to load its modules and does nothing else.
    '--permission',
    '--allow-fs-read=*',
  ];
  // --data bounds what is really allocated, buffers too; --as would count what V8 merely reserves.
  const data = memoryMb * 1_000_000 + RESERVED_FOR_CODE;
  const limits = [`--data=${data}`, '--core=0', `--cpu=${CPU_SECONDS}`];
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

/**
 * Node 24 reserves 512 MB for compiled code in a way that the system counts as data although almost nothing of it is
 * ever used; Node 22 does not. Ours tells what the child's will be: both run the same program.
 */
const RESERVED_FOR_CODE = writableCodeBytes();

function writableCodeBytes(): number {
  try {
    let bytes = 0;
    for (const match of readFileSync('/proc/self/maps', 'latin1').matchAll(
      /^([0-9a-f]+)-([0-9a-f]+) rwxp /gm,
    )) {
      bytes += Number.parseInt(match[2] ?? '', 16) - Number.parseInt(match[1] ?? '', 16);
    }
    // The code that is compiled already may be mapped otherwise by now.
    return Math.ceil(bytes / 2 ** 26) * 2 ** 26;
  } catch {
    return 0;
  }
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
