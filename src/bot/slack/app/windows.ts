/** Windows over each other: Slack stacks at most three, and lets one be opened within three seconds of a press. */
import type { ModalView } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import { failureOf } from '../posting/slack-errors.ts';

export interface Windows {
  /** Opens the first window. False if it is too late for it. */
  open(triggerId: string, view: ModalView): Promise<boolean>;
  /** Lays a window over another; replaces that one where no more fit. False if it is too late for both. */
  over(triggerId: string, viewId: string, view: ModalView): Promise<boolean>;
  /** Puts something else into a window. False if it is closed. */
  replace(viewId: string, view: ModalView): Promise<boolean>;
}

/** Any other failure of Slack is thrown: nothing was shown, and whoever pressed sees Slack's own error. */
const TOO_LATE: ReadonlySet<string> = new Set([
  'expired_trigger_id',
  'exchanged_trigger_id',
  'invalid_trigger_id',
  'trigger_expired',
  'trigger_exchanged',
]);

export function createWindows(client: WebClient): Windows {
  async function shown(show: () => Promise<unknown>, unless: ReadonlySet<string>): Promise<boolean> {
    try {
      await show();
      return true;
    } catch (error) {
      if (unless.has(failureOf(error).code)) {
        return false;
      }
      throw error;
    }
  }

  const replace: Windows['replace'] = (viewId, view) =>
    shown(() => client.views.update({ view_id: viewId, view }), new Set(['not_found', 'view_not_found']));

  return {
    open: (triggerId, view) => shown(() => client.views.open({ trigger_id: triggerId, view }), TOO_LATE),
    async over(triggerId, viewId, view) {
      const push = (): Promise<unknown> => client.views.push({ trigger_id: triggerId, view });
      const pushed = await shown(push, new Set([...TOO_LATE, 'push_limit_reached', 'not_found']));
      return pushed || (await replace(viewId, view));
    },
    replace,
  };
}
