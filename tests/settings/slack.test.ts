/** Settings of Slack: what is wrong is told with where to find it, and no secret is ever repeated. */
import { describe, expect, it } from 'vitest';
import { ConfigError, readConfig } from '../../src/config.ts';
import { readSlackSettings } from '../../src/settings/slack.ts';

const BOT = 'xoxb-1-2-abcDEF';
const APP = 'xapp-1-A0-123-abcdef';
const SECRET = '0123456789abcdef0123456789abcdef';

function read(env: Readonly<Record<string, string>>) {
  const problems: string[] = [];
  return { settings: readSlackSettings(env, problems), problems };
}

describe('the settings of Slack', () => {
  it('are none where nothing is set', () => {
    expect(read({})).toEqual({ settings: null, problems: [] });
  });

  it('with a signing secret Slack calls the desk; with an app token the desk calls Slack, also with both', () => {
    expect(read({ SLACK_BOT_TOKEN: BOT, SLACK_SIGNING_SECRET: SECRET }).settings?.listening.mode).toBe(
      'http',
    );
    expect(read({ SLACK_BOT_TOKEN: BOT, SLACK_APP_TOKEN: APP }).settings?.listening.mode).toBe('socket');
    const both = read({ SLACK_BOT_TOKEN: BOT, SLACK_APP_TOKEN: APP, SLACK_SIGNING_SECRET: SECRET });
    expect(both.settings?.listening.mode).toBe('socket');
  });

  it('show no secret when they are printed', () => {
    const { settings } = read({ SLACK_BOT_TOKEN: BOT, SLACK_APP_TOKEN: APP });
    expect(JSON.stringify(settings)).not.toContain('xoxb');
    expect(settings?.botToken()).toBe(BOT);
  });

  it.each([
    [{ SLACK_BOT_TOKEN: BOT }, /SLACK_APP_TOKEN sau SLACK_SIGNING_SECRET: lipsesc/],
    [{ SLACK_APP_TOKEN: APP }, /SLACK_BOT_TOKEN: lipsește.*OAuth & Permissions/],
    [{ SLACK_BOT_TOKEN: APP, SLACK_APP_TOKEN: APP }, /SLACK_BOT_TOKEN: este un app-level token/],
    [{ SLACK_BOT_TOKEN: BOT, SLACK_APP_TOKEN: BOT }, /SLACK_APP_TOKEN: este un bot token/],
    [
      { SLACK_BOT_TOKEN: 'xoxp-1-secret', SLACK_APP_TOKEN: APP },
      /SLACK_BOT_TOKEN: este un token de utilizator/,
    ],
    [{ SLACK_BOT_TOKEN: 'secret', SLACK_APP_TOKEN: APP }, /SLACK_BOT_TOKEN: nu arată ca un token/],
    [
      { SLACK_BOT_TOKEN: BOT, SLACK_SIGNING_SECRET: 'secret' },
      /SLACK_SIGNING_SECRET: nu arată.*Basic Information/,
    ],
    [
      { SLACK_BOT_TOKEN: BOT, SLACK_APP_TOKEN: APP, SLACK_API_URL: 'http://slack.example/api' },
      /SLACK_API_URL: scrieți o adresă https/,
    ],
  ])('%j is told with what to do', (env, says) => {
    const { settings, problems } = read(env as Record<string, string>);
    expect(settings).toBeNull();
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(says);
    expect(problems.join()).not.toMatch(/xoxb-1|xapp-1|xoxp-1|«secret»/);
  });

  it('of an API elsewhere end with a slash', () => {
    const env = { SLACK_BOT_TOKEN: BOT, SLACK_APP_TOKEN: APP, SLACK_API_URL: 'http://127.0.0.1:4010/api' };
    expect(read(env).settings?.apiUrl).toBe('http://127.0.0.1:4010/api/');
  });
});

describe('a desk with Slack', () => {
  it('needs a way out for mail, an address for documents, and an admin; it has no demo page then', () => {
    try {
      readConfig({ SLACK_BOT_TOKEN: BOT, SLACK_APP_TOKEN: APP, NODE_ENV: 'production' }, '/nonexistent');
      expect.unreachable();
    } catch (error) {
      const { problems } = error as ConfigError;
      expect(error).toBeInstanceOf(ConfigError);
      expect(problems).toHaveLength(3);
      expect(problems.join('\n')).toMatch(
        /SMTP_URL: lipsește[\s\S]*PUBLIC_URL: lipsește[\s\S]*people: niciun om/,
      );
    }
  });

  it('with a mistyped token does not fall back to the demo page', () => {
    expect(() => readConfig({ SLACK_SIGNING_SECRET: 'x' }, '/nonexistent')).toThrow(/SLACK_SIGNING_SECRET/);
  });
});
