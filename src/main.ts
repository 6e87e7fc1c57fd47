/** `npm start`: reads the settings, starts the desk, and says where it is. */
import { pino } from 'pino';
import { type App, startApp } from './app.ts';
import { type Config, ConfigError, readConfig } from './config.ts';
import { AlreadyRunning } from './store/already-running.ts';

const WRONG_SETTINGS = 2;
const MODES = {
  socket: 'prin Socket Mode (verificați legătura cu: npm run doctor)',
  http: 'prin HTTP, la /slack/events (verificați legătura cu: npm run doctor)',
};

try {
  const config = readConfig(process.env);
  const log = pino({ level: config.logLevel });
  const app = await startApp(config, { log, nodeEnv: process.env.NODE_ENV });
  process.stdout.write(banner(config, app));
  let stopping = false;
  const stop = (): void => {
    if (stopping) {
      process.exit(1);
    }
    stopping = true;
    app.close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
} catch (error) {
  process.stderr.write(`${explain(error)}\n`);
  process.exitCode = error instanceof ConfigError ? WRONG_SETTINGS : 1;
}

/** Where everything is; of a desk for real people also where they work. */
function banner(config: Config, app: App): string {
  const demo = ' (demo: date inventate, nimic nu pleacă de pe acest calculator)';
  return [
    '',
    `  acces-autorizati este pornit${config.localPage ? demo : ''}`,
    '',
    ...(config.localPage ? [`  Pagina:        ${app.url}`] : platformLines(config)),
    ...(config.localPage ? [] : [`  Server:        ${app.url}`]),
    `  Mailuri:       SMTP ${config.mail.in.host}:${app.smtpPort}, LMTP ${config.mail.in.host}:${app.lmtpPort}`,
    `  Datele:        ${config.dataDir}`,
    '',
    '  Opriți cu Ctrl+C.',
    '',
    '',
  ].join('\n');
}

function platformLines({ slack, teams }: Config): string[] {
  return [
    ...(teams === null ? [] : ['  Teams:         la /api/messages (verificați legătura cu: npm run doctor)']),
    ...(slack === null ? [] : [`  Slack:         ${MODES[slack.listening.mode]}`]),
  ];
}

/** What went wrong at the start, with what to do where that is known. */
function explain(error: unknown): string {
  if (error instanceof ConfigError) {
    return error.message;
  }
  if (error instanceof AlreadyRunning) {
    return 'Alt proces acces-autorizati lucrează deja cu aceleași date. Opriți-l pe acela sau dați acestuia alt DATA_DIR și alte porturi.';
  }
  const code = error instanceof Error && 'code' in error ? error.code : '';
  if (code === 'EADDRINUSE' && error instanceof Error && 'port' in error) {
    return `Portul ${String(error.port)} este folosit de alt program. Opriți-l pe acela sau alegeți alt port: PORT, SMTP_IN_PORT, LMTP_IN_PORT.`;
  }
  return error instanceof Error ? error.message : String(error);
}
