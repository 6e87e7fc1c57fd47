/** winmail.dat as Outlook writes it, with a message attached: built here, since no sample has one. */
import { expect, it } from 'vitest';
import { readTnef } from '../../src/mail/reading/tnef.ts';
import { classify } from '../../src/mail/sorting/classify.ts';
import { deskContext } from './desk-context.ts';
import { parsedMail, XLSX } from './raw-mail.ts';

function u16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

function attribute(level: 1 | 2, id: number, data: Buffer): Buffer {
  return Buffer.concat([Buffer.from([level]), u32(id), u32(data.length), data, u16(0)]);
}

function tnef(...attributes: readonly Buffer[]): Buffer {
  return Buffer.concat([u32(0x223e9f78), u16(1), ...attributes]);
}

type Property = readonly [id: number, value: string | number | Buffer];

function properties(...list: readonly Property[]): Buffer {
  return Buffer.concat([u32(list.length), ...list.map(property)]);
}

function property([id, value]: Property): Buffer {
  if (typeof value === 'number') {
    return Buffer.concat([u16(3), u16(id), u32(value)]);
  }
  const [type, bytes] =
    typeof value === 'string' ? [0x1f, Buffer.from(`${value}\0`, 'utf16le')] : [0x0d, value];
  const padding = Buffer.alloc((4 - (bytes.length & 3)) & 3);
  return Buffer.concat([u16(type), u16(id), u32(1), u32(bytes.length), bytes, padding]);
}

const START = attribute(2, 0x00069002, Buffer.alloc(14));
const message = (list: readonly Property[]): Buffer => attribute(1, 0x00069003, properties(...list));
const attachment = (list: readonly Property[]): Buffer => attribute(2, 0x00069005, properties(...list));

const WORKBOOK_ATTACHED = [
  START,
  attribute(2, 0x0006800f, XLSX),
  attachment([[0x3707, 'Date acces – Ștefan.xlsx']]),
];

const REQUEST = tnef(
  message([
    [0x37, 'Cerere acces Online'],
    [0x5d01, 'Popescu@client.test'],
    [0x0c1a, 'Ion Popescu'],
    [0x1000, 'Vă rog acces.'],
  ]),
  ...WORKBOOK_ATTACHED,
);

/** 16 bytes of interface id, then the message in TNEF again. */
const EMBEDDED = Buffer.concat([Buffer.alloc(16), REQUEST]);
const FORWARD = tnef(
  message([[0x1000, 'Vă rog să preluați.']]),
  START,
  attachment([
    [0x3705, 5],
    [0x3701, EMBEDDED],
  ]),
);

it('a message attached in winmail.dat by a colleague is that person’s request', async () => {
  const mail = await parsedMail({
    from: 'ab@ancpi.ro',
    to: 'acces@ancpi.ro',
    subject: 'FW: Cerere',
    parts: [{ type: 'application/ms-tnef', name: 'winmail.dat', bytes: FORWARD }],
  });
  expect(mail.text.trim()).toBe('Vă rog să preluați.');
  const found = classify(mail, deskContext());
  expect(found).toMatchObject({ kind: 'access-request', office: 'AB' });
  expect(found.requests).toMatchObject([
    {
      sender: { address: 'popescu@client.test', name: 'Ion Popescu' },
      text: 'Vă rog acces.',
      route: 'tnef',
      forwardedBy: 'ab@ancpi.ro',
      attachments: [{ name: 'Date acces – Ștefan.xlsx' }],
    },
  ]);
});

it('attachments in winmail.dat belong to the mail that carries it', async () => {
  const bytes = tnef(...WORKBOOK_ATTACHED);
  const mail = await parsedMail({ parts: [{ type: 'application/ms-tnef', name: 'winmail.dat', bytes }] });
  expect(mail.attachments.map(({ name }) => name)).toEqual(['Date acces – Ștefan.xlsx']);
  expect(classify(mail, deskContext()).requests[0]?.route).toBe('direct');
});

it('a winmail.dat cut anywhere is read as far as it goes, and never throws', () => {
  for (let cut = 0; cut < FORWARD.length; cut += 1) {
    expect(() => readTnef(FORWARD.subarray(0, cut))).not.toThrow();
  }
});

it('a winmail.dat with any byte changed never throws', () => {
  for (let at = 0; at < FORWARD.length; at += 1) {
    const changed = Buffer.from(FORWARD);
    changed[at] = 0xff;
    expect(() => readTnef(changed)).not.toThrow();
  }
});
