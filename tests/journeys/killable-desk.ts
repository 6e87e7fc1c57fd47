/** A desk in a process of its own, started by a test and killed with -9. */
import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { openPageClient, type PageClient } from '../../src/page-client.ts';
import type { Look } from './desk-process.ts';

/** A desk in a process of its own. */
export class DeskProcess {
  readonly child: ChildProcess;
  readonly exited: Promise<NodeJS.Signals | null>;
  page: PageClient | null = null;
  smtpPort = 0;

  /** `killAt`: a failpoint, such as `store.inbound.after-row:3`; empty for none. `config`: a settings file. */
  constructor(folder: string, killAt: string, config?: string) {
    const args = config === undefined ? [folder] : [folder, config];
    this.child = fork(join(import.meta.dirname, 'desk-process.ts'), args, {
      env: { ...process.env, ACCES_KILL_AT: killAt },
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    this.exited = new Promise((resolve) => {
      this.child.once('exit', (_code, signal) => resolve(signal));
    });
  }

  /** The next message of this kind; rejects when the process is gone. */
  async #next<T>(kind: string): Promise<T> {
    return await new Promise((resolve, reject) => {
      const gone = (): void => reject(new Error('gone'));
      // A process that is gone already will not say so again.
      if (!this.isAlive()) {
        gone();
        return;
      }
      const heard = (message: unknown): void => {
        if (typeof message === 'object' && message !== null && kind in message) {
          this.child.off('exit', gone);
          this.child.off('message', heard);
          resolve((message as Record<string, T>)[kind] as T);
        }
      };
      this.child.once('exit', gone);
      this.child.on('message', heard);
    });
  }

  async ready(): Promise<void> {
    const { url, smtpPort } = await this.#next<{ url: string; smtpPort: number }>('ready');
    this.page = await openPageClient(url);
    this.smtpPort = smtpPort;
  }

  async look(): Promise<Look> {
    const seen = this.#next<Look>('look');
    this.child.send('look', () => {});
    return await seen;
  }

  isAlive(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  async close(): Promise<void> {
    if (this.isAlive()) {
      this.child.send('close', () => {});
      await this.exited;
    }
  }
}
