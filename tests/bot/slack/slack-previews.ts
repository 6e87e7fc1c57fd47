/** Every card and dialog as Slack gets it: `cards/previews/slack`. */
import { messageOf, type SlackMessage } from '../../../src/bot/slack/rendering/message.ts';
import { modalOf } from '../../../src/bot/slack/rendering/modal.ts';
import { textsFor } from '../../../src/texts/texts.ts';
import { allPreviews } from '../previews.ts';

export interface SlackPreview {
  /** Also the file's name. */
  readonly name: string;
  readonly shown: SlackMessage | ReturnType<typeof modalOf>;
}

const BACK = { from: { channelId: 'C0ALBA', ts: '1764000000.000100' }, kind: 'preview', caseId: 'case-42' };

export function slackPreviews(): readonly SlackPreview[] {
  const { modal } = textsFor('ro').slack;
  return allPreviews().map(({ name, title, card }) => ({
    name,
    shown:
      title === ''
        ? messageOf(card, typeof card.fallbackText === 'string' ? card.fallbackText : name)
        : modalOf({ title, card }, modal, BACK),
  }));
}

export function slackPreviewText({ shown }: SlackPreview): string {
  return `${JSON.stringify(shown, null, 2)}\n`;
}
