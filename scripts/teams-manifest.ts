/** What the app package for Teams holds: the manifest with the desk's own values, and its icons. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = join(import.meta.dirname, '..', 'teams');
const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The settings do not make a package; its message says what to do. */
export class PackageProblem extends Error {}

/** File name in the package → its bytes. Throws {@link PackageProblem}. */
export function packageParts(env: Readonly<Record<string, string | undefined>>): ReadonlyMap<string, Buffer> {
  const { MICROSOFT_APP_ID: appId = '', PUBLIC_URL: publicUrl = '' } = env;
  if (!GUID.test(appId)) {
    throw new PackageProblem(
      'MICROSOFT_APP_ID: lipsește sau nu este un identificator; copiați-l din Microsoft Entra › App registrations › Application (client) ID. Nu s-a scris nimic.',
    );
  }
  if (!URL.canParse(publicUrl) || new URL(publicUrl).protocol !== 'https:') {
    throw new PackageProblem(
      'PUBLIC_URL: lipsește sau nu este o adresă https://, de exemplu https://acces.exemplu.ro. Nu s-a scris nimic.',
    );
  }
  const manifest = readFileSync(join(FOLDER, 'manifest.json'), 'utf8')
    .replaceAll('{{MICROSOFT_APP_ID}}', appId.toLowerCase())
    .replaceAll('{{PUBLIC_URL}}', new URL(publicUrl).origin);
  return new Map([
    ['manifest.json', Buffer.from(manifest)],
    ...['color.png', 'outline.png'].map((name) => [name, readFileSync(join(FOLDER, name))] as const),
  ]);
}
