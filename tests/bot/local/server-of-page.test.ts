/** Who may speak with the local page's server, over real HTTP. */
import { type IncomingHttpHeaders, request } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLocalServer, LocalPageRefused } from '../../../src/bot/local/local-server.ts';
import { en } from '../../../src/texts/en.ts';
import { ro } from '../../../src/texts/ro.ts';
import { OFFICE_AB, type PageUnderTest, servePage, view } from './page-under-test.ts';
import { APPLICANT } from './pretend-world.ts';

interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

interface Ask {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

const CLICK = { verb: 'take', caseId: 'case-42', inputs: {} };
const LETTER = `/api/mailboxes/${encodeURIComponent(APPLICANT)}/messages/mail-1`;

describe('the local page’s server', () => {
  let under: PageUnderTest;
  let csrf: string;

  beforeEach(async () => {
    under = await servePage();
    csrf = JSON.parse((await ask('/api/session')).text).csrf;
  });
  afterEach(() => under.close());

  /** Unlike `fetch`, this sends any Host, and no Origin by itself. */
  function ask(path: string, { method = 'GET', headers = {}, body }: Ask = {}): Promise<Reply> {
    return new Promise((resolve, reject) => {
      const sent = request(`${under.url}${path}`, { method, headers }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString('utf8');
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text });
        });
      });
      sent.on('error', reject);
      sent.end(body);
    });
  }

  function post(path: string, body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Reply> {
    return ask(path, {
      method: 'POST',
      body: typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body),
      headers: { ...ours(), ...headers },
    });
  }

  function ours(): Record<string, string> {
    return {
      'Content-Type': 'application/json',
      'x-acces-csrf': csrf,
      'x-acces-person': 'sec',
      Origin: under.url,
    };
  }

  function code(reply: Reply): unknown {
    return JSON.parse(reply.text).code;
  }

  it('answers a click of its own page', async () => {
    const reply = await post('/api/click', CLICK);
    expect(reply.status).toBe(200);
    expect(JSON.parse(reply.text)).toMatchObject({ kind: 'told' });
    expect(under.desk.clicks).toEqual([{ channel: 'local', externalId: 'sec', ...CLICK }]);
  });

  it('refuses a change without its token, or with a wrong one', async () => {
    for (const token of ['', 'x'.repeat(csrf.length)]) {
      const reply = await post('/api/click', CLICK, { 'x-acces-csrf': token });
      expect([reply.status, code(reply)]).toEqual([403, 'csrf']);
    }
    expect(under.desk.clicks).toEqual([]);
  });

  it('refuses a change without a token at every address that changes something', async () => {
    for (const path of ['answer', 'ask-new-password', 'sample', 'eml']) {
      const reply = await post(`/api/mailboxes/${path}`, {}, { 'x-acces-csrf': '' });
      expect([path, reply.status, code(reply)]).toEqual([path, 403, 'csrf']);
    }
    expect(under.world.asked).toEqual([]);
  });

  it('refuses a foreign Host header, as in DNS rebinding, even for reading', async () => {
    const port = new URL(under.url).port;
    for (const host of [
      `attacker.example:${port}`,
      '127.0.0.1:1',
      '127.0.0.1',
      `127.0.0.1.nip.example:${port}`,
    ]) {
      const reply = await ask('/api/session', { headers: { Host: host } });
      expect([host, reply.status, code(reply)]).toEqual([host, 421, 'wrong-host']);
    }
    expect((await ask('/', { headers: { Host: `localhost:${port}` } })).status).toBe(200);
  });

  it('refuses what came through a proxy, which would make it reachable for others', async () => {
    const reply = await ask('/', { headers: { 'X-Forwarded-For': '203.0.113.7' } });
    expect(reply.status).toBe(421);
  });

  it('refuses a change that another site asked for, or nobody says who', async () => {
    const headers = ours();
    delete headers.Origin;
    for (const origin of [
      { Origin: 'https://attacker.example' },
      { Origin: 'null' },
      { 'Sec-Fetch-Site': 'cross-site' },
      {},
    ]) {
      const reply = await ask('/api/click', {
        method: 'POST',
        body: JSON.stringify(CLICK),
        headers: { ...headers, ...origin },
      });
      expect([origin, reply.status, code(reply)]).toEqual([origin, 403, 'other-site']);
    }
    expect(under.desk.clicks).toEqual([]);
  });

  it('lets no other site read the cards', async () => {
    for (const site of ['cross-site', 'same-site']) {
      const reply = await ask('/api/overview', { headers: { 'Sec-Fetch-Site': site } });
      expect([reply.status, code(reply)]).toEqual([403, 'other-site']);
    }
  });

  it('refuses a person that nobody is', async () => {
    for (const person of ['nobody', '', '%E0%A4%A']) {
      const reply = await post('/api/click', CLICK, { 'x-acces-person': person });
      expect([reply.status, code(reply)]).toEqual([400, 'unknown-person']);
    }
  });

  it('refuses what is not a click', async () => {
    const wrong = [
      '{',
      '[]',
      { ...CLICK, verb: '' },
      { ...CLICK, inputs: { a: 1 } },
      { ...CLICK, caseId: '' },
    ];
    for (const body of wrong) {
      const reply = await post('/api/click', body);
      expect([reply.status, code(reply)]).toEqual([400, 'bad-request']);
    }
    expect(under.broken).toEqual([]);
  });

  it('refuses a body that is too large, and goes on', async () => {
    const reply = await post('/api/click', { ...CLICK, inputs: { a: 'x'.repeat(300_000) } });
    expect([reply.status, code(reply)]).toEqual([413, 'too-large']);
    expect((await post('/api/click', CLICK)).status).toBe(200);
  });

  it('reports what broke without any of it reaching the person', async () => {
    under.desk.onClick = async () => {
      throw new Error('the password is hunter2');
    };
    const reply = await post('/api/click', CLICK);
    expect([reply.status, code(reply)]).toEqual([500, 'broken']);
    expect(reply.text).not.toContain('hunter2');
    expect(under.broken).toMatchObject([{ where: 'local page: POST /api' }]);
  });

  it('answers that there is nothing at an address that it does not know', async () => {
    for (const path of ['/api/nothing', '/api/cards/none', '/api/mailboxes/a@b.example/messages/1']) {
      const reply = await ask(path);
      expect([path, reply.status, code(reply)]).toEqual([path, 404, 'not-found']);
    }
  });

  it('serves the page’s own files only', async () => {
    for (const path of [
      '/page/..%2flocal-page.ts',
      '/page/wire.json',
      '/texts/ro/dialogs.ts',
      '/texts/fr/page.ts',
    ]) {
      expect([path, (await ask(path)).status]).toEqual([path, 404]);
    }
    expect((await ask('/page/main.ts')).headers['content-type']).toContain('text/javascript');
  });

  it('runs no script but its own, in no frame but its own', async () => {
    const { headers } = await ask('/');
    const policy = String(headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('unsafe');
    expect(headers).toMatchObject({ 'x-frame-options': 'DENY', 'cache-control': 'no-store' });
  });

  it('shows a letter’s HTML where it can run and load nothing', async () => {
    const { status, headers } = await ask(`${LETTER}/html`);
    const policy = String(headers['content-security-policy']);
    expect(status).toBe(200);
    expect(policy).toContain('sandbox;');
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/script-src|allow-/);
    expect(headers['x-content-type-options']).toBe('nosniff');
  });

  it('hands an attachment out to be kept, never to be shown', async () => {
    const { headers, text } = await ask(`${LETTER}/attachments/0`);
    expect(headers['content-type']).toBe('application/octet-stream');
    expect(headers['content-disposition']).toMatch(/^attachment; filename=.*xlsx/);
    expect(text).toContain('a workbook');
    expect((await ask(`${LETTER}/attachments/1`)).status).toBe(404);
    expect((await ask(`${LETTER}/attachments/-1`)).status).toBe(404);
  });

  it('sends a mail that somebody brings along, byte for byte, and no other type', async () => {
    const mail = Buffer.from('From: a@b.example\r\n\r\nBun\u0103 ziua');
    const sent = await post('/api/mailboxes/eml', mail, { 'Content-Type': 'message/rfc822' });
    expect(JSON.parse(sent.text)).toMatchObject({ kind: 'done' });
    expect(under.world.asked).toEqual([{ eml: mail.length }]);
    expect((await post('/api/mailboxes/eml', mail, { 'Content-Type': 'text/plain' })).status).toBe(400);
  });

  it('tells every open page where something changed, never what', async () => {
    const events = await openEvents(under.url);
    await events.next('hello');
    await under.show(OFFICE_AB, view('received'));
    const change = await events.next('change');
    expect(JSON.parse(change)).toMatchObject({ type: 'post', channelKey: OFFICE_AB, change: 'posted' });
    expect(change).not.toContain('Popescu');
    under.world.receive('Noutăți');
    expect(JSON.parse(await events.next('change'))).toEqual({ type: 'mail', mailbox: APPLICANT });
    await events.close();
  });

  it('shows a channel’s cards with the case they speak of, and their threads', async () => {
    await under.show(OFFICE_AB, view('received'));
    await under.say(OFFICE_AB, 'S-a deschis dosarul.');
    const { cards, older } = JSON.parse(
      (await ask(`/api/channels/${encodeURIComponent(OFFICE_AB)}/cards`)).text,
    );
    expect(older).toBe(false);
    expect(cards).toMatchObject([{ caseId: 'case-42', replies: 1, channelKey: OFFICE_AB }]);
    const replies = JSON.parse((await ask(`/api/cards/${cards[0].id}/replies`)).text);
    expect(replies).toMatchObject([{ text: 'S-a deschis dosarul.' }]);
  });

  it('speaks the language that it is given', async () => {
    const english = await servePage(en);
    expect(await (await fetch(english.url)).text()).toContain('<html lang="en">');
    const words = await (await fetch(`${english.url}/page/words.ts`)).text();
    expect(words).toContain('/texts/en/page.ts');
    expect(await (await fetch(`${english.url}/texts/en/page.ts`)).text()).toContain(en.page.demoBanner);
    expect((await ask('/')).text).toContain(ro.page.noScript);
    await english.close();
  });

  it('does not listen on an address that others can reach, in production, or beside real channels', async () => {
    const { page } = under;
    for (const wrong of [
      { host: '0.0.0.0' },
      { host: '192.0.2.1' },
      { host: '::' },
      { nodeEnv: 'production' },
      { realChannels: ['teams'] },
    ]) {
      await expect(createLocalServer({ page, port: 0, ...wrong })).rejects.toBeInstanceOf(LocalPageRefused);
    }
  });
});

/** Reads the event stream of a page; what came before it was asked for waits. */
async function openEvents(url: string) {
  const stop = new AbortController();
  const response = await fetch(`${url}/api/events`, { signal: stop.signal });
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  return {
    async next(name: string): Promise<string> {
      for (;;) {
        const found = new RegExp(`event: ${name}\\ndata: (.*)\\n\\n`).exec(text);
        if (found) {
          text = text.slice(found.index + found[0].length);
          return found[1] ?? '';
        }
        const chunk = await reader?.read();
        if (chunk === undefined || chunk.done) {
          throw new Error('the stream ended');
        }
        text += chunk.value;
      }
    },
    async close(): Promise<void> {
      await reader?.cancel();
      stop.abort();
    },
  };
}
