#!/usr/bin/env node
// Stand-in for Prisma's native schema engine, which its command line would otherwise download: the same engine compiled
// to WASM (npm: @prisma/schema-engine-wasm, at the engine commit of our prisma version), spoken to over stdio JSON-RPC.
// Used by scripts/generate.mjs, and to author migrations (docs: prisma/migrations/README.md).
// PostgreSQL: only what needs no connection (generate, validate, migrate diff between schema files).
import fs from 'node:fs';
import { createRequire } from 'node:module';
import readline from 'node:readline';
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from '@prisma/driver-adapter-utils';
import * as engineModule from '@prisma/schema-engine-wasm/schema_engine_bg';

const require = createRequire(import.meta.url);
const wasmFile = require
  .resolve('@prisma/schema-engine-wasm')
  .replace(/schema_engine\.js$/, 'schema_engine_bg.wasm');
const { instance } = await WebAssembly.instantiate(fs.readFileSync(wasmFile), {
  './schema_engine_bg.js': engineModule,
});
engineModule.__wbg_set_wasm(instance.exports);
instance.exports.__wbindgen_start();

const argv = process.argv.slice(2);
if (argv.includes('--version')) {
  console.log(`schema-engine-cli-wasm ${engineModule.version()}`);
  process.exit(0);
}

const valuesOf = (name) => argv.flatMap((value, i) => (value === name ? [argv[i + 1]] : []));
const datamodels = valuesOf('--datamodels').map((file) => [file, fs.readFileSync(file, 'utf8')]);
const datasource = JSON.parse(valuesOf('--datasource')[0] ?? '{}');

function provider() {
  const text = datamodels.map(([, content]) => content).join('\n');
  const named = text.match(/datasource\s+\w+\s*{[^}]*?provider\s*=\s*"(\w+)"/)?.[1];
  return named ?? (datasource.url?.startsWith('postgres') ? 'postgresql' : 'sqlite');
}

/** The WASM engine sends whole migration scripts through executeRaw(); better-sqlite3 takes one statement there. */
function withScripts(adapter) {
  const executeRaw = adapter.executeRaw.bind(adapter);
  adapter.executeRaw = async (query) => {
    if (query.args.length > 0) return executeRaw(query);
    await adapter.executeScript(query.sql);
    return 0;
  };
  return adapter;
}

async function adapterFactory() {
  if (provider() === 'postgresql') {
    const refuse = async () => {
      throw new Error(
        'This command needs a connection to PostgreSQL, which scripts/schema-engine.mjs does not have',
      );
    };
    const offline = { provider: 'postgres', adapterName: 'offline', dispose: async () => {} };
    // The one question that the engine asks before it compares two schema files: which server is this?
    const greeting = {
      columnNames: ['exists', 'version', 'numeric_version'],
      columnTypes: [ColumnTypeEnum.Boolean, ColumnTypeEnum.Text, ColumnTypeEnum.Int32],
      rows: [[true, 'PostgreSQL 15.0', 150000]],
    };
    const queryRaw = async (query) => (query.sql.includes('server_version_num') ? greeting : refuse());
    const connect = async () => ({ ...offline, queryRaw, executeRaw: refuse, executeScript: async () => {} });
    return { ...offline, connect, connectToShadowDb: connect };
  }
  const { PrismaBetterSqlite3 } = await import('@prisma/adapter-better-sqlite3');
  const inner = new PrismaBetterSqlite3({ url: datasource.url ?? ':memory:' });
  return {
    provider: inner.provider,
    adapterName: inner.adapterName,
    connect: async () => withScripts(await inner.connect()),
    connectToShadowDb: async () => withScripts(await inner.connectToShadowDb()),
  };
}

if (argv.includes('cli')) {
  // The command line asks before it begins: can-connect-to-database, create-database
  const file = String(datasource.url ?? '').replace(/^file:/, '');
  if (argv.includes('create-database')) fs.closeSync(fs.openSync(file, 'a'));
  process.exit(provider() === 'sqlite' && fs.existsSync(file) ? 0 : 1);
}

let factory;
let engine;
async function getEngine() {
  if (engine === undefined) {
    factory = bindMigrationAwareSqlAdapterFactory(await adapterFactory());
    const models = datamodels.length > 0 ? datamodels : undefined;
    engine = await engineModule.SchemaEngine.new({ datamodels: models }, () => {}, factory);
  }
  return engine;
}

async function call(method, params) {
  const target = await getEngine();
  try {
    return await target[method](params);
  } catch (error) {
    // In an empty database the engine reports the missing history table as an error: create it and try once more.
    if (!/_prisma_migrations/.test(error?.message ?? '')) throw error;
    await target.applyMigrations({
      migrationsList: { ...params.migrationsList, migrationDirectories: [] },
      filters: { externalTables: [], externalEnums: [] },
    });
    return target[method](params);
  }
}

function describe(error) {
  const external = /External error id#(\d+)/.exec(error?.message ?? '');
  if (!external) return error?.message ?? String(error);
  const cause = factory?.errorRegistry?.consumeError(Number(external[1]));
  return error.message.replace(external[0], String(cause?.error?.stack ?? JSON.stringify(cause)));
}

function send(message) {
  process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
}

let printId = 1_000_000;
async function answer({ id, method, params }) {
  try {
    let result = {};
    if (method === 'getDatabaseVersion') result = await (await getEngine()).version(params);
    else if (method !== 'createDatabase') result = await call(method, params);
    if (method === 'diff' && result.stdout) {
      printId += 1;
      send({ id: printId, method: 'print', params: { content: result.stdout } });
    }
    send({ id, result: result ?? {} });
  } catch (error) {
    const data = {
      is_panic: false,
      message: describe(error),
      error_code: error?.code ?? error?.error_code,
      meta: error?.meta ?? null,
      backtrace: null,
    };
    send({
      id,
      error: { code: 4466, message: 'An error happened. Check the data field for details.', data },
    });
  }
}

let queue = Promise.resolve();
const lines = readline.createInterface({ input: process.stdin });
lines.on('line', (line) => {
  const message = JSON.parse(line);
  if (message.method) queue = queue.then(() => answer(message));
});
lines.on('close', () => queue.then(() => process.exit(0)));
