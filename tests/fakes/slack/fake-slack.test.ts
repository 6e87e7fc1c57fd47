/** The fake is as strict as Slack: what Slack refuses, it refuses with Slack's own words. */
import type { ModalView } from '@slack/types';
import { WebClient } from '@slack/web-api';
import { afterEach, describe, expect, it } from 'vitest';
import { problemsOfBlocks, problemsOfView } from './block-kit-rules.ts';
import { directChannel } from './conversation-methods.ts';
import { ALL_SCOPES, type FakeSlack, type FakeSlackOptions, openFakeSlack } from './fake-slack.ts';

const ALBA = 'C0ALBA';
const MARIA = 'U0MARIA';
const LINE = [
  { type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: 'x' }] }] },
];
const opened: FakeSlack[] = [];

afterEach(async () => {
  for (const slack of opened.splice(0)) {
    await slack.close();
  }
});

async function open(options: FakeSlackOptions = {}): Promise<{ slack: FakeSlack; web: WebClient }> {
  const slack = await openFakeSlack({
    users: [{ id: MARIA, name: 'Maria' }],
    channels: [
      { id: ALBA, name: 'ocpi-alba' },
      { id: 'C0SECRET', name: 'secret', isPrivate: true, members: [MARIA] },
      { id: 'C0FARA', name: 'fara', members: [MARIA] },
    ],
    ...options,
  });
  opened.push(slack);
  return { slack, web: clientOf(slack, slack.botToken) };
}

function clientOf({ apiUrl }: FakeSlack, token: string): WebClient {
  const quiet = {
    debug() {},
    info() {},
    warn() {},
    error() {},
    setLevel() {},
    getLevel: () => 'error',
    setName() {},
  };
  return new WebClient(token, {
    slackApiUrl: apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logger: quiet as never,
  });
}

/** What Slack says against it, or `ok`. */
async function said(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return 'ok';
  } catch (error) {
    const { data } = error as { data?: { error?: string } };
    return data?.error ?? (error as Error).name;
  }
}

describe('messages', () => {
  it.each([
    ['nowhere', { channel: 'C0LIPSA', text: 'x' }, 'channel_not_found'],
    ['in a private channel without the app', { channel: 'C0SECRET', text: 'x' }, 'channel_not_found'],
    ['in a channel without the app', { channel: 'C0FARA', text: 'x' }, 'not_in_channel'],
    ['that say nothing', { channel: ALBA }, 'no_text'],
    ['with blocks that are none', { channel: ALBA, text: 'x', blocks: [{ type: 'card' }] }, 'invalid_blocks'],
    ['under nothing', { channel: ALBA, text: 'x', thread_ts: '1.000001' }, 'thread_not_found'],
    [
      'with an argument that Slack does not know',
      { channel: ALBA, text: 'x', silent: true },
      'invalid_arguments',
    ],
  ])('%s are refused', async (_name, args, error) => {
    const { web } = await open();
    expect(await said(web.chat.postMessage(args as never))).toBe(error);
  });

  it('that say too much are refused, and so is a reply to a reply', async () => {
    const { web } = await open();
    const long = Array.from({ length: 5 }, () => ({
      type: 'rich_text',
      elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: 'x'.repeat(3_000) }] }],
    }));
    expect(await said(web.chat.postMessage({ channel: ALBA, text: 'x', blocks: long as never }))).toBe(
      'msg_blocks_too_long',
    );
    const { ts = '' } = await web.chat.postMessage({ channel: ALBA, text: 'card' });
    const { ts: reply = '' } = await web.chat.postMessage({ channel: ALBA, text: 'rând', thread_ts: ts });
    expect(await said(web.chat.postMessage({ channel: ALBA, text: 'x', thread_ts: reply }))).toBe(
      'cannot_reply_to_message',
    );
  });

  it('of people cannot be rewritten or deleted by the app, nor those that are gone', async () => {
    const { slack, web } = await open();
    slack.deliverTo('http://127.0.0.1:1');
    const { ts } = await slack.people.write(MARIA, ALBA, 'Bună');
    expect(await said(web.chat.update({ channel: ALBA, ts, text: 'x' }))).toBe('cant_update_message');
    expect(await said(web.chat.delete({ channel: ALBA, ts }))).toBe('cant_delete_message');
    expect(await said(web.chat.update({ channel: ALBA, ts: '1.1', text: 'x' }))).toBe('message_not_found');
  });

  it('with a thread leave a tombstone, which nobody can rewrite', async () => {
    const { slack, web } = await open();
    const { ts = '' } = await web.chat.postMessage({ channel: ALBA, text: 'card' });
    await web.chat.postMessage({ channel: ALBA, text: 'rând', thread_ts: ts });
    await web.chat.delete({ channel: ALBA, ts });
    expect(slack.state.channels.get(ALBA)?.messages[0]?.subtype).toBe('tombstone');
    expect(await said(web.chat.update({ channel: ALBA, ts, text: 'x' }))).toBe('message_not_found');
  });

  it('show their metadata only to who asks for it, page by page', async () => {
    const { web } = await open();
    for (const op of ['1', '2', '3']) {
      const metadata = { event_type: 'acces_op', event_payload: { op } };
      await web.chat.postMessage({ channel: ALBA, text: op, metadata });
    }
    const without = await web.conversations.history({ channel: ALBA });
    expect(JSON.stringify(without.messages)).not.toContain('event_payload');
    const query = { channel: ALBA, include_all_metadata: true, limit: 2 };
    const first = await web.conversations.history(query);
    const second = await web.conversations.history({
      ...query,
      cursor: first.response_metadata?.next_cursor ?? '',
    });
    expect([...(first.messages ?? []), ...(second.messages ?? [])].map(({ text }) => text)).toEqual([
      '3',
      '2',
      '1',
    ]);
    expect(JSON.stringify(second.messages)).toContain('"op":"1"');
  });

  it('for one person go to members of the channel only', async () => {
    const { slack, web } = await open();
    expect(await said(web.chat.postEphemeral({ channel: ALBA, user: 'U0ALTUL', text: 'x' }))).toBe(
      'user_not_in_channel',
    );
    await web.chat.postEphemeral({ channel: ALBA, user: MARIA, text: 'x', blocks: LINE as never });
    expect(slack.state.ephemerals).toHaveLength(1);
    expect(slack.state.channels.get(ALBA)?.messages).toEqual([]);
  });

  it('come too fast for the limit of a channel', async () => {
    const { slack, web } = await open({ rate: { perSecond: 1, burst: 2 } });
    const all = await Promise.all(
      ['1', '2', '3'].map((text) => said(web.chat.postMessage({ channel: ALBA, text }))),
    );
    expect(all.toSorted()).toEqual(['WebAPIRateLimitedError', 'ok', 'ok']);
    expect(slack.rateLimited()).toBe(1);
  });
});

describe('tokens and scopes', () => {
  it('another token is refused, and a method without its scope', async () => {
    const scopes = ALL_SCOPES.filter((scope) => scope !== 'users:read');
    const { slack, web } = await open({ scopes });
    expect(await said(clientOf(slack, 'xoxb-altul').auth.test())).toBe('invalid_auth');
    expect(await said(clientOf(slack, '').auth.test())).toMatch(/not_authed|invalid_auth/);
    expect(await said(web.users.info({ user: MARIA }))).toBe('missing_scope');
    expect(await said(web.apps.connections.open({}))).toBe('invalid_auth');
    expect((await clientOf(slack, slack.appToken).apps.connections.open({})).url).toMatch(/^ws:/);
  });
});

describe('windows', () => {
  const view: ModalView = {
    type: 'modal',
    title: { type: 'plain_text', text: 'x' },
    blocks: [{ type: 'divider' }],
  };

  it('open for a trigger once, within three seconds', async () => {
    let now = Date.now();
    const { slack, web } = await open({ now: () => now });
    expect(await said(web.views.open({ trigger_id: 'x', view }))).toBe('invalid_trigger_id');
    const used = slack.trigger(MARIA);
    expect(await said(web.views.open({ trigger_id: used, view }))).toBe('ok');
    expect(await said(web.views.open({ trigger_id: used, view }))).toBe('exchanged_trigger_id');
    const late = slack.trigger(MARIA);
    now += 3_001;
    expect(await said(web.views.open({ trigger_id: late, view }))).toBe('expired_trigger_id');
  });

  it('stack three high, and are replaced only while nobody changed them', async () => {
    const { slack, web } = await open();
    const first = await web.views.open({ trigger_id: slack.trigger(MARIA), view });
    const second = await web.views.push({ trigger_id: slack.trigger(MARIA, first.view?.id), view });
    const third = await web.views.push({ trigger_id: slack.trigger(MARIA, second.view?.id), view });
    const fourth = web.views.push({ trigger_id: slack.trigger(MARIA, third.view?.id), view });
    expect(await said(fourth)).toBe('push_limit_reached');
    const id = third.view?.id ?? '';
    expect(await said(web.views.update({ view_id: id, view, hash: 'old' }))).toBe('hash_conflict');
    expect(await said(web.views.update({ view_id: id, view }))).toBe('ok');
    slack.people.closeView(id);
    expect(await said(web.views.update({ view_id: id, view }))).toBe('not_found');
  });
});

describe('Block Kit', () => {
  const button = (more: object): object => ({
    type: 'actions',
    elements: [{ type: 'button', action_id: 'a', text: { type: 'plain_text', text: 'x' }, ...more }],
  });
  const input = (element: object): object => ({
    type: 'input',
    label: { type: 'plain_text', text: 'x' },
    element: { action_id: 'a', ...element },
  });
  const options = (count: number): object[] =>
    Array.from({ length: count }, (_none, index) => ({
      text: { type: 'plain_text', text: String(index) },
      value: String(index),
    }));

  it.each([
    ['a header of 151', { type: 'header', text: { type: 'plain_text', text: 'x'.repeat(151) } }],
    ['a button of 76', button({ text: { type: 'plain_text', text: 'x'.repeat(76) } })],
    ['a value of 2001', button({ value: 'x'.repeat(2_001) })],
    ['markup on a button', button({ text: { type: 'mrkdwn', text: 'x' } })],
    ['a style that there is not', button({ style: 'green' })],
    ['a property that there is not', { type: 'divider', color: 'red' }],
    ['eleven boxes', input({ type: 'checkboxes', options: options(11) })],
    ['101 options', input({ type: 'static_select', options: options(101) })],
    [
      'an initial option that is not offered',
      input({ type: 'static_select', options: options(2), initial_option: options(3)[2] }),
    ],
    ['options with one value', input({ type: 'static_select', options: [...options(1), ...options(1)] })],
    ['text that is empty', { type: 'header', text: { type: 'plain_text', text: '' } }],
    ['a masked input', input({ type: 'password_input' })],
    [
      'a mention of a channel',
      {
        type: 'rich_text',
        elements: [{ type: 'rich_text_section', elements: [{ type: 'broadcast', range: 'channel' }] }],
      },
    ],
  ])('%s is refused', (_name, block) => {
    expect(problemsOfBlocks([block])).not.toEqual([]);
  });

  it('more than fifty blocks, two blocks of one id, two buttons of one id are refused', () => {
    expect(problemsOfBlocks(Array.from({ length: 51 }, () => ({ type: 'divider' })))).not.toEqual([]);
    const twice = { type: 'divider', block_id: 'a' };
    expect(problemsOfBlocks([twice, twice])).not.toEqual([]);
    expect(
      problemsOfView({ type: 'modal', title: { type: 'plain_text', text: 'x'.repeat(25) }, blocks: [twice] }),
    ).not.toEqual([]);
    expect(
      problemsOfView({
        type: 'modal',
        title: { type: 'plain_text', text: 'x' },
        blocks: [input({ type: 'datepicker' })],
      }),
    ).not.toEqual([]);
  });
});

describe('people', () => {
  it('see and press only what is there for them', async () => {
    const { slack, web } = await open();
    slack.deliverTo('http://127.0.0.1:1');
    const { ts = '' } = await web.chat.postMessage({ channel: ALBA, text: 'x', blocks: LINE as never });
    await expect(slack.people.press(MARIA, { channel: ALBA, ts }, 'Preiau')).rejects.toThrow(/0 buttons/);
    await expect(slack.people.press('U0ALTUL', { channel: ALBA, ts }, 'Preiau')).rejects.toThrow(/is not in/);
    await expect(slack.people.submit(MARIA, 'V1', {})).rejects.toThrow(/no open view/);
    expect(directChannel(slack.state, MARIA).members).toEqual(new Set([MARIA, slack.state.bot.user]));
  });
});
