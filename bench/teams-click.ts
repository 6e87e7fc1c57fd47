/** Presses in Microsoft Teams, through botbuilder. */

import type { RequestListener } from 'node:http';
import {
  type AdaptiveCardInvokeResponse,
  CloudAdapter,
  ConfigurationBotFrameworkAuthentication,
  TeamsActivityHandler,
  type TurnContext,
} from 'botbuilder';
import express from 'express';
import { createTeamsApp, TEAMS_PATH } from '../src/bot/teams/app/teams-app.ts';
import { createTeamsChannel } from '../src/bot/teams/posting/teams-channel.ts';
import { createBotTokens } from '../src/bot/teams/tokens.ts';
import { ro } from '../src/texts/ro.ts';
import { OFFICES } from '../src/workflow/offices.ts';
import { type FakeTeams, openFakeTeams } from '../tests/fakes/teams/fake-teams.ts';
import { accountId } from '../tests/fakes/teams/teams-state.ts';
import type { BareDesk } from './bare-click.ts';
import { CLERK_NUMBERS, entraIdOf } from './busy-desk.ts';
import type { CaseCopy } from './case-copies.ts';
import type { Verb } from './click.ts';
import { type ClickedPlatform, clickMeasure } from './platform-click.ts';
import { timed } from './report.ts';

const TEAM = '19:general@thread.tacv2';

export const teamsClick = clickMeasure({
  name: 'teams',
  title: '50 de oameni apasă deodată în Teams, cu 10 000 de dosare deschise',
  async open(): Promise<ClickedPlatform> {
    const teams = await openFakeTeams({
      people: CLERK_NUMBERS.map((number) => ({ objectId: entraIdOf(number), name: `Funcționar ${number}` })),
      teams: [
        {
          id: TEAM,
          groupId: 'grup',
          channels: OFFICES.map(({ code, name }) => ({ id: channelOf(code), name })),
        },
      ],
    });
    const refused: string[] = [];
    // Teams sends one token until it ends; making one for each press would be measured as if the desk had made it.
    const token = teams.issuer.mint({ serviceurl: teams.serviceUrl() });
    return {
      library: 'botbuilder',
      path: TEAMS_PATH,
      async ours(events) {
        const { appId, tenantId, secret } = teams;
        const loginUrl = teams.url();
        const tokens = createBotTokens({
          ...{ appId, tenantId, loginUrl },
          credential: { kind: 'secret', secret: () => secret },
        });
        const memory = { known: async () => ({ serviceUrl: null, teams: [] }), heard: async () => {} };
        const ledger = {
          begin: async () => ({ firstTriedAt: null, posted: null }),
          keep: async () => {},
          find: async () => null,
          forget: async () => {},
          postedSince: async () => [],
        };
        return createTeamsApp({
          ...{ appId, tenantId, tokens, memory, events },
          cloud: {
            loginUrl,
            openIdMetadataUrl: `${loginUrl}/openid`,
            graphUrl: loginUrl,
            serviceOrigins: [loginUrl],
          },
          channel: createTeamsChannel({
            ...{ appId, tenantId, tokens, memory, ledger },
            graphUrl: loginUrl,
            onTrouble: () => {},
          }),
          texts: ro,
          onHeard: () => {},
          onRefused: () => {},
          onTrouble: () => {},
        });
      },
      bare: (desk) => bareBot(desk, teams),
      press: (url, clerk, at, verb) => press(url, { teams, token, refused }, entraIdOf(clerk), at, verb),
      nobodyWasRefused() {
        if (refused.length > 0) {
          throw new Error(`A press was refused: ${refused.at(-1)}`);
        }
      },
      env: teams.env,
      addressOf: (office) => ({ teamId: TEAM, channelId: channelOf(office ?? 'DI') }),
      close: () => teams.close(),
    };
  },
});

function channelOf(office: string): string {
  return `19:${office.toLowerCase()}@thread.tacv2`;
}

interface Pressing {
  readonly teams: FakeTeams;
  readonly token: string;
  /** What was answered to presses that were refused. */
  readonly refused: string[];
}

async function press(
  url: string,
  { teams, token, refused }: Pressing,
  person: string,
  { id, office, workbook }: CaseCopy,
  verb: Verb,
): Promise<number> {
  const { state, tenantId, appId, serviceUrl } = teams;
  const body = JSON.stringify({
    type: 'invoke',
    name: 'adaptiveCard/action',
    id: `f:${id} ${verb}`,
    channelId: 'msteams',
    serviceUrl: serviceUrl(),
    from: { id: accountId(person), name: 'Funcționar', aadObjectId: person },
    recipient: { id: `28:${appId}` },
    conversation: {
      id: `${channelOf(office)};messageid=1`,
      conversationType: 'channel',
      isGroup: true,
      tenantId,
    },
    channelData: { tenant: { id: tenantId }, team: { id: TEAM }, channel: { id: channelOf(office) } },
    value: { action: { type: 'Action.Execute', verb, data: { caseId: id, workbook } }, trigger: 'manual' },
  });
  const authorization = `Bearer ${token}`;
  const { ms, value: answer } = await timed(async () => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization },
      body,
    });
    return { status: response.status, text: await response.text() };
  });
  if (answer.status !== 200) {
    throw new Error(`A press was answered with ${answer.status}`);
  }
  if (answer.text.includes('Nu s-a schimbat nimic')) {
    refused.push(answer.text.slice(0, 300));
  }
  state.changed();
  return ms;
}

/** botbuilder as its samples use it, and a transaction of the same size: answered once that is committed. */
function bareBot(desk: BareDesk, teams: FakeTeams): RequestListener {
  const { appId, tenantId } = teams;
  const login = teams.url();
  const authentication = new ConfigurationBotFrameworkAuthentication(
    {
      MicrosoftAppId: appId,
      MicrosoftAppType: 'SingleTenant',
      MicrosoftAppTenantId: tenantId,
      ToChannelFromBotLoginUrl: login,
      ToChannelFromBotOAuthScope: 'https://api.botframework.com',
      ToBotFromChannelTokenIssuer: 'https://api.botframework.com',
      OAuthUrl: login,
      ToBotFromChannelOpenIdMetadataUrl: `${login}/openid`,
      ToBotFromEmulatorOpenIdMetadataUrl: `${login}/openid`,
      ValidateAuthority: true,
    },
    {
      isValidAppId: async (id) => id === appId,
      isAuthenticationDisabled: async () => false,
      createCredentials: async () => ({ signRequest: async (request) => request }),
    },
  );
  const adapter = new CloudAdapter(authentication);
  const bot = new BareBot(desk);
  const app = express();
  app.post(TEAMS_PATH, express.json(), (request, response) => {
    void adapter.process(request, response, (context: TurnContext) => bot.run(context));
  });
  return app;
}

class BareBot extends TeamsActivityHandler {
  readonly #desk: BareDesk;

  constructor(desk: BareDesk) {
    super();
    this.#desk = desk;
  }

  protected override async onAdaptiveCardInvoke(
    _context: TurnContext,
    { action }: { readonly action: { readonly verb: string; readonly data: unknown } },
  ): Promise<AdaptiveCardInvokeResponse> {
    const { caseId } = action.data as { caseId: string };
    await this.#desk.click(caseId, { withTimers: action.verb === 'submit:verify' });
    const value = 'S-a făcut.' as never;
    return { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value };
  }
}
