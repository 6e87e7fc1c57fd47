/**
 * Whether a request really comes from Teams, and is for us: the library checks the token's signature, times, audience and
 * issuer; what it leaves open is closed here. Whatever is wrong is one answer outside, and a reason for the log.
 */
import { ConfigurationBotFrameworkAuthentication } from 'botbuilder';
import type { MicrosoftCloud } from '../cloud.ts';
import type { BotTokens } from '../tokens.ts';
import type { TeamsActivity } from './activity.ts';

type Library = ConfigurationBotFrameworkAuthentication;
/** What the library makes of a good token. */
type Authenticated = Awaited<ReturnType<Library['authenticateRequest']>>;
type LibraryActivity = Parameters<Library['authenticateRequest']>[0];

export type RefusedBecause =
  | 'no-token'
  | 'bad-token'
  | 'not-from-teams'
  | 'service-url'
  | 'tenant'
  /** Microsoft's keys could not be had: nobody can say now whether the token is good. */
  | 'keys-unreachable';

export class NotAuthentic extends Error {
  readonly reason: RefusedBecause;

  constructor(reason: RefusedBecause, options?: ErrorOptions) {
    super(`not authentic: ${reason}`, options);
    this.name = 'NotAuthentic';
    this.reason = reason;
  }
}

export interface TeamsAuthentication {
  /** Rejects with {@link NotAuthentic}. */
  authenticate(activity: TeamsActivity, authorization: string): Promise<void>;
}

export interface TeamsAuthenticationOptions {
  readonly appId: string;
  readonly tenantId: string;
  readonly cloud: MicrosoftCloud;
  readonly tokens: BotTokens;
}

const ISSUER = 'https://api.botframework.com';

export function createTeamsAuthentication(options: TeamsAuthenticationOptions): TeamsAuthentication {
  const { appId, tenantId, cloud } = options;
  const library = libraryFor(options);
  return {
    async authenticate(activity, authorization) {
      if (authorization.trim() === '') {
        throw new NotAuthentic('no-token');
      }
      // Before the library: it knows other channels, whose tokens are checked in other ways.
      if (activity.channelId !== 'msteams') {
        throw new NotAuthentic('not-from-teams');
      }
      if (!isAllowed(activity.serviceUrl, cloud)) {
        throw new NotAuthentic('service-url');
      }
      // Tokens of others are checked with keys from elsewhere: nobody makes the desk fetch those.
      if (issuerIn(authorization) !== ISSUER) {
        throw new NotAuthentic('bad-token');
      }
      const authenticated = await checked(library, activity, authorization);
      const claim = (name: string): string | null => authenticated.claimsIdentity.getClaimValue(name);
      // A token of the emulator or of another bot passes the library too; Teams itself is the only one that may call.
      if (claim('iss') !== ISSUER || claim('aud') !== appId) {
        throw new NotAuthentic('not-from-teams');
      }
      if (claim('serviceurl') !== activity.serviceUrl) {
        throw new NotAuthentic('service-url');
      }
      if (!tenantsOf(activity).every((tenant) => tenant === tenantId)) {
        throw new NotAuthentic('tenant');
      }
    },
  };
}

/** Whose token it says to be; nothing is proven by that. */
function issuerIn(authorization: string): unknown {
  const [, payload = ''] = authorization.split('.');
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
    return typeof claims === 'object' && claims !== null && 'iss' in claims ? claims.iss : null;
  } catch {
    return null;
  }
}

/** At least one is named, and none may be another's. */
function tenantsOf({ channelData, conversation }: TeamsActivity): readonly string[] {
  const named = [channelData?.tenant?.id, conversation.tenantId].filter((id) => typeof id === 'string');
  return named.length === 0 ? [''] : named.map((id) => id.toLowerCase());
}

export function isAllowed(serviceUrl: string, { serviceOrigins }: MicrosoftCloud): boolean {
  return URL.canParse(serviceUrl) && serviceOrigins.includes(new URL(serviceUrl).origin);
}

async function checked(
  library: Library,
  activity: TeamsActivity,
  authorization: string,
): Promise<Authenticated> {
  try {
    return await library.authenticateRequest(activity as unknown as LibraryActivity, authorization);
  } catch (cause) {
    const text = cause instanceof Error ? cause.message : '';
    throw new NotAuthentic(/openid|metadata/i.test(text) ? 'keys-unreachable' : 'bad-token', { cause });
  }
}

/** Every address is given: the library takes none of its defaults as soon as it is given one. */
function libraryFor({ appId, tenantId, cloud, tokens }: TeamsAuthenticationOptions): Library {
  return new ConfigurationBotFrameworkAuthentication(
    {
      MicrosoftAppId: appId,
      MicrosoftAppType: 'SingleTenant',
      MicrosoftAppTenantId: tenantId,
      ToChannelFromBotLoginUrl: `${cloud.loginUrl}/${tenantId}`,
      ToChannelFromBotOAuthScope: ISSUER,
      ToBotFromChannelTokenIssuer: ISSUER,
      OAuthUrl: ISSUER,
      ToBotFromChannelOpenIdMetadataUrl: cloud.openIdMetadataUrl,
      ToBotFromEmulatorOpenIdMetadataUrl: `${cloud.loginUrl}/botframework.com/v2.0/.well-known/openid-configuration`,
      ValidateAuthority: true,
    },
    {
      isValidAppId: async (id) => id === appId,
      isAuthenticationDisabled: async () => false,
      createCredentials: async () => ({
        async signRequest(request) {
          request.headers.set('authorization', `Bearer ${await tokens.tokenFor('connector')}`);
          return request;
        },
      }),
    },
  );
}
