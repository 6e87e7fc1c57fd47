/** Answers clicks as the desk would, with the real cards and dialogs, about one invented case. */
import { renderDialog } from '../../../src/bot/cards.ts';
import type { Answer, Click, Command } from '../../../src/bot/channel.ts';
import { ro } from '../../../src/texts/ro.ts';
import { dialogViews } from '../dialog-views.ts';

export const TOLD = 'Nu s-a schimbat nimic. Dosarul este acum în starea „La DI”. Poate acționa un ofițer DI.';

export interface PretendDesk {
  readonly clicks: Click[];
  /** Clicks wait from now on until the returned function is called. */
  hold(): () => void;
  /** May be replaced by a test. */
  onClick: (click: Click) => Promise<Answer>;
  readonly commands: Command[];
  readonly onCommand: (command: Command) => Promise<Answer>;
}

export function pretendDesk(happened: (click: Click) => Promise<void>): PretendDesk {
  const clicks: Click[] = [];
  const commands: Command[] = [];
  let held: Promise<void> = Promise.resolve();

  async function answer(click: Click): Promise<Answer> {
    const { verb, inputs } = click;
    const view = dialogViews[verb];
    if (view !== undefined) {
      return { kind: 'dialog', ...renderDialog(view, ro) };
    }
    if (verb === 'submit:record-original' && inputs.registryNumber && !inputs.registryDate) {
      const error = { input: 'registryDate', message: ro.inputErrors.registryIncomplete };
      return { kind: 'dialog-errors', errors: [error], text: ro.inputErrors.summary };
    }
    if (verb === 'open-document') {
      return { kind: 'link', url: '/documents/once', text: ro.confirmations['open-document'] };
    }
    if (verb.startsWith('submit:')) {
      await happened(click);
      return { kind: 'done', text: 'Originalul este consemnat.' };
    }
    return { kind: 'told', text: TOLD };
  }

  return {
    clicks,
    commands,
    async onCommand(command) {
      commands.push(command);
      return { kind: 'told', text: TOLD };
    },
    hold() {
      const { promise, resolve } = Promise.withResolvers<void>();
      held = promise;
      return resolve;
    },
    async onClick(click) {
      clicks.push(click);
      await held;
      return await answer(click);
    },
  };
}
