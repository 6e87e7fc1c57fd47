/** `GET /metrics`: numbers for whoever watches the desk, in Prometheus' text format. Counts only, nothing of any case. */
import express, { type Router } from 'express';
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { Desk } from './desk/desk.ts';
import type { Connections } from './http.ts';

export function metricsRoute(desk: Desk, { chats, mailboxes }: Connections): Router {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const effects = gauge(registry, 'acces_effects', 'What the outbox holds, by state', ['state']);
  const cases = gauge(registry, 'acces_open_cases', 'Access cases that are open, by state', ['state']);
  const late = gauge(registry, 'acces_late_cases', 'Access cases whose deadline has passed', []);
  const mailbox = gauge(registry, 'acces_mailbox_connected', '1 while the mailbox is watched', ['mailbox']);
  const reachable = gauge(registry, 'acces_platform_reachable', '1 while the platform answers the desk', [
    'platform',
  ]);

  async function measure(): Promise<void> {
    for (const [state, count] of Object.entries(await desk.store.effectCounts())) {
      effects.set({ state }, count);
    }
    const counts = await desk.store.caseCounts({ offices: null, month: null, now: desk.now() });
    cases.reset();
    for (const [state, count] of Object.entries(counts.open)) {
      cases.set({ state }, count);
    }
    late.set(counts.late);
    for (const [name, state] of mailboxes()) {
      mailbox.set({ mailbox: name }, state?.connected ? 1 : 0);
    }
    for (const [platform, state] of Object.entries(chats())) {
      reachable.set({ platform }, state.reachable ? 1 : 0);
    }
  }

  const router = express.Router();
  router.get('/metrics', async (_request, response) => {
    try {
      await measure();
      response.set('Content-Type', registry.contentType).send(await registry.metrics());
    } catch {
      response.status(503).end();
    }
  });
  return router;
}

function gauge<Label extends string>(registry: Registry, name: string, help: string, labelNames: Label[]) {
  return new Gauge({ name, help, labelNames, registers: [registry] });
}
