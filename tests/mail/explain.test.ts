import { afterAll, expect, it } from 'vitest';
import { explainMail } from '../../src/mail/explain.ts';
import { openMailParser } from '../../src/mail/parse.ts';
import { deskContext, fixtureMail } from './desk-context.ts';

const parser = openMailParser();
afterAll(() => parser.close());

it('what is made of a mail can be printed and holds no bytes of it', async () => {
  const found = await explainMail(
    fixtureMail('09-inline-outlook-desktop-ro-plain.eml'),
    parser,
    deskContext(),
  );
  expect(JSON.parse(JSON.stringify(found))).toEqual({
    class: 'access-request',
    otherwise: 'access-request',
    office: 'AB',
    caseNumbers: [],
    answers: [],
    answerable: true,
    requests: [
      {
        sender: 'popescu@client.test',
        senderName: 'Ion Ștefăniță Popescu',
        subject: 'Cerere acces Online la sistemul informatic al ANCP',
        route: 'forwarded-inline',
        forwardedBy: 'ab@ancpi.ro',
        attachments: [
          'Cerere semnată.pdf',
          'CI Popescu.jpg',
          'Certificat de autorizare – Popescu.pdf',
          'Date acces Popescu.xlsx',
        ],
        documents: [
          { name: 'Cerere semnată.pdf', kinds: ['application'], why: 'name' },
          { name: 'CI Popescu.jpg', kinds: ['identity'], why: 'name' },
          { name: 'Certificat de autorizare – Popescu.pdf', kinds: ['certificate'], why: 'name' },
          { name: 'Date acces Popescu.xlsx', kinds: ['workbook'], why: 'type' },
        ],
        missing: [],
      },
    ],
    bounce: null,
    truncated: false,
    reasons: ['subject', 'workbook-attached', 'forwarded-inline'],
  });
});

it('a mail that is refused is explained by its refusal', async () => {
  expect(await explainMail(fixtureMail('90-hostile-deep-multipart.eml'), parser, deskContext())).toEqual({
    refused: { code: 'too-deep', message: expect.stringMatching(/imbricate/) },
  });
});
