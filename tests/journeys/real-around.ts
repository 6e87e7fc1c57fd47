/** What stands around a desk of real people, on whatever platform: its settings, its folder, the applicants' world. */
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { App } from '../../src/app.ts';
import { OFFICES } from '../../src/workflow/offices.ts';
import { openWorld } from '../../src/world/open-world.ts';
import type { World } from '../../src/world/world.ts';

export interface RealAround {
  readonly world: World;
  readonly folder: string;
  /** Without the settings of a platform. */
  readonly env: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

export interface RealAroundOptions {
  /** Of the settings file. */
  readonly people: readonly object[];
  readonly logLevel: string;
  readonly now: () => Date;
  readonly digestAt?: string;
}

export async function openRealAround({
  people,
  logLevel,
  now,
  digestAt = 'never',
}: RealAroundOptions): Promise<RealAround> {
  const folder = mkdtempSync(join(tmpdir(), 'acces-real-'));
  const smtpInPort = await freePort();
  const world = await openWorld({
    folder: join(folder, 'recipients'),
    smtpIn: { host: '127.0.0.1', port: smtpInPort },
    offices: OFFICES.map((office) => ({ ...office, secretaryMailbox: `secretar.${office.mailbox}` })),
    deskAddress: 'acces@ancpi.ro',
    diAddress: 'autorizati@ancpi.ro',
    dcgAddress: 'dcg@ancpi.ro',
    now,
    log: { info() {}, warn() {} },
  });
  const configFile = join(folder, 'acces.yaml');
  // The morning's digest comes where a test asks for it, and not by the hour at which the tests run.
  writeFileSync(configFile, stringify({ people, rules: { digestAt } }));
  return {
    ...{ world, folder },
    env: {
      DATA_DIR: join(folder, 'data'),
      CONFIG_FILE: configFile,
      PORT: '0',
      SMTP_IN_PORT: String(smtpInPort),
      LMTP_IN_PORT: '0',
      SMTP_URL: world.smtpUrl,
      PUBLIC_URL: 'http://127.0.0.1:1',
      NODE_ENV: 'production',
      LOG_LEVEL: logLevel,
    },
    async close() {
      await world.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Resolves once nothing is due any more. */
export async function settled(app: App): Promise<void> {
  do {
    await app.lookAgain();
    await app.idle();
  } while (await isWaiting(app));
}

async function isWaiting(app: App): Promise<boolean> {
  const { pending, sending } = await app.desk.store.effectCounts();
  return pending + sending > 0;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
