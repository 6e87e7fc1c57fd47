import { xmlTokens } from '../xml.ts';
import type { OdsSheet } from './ods-cells.ts';

const DEEPEST_STYLE = 20;

interface CellStyle {
  readonly format: string | null;
  readonly parent: string | null;
}

/** Whether cells of a style are shown as dates, from the texts of content.xml and styles.xml. */
export function odsDateStyles(sources: readonly string[]): (style: string | null) => boolean {
  const styles = new Map<string, CellStyle>();
  const dates = new Set<string>();
  for (const token of sources.flatMap((source) => [...xmlTokens(source)])) {
    if (token.type !== 'open' && token.type !== 'empty') {
      continue;
    }
    if (token.name === 'date-style') {
      dates.add(token.attributes().get('style:name') ?? '');
    } else if (token.name === 'style') {
      const attributes = token.attributes();
      if (attributes.get('style:family') === 'table-cell') {
        styles.set(attributes.get('style:name') ?? '', {
          format: attributes.get('style:data-style-name') ?? null,
          parent: attributes.get('style:parent-style-name') ?? null,
        });
      }
    }
  }
  return (name) => {
    let at = name ?? 'Default';
    for (let depth = 0; depth < DEEPEST_STYLE; depth++) {
      const style = styles.get(at);
      if (style === undefined || style.format !== null) {
        return dates.has(style?.format ?? '');
      }
      at = style.parent ?? '';
    }
    return false;
  };
}

/** The style that a cell of this column has where it names none. */
export function columnStyle(sheet: OdsSheet, column: number): string | null {
  return sheet.columnStyles.findLast(({ from }) => from <= column)?.style ?? null;
}
