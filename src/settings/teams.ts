/** The settings of Microsoft Teams, from the environment. */
import { createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { isLoopbackHost } from '../mail/wire/networks.ts';
import type { Secret } from './secrets.ts';

/** How the app proves to Microsoft that it is the app. */
type TeamsCredential =
  | { readonly kind: 'secret'; readonly secret: Secret }
  /** A certificate with its key, both in PEM. */
  | { readonly kind: 'certificate'; readonly certificate: string; readonly privateKey: Secret }
  /** The identity of the machine in Azure that the desk runs on. */
  | { readonly kind: 'managed-identity' };

export interface TeamsSettings {
  readonly appId: string;
  readonly tenantId: string;
  readonly credential: TeamsCredential;
  readonly cloud: MicrosoftCloud;
}

/** Where Microsoft's services are; other clouds, proxies and tests have others. No slash at the end of any. */
interface MicrosoftCloud {
  /** Gives out tokens. */
  readonly loginUrl: string;
  /** Names the keys that sign what Teams sends. */
  readonly openIdMetadataUrl: string;
  readonly graphUrl: string;
  /** Origins that the connector's service URLs may have, such as `https://smba.trafficmanager.net`. */
  readonly serviceOrigins: readonly string[];
}

const MICROSOFT_CLOUD: MicrosoftCloud = {
  loginUrl: 'https://login.microsoftonline.com',
  openIdMetadataUrl: 'https://login.botframework.com/v1/.well-known/openidconfiguration',
  graphUrl: 'https://graph.microsoft.com',
  serviceOrigins: ['https://smba.trafficmanager.net'],
};

type Environment = Readonly<Record<string, string | undefined>>;

const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
/** Whoever sets one of these wants Teams; what only says where Microsoft is does not count. */
const NAMES = [
  'MICROSOFT_APP_ID',
  'MICROSOFT_APP_PASSWORD',
  'MICROSOFT_APP_TENANT_ID',
  'MICROSOFT_APP_CERTIFICATE_FILE',
  'MICROSOFT_APP_KEY_FILE',
  'MICROSOFT_APP_TYPE',
] as const;

/** Null if Teams is not configured, or something is wrong with it and that was written down. No secret is repeated. */
export function readTeamsSettings(env: Environment, cwd: string, problems: string[]): TeamsSettings | null {
  if (!NAMES.some((name) => env[name])) {
    return null;
  }
  const before = problems.length;
  const appId = guidOf(
    env,
    'MICROSOFT_APP_ID',
    'Microsoft Entra › App registrations › Application (client) ID',
    problems,
  );
  const tenantId = guidOf(
    env,
    'MICROSOFT_APP_TENANT_ID',
    'Microsoft Entra › App registrations › Directory (tenant) ID',
    problems,
  );
  const credential = credentialOf(env, cwd, problems);
  const cloud = cloudOf(env, problems);
  return problems.length > before || credential === null ? null : { appId, tenantId, credential, cloud };
}

function guidOf(env: Environment, name: string, found: string, problems: string[]): string {
  const value = env[name] ?? '';
  if (!GUID.test(value)) {
    const what = value === '' ? 'lipsește' : 'nu este un identificator (8-4-4-4-12 cifre hexazecimale)';
    problems.push(`${name}: ${what}; copiați-l de la ${found}.`);
  }
  return value.toLowerCase();
}

/** Exactly one of the three ways; a desk without any would take whatever anybody sends. */
function credentialOf(env: Environment, cwd: string, problems: string[]): TeamsCredential | null {
  const type = env.MICROSOFT_APP_TYPE || 'SingleTenant';
  if (type !== 'SingleTenant' && type !== 'UserAssignedMSI') {
    problems.push(
      `MICROSOFT_APP_TYPE: «${type}» nu este cunoscut; alegeți SingleTenant sau UserAssignedMSI (o aplicație MultiTenant nu se mai poate crea).`,
    );
    return null;
  }
  const password = env.MICROSOFT_APP_PASSWORD ?? '';
  const files = [env.MICROSOFT_APP_CERTIFICATE_FILE ?? '', env.MICROSOFT_APP_KEY_FILE ?? ''] as const;
  const hasFiles = files.some((file) => file !== '');
  if (type === 'UserAssignedMSI') {
    if (password !== '' || hasFiles) {
      problems.push(
        'MICROSOFT_APP_TYPE: cu UserAssignedMSI nu există secret; scoateți MICROSOFT_APP_PASSWORD și fișierele de certificat.',
      );
    }
    return { kind: 'managed-identity' };
  }
  if (password !== '' && hasFiles) {
    problems.push(
      'MICROSOFT_APP_PASSWORD: este pus și un certificat; păstrați unul singur (certificatul este mai sigur).',
    );
    return null;
  }
  if (hasFiles) {
    return certificateOf(files, cwd, problems);
  }
  if (password === '') {
    problems.push(
      'MICROSOFT_APP_PASSWORD: lipsește; faceți un secret la App registrations › Certificates & secrets (copiați coloana Value, nu Secret ID) sau puneți MICROSOFT_APP_CERTIFICATE_FILE și MICROSOFT_APP_KEY_FILE.',
    );
    return null;
  }
  if (GUID.test(password)) {
    problems.push(
      'MICROSOFT_APP_PASSWORD: arată ca un Secret ID; copiați coloana Value a secretului, vizibilă numai când este creat.',
    );
    return null;
  }
  return { kind: 'secret', secret: () => password };
}

function certificateOf(
  [certificateFile, keyFile]: readonly [string, string],
  cwd: string,
  problems: string[],
): TeamsCredential | null {
  if (certificateFile === '' || keyFile === '') {
    problems.push(
      'MICROSOFT_APP_CERTIFICATE_FILE și MICROSOFT_APP_KEY_FILE: puneți-le pe amândouă, în format PEM.',
    );
    return null;
  }
  const certificate = textOf('MICROSOFT_APP_CERTIFICATE_FILE', certificateFile, cwd, problems);
  const privateKey = textOf('MICROSOFT_APP_KEY_FILE', keyFile, cwd, problems);
  if (certificate === null || privateKey === null) {
    return null;
  }
  if (!certificate.includes('-----BEGIN CERTIFICATE-----')) {
    problems.push(
      `MICROSOFT_APP_CERTIFICATE_FILE: fișierul ${certificateFile} nu este un certificat în format PEM (-----BEGIN CERTIFICATE-----).`,
    );
    return null;
  }
  try {
    createPrivateKey(privateKey);
  } catch {
    problems.push(`MICROSOFT_APP_KEY_FILE: fișierul ${keyFile} nu este o cheie în format PEM, fără parolă.`);
    return null;
  }
  return { kind: 'certificate', certificate, privateKey: () => privateKey };
}

function textOf(name: string, file: string, cwd: string, problems: string[]): string | null {
  try {
    return readFileSync(resolve(cwd, file), 'utf8');
  } catch {
    problems.push(
      `${name}: fișierul ${file} nu există sau nu poate fi citit; verificați calea și drepturile.`,
    );
    return null;
  }
}

function cloudOf(env: Environment, problems: string[]): MicrosoftCloud {
  const urlOf = (name: string, standard: string): string => {
    const text = env[name] ?? '';
    if (text === '') {
      return standard;
    }
    if (!isSafe(text)) {
      problems.push(`${name}: scrieți o adresă https://, de exemplu ${standard}, sau ștergeți-o.`);
      return standard;
    }
    return text.replace(/\/+$/, '');
  };
  const origins = (env.MICROSOFT_SERVICE_ORIGINS ?? '').split(/[\s,]+/).filter((text) => text !== '');
  if (!origins.every(isSafe)) {
    problems.push(
      `MICROSOFT_SERVICE_ORIGINS: scrieți adrese https://, despărțite de virgulă, de exemplu ${MICROSOFT_CLOUD.serviceOrigins[0]}, sau ștergeți-o.`,
    );
  }
  return {
    loginUrl: urlOf('MICROSOFT_LOGIN_URL', MICROSOFT_CLOUD.loginUrl),
    openIdMetadataUrl: urlOf('MICROSOFT_OPENID_METADATA_URL', MICROSOFT_CLOUD.openIdMetadataUrl),
    graphUrl: urlOf('MICROSOFT_GRAPH_URL', MICROSOFT_CLOUD.graphUrl),
    serviceOrigins:
      origins.length === 0
        ? MICROSOFT_CLOUD.serviceOrigins
        : origins.filter(isSafe).map((text) => new URL(text).origin),
  };
}

/** Tokens and cards go there: encrypted, or not off this machine. */
function isSafe(text: string): boolean {
  if (!URL.canParse(text)) {
    return false;
  }
  const { protocol, hostname } = new URL(text);
  return protocol === 'https:' || (protocol === 'http:' && isLoopbackHost(hostname));
}
