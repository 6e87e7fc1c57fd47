/** Presses in Slack, through Bolt. */
import { createHmac } from 'node:crypto';
import { App, HTTPReceiver } from '@slack/bolt';
import { openSlackApp, quickClient, SLACK_PATH, type SlackApp } from '../src/bot/slack/app/slack-app.ts';
import { quietLogger } from '../src/bot/slack/app/slack-logger.ts';
import { ro } from '../src/texts/ro.ts';
import { OFFICES } from '../src/workflow/offices.ts';
import { type FakeSlack, openFakeSlack } from '../tests/fakes/slack/fake-slack.ts';
import type { BareDesk } from './bare-click.ts';
import { CLERK_NUMBERS, slackIdOf } from './busy-desk.ts';
import type { CaseCopy } from './case-copies.ts';
import type { Verb } from './click.ts';
import { type ClickedPlatform, clickMeasure } from './platform-click.ts';
import { timed } from './report.ts';

export const slackClick = clickMeasure({
  name: 'slack',
  title: '50 de oameni apasă deodată în Slack, cu 10 000 de dosare deschise',
  async open(): Promise<ClickedPlatform> {
    const slack = await openFakeSlack({
      users: CLERK_NUMBERS.map((number) => ({ id: slackIdOf(number), name: `Funcționar ${number}` })),
      channels: OFFICES.map(({ code }) => ({ id: channelOf(code), name: code.toLowerCase() })),
    });
    let app: SlackApp | null = null;
    return {
      library: 'Bolt',
      path: SLACK_PATH,
      async ours(events) {
        const opened = openSlackApp({
          botToken: slack.botToken,
          listening: { mode: 'http', signingSecret: slack.signingSecret },
          apiUrl: slack.apiUrl,
          client: quickClient(slack.botToken, slack.apiUrl),
          events,
          texts: ro,
          onTrouble: () => {},
        });
        opened.start();
        app = opened;
        return (request, response) => opened.requestListener?.(request, response);
      },
      bare: (desk) => bareBolt(desk, slack).requestListener,
      press: (url, clerk, at, verb) => press(url, slack, slackIdOf(clerk), at, verb),
      nobodyWasRefused() {
        const { ephemerals } = slack.state;
        if (ephemerals.length > 0) {
          throw new Error(`A press was refused: ${ephemerals.at(-1)?.text.slice(0, 300)}`);
        }
      },
      env: {
        SLACK_BOT_TOKEN: slack.botToken,
        SLACK_SIGNING_SECRET: slack.signingSecret,
        SLACK_API_URL: slack.apiUrl,
      },
      addressOf: (office) => ({ channelId: channelOf(office ?? 'DI') }),
      async close() {
        await app?.stop();
        await slack.close();
      },
    };
  },
});

function channelOf(office: string): string {
  return `C0${office}`;
}

async function press(
  url: string,
  slack: FakeSlack,
  user: string,
  { id, office, workbook }: CaseCopy,
  verb: Verb,
): Promise<number> {
  const value = JSON.stringify({ verb, caseId: id, workbook });
  const payload = {
    type: 'block_actions',
    team: slack.state.team,
    user: { id: user, team_id: slack.state.team.id },
    api_app_id: slack.state.appId,
    trigger_id: `${id} ${verb}`,
    container: { type: 'message', message_ts: '1.1', channel_id: channelOf(office), is_ephemeral: false },
    channel: { id: channelOf(office) },
    actions: [{ type: 'button', action_id: `${verb}#0`, block_id: 'b', value, action_ts: '1.1' }],
  };
  const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
  const at = Math.floor(Date.now() / 1_000);
  const proof = createHmac('sha256', slack.signingSecret).update(`v0:${at}:${body}`).digest('hex');
  const { ms, value: response } = await timed(() =>
    fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'x-slack-request-timestamp': String(at),
        'x-slack-signature': `v0=${proof}`,
      },
      body,
    }),
  );
  if (response.status !== 200) {
    throw new Error(`A press was answered with ${response.status}`);
  }
  return ms;
}

/** Bolt and a transaction of the same size: acknowledged once that is committed. */
function bareBolt(bare: BareDesk, { signingSecret, botToken }: FakeSlack): HTTPReceiver {
  const logger = quietLogger(() => {});
  const receiver = new HTTPReceiver({ signingSecret, logger });
  const app = new App({
    receiver,
    logger,
    authorize: async () => ({ botToken }),
    ignoreSelf: false,
    convoStore: false,
  });
  app.action(/.*/, async ({ ack, action }) => {
    const { verb, caseId } = JSON.parse('value' in action ? String(action.value) : '{}');
    await bare.click(caseId, { withTimers: verb === 'submit:verify' });
    await ack();
  });
  return receiver;
}
