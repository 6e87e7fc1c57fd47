import { editsForResults, editsForValues, type NewValue } from './edit-sheet.ts';
import { sharedStrings } from './grid.ts';
import { recompute } from './recompute.ts';
import { cellValue, type SharedString, type SheetContents, scanSheet } from './sheet-cells.ts';
import { partText, type SheetEntry, type Workbook } from './workbook.ts';
import { applyEdits, type Edit, type XmlText, xmlTokens } from './xml.ts';

/** What a cell of a given style shall hold. */
type ValueFor = (style: string | null) => NewValue;

interface CellChange {
  /** The sheet as it was. */
  readonly contents: SheetContents;
  /** The parts of the file that are other now. */
  readonly changed: Map<string, Uint8Array>;
}

/**
 * Puts values into cells of one sheet of an .xlsx or .xlsm, and the new results of the formulas that depend on them;
 * nothing else changes. Results that are not known are dropped, and Excel is asked to compute every formula when it
 * opens the file. Null if that cannot be done: cells that others take part in (an array formula), or no such sheet.
 *
 * @param values by cell (`C29`).
 */
export function changeCells(
  workbook: Workbook,
  sheet: SheetEntry,
  values: ReadonlyMap<string, ValueFor>,
): CellChange | null {
  const scanned = scanSheets(workbook, (part, text) => part === sheet.part || HAS_FORMULA.test(text));
  const target = scanned.find((entry) => entry.part === sheet.part);
  if (target === undefined || isSpread(target.contents, values)) {
    return null;
  }
  const styles = new Map(target.contents.cells.map((cell) => [cell.ref, cell.style]));
  const newValues = new Map([...values].map(([ref, valueFor]) => [ref, valueFor(styles.get(ref) ?? null)]));
  let strings: readonly SharedString[] | null = null;
  const { stale, results } = recompute({
    sheets: scanned.map(({ name, contents }) => ({ name, cells: contents.cells })),
    names: workbook.names,
    date1904: workbook.date1904,
    valueOf(cell) {
      strings ??= sharedStrings(workbook);
      const unknown = cell.type === 'e' || (cell.formula !== null && cell.value === null);
      return unknown ? undefined : cellValue(cell, strings);
    },
    sheet: sheet.name,
    values: newValues,
  });
  const changed = new Map<string, Uint8Array>();
  for (const entry of scanned) {
    const source = entry.text.text;
    const isTarget = entry === target;
    const edits = [
      ...(isTarget ? editsForValues(source, entry.contents, newValues) : []),
      ...editsForResults(
        source,
        entry.contents.cells.filter((cell) => stale.has(cell) && !(isTarget && values.has(cell.ref))),
        results,
      ),
    ];
    if (edits.length > 0) {
      changed.set(entry.part, entry.text.encode(applyEdits(source, edits)));
    }
  }
  recalculateOnLoad(workbook, changed);
  dropFromCalculationChain(workbook, target.contents, new Set(values.keys()), changed);
  return { contents: target.contents, changed };
}

interface ScannedPart {
  readonly name: string;
  readonly part: string;
  readonly text: XmlText;
  readonly contents: SheetContents;
}

const HAS_FORMULA = /<(?:[\w.-]+:)?f[\s/>]/;

/** The worksheets whose part's text is wanted. Throws WorkbookRefused at a damaged one. */
export function scanSheets(
  workbook: Workbook,
  wanted: (part: string, text: string) => boolean,
): ScannedPart[] {
  return workbook.sheets.flatMap(({ name, part, worksheet }) => {
    const text = worksheet ? partText(workbook.zip, part) : null;
    return text !== null && wanted(part, text.text)
      ? [{ name, part, text, contents: scanSheet(text.text) }]
      : [];
  });
}

/** Other cells take part in a shared or array formula: none of them can be replaced alone. */
function isSpread(contents: SheetContents, filled: ReadonlyMap<string, unknown>): boolean {
  return contents.cells.some(
    (cell) => filled.has(cell.ref) && (cell.sharedIndex !== null || cell.spread !== null),
  );
}

/** Asks Excel to compute every formula anew when it opens the file. */
function recalculateOnLoad(workbook: Workbook, changed: Map<string, Uint8Array>): void {
  const part = partText(workbook.zip, workbook.mainPart);
  const source = part.text;
  let after = -1;
  let prefix = '';
  for (const token of xmlTokens(source)) {
    if (token.type === 'text') {
      continue;
    }
    if (token.type !== 'close' && token.name === 'calcPr') {
      const tag = source.slice(token.start, token.end);
      if (/^(1|true)$/.test(token.attributes().get('fullCalcOnLoad') ?? '')) {
        return;
      }
      const text = tag
        .replace(/\s+fullCalcOnLoad\s*=\s*("[^"]*"|'[^']*')/, '')
        .replace(/\s*(\/?)>$/, ' fullCalcOnLoad="1"$1>');
      changed.set(workbook.mainPart, part.encode(applyEdits(source, [{ ...token, text }])));
      return;
    }
    const before = ['sheets', 'functionGroups', 'externalReferences', 'definedNames'].includes(token.name);
    if (before && token.type !== 'open') {
      after = token.end;
      prefix = token.prefix;
    }
  }
  if (after >= 0) {
    const edit = { start: after, end: after, text: `<${prefix}calcPr fullCalcOnLoad="1"/>` };
    changed.set(workbook.mainPart, part.encode(applyEdits(source, [edit])));
  }
}

/** Excel calls a file damaged whose calculation chain names a cell without a formula. */
function dropFromCalculationChain(
  workbook: Workbook,
  contents: SheetContents,
  filled: ReadonlySet<string>,
  changed: Map<string, Uint8Array>,
): void {
  const gone = contents.cells.filter((cell) => filled.has(cell.ref) && cell.formula !== null);
  const chain = workbook.zip.names.find((name) => /(^|\/)calcChain\.xml$/i.test(name));
  if (gone.length === 0 || chain === undefined) {
    return;
  }
  const part = partText(workbook.zip, chain);
  const edits: Edit[] = [];
  let inherited = '';
  let owed = false;
  for (const token of xmlTokens(part.text)) {
    if (token.type === 'text' || token.type === 'close' || token.name !== 'c') {
      continue;
    }
    const attributes = token.attributes();
    const own = attributes.get('i');
    inherited = own ?? inherited;
    // Same cell names on other sheets go as well: Excel completes a chain that lacks some.
    if (gone.some((cell) => cell.ref === attributes.get('r'))) {
      edits.push({ start: token.start, end: token.end, text: '' });
      owed ||= own !== undefined;
    } else if (owed && own === undefined) {
      const tag = part.text.slice(token.start, token.end);
      edits.push({ ...token, text: tag.replace(/\s*(\/?)>$/, ` i="${inherited}"$1>`) });
      owed = false;
    } else {
      owed = false;
    }
  }
  changed.set(chain, part.encode(applyEdits(part.text, edits)));
}
