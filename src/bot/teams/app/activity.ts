/**
 * The parts of what Teams sends that the desk looks at
 * (https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/conversation-basics).
 */
import { z } from 'zod';

const account = z.looseObject({
  id: z.string(),
  name: z.string().nullish(),
  /** The Entra object id: the same for every app, unlike `id`. */
  aadObjectId: z.string().nullish(),
});

const idObject = z.looseObject({ id: z.string() }).nullish();

export const activitySchema = z.looseObject({
  type: z.string(),
  id: z.string().nullish(),
  name: z.string().nullish(),
  action: z.string().nullish(),
  channelId: z.string(),
  serviceUrl: z.string(),
  from: account,
  recipient: z.looseObject({ id: z.string() }).nullish(),
  conversation: z.looseObject({
    id: z.string(),
    conversationType: z.string().nullish(),
    tenantId: z.string().nullish(),
  }),
  channelData: z
    .looseObject({
      tenant: idObject,
      team: z.looseObject({ id: z.string().nullish(), aadGroupId: z.string().nullish() }).nullish(),
      channel: idObject,
      eventType: z.string().nullish(),
    })
    .nullish(),
  text: z.string().nullish(),
  replyToId: z.string().nullish(),
  value: z.unknown().optional(),
  entities: z.array(z.unknown()).nullish(),
  membersAdded: z.array(account).nullish(),
  membersRemoved: z.array(account).nullish(),
});

export type TeamsActivity = z.infer<typeof activitySchema>;

const mention = z.object({
  type: z.literal('mention'),
  mentioned: z.object({ id: z.string(), name: z.string().nullish() }),
  text: z.string(),
});

/** A post in a channel, and where: `19:…@thread.tacv2;messageid=1700000000000`. */
export interface InChannel {
  readonly teamId: string;
  readonly channelId: string;
  /** The post that heads the thread; null where none is named. */
  readonly threadId: string | null;
}

/** Null where it happened in no channel. */
export function channelOf({ conversation, channelData }: TeamsActivity): InChannel | null {
  const [channelId = '', ...options] = conversation.id.split(';');
  const teamId = channelData?.team?.id ?? null;
  if (teamId === null || !channelId.startsWith('19:')) {
    return null;
  }
  const messageId = options.find((option) => option.startsWith('messageid='));
  return {
    teamId,
    channelId: channelData?.channel?.id ?? channelId,
    threadId: messageId?.slice('messageid='.length) ?? null,
  };
}

export function isPersonal({ conversation }: TeamsActivity): boolean {
  return conversation.conversationType === 'personal';
}

/** True where the app itself is mentioned. */
export function mentionsApp(activity: TeamsActivity): boolean {
  return mentionsIn(activity).some(({ mentioned }) => mentioned.id === activity.recipient?.id);
}

/** As somebody typed it: without the mention of the app, others by their names, no markup. */
export function typedText(activity: TeamsActivity): string {
  let text = activity.text ?? '';
  for (const each of mentionsIn(activity)) {
    const isApp = each.mentioned.id === activity.recipient?.id;
    text = text.replace(each.text, isApp ? ' ' : `@${each.mentioned.name ?? '…'}`);
  }
  return plainText(text);
}

function mentionsIn({ entities }: TeamsActivity): readonly z.infer<typeof mention>[] {
  return (entities ?? []).flatMap((entity) => mention.safeParse(entity).data ?? []);
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
  '&nbsp;': ' ',
  '&amp;': '&',
};

/** What stands in Teams' HTML, as text. */
export function plainText(html: string): string {
  return html
    .replace(/<br\s*\/?>|<\/(?:p|div)>/gi, '\n')
    .replace(/<\/?[a-z][^>]*>/gi, '')
    .replace(/&(?:lt|gt|quot|#39|nbsp|amp);/g, (entity) => ENTITIES[entity] ?? entity)
    .replace(/\u00a0/g, ' ')
    .replace(/[ \t]+/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .trim();
}
