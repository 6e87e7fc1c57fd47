/** Graph's lists of a channel's messages (https://learn.microsoft.com/graph/api/channel-list-messages). */
import { failed, type Reply } from './connector-methods.ts';
import type { FakePost, TeamsState } from './teams-state.ts';

const A_PAGE = 50;

/** `parts`: what follows `/v1.0/` in the path. */
export function graphMethod(
  state: TeamsState,
  appId: string,
  parts: readonly string[],
  query: URLSearchParams,
  url: string,
): Reply {
  const [teams, groupId, channels, channelId = '', messages, threadId, replies] = parts;
  const team = [...state.teams.values()].find((each) => each.groupId === groupId);
  const isKnown = teams === 'teams' && channels === 'channels' && messages === 'messages';
  if (!isKnown || (threadId !== undefined && replies !== 'replies')) {
    return failed(404, 'NotFound');
  }
  if (!team?.hasApp || !team.allowsReading) {
    return failed(403, 'Forbidden');
  }
  const top = Number(query.get('$top'));
  if (!(top >= 1 && top <= 50)) {
    return failed(400, 'BadRequest');
  }
  const all = state.posts
    .filter((post) => post.conversation === channelId && post.threadId === (threadId ?? null))
    .toSorted((one, other) => other.changedAt.getTime() - one.changedAt.getTime());
  const first = Number(query.get('$skiptoken') ?? 0);
  const next = first + A_PAGE;
  return {
    status: 200,
    body: {
      value: all.slice(first, next).map((post) => messageOf(post, appId)),
      ...(next < all.length ? { '@odata.nextLink': `${url}?$top=${top}&$skiptoken=${next}` } : {}),
    },
  };
}

function messageOf(post: FakePost, appId: string) {
  const { id, from, createdAt, changedAt, deleted, card } = post;
  return {
    id,
    messageType: 'message',
    createdDateTime: createdAt.toISOString(),
    lastModifiedDateTime: changedAt.toISOString(),
    deletedDateTime: deleted ? changedAt.toISOString() : null,
    from:
      from === 'app'
        ? { application: { id: appId, applicationIdentityType: 'bot' }, user: null }
        : { application: null, user: { id: from } },
    body: { contentType: 'html', content: card ? `<attachment id="${id}"></attachment>` : htmlOf(post) },
    attachments: card
      ? [{ id, contentType: 'application/vnd.microsoft.card.adaptive', content: JSON.stringify(card) }]
      : [],
  };
}

function htmlOf({ text, textFormat }: FakePost): string {
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return `<p>${textFormat === 'xml' ? text.replaceAll('<at>', '<at id="0">') : escaped.replaceAll('\n', '<br>')}</p>`;
}
