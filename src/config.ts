/**
 * Settings: the environment, and a file for offices, people and rules. Every problem is listed at once,
 * each with what to do; docs/running-it.md lists the settings.
 */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { DeskSettings, OfficeSettings } from './desk/settings.ts';
import { type ConfigFile, readSettingsFile } from './settings/file.ts';
import { type MailSettings, readMailSettings } from './settings/mail.ts';
import { checkRealDesk, refuseRealWorld } from './settings/real-desk.ts';
import { readSlackSettings, type SlackSettings } from './settings/slack.ts';
import { readTeamsSettings, type TeamsSettings } from './settings/teams.ts';
import { DEFAULT_RULES, type Rules } from './workflow/case.ts';
import { OFFICES } from './workflow/offices.ts';

export interface PersonConfig {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  /** Such as `secretary AB`, `supervisor AB`, `di`, `admin`. */
  readonly roles: readonly string[];
  /** The person's user id in Slack, where the e-mail address does not tell who it is. */
  readonly slack?: string | undefined;
  /** The person's object id in Entra, where neither the e-mail address nor the account's name tells who it is. */
  readonly teams?: string | undefined;
}

export interface Config extends DeskSettings {
  readonly port: number;
  readonly host: string;
  readonly publicUrl: string | null;
  readonly dataDir: string;
  readonly databaseUrl: string;
  readonly smtpInPort: number;
  readonly lmtpInPort: number;
  /** Where outgoing mail is handed over; null keeps it in the local outbox. */
  readonly smtpUrl: string | null;
  readonly masterKey: string | null;
  readonly masterKeyFile: string | null;
  readonly logLevel: LogLevel;
  /** The embedded chat page with invented people; off as soon as a real channel is configured. */
  readonly localPage: boolean;
  readonly people: readonly PersonConfig[];
  readonly mail: MailSettings;
  /** Null: the desk is not in Slack. */
  readonly slack: SlackSettings | null;
  /** Null: the desk is not in Microsoft Teams. */
  readonly teams: TeamsSettings | null;
}

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
type LogLevel = (typeof LOG_LEVELS)[number];

/** Thrown with every problem of the settings; the process ends with exit code 2. */
export class ConfigError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`Setări greșite / wrong settings:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
    this.problems = problems;
  }
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Reads the settings. Throws {@link ConfigError} with every problem found. */
export function readConfig(env: Environment, cwd = process.cwd()): Config {
  const problems: string[] = [];
  const { file, mail, whole, report } = readSettingsFile(env.CONFIG_FILE, cwd, problems);
  const dataDir = resolve(cwd, env.DATA_DIR ?? 'data');
  const port = portOf(env, 'PORT', 3978, problems);
  const smtpUrl = smtpUrlOf(env, problems);
  const publicUrl = publicUrlOf(env, problems);
  const slack = readSlackSettings(env, problems);
  const teams = readTeamsSettings(env, cwd, problems);
  // Whoever wants a real chat, and mistyped a setting of it, does not get the demo instead.
  const localPage = !Object.keys(env).some((name) => /^(?:SLACK|MICROSOFT)_/.test(name) && env[name]);
  const people = file.people ?? [];
  if (localPage) {
    refuseRealWorld(env, smtpUrl, problems);
  } else {
    checkRealDesk({ env, smtpUrl, publicUrl, people: whole ? people : null }, problems);
  }
  const offices = officesOf(file, problems);
  const deskAddress = file.desk ?? 'acces@ancpi.ro';
  const diAddress = file.di ?? 'autorizati@ancpi.ro';
  const ours = [deskAddress, diAddress, ...offices.map(({ mailbox }) => mailbox)];
  const config: Config = {
    port,
    host: localPage ? '127.0.0.1' : env.HOST || '127.0.0.1',
    publicUrl,
    dataDir,
    databaseUrl: databaseUrlOf(env, dataDir, problems),
    smtpInPort: portOf(env, 'SMTP_IN_PORT', 2525, problems),
    lmtpInPort: portOf(env, 'LMTP_IN_PORT', 2526, problems),
    smtpUrl,
    masterKey: masterKeyOf(env, problems),
    masterKeyFile: masterKeyFileOf(env, cwd, problems),
    logLevel: oneOf(env, 'LOG_LEVEL', LOG_LEVELS, 'info', problems),
    language: oneOf(env, 'LANG_UI', ['ro', 'en'] as const, 'ro', problems),
    localPage,
    deskAddress,
    diAddress,
    dcgAddress: file.dcg ?? 'dcg@ancpi.ro',
    webAddress: file.webAddress ?? 'https://acces.ancpi.ro',
    casePatterns: file.caseNumbers ?? ['[A-Z]{1,2}-\\d{4}-\\d{5}', 'ANCPI-\\d{4}-\\d{6}'],
    rules: rulesOf(file),
    digestAt: digestAtOf(file),
    offices,
    people,
    mail: readMailSettings(mail, {
      env,
      cwd,
      report,
      ours: whole ? new Set(ours.map((each) => each.toLowerCase())) : null,
      localPage,
      smtpUrl,
      deskAddress,
    }),
    slack,
    teams,
  };
  checkPatterns(config.casePatterns, problems);
  checkPorts(config, problems);
  if (problems.length > 0) {
    throw new ConfigError(problems);
  }
  return config;
}

function portOf(env: Environment, name: string, fallback: number, problems: string[]): number {
  const text = env[name];
  if (text === undefined || text === '') {
    return fallback;
  }
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) {
    problems.push(
      `${name}: «${text}» nu este un port; scrieți un număr între 0 și 65535 (0 = oricare liber).`,
    );
    return fallback;
  }
  return port;
}

function oneOf<T extends string>(
  env: Environment,
  name: string,
  allowed: readonly T[],
  fallback: T,
  problems: string[],
): T {
  const text = env[name];
  if (text === undefined || text === '') {
    return fallback;
  }
  const found = allowed.find((value) => value === text);
  if (found === undefined) {
    problems.push(`${name}: «${text}» nu este cunoscut; alegeți dintre: ${allowed.join(', ')}.`);
  }
  return found ?? fallback;
}

function databaseUrlOf(env: Environment, dataDir: string, problems: string[]): string {
  const url = env.DATABASE_URL;
  if (url === undefined || url === '') {
    return `file:${join(dataDir, 'acces.db')}`;
  }
  if (!url.startsWith('file:')) {
    problems.push('DATABASE_URL: această versiune lucrează cu SQLite; scrieți file:/cale/către/acces.db.');
  }
  return url;
}

function smtpUrlOf(env: Environment, problems: string[]): string | null {
  const text = env.SMTP_URL;
  if (text === undefined || text === '') {
    return null;
  }
  if (!URL.canParse(text) || !/^smtps?:$/.test(new URL(text).protocol)) {
    problems.push('SMTP_URL: nu este o adresă smtp:// sau smtps://, de exemplu smtp://mail.example.ro:587.');
    return null;
  }
  return text;
}

function publicUrlOf(env: Environment, problems: string[]): string | null {
  const text = env.PUBLIC_URL;
  if (text === undefined || text === '') {
    return null;
  }
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol)) {
    problems.push('PUBLIC_URL: nu este o adresă http(s)://, de exemplu https://acces.example.ro.');
    return null;
  }
  return text.replace(/\/+$/, '');
}

function masterKeyOf(env: Environment, problems: string[]): string | null {
  const key = env.MASTER_KEY;
  if (key === undefined || key === '') {
    return null;
  }
  if (!/^[0-9a-f]{64}$/i.test(key)) {
    problems.push(
      'MASTER_KEY: trebuie 64 de cifre hexazecimale (32 de octeți); generați cu: openssl rand -hex 32.',
    );
  }
  if (env.MASTER_KEY_FILE) {
    problems.push('MASTER_KEY și MASTER_KEY_FILE sunt puse amândouă; păstrați una singură.');
  }
  return key;
}

function masterKeyFileOf(env: Environment, cwd: string, problems: string[]): string | null {
  const text = env.MASTER_KEY_FILE;
  if (text === undefined || text === '') {
    return null;
  }
  const path = resolve(cwd, text);
  if (!existsSync(path)) {
    problems.push(`MASTER_KEY_FILE: fișierul ${text} nu există; creați-l cu: openssl rand -hex 32 > ${text}`);
  }
  return path;
}

function rulesOf(file: ConfigFile): Rules {
  return {
    ...DEFAULT_RULES,
    dueDays: {
      verify: file.rules?.verifyDays ?? DEFAULT_RULES.dueDays.verify,
      issue: file.rules?.issueDays ?? DEFAULT_RULES.dueDays.issue,
      note: file.rules?.noteDays ?? DEFAULT_RULES.dueDays.note,
    },
    separateApproverAndIssuer:
      file.rules?.separateApproverAndIssuer ?? DEFAULT_RULES.separateApproverAndIssuer,
  };
}

function digestAtOf({ rules }: ConfigFile): Config['digestAt'] {
  const [hour, minute] = (rules?.digestAt ?? '08:30').split(':').map(Number);
  return hour === undefined || minute === undefined ? null : { hour, minute };
}

/** The 42 offices are there by default; the file changes one or more of them. */
function officesOf(file: ConfigFile, problems: string[]): OfficeSettings[] {
  const changes = new Map((file.offices ?? []).map((office) => [office.code, office]));
  for (const code of changes.keys()) {
    if (!OFFICES.some((office) => office.code === code)) {
      problems.push(`offices: nu există oficiul «${code}»; folosiți indicativul județului (AB, CJ, …, B).`);
    }
  }
  return OFFICES.map((office) => {
    const change = changes.get(office.code);
    const mailbox = change?.mailbox ?? office.mailbox;
    return {
      code: office.code,
      name: change?.name ?? office.name,
      mailbox,
      secretaryMailbox: change?.secretary ?? `secretar.${mailbox}`,
    };
  });
}

function checkPatterns(patterns: readonly string[], problems: string[]): void {
  for (const pattern of patterns) {
    try {
      new RegExp(pattern, 'u');
    } catch {
      problems.push(`caseNumbers: «${pattern}» nu este o expresie regulată validă.`);
    }
  }
}

function checkPorts(config: Config, problems: string[]): void {
  const ports = [config.port, config.smtpInPort, config.lmtpInPort].filter((port) => port !== 0);
  if (new Set(ports).size !== ports.length) {
    problems.push('PORT, SMTP_IN_PORT și LMTP_IN_PORT trebuie să fie trei porturi diferite.');
  }
}
