/**
 * Makes the app package for Microsoft Teams, to be uploaded in its admin center (docs/teams.md):
 *
 *     MICROSOFT_APP_ID=… PUBLIC_URL=https://… npm run -s teams-package -- [FILE.zip]
 */
import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import yazl from 'yazl';
import { PackageProblem, packageParts } from './teams-manifest.ts';

const file = process.argv[2] ?? 'acces-autorizati-teams.zip';
try {
  const parts = packageParts(process.env);
  const zip = new yazl.ZipFile();
  for (const [name, bytes] of parts) {
    zip.addBuffer(bytes, name);
  }
  zip.end();
  await pipeline(zip.outputStream, createWriteStream(file));
  process.stdout.write(
    `Pachetul este în ${file}. Încărcați-l în Teams admin center › Teams apps › Manage apps › Upload (docs/teams.md).\n`,
  );
} catch (error) {
  if (!(error instanceof PackageProblem)) {
    throw error;
  }
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
