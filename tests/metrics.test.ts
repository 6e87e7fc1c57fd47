/** `GET /metrics`: counts for whoever watches the desk, and nothing of any case. */
import { expect, it } from 'vitest';
import { openTeamsDesk } from './journeys/teams-desk.ts';

it('tells what waits, what is open and which platform answers, without a name or a number of anybody', async () => {
  const desk = await openTeamsDesk();
  try {
    await desk.bindChannels();
    await desk.mail('complete-ab');
    const metrics = async (): Promise<string> => {
      const response = await fetch(`${desk.app.url}/metrics`);
      expect(response.headers.get('content-type')).toContain('text/plain');
      return await response.text();
    };
    const before = await metrics();
    expect(before).toContain('acces_effects{state="pending"} 0');
    expect(before).toContain('acces_open_cases{state="received"} 1');
    expect(before).toContain('acces_platform_reachable{platform="teams"} 1');
    const [row] = await desk.app.desk.store.queue({ open: true, limit: 1 });
    for (const secret of [row?.number, row?.applicantName, row?.senderEmail]) {
      expect(before).not.toContain(secret);
    }
    await desk.teams.goDown();
    await desk.world.sendSample('complete-ab');
    await expect.poll(metrics, { timeout: 10_000 }).toContain('acces_platform_reachable{platform="teams"} 0');
    await desk.teams.comeBack();
  } finally {
    await desk.close();
  }
});
