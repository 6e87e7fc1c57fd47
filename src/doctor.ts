/**
 * `npm run doctor [-- --json]`: checks what Slack and Teams need – tokens, rights, clock, channels, people – and says what to do. Works beside a
 * running desk. Exit code 0: the desk can work; 1: it cannot; 2: the settings are wrong.
 */
import { examine } from './command-line/doctor.ts';
import type { DoctorLine } from './command-line/doctor-lines.ts';
import { ConfigError, readConfig } from './config.ts';
import { findMasterKey } from './store/master-key.ts';
import { NoDatabase, openStore, type Store } from './store/open.ts';

const WRONG_SETTINGS = 2;
const SIGNS = { good: '✓', doubt: '?', problem: '✗' };

try {
  const config = readConfig(process.env);
  const store = config.slack === null && config.teams === null ? null : await databaseOf(config);
  try {
    const lines = await examine(config, store);
    print(lines);
    process.exitCode = lines.some(({ outcome }) => outcome === 'problem') ? 1 : 0;
  } finally {
    await store?.close();
  }
} catch (error) {
  if (!(error instanceof ConfigError)) {
    throw error;
  }
  process.stderr.write(`${error.message}\n`);
  process.exitCode = WRONG_SETTINGS;
}

function print(lines: readonly DoctorLine[]): void {
  const text = process.argv.includes('--json')
    ? JSON.stringify(lines, null, 2)
    : lines.map(({ outcome, text: said }) => `${SIGNS[outcome]} ${said}`).join('\n');
  process.stdout.write(`${text}\n`);
}

/** Null before the first start. */
async function databaseOf(config: ReturnType<typeof readConfig>): Promise<Store | null> {
  const { databaseUrl, dataDir } = config;
  const masterKey = findMasterKey({
    masterKey: config.masterKey ?? undefined,
    masterKeyFile: config.masterKeyFile ?? undefined,
    dataDir,
  });
  if (masterKey === undefined) {
    return null;
  }
  try {
    return await openStore({ databaseUrl, dataDir, masterKey, alongside: true });
  } catch (error) {
    if (error instanceof NoDatabase) {
      return null;
    }
    throw error;
  }
}
