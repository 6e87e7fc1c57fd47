/** Settings: one message that lists every problem, each with what to do. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ConfigError, readConfig } from '../src/config.ts';

const ROOT = join(import.meta.dirname, '..');

let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'acces-config-'));
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function problemsOf(env: Record<string, string>): readonly string[] {
  try {
    readConfig(env, folder);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) {
      return error.problems;
    }
    throw error;
  }
}

describe('with nothing configured', () => {
  it('there are the 42 offices with their mailboxes, and everything is on this machine', () => {
    const config = readConfig({}, folder);
    expect(config.offices).toHaveLength(42);
    expect(config.offices.find(({ code }) => code === 'CJ')).toMatchObject({
      name: 'OCPI Cluj',
      mailbox: 'cj@ancpi.ro',
    });
    expect(new Set(config.offices.map(({ mailbox }) => mailbox)).size).toBe(42);
    expect([config.host, config.port, config.smtpInPort, config.lmtpInPort, config.smtpUrl]).toEqual([
      '127.0.0.1',
      3978,
      2525,
      2526,
      null,
    ]);
  });

  it('HOST does not open the local page to the network', () => {
    expect(readConfig({ HOST: '0.0.0.0' }, folder).host).toBe('127.0.0.1');
  });
});

describe('wrong settings', () => {
  it.each([
    [{ PORT: 'abc' }, /PORT: «abc».*între 0 și 65535/],
    [{ PORT: '99999' }, /PORT/],
    [{ SMTP_IN_PORT: '3978' }, /trei porturi diferite/],
    [{ DATABASE_URL: 'postgresql://x' }, /DATABASE_URL.*file:/],
    [{ SMTP_URL: 'http://x' }, /SMTP_URL.*smtp:\/\//],
    [{ SMTP_URL: 'smtp://mail.ancpi.ro:25' }, /SMTP_URL.*127\.0\.0\.1/],
    [{ MASTER_KEY: 'abc' }, /MASTER_KEY.*openssl rand/],
    [{ MASTER_KEY_FILE: 'nu-exista' }, /MASTER_KEY_FILE.*nu există/],
    [{ LOG_LEVEL: 'loud' }, /LOG_LEVEL.*info/],
    [{ LANG_UI: 'fr' }, /LANG_UI.*ro, en/],
    [{ NODE_ENV: 'production' }, /NODE_ENV=production/],
    [{ CONFIG_FILE: 'nu-exista.yaml' }, /CONFIG_FILE.*nu există/],
    [{ PUBLIC_URL: 'acces' }, /PUBLIC_URL/],
  ])('%o is told with what to do', (env, says) => {
    const problems = problemsOf(env as Record<string, string>);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(says);
  });

  it('all problems come at once, and none of them repeats a key', () => {
    const problems = problemsOf({ PORT: 'x', LOG_LEVEL: 'y', MASTER_KEY: 'secret-secret' });
    expect(problems).toHaveLength(3);
    expect(problems.join('\n')).not.toContain('secret-secret');
  });

  it('npm start ends with exit code 2 and the list', () => {
    const ended = spawnSync(process.execPath, [join(ROOT, 'src/main.ts')], {
      env: { ...process.env, PORT: 'x', LANG_UI: 'fr', DATA_DIR: folder },
      encoding: 'utf8',
    });
    expect(ended.status).toBe(2);
    expect(ended.stderr).toMatch(/PORT[\s\S]*LANG_UI/);
  });
});

describe('the settings file', () => {
  it('changes one office and names people; what it does not know is told', () => {
    const file = join(folder, 'acces.yaml');
    writeFileSync(
      file,
      'offices:\n  - code: AB\n    secretary: sec@exemplu.example\nrules:\n  issueDays: 5\n',
    );
    const config = readConfig({ CONFIG_FILE: file }, folder);
    expect(config.offices.find(({ code }) => code === 'AB')?.secretaryMailbox).toBe('sec@exemplu.example');
    expect(config.rules.dueDays.issue).toBe(5);
    writeFileSync(file, 'offices:\n  - code: XX\nofices: []\n');
    expect(problemsOf({ CONFIG_FILE: file }).join('\n')).toMatch(/ofices|Unrecognized/);
    writeFileSync(file, 'offices:\n  - code: XX\n');
    expect(problemsOf({ CONFIG_FILE: file }).join('\n')).toMatch(/nu există oficiul «XX»/);
    writeFileSync(file, 'a: [');
    expect(problemsOf({ CONFIG_FILE: file }).join('\n')).toMatch(/YAML/);
  });

  it('the example in the repository is valid', () => {
    expect(problemsOf({ CONFIG_FILE: join(ROOT, 'acces.example.yaml') })).toEqual([]);
  });
});
