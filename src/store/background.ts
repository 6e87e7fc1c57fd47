/** Work that gives way: people who click go before cards and letters that are being performed. */
import { AsyncLocalStorage } from 'node:async_hooks';

const scope = new AsyncLocalStorage<boolean>();

/** Runs `work`, whose transactions wait behind everybody else's. */
export function inBackground<T>(work: () => Promise<T>): Promise<T> {
  return scope.run(true, work);
}

/** True inside {@link inBackground}. */
export function isBackground(): boolean {
  return scope.getStore() === true;
}
