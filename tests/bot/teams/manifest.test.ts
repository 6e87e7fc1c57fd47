/** The app package for Teams: by the published schema, with what the desk really uses. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import AjvDraft04 from 'ajv-draft-04';
import addFormats from 'ajv-formats';
import { expect, it } from 'vitest';
import yauzl from 'yauzl';
import { packageParts } from '../../../scripts/teams-manifest.ts';
import { COMMAND_NAMES } from '../../../src/desk/commands/typed-command.ts';

const ENV = {
  MICROSOFT_APP_ID: '00000000-1111-4222-8333-444444444444',
  PUBLIC_URL: 'https://acces.exemplu.ro',
};
const ROOT = join(import.meta.dirname, '..', '..', '..');

interface Manifest {
  readonly manifestVersion: string;
  readonly version: string;
  readonly id: string;
  readonly icons: { readonly color: string; readonly outline: string };
  readonly bots: readonly {
    readonly botId: string;
    readonly commandLists: readonly { readonly commands: readonly { readonly title: string }[] }[];
  }[];
  readonly webApplicationInfo: { readonly id: string };
  readonly authorization: { readonly permissions: { readonly resourceSpecific: readonly object[] } };
}

function manifestOf(env = ENV): Manifest {
  return JSON.parse(packageParts(env).get('manifest.json')?.toString('utf8') ?? '{}');
}

it('the manifest is as the published schema of its version wants it', () => {
  const manifest = manifestOf();
  const schema = createRequire(import.meta.url)(
    `@microsoft/app-manifest/build/json-schemas/teams/v${manifest.manifestVersion}/MicrosoftTeams.schema.json`,
  );
  // Its schemas use words that the strict mode does not know.
  const ajv = new AjvDraft04.default({ strict: false, allErrors: true });
  addFormats.default(ajv as never);
  const isValid = ajv.validate(schema, manifest);
  expect(ajv.errors ?? []).toEqual([]);
  expect(isValid).toBe(true);
});

it('names the same app everywhere, and nothing is left to be filled in', () => {
  const manifest = manifestOf();
  const { MICROSOFT_APP_ID: id } = ENV;
  expect([manifest.id, manifest.bots[0]?.botId, manifest.webApplicationInfo.id]).toEqual([id, id, id]);
  expect(JSON.stringify(manifest)).not.toContain('{{');
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
  expect(manifest.version).toBe(version);
});

it('lists the ten commands that Teams has room for, each one of the desk’s, and asks for one permission: to read the channels it is in', () => {
  const manifest = manifestOf();
  const commands = manifest.bots[0]?.commandLists[0]?.commands.map(({ title }) => title);
  expect(commands).toHaveLength(10);
  expect(COMMAND_NAMES).toEqual(expect.arrayContaining(commands ?? []));
  expect(manifest.authorization.permissions.resourceSpecific).toEqual([
    { name: 'ChannelMessage.Read.Group', type: 'Application' },
  ]);
});

it('has icons of the sizes that Teams wants', () => {
  const parts = packageParts(ENV);
  const sizeOf = (name: string): number[] => {
    const png = parts.get(name) ?? Buffer.alloc(24);
    return [png.readUInt32BE(16), png.readUInt32BE(20)];
  };
  expect(sizeOf('color.png')).toEqual([192, 192]);
  expect(sizeOf('outline.png')).toEqual([32, 32]);
});

it('the command makes the package, and says what is missing where it cannot', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'acces-package-'));
  const file = join(folder, 'app.zip');
  const run = (env: Readonly<Record<string, string>>): string =>
    execFileSync(process.execPath, [join(ROOT, 'scripts', 'teams-package.ts'), file], {
      env,
      encoding: 'utf8',
      stdio: 'pipe',
    });
  expect(run(ENV)).toContain(file);
  expect(await namesIn(file)).toEqual(['manifest.json', 'color.png', 'outline.png']);
  expect(() => run({ ...ENV, MICROSOFT_APP_ID: 'nu' })).toThrow('MICROSOFT_APP_ID');
  expect(() => run({ ...ENV, PUBLIC_URL: 'http://acces.exemplu.ro' })).toThrow('PUBLIC_URL');
  rmSync(folder, { recursive: true });
});

async function namesIn(file: string): Promise<string[]> {
  const zip = await new Promise<yauzl.ZipFile>((resolve, reject) => {
    yauzl.open(file, (error, opened) => (opened ? resolve(opened) : reject(error)));
  });
  const names: string[] = [];
  return await new Promise((resolve) => {
    zip.on('entry', (entry: yauzl.Entry) => names.push(entry.fileName));
    zip.on('end', () => resolve(names));
  });
}
