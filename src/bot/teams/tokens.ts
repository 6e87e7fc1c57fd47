/**
 * Tokens with which the app calls Microsoft (client credentials, RFC 6749 4.4), by MSAL: from a secret, a certificate, or
 * the identity of the machine in Azure. MSAL keeps each until shortly before it ends.
 */
import { createHash, X509Certificate } from 'node:crypto';
import {
  AuthError,
  ConfidentialClientApplication,
  type INetworkModule,
  ManagedIdentityApplication,
  type NetworkRequestOptions,
  type NetworkResponse,
  ServerError,
} from '@azure/msal-node';
import type { AppCredential } from './cloud.ts';

export interface BotTokensOptions {
  readonly appId: string;
  readonly tenantId: string;
  readonly credential: AppCredential;
  /** Without a slash at the end. */
  readonly loginUrl: string;
  readonly timeoutMs?: number;
}

export interface BotTokens {
  /** For the Bot Connector, or for Microsoft Graph. Rejects with {@link NoToken}. */
  tokenFor(resource: 'connector' | 'graph'): Promise<string>;
}

/** No token could be had. Nothing of the answer is in it, for it may repeat the secret. */
export class NoToken extends Error {
  /** Such as `AADSTS7000215`, or `unreachable`. */
  readonly code: string;
  /** True where Microsoft said no: an operator has to mend that. */
  readonly refused: boolean;

  constructor(code: string, refused: boolean) {
    super(`no token: ${code}`);
    this.name = 'NoToken';
    this.code = code;
    this.refused = refused;
  }
}

const RESOURCES = {
  connector: 'https://api.botframework.com',
  graph: 'https://graph.microsoft.com',
} as const;
/** MSAL takes encrypted addresses only; what it asks there is asked of {@link BotTokensOptions.loginUrl}. */
const WELL_KNOWN_LOGIN = 'https://login.microsoftonline.com';

export function createBotTokens(options: BotTokensOptions): BotTokens {
  const ask = askerFor(options);
  return {
    async tokenFor(resource) {
      try {
        const token = await ask(RESOURCES[resource]);
        if (token === '') {
          throw new NoToken('empty', true);
        }
        return token;
      } catch (error) {
        throw asNoToken(error);
      }
    },
  };
}

type Ask = (resource: string) => Promise<string>;

function askerFor(options: BotTokensOptions): Ask {
  const { appId, tenantId, credential, loginUrl, timeoutMs = 10_000 } = options;
  const network = networkBy(loginUrl, timeoutMs);
  if (credential.kind === 'managed-identity') {
    const identity = new ManagedIdentityApplication({
      managedIdentityIdParams: { userAssignedClientId: appId },
      system: { networkClient: network },
    });
    return async (resource) => (await identity.acquireToken({ resource })).accessToken;
  }
  const authority = loginUrl.startsWith('https:') ? loginUrl : WELL_KNOWN_LOGIN;
  const application = new ConfidentialClientApplication({
    auth: { clientId: appId, authority: `${authority}/${tenantId}`, ...proofOf(credential) },
    system: { networkClient: network, loggerOptions: { piiLoggingEnabled: false } },
  });
  return async (resource) => {
    const result = await application.acquireTokenByClientCredential({ scopes: [`${resource}/.default`] });
    return result?.accessToken ?? '';
  };
}

function proofOf(credential: Exclude<AppCredential, { kind: 'managed-identity' }>) {
  if (credential.kind === 'secret') {
    return { clientSecret: credential.secret() };
  }
  const { certificate, privateKey } = credential;
  const thumbprintSha256 = createHash('sha256').update(new X509Certificate(certificate).raw).digest('hex');
  return { clientCertificate: { thumbprintSha256, privateKey: privateKey(), x5c: certificate } };
}

/** With a time limit; and where Microsoft's login is elsewhere (a test, a proxy), there. */
function networkBy(loginUrl: string, timeoutMs: number): INetworkModule {
  async function send<T>(
    method: 'GET' | 'POST',
    url: string,
    options: NetworkRequestOptions = {},
  ): Promise<NetworkResponse<T>> {
    const response = await fetch(url.replace(WELL_KNOWN_LOGIN, loginUrl), {
      method,
      headers: options.headers ?? {},
      ...(options.body === undefined ? {} : { body: options.body }),
      signal: AbortSignal.timeout(timeoutMs),
    });
    const headers = Object.fromEntries(response.headers);
    return { headers, body: (await response.json()) as T, status: response.status };
  }
  return {
    sendGetRequestAsync: (url, options) => send('GET', url, options),
    sendPostRequestAsync: (url, options) => send('POST', url, options),
  };
}

function asNoToken(error: unknown): NoToken {
  if (error instanceof NoToken) {
    return error;
  }
  const code =
    error instanceof AuthError ? (/AADSTS\d+/.exec(error.errorMessage)?.[0] ?? error.errorCode) : '';
  return error instanceof ServerError ? new NoToken(code, true) : new NoToken(code || 'unreachable', false);
}
