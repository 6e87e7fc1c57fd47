/** A whole desk in a process of its own, to be killed: started by killable-desk.ts, asked over IPC. */
import { pino } from 'pino';
import { startApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import type { AccessCase } from '../../src/workflow/case.ts';

export interface CaseSeen {
  readonly id: string;
  readonly kind: string;
  readonly state: string;
  readonly workbook: string;
  readonly hasOriginal: boolean;
  readonly chainWhole: boolean;
  /** Placed cards, by place. */
  readonly posts: readonly string[];
  readonly events: readonly string[];
  readonly sent: readonly { readonly letter: string; readonly status: string; readonly messageId: string }[];
}

export interface Look {
  readonly cases: readonly CaseSeen[];
  readonly storedMails: number;
  readonly openSecrets: number;
  readonly effects: { readonly pending: number; readonly sending: number; readonly dead: number };
}

const folder = process.argv[2] ?? '';
const settings = process.argv[3];
const config = readConfig({
  DATA_DIR: folder,
  PORT: '0',
  SMTP_IN_PORT: '0',
  LMTP_IN_PORT: '0',
  ...(settings === undefined ? {} : { CONFIG_FILE: settings }),
});
const app = await startApp(config, { log: pino({ level: 'silent' }) });

async function look(): Promise<Look> {
  await app.idle();
  const { store } = app.desk;
  const rows = [...(await store.queue({ open: true })), ...(await store.queue({ open: false }))];
  const cases: CaseSeen[] = [];
  for (const row of rows) {
    const access = row.facts as unknown as AccessCase;
    cases.push({
      id: row.id,
      kind: row.kind,
      state: row.state,
      workbook: access.workbook?.hash ?? '',
      hasOriginal: Boolean(access.original),
      chainWhole: (await store.verifyChain(row.id)).whole,
      posts: (await store.cardPosts(row.id)).map(({ placeId }) => placeId),
      events: (await store.events(row.id)).map(({ type }) => type),
      sent: (await store.sentOf(row.id)).map(({ letter, status, messageId }) => ({
        letter,
        status,
        messageId,
      })),
    });
  }
  return {
    cases,
    storedMails: (await store.inboundWith('stored')).length,
    openSecrets: await store.transact(null, (uow) =>
      uow.session.tables.effect.count({ where: { secretSealed: { not: null } } }),
    ),
    effects: await store.effectCounts(),
  };
}

process.on('message', (ask) => {
  if (ask === 'look') {
    look().then(
      (seen) => process.send?.({ look: seen }),
      (error) => process.send?.({ trouble: String(error) }),
    );
  }
  if (ask === 'close') {
    app.close().then(() => process.disconnect());
  }
});
process.send?.({ ready: { url: app.url, smtpPort: app.smtpPort } });
