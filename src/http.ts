/** Documents behind single-use links, and the health of the process. */
import express, { type ErrorRequestHandler, type Router } from 'express';
import type { Desk } from './desk/desk.ts';
import { errorName } from './desk/handle-click.ts';
import { documentByLink } from './desk/open-document.ts';
import type { MailboxWatches } from './desk/watch-mailboxes.ts';

/** Types that a browser shows without running anything; all others are downloaded. */
const SHOWN: ReadonlySet<string> = new Set(['application/pdf', 'image/png', 'image/jpeg']);

/**
 * `GET /documents/<token>`: a document, once, within two minutes of the click that made the link (product.md,
 * Cards). It is a bearer link: whoever has it first, opens it.
 */
export function documentRoutes(desk: Desk): Router {
  const router = express.Router();
  router.get('/documents/:token', async (request, response) => {
    response.set({
      'Cache-Control': 'no-store',
      'Referrer-Policy': 'no-referrer',
      'X-Content-Type-Options': 'nosniff',
    });
    const document = await documentByLink(desk, request.params.token);
    if (!document) {
      response.status(410).type('text').send(desk.texts.documentGone);
      return;
    }
    const shown = SHOWN.has(document.mediaType);
    response.set('Content-Security-Policy', policyFor(document.mediaType));
    response.type(shown ? document.mediaType : 'application/octet-stream');
    response.set('Content-Disposition', disposition(shown ? 'inline' : 'attachment', document.name));
    response.send(document.bytes);
  });
  const broken: ErrorRequestHandler = (error, _request, response, _next) => {
    desk.log.error({ error: errorName(error) }, 'a document could not be served');
    response.status(500).type('text').send(desk.texts.refusals['world-broke']);
  };
  router.use(broken);
  return router;
}

/** Browsers show no PDF in a sandbox; their viewers run its scripts apart from any page. */
function policyFor(mediaType: string): string {
  const nothing = "default-src 'none'; frame-ancestors 'none'";
  return mediaType === 'application/pdf' ? nothing : `${nothing}; sandbox`;
}

export interface Connections {
  readonly mailboxes: MailboxWatches['states'];
  readonly chats: () => Readonly<Record<string, { readonly reachable: boolean }>>;
}

/**
 * `GET /health`: 200 while the database answers, whatever else is down. Says what waits in the outbox, how the mailboxes
 * are watched and how the chats are connected.
 */
export function healthRoute(desk: Desk, { mailboxes, chats }: Connections): Router {
  const router = express.Router();
  router.get('/health', async (_request, response) => {
    try {
      const effects = await desk.store.effectCounts();
      response.json({ ok: true, effects, mailboxes: Object.fromEntries(mailboxes()), chats: chats() });
    } catch {
      response.status(503).json({ ok: false });
    }
  });
  return router;
}

/** RFC 6266, with the name in UTF-8 (RFC 8187) and a plain one for old browsers. */
function disposition(kind: 'inline' | 'attachment', name: string): string {
  const plain = name.replace(/[^\x20-\x7e]|["\\]/g, '_');
  const encoded = encodeURIComponent(name).replace(
    /['()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${kind}; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
