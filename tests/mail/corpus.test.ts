/** The acceptance mails: what each is taken for, who asks and how sure that is, what came and what is missing. */
import { afterAll, describe, expect, it } from 'vitest';
import type { SmtpPeer, Zone } from '../../src/mail/authenticity/sender-proof.ts';
import { explainMails, type MailExplanation } from '../../src/mail/explain.ts';
import { openMailParser } from '../../src/mail/reading/parse.ts';
import { isRefused } from '../../src/mail/reading/parsed-mail.ts';
import { contentKey } from '../../src/mail/sorting/content-key.ts';
import { deskContext, fixtureMail, OUR_MAILBOXES } from './desk-context.ts';

interface Expected {
  readonly file: string;
  readonly class: string;
  readonly applicant?: string | null | readonly string[];
  readonly via?: string;
  readonly trust?: string;
  readonly route: string;
  readonly attachments: readonly string[];
  readonly missing: readonly string[];
  readonly duplicateOf?: string;
  readonly caseNumber?: string;
  readonly answers?: string;
  readonly bounce?: Readonly<Record<string, unknown>>;
  readonly reason?: string;
  readonly refused?: string;
  /** The SMTP client as the desk's own server saw it. */
  readonly env: SmtpPeer;
}

const expected = JSON.parse(fixtureMail('expected.json').toString('utf8')) as Expected[];
const zone = JSON.parse(fixtureMail('zone.json').toString('utf8')) as Zone;
const parser = openMailParser();
afterAll(() => parser.close());

/** A mail as it is seen after the one that it repeats. */
async function explained({ file, duplicateOf, env }: Expected): Promise<MailExplanation> {
  const names = duplicateOf === undefined ? [file] : [duplicateOf, file];
  const explanations = await explainMails(
    names.map((name) => ({ name, raw: fixtureMail(name) })),
    parser,
    {
      context: deskContext([]),
      proof: {
        now: '2026-11-23T08:00:00.000Z',
        dns: { zone },
        trust: { authservIds: [], ownServers: [], arcSealers: [], ourMailboxes: OUR_MAILBOXES },
        peer: env,
      },
      registered: null,
    },
  );
  const last = explanations.at(-1);
  if (last === undefined) {
    throw new Error('nothing explained');
  }
  return last;
}

it('finds all the acceptance mails', () => {
  expect(expected.length).toBeGreaterThanOrEqual(60);
});

describe.each(expected)('$file', (mail) => {
  it('is taken for what it is, from whom, on which way, with its documents', async () => {
    const found = await explained(mail);
    expect({
      class: found.class,
      applicant: mail.applicant === undefined ? undefined : found.applicant,
      via: found.via ?? undefined,
      trust: mail.trust === undefined ? undefined : found.trust,
      route: found.route,
      attachments: found.attachments.map(({ name }) => name.normalize('NFC')),
      missing: found.missing,
      duplicateOf: found.duplicateOf,
      caseNumber: found.caseNumber,
      refused: found.refused?.code,
    }).toEqual({
      class: mail.class,
      applicant: mail.applicant,
      via: mail.via,
      trust: mail.trust,
      route: mail.route,
      attachments: mail.attachments,
      missing: mail.missing,
      duplicateOf: mail.duplicateOf,
      caseNumber: mail.caseNumber,
      refused: mail.refused,
    });
    expect(found.reasons).toEqual(expect.arrayContaining(mail.reason === undefined ? [] : [mail.reason]));
    expect(found.answers).toEqual(expect.arrayContaining(mail.answers === undefined ? [] : [mail.answers]));
    expect(found.bounce ?? null).toEqual(
      mail.bounce === undefined ? null : expect.objectContaining(mail.bounce),
    );
  });
});

it('a copied Message-ID does not hide another person’s request', async () => {
  const keys: string[] = [];
  for (const file of ['50-same-message-id-different-content.eml', '01-direct-rfc2231.eml']) {
    const mail = await parser.parse(fixtureMail(file));
    keys.push(isRefused(mail) ? file : contentKey(mail));
  }
  expect(new Set(keys).size).toBe(2);
});
