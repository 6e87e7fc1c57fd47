/** What a press gives the app the right to open: https://docs.slack.dev/interactivity/handling-user-interaction */

/** Trigger ids: good once, for three seconds. */
export interface Triggers {
  create(user: string, viewId: string | null): string;
  use(id: unknown): { readonly user: string; readonly viewId: string | null } | string;
}

const TRIGGER_MS = 3_000;

export function createTriggers(now: () => number): Triggers {
  const known = new Map<string, { user: string; viewId: string | null; at: number; used: boolean }>();
  return {
    create(user, viewId) {
      const id = `${now()}.${known.size}.trigger`;
      known.set(id, { user, viewId, at: now(), used: false });
      return id;
    },
    use(id) {
      const trigger = known.get(String(id));
      if (!trigger) {
        return 'invalid_trigger_id';
      }
      if (trigger.used) {
        return 'exchanged_trigger_id';
      }
      if (now() - trigger.at > TRIGGER_MS) {
        return 'expired_trigger_id';
      }
      trigger.used = true;
      return trigger;
    },
  };
}
