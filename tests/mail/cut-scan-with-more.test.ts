/** A scan behind or before which something else stands: what a lost boundary leaves of a mail that returned our letter. */
import { expect, it } from 'vitest';
import { cutCredentials } from '../../src/mail/cut/cut-credentials.ts';

const PASSWORD = 'Kp7vTq9Zm4wRx2Hd';
const ORDER = {
  letters: ['<scrisoare@ancpi.ro>'],
  quotedText: true,
  workbooks: [],
  ourAddresses: ['acces@ancpi.ro'],
};
const ENCODED = Buffer.from(`Parola: ${PASSWORD}\r\n${'x'.repeat(200)}`)
  .toString('base64')
  .replace(/.{76}/g, '$&\r\n');
const JPEG = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(200, 65)])
  .toString('base64')
  .replace(/.{76}/g, '$&\r\n');

function mailWith(file: string): Buffer {
  return Buffer.from(
    [
      'From: ion@client.example',
      'To: acces@ancpi.ro',
      'Subject: Re: dosar',
      'MIME-Version: 1.0',
      'Content-Type: multipart/mixed; boundary="b"',
      '',
      '--b',
      'Content-Type: text/plain',
      '',
      'Nu merge.',
      '--b',
      'Content-Type: application/octet-stream',
      'Content-Disposition: attachment; filename="scan"',
      '',
      file,
      '--b--',
      '',
    ].join('\r\n'),
    'latin1',
  );
}

it.each([
  ['before it', `--alt\r\n\r\n${ENCODED}\r\n%PDF-1.4\r\nnimic`],
  ['behind it', `%PDF-1.4\r\nnimic\r\n--alt\r\nContent-Type: text/plain\r\n\r\n${ENCODED}`],
])('a scan with an encoded file %s goes out', async (_where, file) => {
  const { raw, cut } = await cutCredentials(mailWith(file), ORDER);
  expect(cut).toContain('attachment-removed');
  expect(raw.includes(ENCODED.slice(0, 40))).toBe(false);
});

it.each([
  ['of nothing else', '%PDF-1.4\r\n1 0 obj << /Length 4 >> stream\r\nabcd\r\nendstream'],
  ['with a small picture in its description', `%PDF-1.6\r\n<xmpGImg:image>\r\n${JPEG}\r\n</xmpGImg:image>`],
])('a scan %s stays as it came', async (_what, file) => {
  const mail = mailWith(file);
  const { raw, cut } = await cutCredentials(mail, ORDER);
  expect(cut).toEqual([]);
  expect(raw.equals(mail)).toBe(true);
});
