// Makes a checkout ready to run, before start, test, demo, bench and check: dependencies, then generated clients, each
// only when needed. Node built-ins only, and Node 20 must do: this runs before anything is installed. Migrations are
// applied by the product itself when it opens its database.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const modules = join(root, 'node_modules');
const installedFile = join(modules, '.package-lock.json');
const rootHash = createHash('sha256').update(root).digest('hex').slice(0, 16);
const lockFile = join(tmpdir(), `acces-ready-${rootHash}.lock`);
const quiet = process.argv.includes('--quiet');

function say(line) {
  (quiet ? process.stderr : process.stdout).write(`${line}\n`);
}

/**
 * True when node_modules holds what package-lock.json says. npm writes down what it installed, last of all, in
 * node_modules/.package-lock.json; packages for other platforms are in the first file and not in the second.
 */
function isInstalled() {
  if (!existsSync(installedFile)) return false;
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  const installed = JSON.parse(readFileSync(installedFile, 'utf8')).packages;
  for (const [path, entry] of Object.entries(wanted)) {
    const there = installed[path];
    if (path === '' || (there === undefined && (entry.optional || entry.devOptional))) continue;
    if (there?.version !== entry.version || there?.integrity !== entry.integrity) return false;
  }
  return Object.keys(installed).every((path) => wanted[path] !== undefined);
}

/** Runs npm ci; its output is shown only when it fails, since a quiet success needs no pages of it. */
async function install() {
  const env = { ...process.env };
  // Of the npm that calls us, only what a person configured may reach the npm that we call.
  for (const name of Object.keys(env)) {
    if (/^npm_(lifecycle|package|command|execpath|node_execpath)/.test(name)) delete env[name];
  }
  const child = spawn('npm', ['ci', '--no-audit', '--no-fund'], {
    cwd: root,
    env,
    shell: process.platform === 'win32',
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      output = (output + chunk).slice(-8000);
    });
  }
  const status = await new Promise((done) => {
    child.on('error', (error) => {
      output += error.message;
      done(-1);
    });
    child.on('close', done);
  });
  if (status !== 0) throw new Error(output);
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function holderOf(file) {
  try {
    const pid = Number(readFileSync(file, 'utf8'));
    // An empty file is one that its owner has created and not yet written.
    const justMade = pid === 0 && Date.now() - statSync(file).mtimeMs < 2000;
    return { pid, alive: justMade || (pid > 0 && isAlive(pid)) };
  } catch {
    return undefined;
  }
}

/** Removes the lock of a process that is gone. Renamed first, so that of two who notice only one removes it. */
function removeStaleLock() {
  const aside = `${lockFile}.${process.pid}`;
  try {
    renameSync(lockFile, aside);
  } catch {
    return;
  }
  if (holderOf(aside)?.alive) renameSync(aside, lockFile);
  else rmSync(aside, { force: true });
}

function tryLock() {
  try {
    writeFileSync(lockFile, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  }
  const holder = holderOf(lockFile);
  if (holder !== undefined && !holder.alive) removeStaleLock();
  return false;
}

async function lock() {
  let told = false;
  while (!tryLock()) {
    if (!told && holderOf(lockFile)?.alive) {
      say(
        'Aștept: alt proces pregătește deja acest director. / Another process is preparing this folder: waiting.',
      );
      told = true;
    }
    await wait(100);
  }
}

function explain(title, error) {
  process.stderr.write(`\n${title.ro}\n${title.en}\n\n${error.message}\n`);
  process.exitCode = 1;
}

const installFailed = {
  ro: 'Instalarea dependențelor (npm ci) nu a reușit; nu s-a pornit nimic. Verificați legătura la registrul npm și încercați din nou.',
  en: 'Installing the dependencies (npm ci) failed; nothing was started. Check the connection to the npm registry, then try again.',
};
const generateFailed = {
  ro: 'Clientul bazei de date nu a putut fi generat; nu s-a pornit nimic. Rulați „npm ci” și încercați din nou.',
  en: 'The database client could not be generated; nothing was started. Run "npm ci", then try again.',
};

async function prepare() {
  let failed = installFailed;
  try {
    if (!isInstalled()) {
      const begun = Date.now();
      say('Instalez dependențele (numai prima dată)… / Installing dependencies (first use only)…');
      await install();
      say(`Dependențe instalate în ${Math.round((Date.now() - begun) / 1000)} s. / Dependencies installed.`);
    }
    failed = generateFailed;
    const { generate, isGenerated } = await import('./generate.mjs');
    if (!isGenerated()) {
      generate();
      say('Clientul bazei de date a fost generat. / Database client generated.');
    }
  } catch (error) {
    explain(failed, error);
  }
}

const { isGenerated } = await import('./generate.mjs');
if (!isInstalled() || !isGenerated()) {
  await lock();
  try {
    await prepare();
  } finally {
    rmSync(lockFile, { force: true });
  }
}
