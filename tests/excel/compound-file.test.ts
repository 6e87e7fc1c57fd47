import * as SheetJs from '@e965/xlsx';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openCompoundFile } from '../../src/excel/compound-file.ts';

describe('the container of an .xls', () => {
  it('holds a stream of any other length, and every other as it was', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 4_096, max: 60_000 }),
        fc.integer({ min: 4_096, max: 9_000_000 }),
        fc.constantFrom('before', 'after'),
        (size, newSize, where) => {
          const file = SheetJs.CFB.utils.cfb_new();
          const other = Buffer.alloc(9_000, 7);
          const add = (name: string, data: Buffer) => SheetJs.CFB.utils.cfb_add(file, name, data);
          if (where === 'before') {
            add('/Alta', other);
          }
          add('/Workbook', Buffer.alloc(size, 1));
          add('/Mica', Buffer.from('scurt'));
          if (where === 'after') {
            add('/Alta', other);
          }
          const packed = SheetJs.CFB.write(file, { type: 'buffer' }) as Buffer;
          const data = Buffer.alloc(newSize, 2);
          const changed = openCompoundFile(packed).withStream('Workbook', data);
          // The table of a file beyond 7 MB needs more places than the header has.
          expect(changed !== null || newSize > 7_000_000).toBe(true);
          if (changed !== null) {
            const found = SheetJs.CFB.read(changed, { type: 'buffer' });
            const content = (name: string) => Buffer.from(SheetJs.CFB.find(found, name)?.content ?? []);
            expect(content('/Workbook').equals(data)).toBe(true);
            expect(content('/Alta').equals(other)).toBe(true);
            expect(content('/Mica').toString()).toBe('scurt');
            expect(openCompoundFile(changed).stream('Workbook')?.equals(data)).toBe(true);
          }
        },
      ),
      { numRuns: 30 },
    );
  });
});
