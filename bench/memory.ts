/** Memory of processes as the system counts it (Linux: /proc). Elsewhere nothing is known, and nothing is claimed. */
import { readdirSync, readFileSync } from 'node:fs';

const MB = 1e6;
const KIB = 1024;
const LOOK_EVERY_MS = 50;

export interface Memory {
  /** Highest resident size of the process, in MB; null where the system does not tell. */
  readonly process: number | null;
  /** Highest sum over its children, in MB. */
  readonly children: number | null;
}

export interface MemoryWatch {
  stop(): Memory;
}

/** Watches a process and its children until it is stopped. */
export function watchMemory(pid: number): MemoryWatch {
  let own: number | null = null;
  let children: number | null = null;
  const look = (): void => {
    own = highest(own, memoryField(pid, 'VmHWM'));
    const each = childrenOf(pid).flatMap((child) => memoryField(child, 'VmRSS') ?? []);
    children = highest(
      children,
      each.reduce((sum, size) => sum + size, 0),
    );
  };
  look();
  const timer = setInterval(look, LOOK_EVERY_MS);
  return {
    stop() {
      clearInterval(timer);
      look();
      return { process: own, children };
    },
  };
}

/** The highest resident size that a process ever had, in MB. */
export function peakOf(pid: number): number | null {
  return memoryField(pid, 'VmHWM');
}

/** The direct children of a process whose command line names a module. */
export function childrenOf(pid: number, module = ''): number[] {
  const found: number[] = [];
  for (const thread of entries(`/proc/${pid}/task`)) {
    const listed = content(`/proc/${pid}/task/${thread}/children`);
    found.push(...listed.split(' ').filter(Boolean).map(Number));
  }
  return found.filter((child) => content(`/proc/${child}/cmdline`).includes(module));
}

function memoryField(pid: number, name: 'VmHWM' | 'VmRSS'): number | null {
  const line = new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(content(`/proc/${pid}/status`));
  return line?.[1] === undefined ? null : (Number(line[1]) * KIB) / MB;
}

function highest(one: number | null, other: number | null): number | null {
  return one === null || other === null ? (one ?? other) : Math.max(one, other);
}

function entries(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** Empty where there is no such file (any more): processes come and go. */
function content(file: string): string {
  try {
    return readFileSync(file, 'latin1');
  } catch {
    return '';
  }
}
