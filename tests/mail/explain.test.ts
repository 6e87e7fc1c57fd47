import { afterAll, describe, expect, it } from 'vitest';
import type { Zone } from '../../src/mail/authenticity/sender-proof.ts';
import { explainMails, type MailExplanation } from '../../src/mail/explain.ts';
import { openMailParser } from '../../src/mail/reading/parse.ts';
import { deskContext, fixtureMail, OUR_MAILBOXES } from './desk-context.ts';
import { rawMail, WORKBOOK } from './raw-mail.ts';

const parser = openMailParser();
afterAll(() => parser.close());

const zone = JSON.parse(fixtureMail('zone.json').toString('utf8')) as Zone;

const REGISTERED = [
  { user: 'popescu.i', address: 'popescu@client.test' },
  { user: 'muresan.a', address: 'ana.muresan@posta.test' },
];

async function explain(...files: readonly (string | Buffer)[]): Promise<readonly MailExplanation[]> {
  const mails = files.map((file, at) =>
    typeof file === 'string' ? { name: file, raw: fixtureMail(file) } : { name: `${at}.eml`, raw: file },
  );
  return await explainMails(mails, parser, {
    context: deskContext(),
    proof: {
      now: '2026-11-23T08:00:00.000Z',
      dns: { zone },
      trust: { authservIds: [], ownServers: [], arcSealers: [], ourMailboxes: OUR_MAILBOXES },
      peer: { ip: '192.0.2.1', helo: 'mx.ancpi.ro', sender: 'ab@ancpi.ro' },
    },
    registered: REGISTERED,
  });
}

it('what is made of a mail can be printed and holds no bytes of it', async () => {
  const [found] = await explain('09-inline-outlook-desktop-ro-plain.eml');
  const attachments = [
    { name: 'Cerere semnată.pdf', kind: 'application', kinds: ['application'], why: 'name' },
    { name: 'CI Popescu.jpg', kind: 'identity', kinds: ['identity'], why: 'name' },
    {
      name: 'Certificat de autorizare – Popescu.pdf',
      kind: 'certificate',
      kinds: ['certificate'],
      why: 'name',
    },
    { name: 'Date acces Popescu.xlsx', kind: 'workbook', kinds: ['workbook'], why: 'type' },
  ];
  const proof = {
    level: 'verified',
    from: 'ab@ancpi.ro',
    reasons: ['dkim-aligned'],
    domain: 'ancpi.ro',
    signatureId: expect.any(String),
    signedAt: expect.any(String),
    date: '2026-11-16T07:21:00.000Z',
  };
  expect(JSON.parse(JSON.stringify(found))).toEqual({
    class: 'new-request',
    applicant: 'popescu@client.test',
    via: 'ab@ancpi.ro',
    trust: 'vouched',
    route: 'inline',
    attachments,
    missing: [],
    reasons: ['subject', 'workbook-attached', 'forwarded-inline'],
    office: 'AB',
    caseNumbers: [],
    answers: [],
    answerable: true,
    truncated: false,
    requests: [
      {
        applicant: 'popescu@client.test',
        applicantName: 'Ion Ștefăniță Popescu',
        subject: 'Cerere acces Online la sistemul informatic al ANCP',
        route: 'inline',
        via: 'ab@ancpi.ro',
        trust: 'vouched',
        trustReasons: ['forwarded-by-colleague'],
        proof,
        embeddedProof: null,
        attachments,
        missing: [],
      },
    ],
  });
});

it('a mail that cannot be read goes into quarantine, with the reason', async () => {
  expect(await explain('90-hostile-deep-multipart.eml')).toMatchObject([
    {
      class: 'ignore',
      applicant: null,
      reasons: ['quarantine', 'too-deep'],
      refused: { code: 'too-deep', message: expect.stringMatching(/imbricate/) },
    },
  ]);
});

it('a workbook that was cut off is not recognised, and missing', async () => {
  const [found] = await explain('83-malformed-no-boundary-end.eml');
  expect(found?.attachments.at(-1)).toEqual({
    name: 'Date acces Popescu.xlsx',
    kind: 'other',
    kinds: [],
    why: 'damaged',
  });
  expect(found?.missing).toEqual(['excel']);
});

it('what no rule knows is for a person, not ignored', async () => {
  const [found] = await explain(rawMail({ subject: 'Salutare', text: 'Ce mai faceți?' }));
  expect(found).toMatchObject({ class: 'unsorted', reasons: ['unclear'] });
});

describe('several mails', () => {
  it('are compared by their content, each with those before it', async () => {
    const found = await explain(
      '01-direct-rfc2231.eml',
      '48-duplicate-same-message-id.eml',
      '50-same-message-id-different-content.eml',
      '49-duplicate-new-message-id.eml',
    );
    expect(found.map((mail) => [mail.class, mail.duplicateOf, mail.reasons.slice(0, 2)])).toEqual([
      ['new-request', undefined, expect.anything()],
      ['ignore', '01-direct-rfc2231.eml', ['duplicate', expect.not.stringMatching('duplicate')]],
      ['new-request', undefined, expect.anything()],
      ['ignore', '01-direct-rfc2231.eml', ['duplicate', 'duplicate-content']],
    ]);
  });

  it('that are hostile repeat nothing', async () => {
    const twice = await explain('90-hostile-deep-multipart.eml', '90-hostile-deep-multipart.eml');
    expect(twice.map(({ duplicateOf }) => duplicateOf)).toEqual([undefined, undefined]);
  });
});

describe('a recovery', () => {
  it.each([
    ['64-recovery-genuine.eml', { registered: true, user: 'popescu.i', mayIssue: true, challenge: false }],
    ['66-recovery-spoofed-from.eml', { registered: true, mayIssue: false, challenge: false }],
    ['68-recovery-display-name-spoof.eml', { registered: false, mayIssue: false, challenge: false }],
    ['70-recovery-other-address.eml', { registered: false, mayIssue: false, challenge: false }],
    ['71-recovery-forwarded-inline.eml', { registered: true, mayIssue: false, challenge: true }],
    ['73-recovery-two-from-headers.eml', { registered: false, mayIssue: false, challenge: false }],
  ])('%s is held against the accounts', async (file, right) => {
    const [found] = await explain(file);
    expect(found?.recovery).toMatchObject(right);
  });

  it('is the only mail of which that is said', async () => {
    const [found] = await explain(rawMail({ parts: [WORKBOOK] }));
    expect(found).not.toHaveProperty('recovery');
  });
});
