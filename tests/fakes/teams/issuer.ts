/** Who gives out tokens: to the app for its calls (Entra), and to Teams for what it sends to the app (Bot Framework). */
import { createHmac, generateKeyPairSync, type KeyLike, sign, verify, X509Certificate } from 'node:crypto';

export interface IssuerOptions {
  readonly appId: string;
  readonly tenantId: string;
  readonly secret: string;
  /** In PEM, if the app proves itself with a certificate. */
  readonly certificate?: string;
}

export interface MintOptions {
  readonly alg?: 'RS256' | 'HS256' | 'none';
  readonly key?: KeyLike;
  readonly kid?: string;
}

export interface Issuer {
  readonly kid: string;
  /** The public half of the signing key, in PEM. */
  readonly publicPem: string;
  /** Somebody else's key. */
  readonly otherKey: KeyLike;
  /** A token as Teams sends it, with these claims changed. */
  mint(claims?: Readonly<Record<string, unknown>>, options?: MintOptions): string;
  readonly keys: { readonly keys: readonly object[] };
  /** The answer of the token endpoint. */
  give(form: URLSearchParams): { readonly status: number; readonly body: object };
  /** What a token of the app is for; null for none that is good. */
  audienceOf(token: string): 'connector' | 'graph' | null;
  /** The app's secret is no longer good. */
  revoke(): void;
}

const KID = 'cheie-1';
const SCOPES: Readonly<Record<string, 'connector' | 'graph'>> = {
  'https://api.botframework.com/.default': 'connector',
  'https://graph.microsoft.com/.default': 'graph',
};

export function createIssuer({ appId, tenantId, secret, certificate }: IssuerOptions): Issuer {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const other = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const given = new Map<string, 'connector' | 'graph'>();
  let revoked = false;

  /** RFC 7523: a token that the app signs itself. */
  function provenBy(assertion: string): boolean {
    const [head = '', body = '', signature = ''] = assertion.split('.');
    if (certificate === undefined) {
      return false;
    }
    const claims = JSON.parse(Buffer.from(body, 'base64url').toString('utf8')) as Record<string, unknown>;
    const { alg } = JSON.parse(Buffer.from(head, 'base64url').toString('utf8')) as { alg?: string };
    const key = new X509Certificate(certificate).publicKey;
    const padded = alg === 'PS256' ? { key, padding: 6, saltLength: 32 } : key;
    const isSigned = verify(
      'RSA-SHA256',
      Buffer.from(`${head}.${body}`),
      padded,
      Buffer.from(signature, 'base64url'),
    );
    return isSigned && claims.iss === appId && String(claims.aud).includes(tenantId);
  }

  function refused(code: string, text: string) {
    const body = { error: 'invalid_client', error_description: `${code}: ${text}`, error_codes: [] };
    return { status: 401, body };
  }

  return {
    kid: KID,
    publicPem: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    otherKey: other.privateKey,
    mint(claims = {}, { alg = 'RS256', key = privateKey, kid = KID } = {}) {
      const now = Math.floor(Date.now() / 1_000);
      const body = {
        iss: 'https://api.botframework.com',
        aud: appId,
        nbf: now - 60,
        exp: now + 3_600,
        ...claims,
      };
      const input = `${encoded({ alg, typ: 'JWT', kid })}.${encoded(body)}`;
      return `${input}.${signatureOf(alg, input, key)}`;
    },
    keys: {
      keys: [
        {
          ...publicKey.export({ format: 'jwk' }),
          kid: KID,
          use: 'sig',
          alg: 'RS256',
          endorsements: ['msteams'],
        },
      ],
    },
    give(form) {
      const scope =
        form
          .get('scope')
          ?.split(' ')
          .find((each) => each in SCOPES) ?? '';
      const assertion = form.get('client_assertion');
      if (form.get('grant_type') !== 'client_credentials' || form.get('client_id') !== appId) {
        return refused('AADSTS700016', 'Application was not found in the directory.');
      }
      const isProven = assertion === null ? form.get('client_secret') === secret : provenBy(assertion);
      if (revoked || !isProven) {
        return refused('AADSTS7000215', 'Invalid client secret provided.');
      }
      const audience = SCOPES[scope];
      if (audience === undefined) {
        return refused('AADSTS70011', 'The provided value for scope is not valid.');
      }
      const token = `app-token-${audience}-${given.size}`;
      given.set(token, audience);
      return { status: 200, body: { token_type: 'Bearer', expires_in: 3_599, access_token: token } };
    },
    audienceOf: (token) => given.get(token) ?? null,
    revoke() {
      revoked = true;
    },
  };
}

function signatureOf(alg: string, input: string, key: KeyLike): string {
  switch (alg) {
    case 'none':
      return '';
    case 'HS256':
      return createHmac('sha256', key as string)
        .update(input)
        .digest('base64url');
    default:
      return sign('RSA-SHA256', Buffer.from(input), key).toString('base64url');
  }
}

function encoded(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
