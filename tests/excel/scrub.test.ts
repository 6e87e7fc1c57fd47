import * as SheetJs from '@e965/xlsx';
import { describe, expect, it } from 'vitest';
import { openCompoundFile } from '../../src/excel/compound-file.ts';
import { filledForm } from '../../src/excel/filled-form.ts';
import { findTraces } from '../../src/excel/scrub.ts';
import { BIFF, biffRecord } from '../../src/excel/xls/biff.ts';
import { ANSWERS, hostileForm, withParts } from './sample-forms.ts';
import { packZip } from './zip-packing.ts';

const form = await filledForm(ANSWERS);
const SECRET = 'Pâr&"o<l>ă\'9x';
const utf8 = Buffer.from(SECRET, 'utf8');
const entity = (text: string): string => Array.from(text, (letter) => `&#${letter.codePointAt(0)};`).join('');
const escaped = SECRET.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/** Our form with something planted in a part of it. */
function planted(part: string, content: string | Uint8Array): Buffer {
  return withParts(form, { [part]: () => content });
}

describe('a search for a password', () => {
  it('finds nothing in a form that never held it', () => {
    expect(findTraces(form, SECRET)).toEqual([]);
  });

  it.each<[string, string, string | Uint8Array]>([
    ['a comment of the XML', 'xl/comments1.xml', `<comments><!-- ${SECRET} --></comments>`],
    ['a text, escaped', 'xl/sharedStrings2.xml', `<sst><si><t>${escaped}</t></si></sst>`],
    ['a text, all in numeric entities', 'xl/a.xml', `<t>${entity(SECRET)}</t>`],
    ['a text, some letters in entities', 'xl/a.xml', `<t>${escaped.replace('r', '&#x72;')}</t>`],
    [
      'an attribute, some letters in entities',
      'xl/a.xml',
      `<x v="${escaped.replace('r', '&#114;').replace('"', '&quot;')}"/>`,
    ],
    ['pieces of formatted text', 'xl/a.xml', `<r><t>Pâr&amp;"</t></r><r><t>o&lt;l>ă'9x</t></r>`],
    ['the spreadsheet’s own escapes', 'xl/a.xml', `<t>${escaped.replace('9', '_x0039_')}</t>`],
    ['a decomposed text', 'xl/a.xml', `<t>${escaped.normalize('NFD')}</t>`],
    ['a formula', 'xl/a.xml', `<f>"x"&amp;"${escaped}"</f>`],
    ['custom properties', 'docProps/custom.xml', `<vt:lpwstr>${escaped}</vt:lpwstr>`],
    ['a header', 'xl/a.xml', `<oddHeader>&amp;L${escaped}</oddHeader>`],
    ['UTF-16', 'xl/printerSettings1.bin', Buffer.from(`\0\0${SECRET}`, 'utf16le')],
    ['UTF-16 of the other order', 'xl/a.bin', Buffer.from(`\0\0${SECRET}`, 'utf16le').swap16()],
    [
      'an XML part in UTF-16, in pieces',
      'xl/a.xml',
      Buffer.from(`\ufeff<t>Pâr&amp;"</t><t>o&lt;l>ă'9x</t>`, 'utf16le'),
    ],
    ['base64', 'customXml/item1.xml', Buffer.concat([Buffer.from('ab'), utf8]).toString('base64')],
    [
      'base64 in lines',
      'customXml/item1.xml',
      Buffer.from(`un text mai lung ${SECRET} si mai lung`)
        .toString('base64')
        .replace(/(.{12})/g, '$1\r\n'),
    ],
    ['hex', 'customXml/item1.xml', utf8.toString('hex').toUpperCase()],
    ['a link', 'xl/a.rels', `<a Target="https://x.ro/?p=${encodeURIComponent(SECRET)}"/>`],
    ['JSON', 'customXml/item2.json', JSON.stringify({ a: SECRET })],
    [
      'a workbook inside the workbook',
      'xl/embeddings/a.xlsx',
      packZip([{ name: 'x.xml', data: `<t>${escaped}</t>` }]),
    ],
    ['a part’s name', `xl/${SECRET.replace('<', '&lt;')}.xml`, 'x'],
  ])('finds it in %s', (_what, part, content) => {
    const traces = findTraces(planted(part, content), SECRET);
    expect(traces).not.toEqual([]);
    expect(traces.join()).toContain(part.split('.')[0]?.slice(0, 4));
  });

  it('finds it behind the last entry of the zip', () => {
    const end = Buffer.from(form.subarray(form.length - 22));
    end.writeUInt16LE(utf8.length, 20);
    const commented = Buffer.concat([form.subarray(0, form.length - 22), end, utf8]);
    expect(findTraces(commented, SECRET)).toEqual(['container: UTF-8']);
  });

  it('finds spaces that OpenDocument writes as elements', () => {
    const content = '<text:p>pa<text:s text:c="3"/>ro<text:s/>la</text:p>';
    expect(findTraces(planted('content.xml', content), 'pa   ro la')).toEqual(['content.xml: joined text']);
  });

  it('finds it in a stream of an .xls that lies in pieces, and in a text that continues in another record', () => {
    const secret = 'Kp7-mN4q-Xz2w';
    const filler = (length: number): Buffer => Buffer.alloc(length, 0x20);
    const file = SheetJs.CFB.utils.cfb_new();
    // The stream ends where a sector does, and another follows it.
    SheetJs.CFB.utils.cfb_add(file, '/Workbook', filler(5_120));
    SheetJs.CFB.utils.cfb_add(file, '/Alta', filler(5_120));
    const packed = openCompoundFile(SheetJs.CFB.write(file, { type: 'buffer' }) as Buffer);
    const inPieces = packed.withStream(
      'Workbook',
      Buffer.concat([filler(5_114), Buffer.from(secret), filler(500)]),
    );
    expect(inPieces?.includes(secret)).toBe(false);
    expect(findTraces(inPieces ?? filler(0), secret)).toEqual(['Workbook: UTF-8', 'Workbook: joined text']);
    const continued = Buffer.concat([
      biffRecord(BIFF.SST, filler(5_000), Buffer.from(secret.slice(0, 5))),
      biffRecord(BIFF.CONTINUE, Buffer.from([0]), Buffer.from(secret.slice(5)), Buffer.alloc(200, 1)),
    ]);
    expect(findTraces(packed.withStream('Workbook', continued) ?? filler(0), secret)).toEqual([
      'Workbook: UTF-8',
    ]);
  });

  it('never says what it looked for', () => {
    expect(findTraces(planted('xl/a.xml', `<t>${escaped}</t>`), SECRET).join()).not.toContain('9x');
  });

  it('fails closed: what it cannot open counts as a trace', () => {
    expect(findTraces(form.subarray(0, form.length / 2), SECRET)).toEqual(['container: unreadable']);
    expect(findTraces(hostileForm('h21-trunchiat.xlsx'), SECRET)).toEqual(['container: unreadable']);
    const broken = packZip([{ name: 'a.xml', data: '<a/>', claimedChecksum: 1 }]);
    expect(findTraces(broken, SECRET)).toEqual(['a.xml: unreadable']);
    const nested = [1, 2, 3, 4, 5].reduce<Uint8Array>(
      (inner) => packZip([{ name: 'a.zip', data: inner }]),
      Buffer.from('x'),
    );
    expect(findTraces(nested, SECRET).join()).toContain('unreadable');
  });

  it('takes no longer where a part is made to be slow', () => {
    const before = performance.now();
    expect(findTraces(planted('xl/a.xml', '<'.repeat(1_900_000)), SECRET)).toEqual([]);
    expect(performance.now() - before).toBeLessThan(3_000);
  });
});
