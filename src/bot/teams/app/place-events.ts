/** What Teams tells of teams and channels: the app added or removed, channels deleted, teams archived. */
import type { PlaceAddress, PlaceChange } from '../../channel.ts';
import type { TeamsActivity } from './activity.ts';

export interface PlaceEvent {
  /** A whole team, or one channel of it. */
  readonly place: PlaceAddress;
  readonly change: PlaceChange;
}

/** https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/subscribe-to-conversation-events */
const CHANGES: Readonly<Record<string, PlaceChange>> = {
  channelDeleted: 'removed',
  channelRestored: 'back',
  teamArchived: 'archived',
  teamUnarchived: 'back',
  teamDeleted: 'removed',
  teamHardDeleted: 'removed',
  teamRestored: 'back',
};

/** Null where it tells of nothing that matters. */
export function placeEventOf(activity: TeamsActivity): PlaceEvent | null {
  const { channelData, conversation } = activity;
  const teamId = channelData?.team?.id ?? teamOf(conversation.id);
  if (teamId === null) {
    return null;
  }
  const change = changeOf(activity);
  const channelId = channelData?.channel?.id ?? null;
  const isOneChannel = channelData?.eventType?.startsWith('channel') === true && channelId !== null;
  return change === null ? null : { place: isOneChannel ? { teamId, channelId } : { teamId }, change };
}

function teamOf(conversationId: string): string | null {
  const [id = ''] = conversationId.split(';');
  return id.startsWith('19:') ? id : null;
}

function changeOf(activity: TeamsActivity): PlaceChange | null {
  const app = activity.recipient?.id;
  if (activity.type === 'installationUpdate') {
    return activity.action?.startsWith('add') ? 'back' : 'removed';
  }
  if (activity.membersRemoved?.some(({ id }) => id === app)) {
    return 'removed';
  }
  if (activity.membersAdded?.some(({ id }) => id === app)) {
    return 'back';
  }
  return CHANGES[activity.channelData?.eventType ?? ''] ?? null;
}
