/** The acceptance mails: what each is taken for, who asks, what came and what is missing. */
import { afterAll, describe, expect, it } from 'vitest';
import { contentKey } from '../../src/mail/content-key.ts';
import { explainMail } from '../../src/mail/explain.ts';
import { openMailParser } from '../../src/mail/parse.ts';
import { isRefused } from '../../src/mail/parsed-mail.ts';
import { deskContext, fixtureMail } from './desk-context.ts';

interface Expected {
  readonly file: string;
  readonly refused?: string;
  readonly class?: string;
  readonly senders?: readonly (string | null)[];
  readonly route?: string;
  readonly forwardedBy?: string | null;
  readonly attachments?: readonly string[];
  readonly signaturePictures?: readonly string[];
  readonly missing?: readonly string[];
  readonly caseNumber?: string;
  readonly answers?: string;
  readonly duplicateOf?: string;
  readonly bounce?: {
    readonly bounceOf?: string;
    readonly recipient?: string;
    readonly status?: string;
    readonly permanent: boolean;
  };
}

const expected = JSON.parse(fixtureMail('expected.json').toString('utf8')) as Expected[];
const parser = openMailParser();
afterAll(() => parser.close());

async function explained(file: string) {
  const outcome = await explainMail(fixtureMail(file), parser, deskContext());
  if ('refused' in outcome) {
    throw new Error(`refused: ${outcome.refused.code}`);
  }
  return outcome;
}

const readable = expected.filter((mail) => mail.refused === undefined);

it('finds all the acceptance mails', () => {
  expect(expected.length).toBeGreaterThanOrEqual(60);
});

describe.each(readable)('$file', (mail) => {
  it('is taken for what it is, from whom, on which way', async () => {
    const found = await explained(mail.file);
    expect(found.class).toBe(mail.class);
    expect(found.requests.map(({ route }) => route)).toEqual(found.requests.map(() => mail.route));
    expect(found.requests[0]?.forwardedBy).toBe(mail.forwardedBy);
    if (mail.senders !== undefined) {
      expect(found.requests.map(({ sender }) => sender)).toEqual(mail.senders);
    }
    expect(found.caseNumbers).toEqual(mail.caseNumber === undefined ? [] : [mail.caseNumber]);
    expect(found.answers).toEqual(
      mail.answers === undefined ? found.answers : expect.arrayContaining([mail.answers]),
    );
  });

  it('has its attachments, and says what is missing', async () => {
    const found = await explained(mail.file);
    const pictures = mail.signaturePictures ?? [];
    const names = found.requests.flatMap(({ attachments }) => attachments);
    expect(names.filter((name) => !pictures.includes(name)).map((name) => name.normalize('NFC'))).toEqual(
      mail.attachments,
    );
    const documents = found.requests.flatMap((request) => request.documents.map(({ name }) => name));
    expect(documents.filter((name) => pictures.includes(name))).toEqual([]);
    expect(found.requests.flatMap(({ missing }) => missing)).toEqual(mail.missing ?? []);
  });
});

it.each(expected.filter((mail) => mail.refused !== undefined))('$file is refused', async (mail) => {
  const outcome = await explainMail(fixtureMail(mail.file), parser, deskContext());
  expect(outcome).toMatchObject({ refused: { code: mail.refused } });
});

it.each(readable.filter((mail) => mail.bounce !== undefined))(
  '$file tells whose mail came back, and whether for good',
  async ({ file, bounce }) => {
    const found = await explained(file);
    expect(found.bounce?.permanent).toBe(bounce?.permanent);
    expect(found.bounce?.recipients[0]?.address).toBe(bounce?.recipient);
    expect(found.bounce?.recipients[0]?.status).toBe(bounce?.status ?? found.bounce?.recipients[0]?.status);
    if (bounce?.bounceOf !== undefined) {
      expect(found.bounce?.quotedMessageIds).toContain(bounce.bounceOf);
    }
  },
);

async function keyOf(file: string): Promise<string> {
  const mail = await parser.parse(fixtureMail(file));
  if (isRefused(mail)) {
    throw new Error('refused');
  }
  return contentKey(mail);
}

it.each(readable.filter((mail) => mail.duplicateOf !== undefined))(
  '$file is the same mail as $duplicateOf',
  async ({ file, duplicateOf }) => {
    expect(await keyOf(file)).toBe(await keyOf(duplicateOf ?? ''));
  },
);

it('a copied Message-ID does not hide another person’s request', async () => {
  expect(await keyOf('50-same-message-id-different-content.eml')).not.toBe(
    await keyOf('01-direct-rfc2231.eml'),
  );
});
