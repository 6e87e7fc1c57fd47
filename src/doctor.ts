/**
 * `npm run doctor [-- --json]`: checks what Slack and Teams need – tokens, rights, clock, channels, people – and says what to do. Works beside a
 * running desk. Exit code 0: the desk can work; 1: it cannot; 2: the settings are wrong.
 */
import { examine } from './command-line/doctor.ts';
import type { DoctorLine } from './command-line/doctor-lines.ts';
import { withData } from './command-line/open-data.ts';
import { type Config, ConfigError, readConfig } from './config.ts';
import { NoDatabase } from './store/open.ts';

const WRONG_SETTINGS = 2;
const SIGNS = { good: '✓', doubt: '?', problem: '✗' };

try {
  const config = readConfig(process.env);
  const lines = await examined(config);
  print(lines);
  process.exitCode = lines.some(({ outcome }) => outcome === 'problem') ? 1 : 0;
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

/** With what is in the database, if there is one yet. */
async function examined(config: Config): Promise<DoctorLine[]> {
  if (config.slack === null && config.teams === null) {
    return await examine(config, null);
  }
  try {
    return await withData(config, (store) => examine(config, store));
  } catch (error) {
    if (error instanceof NoDatabase) {
      return await examine(config, null);
    }
    throw error;
  }
}
