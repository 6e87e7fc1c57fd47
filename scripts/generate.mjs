// Generates the two Prisma clients (SQLite, PostgreSQL) from prisma/. Needs no network: the schema engine is the WASM
// one that npm brought (scripts/schema-engine.mjs).
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const generated = join(root, 'src/store/generated');
const stamp = join(generated, '.schema-hash');
const providers = ['sqlite', 'postgresql'];

/** What the generated clients depend on: the models, both base files, and the version of the generator. */
function schemaHash() {
  const hash = createHash('sha256');
  const models = join(root, 'prisma/models');
  const files = readdirSync(models)
    .filter((name) => name.endsWith('.prisma'))
    .sort()
    .map((name) => join(models, name));
  for (const provider of providers) files.push(join(root, 'prisma', provider, 'base.prisma'));
  for (const file of files) hash.update(`${file.slice(root.length)}\n`).update(readFileSync(file));
  const lock = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  hash.update(JSON.stringify([lock.devDependencies?.prisma, lock.dependencies?.['@prisma/client']]));
  return hash.digest('hex');
}

/** True when both clients are there and were generated from the schema as it is now. */
export function isGenerated() {
  const there = providers.every((provider) => existsSync(join(generated, provider, 'client.ts')));
  return there && existsSync(stamp) && readFileSync(stamp, 'utf8') === schemaHash();
}

/** Generates both clients; throws with Prisma's own words when it cannot. */
export function generate() {
  const bin = join(root, 'node_modules/.bin');
  const node = existsSync(join(bin, 'node')) ? join(bin, 'node') : process.execPath;
  const hash = schemaHash();
  for (const provider of providers) {
    const run = spawnSync(node, [join(root, 'node_modules/prisma/build/index.js'), 'generate'], {
      cwd: root,
      encoding: 'utf8',
      env: {
        ...process.env,
        PATH: `${bin}:${process.env.PATH ?? ''}`,
        DB_PROVIDER: provider,
        PRISMA_SCHEMA_ENGINE_BINARY: join(root, 'scripts/schema-engine.mjs'),
        PRISMA_HIDE_UPDATE_MESSAGE: '1',
        CHECKPOINT_DISABLE: '1',
      },
    });
    if (run.status !== 0)
      throw new Error(`prisma generate (${provider}) failed:\n${run.stdout}${run.stderr}`);
  }
  mkdirSync(generated, { recursive: true });
  writeFileSync(stamp, hash);
}

if (process.argv[1] !== undefined && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  generate();
  console.log('The database clients are generated.');
}
