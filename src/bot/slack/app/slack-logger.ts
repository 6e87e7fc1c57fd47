/** What Slack's libraries have to say, as a code: their own messages quote requests, at debug even what a dialog holds. */
import { LogLevel } from '@slack/bolt';

type BoltLogger = NonNullable<ConstructorParameters<typeof import('@slack/bolt').App>[0]>['logger'];

/** Passes on that something was said, never what. */
export function quietLogger(onSaid: (level: 'warn' | 'error') => void): NonNullable<BoltLogger> {
  return {
    debug() {},
    info() {},
    warn: () => onSaid('warn'),
    error: () => onSaid('error'),
    // Whatever level a library wants to set: none of them says more.
    setLevel() {},
    getLevel: () => LogLevel.WARN,
    setName() {},
  };
}
