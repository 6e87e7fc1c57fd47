/** What parent and child say to each other. */
export interface JobMessage {
  readonly id: number;
  readonly job: unknown;
}

export type ChildMessage =
  | { readonly type: 'ready' }
  /** The job has arrived: from now on its child's death counts against it. */
  | { readonly type: 'begun'; readonly id: number }
  | {
      readonly type: 'done';
      readonly id: number;
      readonly value: unknown /** The child ends after this. */;
      readonly last: boolean;
    }
  | { readonly type: 'failed'; readonly id: number; readonly why: 'memory' | 'crash' };

/** A child ends by itself long before the system would end it (RLIMIT_CPU). */
export const CPU_SECONDS = 600;
