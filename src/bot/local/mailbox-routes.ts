/** The pretend mailboxes over HTTP: reading, downloading, and what their owners do with a mail. */
import express, { type Router } from 'express';
import { z } from 'zod';
import type { WireMail } from './page/wire.ts';
import { LETTER_POLICY, onlyWithToken, refuse } from './page-guards.ts';
import type { RecipientsWorld } from './recipients-world.ts';

/** The largest mail that the receiver takes, and a little more for a friendly refusal there. */
const EML_LIMIT = '42mb';

const Text = z.string().trim().max(20_000);
const Reply = z.object({
  mailbox: z.string().min(1).max(320),
  messageId: z.string().min(1).max(200),
  text: Text.min(1),
  withCorrectedForm: z.boolean(),
});
const PasswordRequest = z.object({ mailbox: z.string().min(1).max(320) });
const SampleChoice = z.object({ id: z.string().min(1).max(100) });

export function mailboxRoutes(world: RecipientsWorld, csrf: string): Router {
  const routes = express.Router();
  readingRoutes(routes, world);
  writingRoutes(routes, world, csrf);
  return routes;
}

function readingRoutes(routes: Router, world: RecipientsWorld): void {
  routes.get('/:mailbox/messages', async (request, response) => {
    response.json(await world.messages(request.params.mailbox));
  });

  routes.get('/:mailbox/messages/:id', async (request, response) => {
    const mail = await world.message(request.params.mailbox, request.params.id);
    if (mail === null) {
      refuse(response, 404, 'not-found');
      return;
    }
    const { html, ...rest } = mail;
    const wire: WireMail = { ...rest, hasHtml: html !== undefined && html !== '' };
    response.json(wire);
  });

  routes.get('/:mailbox/messages/:id/html', async (request, response) => {
    const mail = await world.message(request.params.mailbox, request.params.id);
    if (mail?.html === undefined) {
      refuse(response, 404, 'not-found');
      return;
    }
    response.set({ 'Content-Security-Policy': LETTER_POLICY, 'X-Frame-Options': 'SAMEORIGIN' });
    response.type('html').send(mail.html);
  });

  routes.get('/:mailbox/messages/:id/attachments/:index', async (request, response) => {
    const index = z.coerce.number().int().min(0).safeParse(request.params.index).data;
    const found =
      index === undefined ? null : await world.attachment(request.params.mailbox, request.params.id, index);
    if (found === null) {
      refuse(response, 404, 'not-found');
      return;
    }
    // Never shown in place, whatever it claims to be.
    response.set('Content-Security-Policy', LETTER_POLICY);
    response.attachment(found.name);
    response.type('application/octet-stream').send(Buffer.from(found.bytes));
  });
}

function writingRoutes(routes: Router, world: RecipientsWorld, csrf: string): void {
  const token = onlyWithToken(csrf);
  const json = express.json({ limit: '64kb', strict: true });

  function asked<T>(path: string, shape: z.ZodType<T>, act: (asked: T) => Promise<unknown>): void {
    routes.post(path, token, json, async (request, response) => {
      const parsed = shape.safeParse(request.body);
      if (!parsed.success) {
        refuse(response, 400, 'bad-request');
        return;
      }
      response.json(await act(parsed.data));
    });
  }

  asked('/answer', Reply, (reply) => world.answer(reply));
  asked('/ask-new-password', PasswordRequest, (request) => world.askNewPassword(request));
  asked('/sample', SampleChoice, ({ id }) => world.sendSample(id));

  routes.post(
    '/eml',
    token,
    express.raw({ type: 'message/rfc822', limit: EML_LIMIT }),
    async (request, response) => {
      if (!Buffer.isBuffer(request.body) || request.body.length === 0) {
        refuse(response, 400, 'bad-request');
        return;
      }
      response.json(await world.sendEml(request.body));
    },
  );
}
