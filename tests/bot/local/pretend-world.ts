/** Pretend mailboxes without any mail: remembers what was asked of them. */
import type { ReceivedMail, RecipientsWorld } from '../../../src/bot/local/recipients-world.ts';

export const APPLICANT = 'andrei.popescu@cadastru-alba.example';

const correction: ReceivedMail = {
  id: 'mail-1',
  from: 'OCPI Alba – acces <acces@ancpi.example>',
  subject: 'AB-2026-00042: este nevoie de o corectare',
  date: '2026-11-24T08:05:00.000Z',
  text: 'Bună ziua,\n\nVă rugăm să corectați CNP-ul din formular și să răspundeți la acest mail.\n\nOCPI Alba',
  html: `<!doctype html><html lang="ro"><body style="font-family:sans-serif">
<p>Bună ziua,</p><p>Vă rugăm să corectați <strong>CNP-ul</strong> din formular și să răspundeți la acest mail.</p>
<p>OCPI Alba</p><script>top.document.title = 'hostile'</script>
<img src="https://tracker.example/pixel.png" alt=""></body></html>`,
  attachments: [{ index: 0, name: 'Cerere acces – Popescu.xlsx', bytes: 57_344 }],
};

const acknowledgement: ReceivedMail = {
  ...correction,
  id: 'mail-0',
  subject: 'AB-2026-00042: cererea dumneavoastră a fost primită',
  date: '2026-11-23T08:15:30.000Z',
  text: 'Bună ziua,\n\nAm primit cererea dumneavoastră. Dosarul are numărul AB-2026-00042.',
  attachments: [],
};

export interface PretendWorld extends RecipientsWorld {
  /** What was asked, newest last. */
  readonly asked: unknown[];
  /** Puts one more mail into the applicant's mailbox. */
  receive(subject: string): void;
}

export function pretendWorld(): PretendWorld {
  const mails: ReceivedMail[] = [correction, withoutHtml(acknowledgement)];
  const asked: unknown[] = [];
  const listeners = new Set<(mailbox: string) => void>();
  const mailsOf = (mailbox: string): readonly ReceivedMail[] => (mailbox === APPLICANT ? mails : []);
  const done = (text: string, what: unknown) => {
    asked.push(what);
    return { kind: 'done', text } as const;
  };
  return {
    asked,
    receive(subject) {
      mails.unshift(withoutHtml({ ...acknowledgement, id: `mail-${mails.length}`, subject }));
      for (const listener of listeners) {
        listener(APPLICANT);
      }
    },
    async parties() {
      return [
        {
          mailbox: APPLICANT,
          title: 'Andrei Popescu (solicitant)',
          role: 'applicant',
          messages: mails.length,
        },
        { mailbox: 'ab@ancpi.example', title: 'Secretar OCPI Alba', role: 'secretary', messages: 0 },
        { mailbox: 'autorizati@ancpi.example', title: 'autorizati@', role: 'di', messages: 0 },
        { mailbox: 'dcg@ancpi.example', title: 'dcg@', role: 'dcg', messages: 0 },
      ];
    },
    async messages(mailbox) {
      return mailsOf(mailbox).map(({ id, from, subject, date, attachments }) => ({
        id,
        from,
        subject,
        date,
        hasAttachments: attachments.length > 0,
      }));
    },
    async message(mailbox, id) {
      return mailsOf(mailbox).find((mail) => mail.id === id) ?? null;
    },
    async attachment(mailbox, id, index) {
      const mail = mailsOf(mailbox).find((each) => each.id === id);
      const found = mail?.attachments.find((each) => each.index === index);
      return found ? { name: found.name, bytes: Buffer.from('PK\u0003\u0004 a workbook') } : null;
    },
    async samples() {
      return [
        {
          id: 'complete',
          title: 'O cerere completă',
          description: 'Formular fără greșeli și cele trei documente scanate, către OCPI Alba.',
        },
        {
          id: 'wrong',
          title: 'O cerere cu greșeli',
          description: 'CNP greșit și un certificat care lipsește.',
        },
        { id: 'unsorted', title: 'Un mail care nu este o cerere', description: 'Ajunge la „De clasificat”.' },
      ];
    },
    async sendSample(id) {
      return id === 'unsorted'
        ? { kind: 'told', text: 'Receptorul nu a luat mailul. Încercați din nou.' }
        : done('Mailul a fost trimis.', { sample: id });
    },
    async sendEml(bytes) {
      return done('Mailul a fost trimis.', { eml: bytes.length });
    },
    async answer(reply) {
      return done('Răspunsul a plecat.', reply);
    },
    async askNewPassword(request) {
      return done('Solicitarea a plecat.', request);
    },
    watch(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function withoutHtml({ html: _html, ...mail }: ReceivedMail): ReceivedMail {
  return mail;
}
