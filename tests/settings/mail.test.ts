/** The settings of mail: what may be left out, what is wrong and what to do about it, and that no secret is ever printed. */
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { type Config, ConfigError, readConfig } from '../../src/config.ts';
import { makeCertificate, NEEDS_OPENSSL } from '../mail/certificates.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const SECRET = 'Parola-Secretă-77';

let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'acces-config-mail-'));
  writeFileSync(join(folder, 'secret'), `${SECRET}\n`);
  writeFileSync(join(folder, 'empty'), '\n');
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  writeFileSync(join(folder, 'dkim.pem'), privateKey.export({ type: 'pkcs8', format: 'pem' }));
  const { privateKey: curved } = generateKeyPairSync('ed25519');
  writeFileSync(join(folder, 'ed25519.pem'), curved.export({ type: 'pkcs8', format: 'pem' }));
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

type Settings = Readonly<Record<string, unknown>>;
type Env = Readonly<Record<string, string>>;

function read(mail: unknown, env: Env = {}, rest: Settings = {}): Config {
  writeFileSync(join(folder, 'acces.yaml'), stringify({ ...rest, mail }));
  return readConfig(env, folder);
}

function problemsOf(mail: unknown, env: Env = {}, rest: Settings = {}): readonly string[] {
  try {
    read(mail, env, rest);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) {
      return error.problems;
    }
    throw error;
  }
}

const MAILBOX = {
  name: 'alba',
  host: '127.0.0.1',
  mailbox: 'AB@ancpi.ro',
  folder: 'Acces',
  user: 'ab@ancpi.ro',
  passwordFile: 'secret',
};
const LOGIN = {
  tokenUrl: 'https://login.exemplu.example/token',
  clientId: 'acces',
  clientSecretEnv: 'CLIENT_SECRET',
};
const SMTP = { SMTP_URL: 'smtp://127.0.0.1:2525', SMTP_IN_PORT: '0', CLIENT_SECRET: SECRET };

describe('without any setting of mail', () => {
  it('mail comes from this machine only, unencrypted, up to 42 MB, and nobody is believed', () => {
    const { mail } = readConfig({}, join(folder, 'nowhere'));
    expect(mail).toEqual({
      in: {
        host: '127.0.0.1',
        networks: ['127.0.0.0/8', '::1/128'],
        relays: ['127.0.0.1', '::1'],
        maxBytes: 42 * 1024 * 1024,
        tls: null,
      },
      imap: [],
      out: { oauth2: null, dkim: null, requireTls: null },
      trust: { authservIds: [], ownServers: [], arcSealers: [], dnsServers: [] },
    });
  });
});

describe('a mailbox that is read', () => {
  it('gets what was left out', () => {
    const [mailbox] = read({ imap: [MAILBOX] }).mail.imap;
    expect(mailbox).toMatchObject({
      port: 993,
      security: 'tls',
      mailbox: 'ab@ancpi.ro',
      folder: 'Acces',
      processed: 'Processed',
      quarantine: 'Quarantine',
      ca: null,
    });
    expect(mailbox?.login.type === 'password' && mailbox.login.password()).toBe(SECRET);
  });

  it('has another port where it is not encrypted from the start, which this machine’s alone need not be', () => {
    const [starttls, none] = read({
      imap: [
        { ...MAILBOX, security: 'starttls' },
        { ...MAILBOX, name: 'cluj', security: 'none', folder: 'inbox', port: 31143 },
      ],
    }).mail.imap;
    expect([starttls?.port, none?.port, none?.folder]).toEqual([143, 31143, 'INBOX']);
  });

  it('may be logged in to with a token, and with a secret from the environment', () => {
    const { passwordFile: _, ...rest } = MAILBOX;
    const [byToken, byEnv] = read(
      {
        imap: [
          { ...rest, oauth2: LOGIN },
          { ...rest, name: 'di', mailbox: 'autorizati@ancpi.ro', user: 'di', passwordEnv: 'CLIENT_SECRET' },
        ],
      },
      { CLIENT_SECRET: SECRET },
    ).mail.imap;
    expect(byToken?.login).toMatchObject({ type: 'oauth2', scope: 'https://outlook.office365.com/.default' });
    expect(byToken?.login.type === 'oauth2' && byToken.login.clientSecret()).toBe(SECRET);
    expect(byEnv?.login.type === 'password' && byEnv.login.password()).toBe(SECRET);
  });

  const { passwordFile: _file, folder: _folder, ...BARE } = MAILBOX;
  it.each<[string, Settings, RegExp]>([
    ['no folder', { ...BARE, passwordFile: 'secret' }, /imap\.0\.folder: lipsește/],
    ['no login', { ...BARE, folder: 'Acces' }, /passwordFile, fie passwordEnv/],
    ['two passwords', { ...MAILBOX, passwordEnv: 'HOME' }, /exact una/],
    [
      'a password and a token',
      { ...MAILBOX, oauth2: { ...LOGIN, clientSecretEnv: undefined, clientSecretFile: 'secret' } },
      /o parolă, și oauth2/,
    ],
    [
      'a password file that is not there',
      { ...MAILBOX, passwordFile: 'nowhere' },
      /passwordFile: fișierul nowhere nu există/,
    ],
    [
      'an empty password file',
      { ...MAILBOX, passwordFile: 'empty' },
      /passwordFile: fișierul empty este gol/,
    ],
    [
      'a variable that is not set',
      { ...BARE, folder: 'Acces', passwordEnv: 'NO_SUCH_NAME' },
      /passwordEnv: variabila de mediu NO_SUCH_NAME/,
    ],
    [
      'a password written down',
      { ...BARE, folder: 'Acces', passwordEnv: SECRET },
      /passwordEnv: scrieți numele unei variabile/,
    ],
    ['an unknown security', { ...MAILBOX, security: 'ssl' }, /security: alegeți dintre: tls, starttls, none/],
    [
      'a mailbox of somebody else',
      { ...MAILBOX, mailbox: 'ab@exemplu.example' },
      /mailbox: «ab@exemplu\.example» nu este adresa niciunui oficiu/,
    ],
    ['processed mails where they come from', { ...MAILBOX, processed: 'Acces' }, /trei dosare diferite/],
    [
      'a quarantine where mails come from',
      { ...MAILBOX, folder: 'inbox', quarantine: 'INBOX' },
      /trei dosare diferite/,
    ],
    ['certificates that are none', { ...MAILBOX, ca: 'secret' }, /ca: fișierul secret nu este un certificat/],
    [
      'a token over an open line',
      { ...BARE, folder: 'Acces', oauth2: { ...LOGIN, tokenUrl: 'http://login.exemplu.example' } },
      /tokenUrl: scrieți o adresă https/,
    ],
    ['an unknown key', { ...MAILBOX, pasword: 'x' }, /imap\.0: nu se cunoaște «pasword»/],
    ['a port beyond all', { ...MAILBOX, port: 70_000 }, /imap\.0\.port/],
  ])('with %s is told with what to do, once', (_, entry, says) => {
    const problems = problemsOf({ imap: [entry] }, { CLIENT_SECRET: SECRET, HOME: '/' });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(says);
    expect(problems[0]).not.toContain(SECRET);
  });

  it('on another machine is told beside the demo page, and all the more without encryption', () => {
    const problems = problemsOf({ imap: [{ ...MAILBOX, host: 'mail.exemplu.example', security: 'none' }] });
    expect(problems).toHaveLength(2);
    expect(problems.join('\n')).toMatch(/host: cu pagina locală.*127\.0\.0\.1/);
    expect(problems.join('\n')).toMatch(/security: fără criptare/);
  });

  it('must not share its folder or name with another, nor be fed by it', () => {
    const problems = problemsOf({
      imap: [
        MAILBOX,
        { ...MAILBOX, host: '127.0.0.1' },
        { ...MAILBOX, name: 'altul', folder: 'Quarantine', quarantine: 'Acces' },
        { ...MAILBOX, name: 'alt-utilizator', user: 'cj@ancpi.ro' },
      ],
    });
    expect(problems.map((problem) => problem.replace(/^.*mail\.imap\./, ''))).toEqual([
      '1.name: și intrarea 0 se numește «alba»; dați-le nume diferite.',
      '1.folder: intrarea 0 citește același dosar al aceluiași utilizator; păstrați una.',
      '0.quarantine: intrarea 2 citește chiar dosarul acesta; alegeți altul.',
      '1.quarantine: intrarea 2 citește chiar dosarul acesta; alegeți altul.',
      '2.quarantine: intrarea 1 citește chiar dosarul acesta; alegeți altul.',
    ]);
  });
});

describe('mail in', () => {
  it('may be smaller, and from more networks', () => {
    const given = { host: '::1', networks: ['10.1.0.0/16'], relays: [], maxMb: 1.5 };
    expect(read({ in: given }).mail.in).toEqual({
      host: '::1',
      networks: ['10.1.0.0/16'],
      relays: [],
      maxBytes: 1_572_864,
      tls: null,
    });
  });

  it.each<[Settings, RegExp]>([
    [{ host: '0.0.0.0' }, /in\.host: cu pagina locală.*127\.0\.0\.1/],
    [{ networks: ['10.0.0.0/33'] }, /networks\.0: nu este o rețea/],
    [{ networks: [] }, /networks/],
    [{ relays: ['mx.ancpi.ro'] }, /relays\.0: nu este o rețea/],
    [{ maxMb: 43 }, /maxMb/],
    [{ maxMb: 0 }, /maxMb/],
    [{ tls: { certificate: 'nowhere', key: 'secret' } }, /tls\.certificate: fișierul nowhere nu există/],
    [
      { tls: { certificate: 'secret', key: 'dkim.pem' } },
      /tls\.certificate: fișierul secret nu este un certificat/,
    ],
    [{ tls: { certificate: 'secret' } }, /tls\.key: lipsește/],
    [{ smtp: 25 }, /mail\.in: nu se cunoaște «smtp»/],
  ])('%o is told with what to do', (given, says) => {
    const problems = problemsOf({ in: given });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(says);
  });

  it.skipIf(NEEDS_OPENSSL)(`takes a certificate with its own key only${NEEDS_OPENSSL}`, () => {
    const files = makeCertificate(join(folder, 'tls'));
    const tls = { certificate: 'tls/fullchain.pem', key: 'tls/privkey.pem' };
    expect(read({ in: { tls } }).mail.in.tls).toEqual({ ...files, required: false });
    expect(problemsOf({ in: { tls: { ...tls, key: 'dkim.pem' } } })[0]).toMatch(
      /key: fișierul dkim\.pem este cheia altui/,
    );
    expect(problemsOf({ in: { tls: { ...tls, key: 'secret' } } })[0]).toMatch(
      /key: fișierul secret nu este o cheie/,
    );
    expect(problemsOf({ in: { tls: { ...tls, required: true } } })[0]).toMatch(/required: oamenii inventați/);
    const [mailbox] = read({ imap: [{ ...MAILBOX, ca: 'tls/fullchain.pem' }] }).mail.imap;
    expect(mailbox?.ca).toContain('BEGIN CERTIFICATE');
  });
});

describe('mail out', () => {
  it('may be signed, and logged in to with a token', () => {
    const { out } = read(
      {
        out: {
          oauth2: { user: 'acces@ancpi.ro', ...LOGIN },
          dkim: { domain: 'ANCPI.ro', selector: 'acces2026', keyFile: 'dkim.pem' },
          requireTls: false,
        },
      },
      SMTP,
    ).mail;
    expect(out.oauth2).toMatchObject({ user: 'acces@ancpi.ro', clientId: 'acces' });
    expect(out.oauth2?.clientSecret()).toBe(SECRET);
    expect(out.dkim).toMatchObject({ domain: 'ancpi.ro', selector: 'acces2026' });
    expect(out.dkim?.privateKey.asymmetricKeyType).toBe('rsa');
    expect(out.requireTls).toBe(false);
  });

  const DKIM = { domain: 'ancpi.ro', selector: 's', keyFile: 'dkim.pem' };
  it.each<[Settings, Env, RegExp]>([
    [{ oauth2: { user: 'a', ...LOGIN } }, { CLIENT_SECRET: 'x' }, /out\.oauth2: .*SMTP_URL/],
    [
      { oauth2: { user: 'a', ...LOGIN } },
      { ...SMTP, SMTP_URL: 'smtp://a:b@127.0.0.1' },
      /scoateți utilizatorul/,
    ],
    [{ oauth2: { user: 'a', ...LOGIN } }, { ...SMTP, CLIENT_SECRET: '' }, /variabila de mediu CLIENT_SECRET/],
    [{ requireTls: true }, {}, /requireTls: .*SMTP_URL/],
    [{ dkim: { ...DKIM, domain: 'exemplu.example' } }, {}, /dkim\.domain: .*acces@ancpi\.ro/],
    [{ dkim: { ...DKIM, keyFile: 'nowhere' } }, {}, /dkim\.keyFile: fișierul nowhere nu există/],
    [{ dkim: { ...DKIM, keyFile: 'secret' } }, {}, /dkim\.keyFile: .*openssl genrsa/],
    [{ dkim: { ...DKIM, keyFile: 'ed25519.pem' } }, {}, /dkim\.keyFile: .*RSA/],
    [{ dkim: { ...DKIM, selector: 'a b; x=y' } }, {}, /dkim\.selector/],
  ])('%o is told with what to do', (given, env, says) => {
    const problems = problemsOf({ out: given }, env);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(says);
  });
});

describe('whom to believe', () => {
  it('is written in any case, and DNS servers with or without a port', () => {
    const dnsServers = ['10.1.2.3', '10.1.2.3:5353', '[2001:db8::1]:5353', '2001:db8::1'];
    expect(read({ trust: { authservIds: ['MX.ancpi.ro'], dnsServers } }).mail.trust).toEqual({
      authservIds: ['mx.ancpi.ro'],
      ownServers: [],
      arcSealers: [],
      dnsServers,
    });
  });

  it.each(['dns.ancpi.ro', '10.1.2.0/24', '10.1.2.3:99999', '300.1.2.3', ''])(
    '«%s» is no DNS server',
    (server) => {
      expect(problemsOf({ trust: { dnsServers: [server] } })[0]).toMatch(
        /dnsServers\.0: scrieți o adresă IP/,
      );
    },
  );
});

describe('all settings of mail together', () => {
  it('have all their problems told at once, with those of the rest', () => {
    const problems = problemsOf(
      {
        in: { maxMb: 99, host: 7 },
        imap: [{ name: 'Alba' }, { ...MAILBOX, host: 'mail.exemplu.example' }],
        out: { dkim: { domain: 'ancpi.ro', selector: 's', keyFile: 'nowhere' } },
        trust: { authservIds: ['două cuvinte'] },
        outt: {},
      },
      { PORT: 'x' },
      { ofices: [] },
    );
    const all = problems.join('\n');
    for (const says of [
      /PORT/,
      /ofices/,
      /outt/,
      /maxMb/,
      /in\.host/,
      /imap\.0\.name/,
      /imap\.0\.host/,
      /imap\.1\.host/,
      /keyFile/,
      /authservIds/,
    ]) {
      expect(all).toMatch(says);
    }
  });

  it('print no secret, however they are logged', () => {
    const config = read(
      {
        imap: [MAILBOX, { ...MAILBOX, name: 'b', user: 'b', passwordFile: undefined, oauth2: LOGIN }],
        out: {
          oauth2: { user: 'acces@ancpi.ro', ...LOGIN },
          dkim: { domain: 'ancpi.ro', selector: 's', keyFile: 'dkim.pem' },
        },
      },
      SMTP,
    );
    const printed = `${JSON.stringify(config)}${inspect(config, { depth: null, showHidden: true, getters: true })}`;
    expect(printed).toContain('acces@ancpi.ro');
    expect(printed).not.toContain(SECRET);
    const key = readFileSync(join(folder, 'dkim.pem'), 'latin1').split('\n')[1] ?? '?';
    expect(printed).not.toContain(key);
  });

  it('of the example are known, those too that are commented out there', () => {
    const text = readFileSync(join(ROOT, 'acces.example.yaml'), 'utf8');
    const section = text.slice(text.indexOf('\nmail:'));
    const live = section
      .split('\n')
      .map((line) => line.replace(/^( *)# ( *(?:- )?[a-zA-Z0-9]+:(?: .*)?)$/, '$1$2'))
      .join('\n');
    writeFileSync(join(folder, 'example.yaml'), live);
    let problems: readonly string[] = [];
    try {
      readConfig({ CONFIG_FILE: join(folder, 'example.yaml'), SMTP_URL: 'smtp://127.0.0.1' }, folder);
    } catch (error) {
      problems = error instanceof ConfigError ? error.problems : [String(error)];
    }
    // What remains is what only a real machine has: its files, and real servers instead of the demo page.
    expect(problems.map((problem) => /: (mail\.[\w.]+): /.exec(problem)?.[1])).toEqual([
      'mail.in.tls.certificate',
      'mail.imap.0.host',
      'mail.imap.0.passwordFile',
      'mail.imap.0.ca',
      'mail.imap.1.host',
      'mail.imap.1.oauth2.clientSecretFile',
      'mail.out.oauth2.clientSecretFile',
      'mail.out.dkim.keyFile',
    ]);
  });
});
