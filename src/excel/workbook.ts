import { WorkbookRefused } from './refusal.ts';
import { decodeXml, localAttribute, textOf, type XmlText, xmlTokens } from './xml.ts';
import { openZip, type Zip } from './zip.ts';

export interface SheetEntry {
  readonly name: string;
  readonly part: string;
  readonly hidden: boolean;
  /** False for chart sheets and the like, which have no cells. */
  readonly worksheet: boolean;
}

export interface DefinedName {
  readonly name: string;
  readonly formula: string;
}

interface Relationship {
  readonly id: string;
  /** The last segment: transitional and strict files differ in all before it. */
  readonly type: string;
  readonly target: string;
  readonly external: boolean;
}

/** An .xlsx or .xlsm, opened but not yet read (ECMA-376, transitional or strict). */
export interface Workbook {
  readonly zip: Zip;
  readonly mainPart: string;
  readonly sheets: readonly SheetEntry[];
  readonly names: readonly DefinedName[];
  readonly date1904: boolean;
  readonly sharedStringsPart: string | null;
  readonly stylesPart: string | null;
  readonly macros: boolean;
  readonly externalLinks: boolean;
}

/** Opens a workbook. Throws WorkbookRefused. */
export function openWorkbook(bytes: Uint8Array): Workbook {
  return describeWorkbook(openZip(bytes));
}

/** As openWorkbook, of a zip that is open already. */
export function describeWorkbook(zip: Zip): Workbook {
  const main = relationships(zip, '').find((rel) => rel.type === 'officeDocument' && !rel.external);
  if (main === undefined) {
    throw new WorkbookRefused('not-a-workbook', 'no main part');
  }
  const parts = relationships(zip, main.target);
  const partOf = (type: string): string | null => {
    const target = parts.find((rel) => rel.type === type && !rel.external)?.target;
    return target !== undefined && zip.has(target) ? target : null;
  };
  return {
    zip,
    mainPart: main.target,
    ...readMainPart(partText(zip, main.target).text, zip, parts),
    sharedStringsPart: partOf('sharedStrings'),
    stylesPart: partOf('styles'),
    macros: parts.some((rel) => rel.type === 'vbaProject'),
    externalLinks: parts.some((rel) => rel.type === 'externalLink' || rel.type === 'connections'),
  };
}

/** A part's text. Throws WorkbookRefused('damaged') if the package promises a part that it lacks. */
export function partText(zip: Zip, part: string): XmlText {
  const bytes = zip.peek(part);
  if (bytes === null) {
    throw new WorkbookRefused('damaged', 'missing part');
  }
  return decodeXml(bytes);
}

/** Every relationship of a part; '' stands for the package itself. */
export function relationships(zip: Zip, part: string): Relationship[] {
  const folder = part.slice(0, part.lastIndexOf('/') + 1);
  const bytes = zip.read(`${folder}_rels/${part.slice(folder.length)}.rels`);
  if (bytes === null) {
    return [];
  }
  const found: Relationship[] = [];
  for (const token of xmlTokens(decodeXml(bytes).text)) {
    if (token.type === 'text' || token.type === 'close' || token.name !== 'Relationship') {
      continue;
    }
    const attributes = token.attributes();
    const external = attributes.get('TargetMode') === 'External';
    const target = attributes.get('Target') ?? '';
    found.push({
      id: attributes.get('Id') ?? '',
      type: (attributes.get('Type') ?? '').replace(/^.*\//, ''),
      target: external ? target : resolvePart(folder, target),
      external,
    });
  }
  return found;
}

function resolvePart(folder: string, target: string): string {
  const path = target.startsWith('/') ? target : folder + target;
  const segments: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '..') {
      segments.pop();
    } else if (segment !== '.' && segment !== '') {
      segments.push(segment);
    }
  }
  return segments.join('/');
}

function readMainPart(source: string, zip: Zip, parts: readonly Relationship[]) {
  const sheets: SheetEntry[] = [];
  const names: DefinedName[] = [];
  let date1904 = false;
  let openName: string | null = null;
  let formula = '';
  for (const token of xmlTokens(source)) {
    if (token.type === 'text') {
      formula += openName === null ? '' : textOf(source, token);
    } else if (token.type === 'close') {
      if (token.name === 'definedName' && openName !== null) {
        names.push({ name: openName, formula });
        openName = null;
      }
    } else if (token.name === 'sheet') {
      const sheet = sheetEntry(token.attributes(), zip, parts);
      if (sheet !== null) {
        sheets.push(sheet);
      }
    } else if (token.name === 'workbookPr') {
      const value = token.attributes().get('date1904');
      date1904 = value === '1' || value === 'true';
    } else if (token.name === 'definedName' && token.type === 'open') {
      openName = token.attributes().get('name') ?? '';
      formula = '';
    }
  }
  return { sheets, names, date1904 };
}

function sheetEntry(
  attributes: ReadonlyMap<string, string>,
  zip: Zip,
  parts: readonly Relationship[],
): SheetEntry | null {
  const name = attributes.get('name');
  const id = localAttribute(attributes, 'id');
  const part = parts.find((rel) => rel.id === id && !rel.external);
  if (name === undefined || part === undefined) {
    return null;
  }
  return {
    name,
    part: part.target,
    hidden: (attributes.get('state') ?? 'visible') !== 'visible',
    worksheet: part.type === 'worksheet' && zip.has(part.target),
  };
}
