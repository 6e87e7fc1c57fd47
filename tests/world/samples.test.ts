import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readForm } from '../../src/excel/read-form.ts';
import { isWorkbookType } from '../../src/mail/reading/media-type.ts';
import type { MailAttachment, ParsedMail } from '../../src/mail/reading/parsed-mail.ts';
import { readPdfPages } from '../../src/mail/reading/pdf-pages.ts';
import { classify } from '../../src/mail/sorting/classify.ts';
import { missingOf, recogniseDocuments } from '../../src/mail/sorting/documents.ts';
import { isRequestSubject } from '../../src/mail/sorting/subjects.ts';
import { deskContext, first, openPretendDesk, type PretendDesk, parsed, TODAY } from './pretend-desk.ts';

/** What the desk is to find: failed checks of the form, or why it cannot be read; what of the four is missing. */
interface Expected {
  readonly form: readonly string[] | string | null;
  readonly missing?: readonly string[];
}

const EVERY_FIELD = [
  'lastName',
  'firstName',
  'cnp',
  'idDocument',
  'county',
  'locality',
  'address',
  'phone',
  'email',
  'authorisationClass',
  'authorisation',
  'office',
  'authorisedOn',
  'requestedOn',
];

const EXPECTED: Readonly<Record<string, Expected>> = {
  'complete-ab': { form: [] },
  'complete-cj': { form: [] },
  'forged-sender': { form: [] },
  'wrong-cnp': { form: ['cnp:cnp-checksum', 'phone:phone-format'] },
  'no-workbook': { form: null, missing: ['excel'] },
  'broken-workbook': { form: 'damaged', missing: ['excel'] },
  encrypted: { form: 'encrypted' },
  'wrong-form': { form: 'wrong-form' },
  'empty-form': {
    form: EVERY_FIELD.map((field) => `${field}:missing`),
  },
  'missing-scans': { form: [], missing: ['cerere', 'ci', 'certificat'] },
  'wrong-office': { form: [] },
  'one-pdf': { form: [] },
  'dead-address': { form: [] },
  'full-mailbox': { form: [] },
  'hostile-names': { form: [] },
  'big-30mb': { form: [] },
  'same-again': { form: [] },
  'authorised-by-ANCPI': { form: [] },
};

let desk: PretendDesk;
const mails = new Map<
  string,
  { readonly mail: ParsedMail; readonly to: readonly string[]; readonly size: number }
>();

beforeAll(async () => {
  desk = await openPretendDesk();
  for (const { id } of await desk.world.samples()) {
    const outcome = await desk.world.sendSample(id);
    expect(outcome, id).toMatchObject({ kind: 'done' });
    const { raw, envelope } = await desk.nextMail();
    mails.set(id, { mail: await parsed(raw), to: envelope.to, size: raw.length });
  }
});

afterAll(async () => {
  await desk.close();
});

function sample(id: string): ParsedMail {
  const found = mails.get(id);
  if (found === undefined) {
    throw new Error(`no mail of ${id}`);
  }
  return found.mail;
}

function workbookIn(mail: ParsedMail): MailAttachment | undefined {
  return mail.attachments.find(
    ({ mediaType, name }) => isWorkbookType(mediaType, name) || name.endsWith('.xlsx'),
  );
}

function formIn(id: string) {
  const workbook = workbookIn(sample(id));
  const reading = workbook === undefined ? null : readForm(workbook.bytes, workbook.name, TODAY);
  if (reading?.ok !== true) {
    throw new Error(`the form of ${id} cannot be read`);
  }
  return reading;
}

describe('the samples', () => {
  it('are all described here, with a Romanian title and description of their own', async () => {
    const samples = await desk.world.samples();
    expect(samples.map(({ id }) => id).sort()).toEqual(Object.keys(EXPECTED).sort());
    expect(new Set(samples.map(({ title }) => title)).size).toBe(samples.length);
    for (const { title, description } of samples) {
      expect(title.length, title).toBeGreaterThan(5);
      expect(description, title).toMatch(/\.$/);
    }
  });

  it.each(Object.entries(EXPECTED))('%s carries the form that its description tells of', (id, expected) => {
    const workbook = workbookIn(sample(id));
    if (workbook === undefined) {
      expect(expected.form).toBeNull();
      return;
    }
    const reading = readForm(workbook.bytes, workbook.name, TODAY);
    const found = reading.ok ? reading.problems.map(({ field, code }) => `${field}:${code}`) : reading.code;
    expect(found).toEqual(expected.form);
  });

  it.each(Object.entries(EXPECTED))(
    '%s carries the documents that its description tells of',
    async (id, expected) => {
      const documents = await recogniseDocuments(sample(id).attachments, { pdfPages: readPdfPages });
      expect(missingOf(documents)).toEqual(expected.missing ?? []);
      if (expected.missing === undefined) {
        expect(new Set(documents.flatMap(({ kinds }) => kinds))).toEqual(
          new Set(['application', 'identity', 'certificate', 'workbook']),
        );
      }
    },
  );

  it.each(Object.keys(EXPECTED))('%s is taken for a request of its applicant', (id) => {
    const { mail, to } = mails.get(id) ?? { mail: sample(id), to: [] };
    const { kind, requests } = classify(mail, deskContext(to));
    expect(kind).toBe('access-request');
    expect(first(requests).sender?.address).toMatch(/^[a-z.-]+\d?@[a-z]+\.example$/);
    expect(isRequestSubject(mail.subject)).toBe(true);
  });

  it('come from a different person each, but for the one who asks again', async () => {
    const senders = [...mails]
      .filter(([id]) => id !== 'complete-cj')
      .map(([, { mail }]) => first(mail.from).address);
    expect(new Set(senders).size).toBe(senders.length - 1);
    expect(first(sample('same-again').from)).toEqual(first(sample('big-30mb').from));
    const again = formIn('same-again').fields;
    const before = formIn('big-30mb').fields;
    expect(again.cnp).toBe(before.cnp);
    expect(again.phone).not.toBe(before.phone);
  });

  it('go to the office of the form, except the one that went to another office', () => {
    expect(mails.get('complete-ab')?.to).toEqual(['ab@ancpi.ro']);
    expect(formIn('complete-ab').fields.office).toBe('AB');
    expect(mails.get('wrong-office')?.to).toEqual(['ab@ancpi.ro']);
    expect(formIn('wrong-office').fields.office).toBe('CJ');
  });

  it('complete-cj is forwarded to the desk by the secretary, and its applicant is found in the quoted mail', () => {
    const { mail, to } = mails.get('complete-cj') ?? { mail: sample('complete-cj'), to: [] };
    expect(to).toEqual(['acces@ancpi.ro']);
    expect(first(mail.from).address).toBe('secretar.cj@ancpi.ro');
    const { requests, office } = classify(mail, deskContext(to));
    expect(requests).toHaveLength(1);
    expect(first(requests).sender?.address).toBe(formIn('complete-cj').fields.email);
    expect(first(requests)).toMatchObject({
      route: 'forwarded-inline',
      forwardedBy: 'secretar.cj@ancpi.ro',
      subject: 'Cerere acces Online la sistemul informatic al ANCP',
    });
    expect(office).toBe('CJ');
  });

  it('one-pdf holds the three scans as three pages of one file whose name tells nothing', async () => {
    const [scan, ...others] = sample('one-pdf').attachments.filter(
      ({ mediaType }) => mediaType === 'application/pdf',
    );
    expect(others).toEqual([]);
    expect(scan?.name).toBe('Scan0001.pdf');
    const pages = await readPdfPages(scan?.bytes ?? Buffer.alloc(0));
    expect(pages).toHaveLength(3);
    expect(pages?.[0]).toContain('Subsemnatul(a)');
    expect(pages?.[0]).toContain('județul Alba');
  });

  it('big-30mb is about 30 MB of files and still small enough to be read', () => {
    const bytes = sample('big-30mb').attachments.reduce(
      (sum, attachment) => sum + attachment.bytes.length,
      0,
    );
    expect(bytes).toBeGreaterThan(29_500_000);
    expect(bytes).toBeLessThan(30_500_000);
  });

  it('the other samples stay below 1 MB', () => {
    const large = [...mails].filter(([, { size }]) => size > 1_000_000).map(([id]) => id);
    expect(large).toEqual(['big-30mb']);
  });

  it('dead-address and full-mailbox name such an address in the form only, not as sender', () => {
    expect(formIn('dead-address').fields.email).toMatch(/@inexistent\.example$/);
    expect(formIn('full-mailbox').fields.email).toMatch(/@plin\.example$/);
    expect(first(sample('dead-address').from).address).not.toMatch(/inexistent/);
    expect(first(sample('full-mailbox').from).address).not.toMatch(/plin/);
  });

  it('hostile-names has signs of every kind in name, subject, text, form and file names, unchanged', () => {
    const mail = sample('hostile-names');
    const { fields } = formIn('hostile-names');
    for (const text of [mail.subject, first(mail.from).name, mail.text, fields.firstName]) {
      for (const sign of ['<b onclick', '{{DATE()}}', '](http://', '<!channel>', `\${x}`]) {
        expect(text).toContain(sign);
      }
    }
    expect(fields.lastName).toBe('<script>alert(1)</script>');
    expect(first(mail.attachments).name).toContain('{{DATE()}}');
  });

  it('authorised-by-ANCPI is a company authorised with a J certificate', () => {
    expect(formIn('authorised-by-ANCPI').fields.authorisation).toMatch(/^RO-AB-J Nr\. \d{4}$/);
  });
});
