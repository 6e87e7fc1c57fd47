/** A small picture maker: grey paper with the grain of a scanner, capitals and shapes on it, as a PNG. */
import { randomFillSync } from 'node:crypto';
import { crc32, deflateSync } from 'node:zlib';

/** Five columns of seven dots each; the lowest bit is the topmost dot. */
const GLYPHS: Readonly<Record<string, string>> = {
  '-': '0808080808',
  '.': '0060600000',
  '/': '2010080402',
  '0': '3e5149453e',
  '1': '00427f4000',
  '2': '4261514946',
  '3': '2141454b31',
  '4': '1814127f10',
  '5': '2745454539',
  '6': '3c4a494930',
  '7': '0171090503',
  '8': '3649494936',
  '9': '064949291e',
  ':': '0036360000',
  '<': '0814224100',
  A: '7e1111117e',
  B: '7f49494936',
  C: '3e41414122',
  D: '7f4141221c',
  E: '7f49494941',
  F: '7f09090901',
  G: '3e4149497a',
  H: '7f0808087f',
  I: '00417f4100',
  J: '2040413f01',
  K: '7f08142241',
  L: '7f40404040',
  M: '7f020c027f',
  N: '7f0408107f',
  O: '3e4141413e',
  P: '7f09090906',
  Q: '3e4151215e',
  R: '7f09192946',
  S: '4649494931',
  T: '01017f0101',
  U: '3f4040403f',
  V: '1f2040201f',
  W: '3f4038403f',
  X: '6314081463',
  Y: '0708700807',
  Z: '6151494543',
};

const INK = 60;
const PAPER = 232;
const COLUMNS = 5;
const ROWS = 7;

export interface Picture {
  /** Text in capitals without diacritics; `dot` is the side of one dot in pixels. */
  text(words: string, x: number, y: number, dot: number): void;
  rectangle(x: number, y: number, width: number, height: number, grey: number): void;
  ellipse(x: number, y: number, radiusX: number, radiusY: number, grey: number): void;
  /** `packed: false` keeps every pixel: a file as large as the picture. */
  png(options?: { readonly packed: boolean }): Buffer;
}

/** Blank paper of a size in pixels. */
export function blankPicture(width: number, height: number): Picture {
  // One byte before each row: the PNG filter, none.
  const stride = width + 1;
  const pixels = Buffer.alloc(stride * height);
  randomFillSync(pixels);
  for (let at = 0; at < pixels.length; at += 1) {
    pixels[at] = at % stride === 0 ? 0 : PAPER + ((pixels[at] ?? 0) & 15);
  }
  const rectangle: Picture['rectangle'] = (x, y, wide, high, grey) => {
    const right = Math.min(width, x + wide);
    for (let row = Math.max(0, y); row < Math.min(height, y + high) && x < right; row += 1) {
      pixels.fill(grey, row * stride + 1 + x, row * stride + 1 + right);
    }
  };
  return {
    rectangle,
    text(words, x, y, dot) {
      [...capitals(words)].forEach((letter, place) => {
        const columns = Buffer.from(GLYPHS[letter] ?? '', 'hex');
        columns.forEach((bits, column) => {
          for (let row = 0; row < ROWS; row += 1) {
            if ((bits >> row) & 1) {
              rectangle(x + (place * (COLUMNS + 1) + column) * dot, y + row * dot, dot, dot, INK);
            }
          }
        });
      });
    },
    ellipse(x, y, radiusX, radiusY, grey) {
      for (let row = -radiusY; row <= radiusY; row += 1) {
        const half = Math.round(radiusX * Math.sqrt(1 - (row / radiusY) ** 2));
        rectangle(x - half, y + row, 2 * half, 1, grey);
      }
    },
    png: ({ packed } = { packed: true }) => encodePng(width, height, pixels, packed),
  };
}

function capitals(words: string): string {
  return words.normalize('NFD').replace(/\p{M}/gu, '').toUpperCase();
}

function encodePng(width: number, height: number, pixels: Buffer, packed: boolean): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  // Eight bits a pixel, grey.
  header.writeUInt8(8, 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const data = deflateSync(pixels, { level: packed ? 6 : 0 });
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', data),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, checksum]);
}
