/** The mails that an invented applicant can send with one click (A1–A9), right ones and wrong ones. */

import type { SampleMail } from '../bot/local/recipients-world.ts';
import { blankForm } from '../excel/blank-form.ts';
import { filledForm } from '../excel/filled-form.ts';
import type { FormFields } from '../excel/form.ts';
import type { OutgoingAttachment } from '../mail/wire/send.ts';
import { BOUNCING_DOMAIN, DEAD_DOMAIN } from './letterbox.ts';
import { cutOff, inventory, protectedWorkbook } from './odd-workbooks.ts';
import type { HomeOffice } from './people.ts';
import { largeScans, oneScan, threeScans } from './scans.ts';
import type { Person } from './world.ts';

type FormChange = (form: FormFields) => Partial<FormFields>;

export interface Sample extends SampleMail {
  /** Where the applicant is authorised. */
  readonly home: HomeOffice;
  /** Whose mailbox the mail goes to. */
  readonly to: HomeOffice;
  /** Its secretary forwards the mail to the desk. */
  readonly forwarded?: true;
  /** The person who wrote last writes once more. */
  readonly again?: true;
  /** Where this applicant differs from the usual; true, and so in a corrected form too. */
  readonly particulars?: FormChange;
  /** What the applicant filled in wrongly; mended in a corrected form. */
  readonly mistakes?: FormChange;
  /** Makes the attached file of the form's values; null attaches none. Default: the filled form. */
  readonly workbook?: ((form: FormFields) => Promise<Uint8Array>) | null;
  /** Default: three scans, each in its file. */
  readonly scans?: (person: Person) => readonly OutgoingAttachment[];
  /** The scans are among what a correction has to bring. */
  readonly scansOwed?: true;
  /** Somebody else writes in the applicant's name: from elsewhere, past the applicant's server, which signs. */
  readonly forged?: true;
  /** How the sender calls himself. Default: his name. */
  readonly senderName?: string;
  readonly subject?: string;
  /** A sentence of the applicant's own. */
  readonly remark?: string;
}

/** A7. */
export const REQUEST_SUBJECT = 'Cerere acces Online la sistemul informatic al ANCP';

/** Letters and signs that some program would run, draw or follow. */
const HOSTILE = `<b onclick="alert(1)">Ion</b> {{DATE()}} [x](http://rau.example) <!channel> \${x}`;

/** Opens the protected workbook in Excel; the mail does not tell it. */
const WORKBOOK_PASSWORD = 'topo2026';

export const SAMPLES: readonly Sample[] = [
  {
    id: 'complete-ab',
    title: 'Cerere completă, OCPI Alba',
    description: 'Totul este în regulă: trei scanări și formularul completat corect, trimise la ab@ancpi.ro.',
    home: 'AB',
    to: 'AB',
  },
  {
    id: 'complete-cj',
    title: 'Cerere completă, redirecționată de OCPI Cluj',
    description: 'Solicitantul a scris la OCPI Cluj, iar secretara redirecționează mailul din Outlook.',
    home: 'CJ',
    to: 'CJ',
    forwarded: true,
  },
  {
    id: 'wrong-cnp',
    title: 'CNP și telefon greșite',
    description: 'Cifra de control a CNP-ului nu se potrivește, iar telefonul are prea puține cifre.',
    home: 'AB',
    to: 'AB',
    mistakes: ({ cnp, phone }) => ({
      cnp: cnp.slice(0, 12) + ((Number(cnp[12]) + 1) % 10),
      phone: phone.slice(0, 7),
    }),
  },
  {
    id: 'no-workbook',
    title: 'Fără fișierul Excel',
    description: 'Au venit cele trei scanări, dar fișierul Excel nu a fost atașat.',
    home: 'AB',
    to: 'AB',
    workbook: null,
  },
  {
    id: 'broken-workbook',
    title: 'Fișier Excel trunchiat',
    description: 'Fișierul Excel s-a întrerupt la jumătate și nu poate fi citit.',
    home: 'AB',
    to: 'AB',
    workbook: async (form) => cutOff(await filledForm(form)),
  },
  {
    id: 'encrypted',
    title: 'Fișier Excel protejat cu parolă',
    description: 'Fișierul Excel cere o parolă la deschidere, pe care solicitantul nu o spune.',
    home: 'AB',
    to: 'AB',
    workbook: async (form) => protectedWorkbook(await filledForm(form), WORKBOOK_PASSWORD),
  },
  {
    id: 'wrong-form',
    title: 'Alt fișier Excel',
    description: 'În locul formularului este atașată o listă de instrumente topografice.',
    home: 'AB',
    to: 'AB',
    workbook: () => inventory(),
  },
  {
    id: 'empty-form',
    title: 'Formular necompletat',
    description: 'Formularul este cel publicat, dar nicio rubrică nu este completată.',
    home: 'AB',
    to: 'AB',
    workbook: () => blankForm(),
  },
  {
    id: 'missing-scans',
    title: 'Fără scanări',
    description:
      'A venit numai fișierul Excel; lipsesc cererea semnată, cartea de identitate și certificatul.',
    home: 'AB',
    to: 'AB',
    scans: () => [],
    scansOwed: true,
    remark: 'Scanările le trimit mâine.',
  },
  {
    id: 'wrong-office',
    title: 'Trimisă la alt oficiu',
    description: 'Solicitantul este autorizat la OCPI Cluj, dar a scris la OCPI Alba.',
    home: 'CJ',
    to: 'AB',
  },
  {
    id: 'one-pdf',
    title: 'Toate scanările într-un singur PDF',
    description:
      'Cererea, cartea de identitate și certificatul sunt cele trei pagini ale fișierului Scan0001.pdf.',
    home: 'AB',
    to: 'AB',
    scans: oneScan,
  },
  {
    id: 'dead-address',
    title: 'Adresa din formular nu există',
    description: `Serverul refuză pe loc adresa de e-mail din formular (…@${DEAD_DOMAIN}).`,
    home: 'AB',
    to: 'AB',
    mistakes: ({ email }) => ({ email: `${localPart(email)}@${DEAD_DOMAIN}` }),
  },
  {
    id: 'full-mailbox',
    title: 'Căsuța din formular este plină',
    description: `Adresa din formular (…@${BOUNCING_DOMAIN}) primește mailul, apoi îl întoarce ca nelivrat.`,
    home: 'AB',
    to: 'AB',
    mistakes: ({ email }) => ({ email: `${localPart(email)}@${BOUNCING_DOMAIN}` }),
  },
  {
    id: 'hostile-names',
    title: 'Nume care încearcă să fie cod',
    description:
      'Numele, subiectul și fișierele conțin HTML, formule, linkuri și mențiuni; trebuie să rămână text.',
    home: 'AB',
    to: 'AB',
    mistakes: () => ({ lastName: '<script>alert(1)</script>', firstName: HOSTILE }),
    senderName: HOSTILE,
    subject: `${REQUEST_SUBJECT} ${HOSTILE}`,
    scans: (person) =>
      threeScans(person).map((scan) => ({ ...scan, name: `{{DATE()}} <!channel> [x](y) ${scan.name}` })),
    remark: HOSTILE,
  },
  {
    id: 'forged-sender',
    title: 'Expeditor fals',
    description:
      'Altcineva scrie în numele solicitantului: mailul nu este semnat de serverul lui. Cardul o spune, confirmarea nu pleacă.',
    home: 'AB',
    to: 'AB',
    forged: true,
  },
  {
    id: 'big-30mb',
    title: 'Scanări de 30 MB',
    description: 'Trei scanări necomprimate, de 30 MB în total: aproape cât se poate primi.',
    home: 'AB',
    to: 'AB',
    scans: largeScans,
  },
  {
    id: 'same-again',
    title: 'Aceeași persoană, încă o dată',
    description: 'Ultimul solicitant de la OCPI Alba mai trimite o cerere, cu alt număr de telefon.',
    home: 'AB',
    to: 'AB',
    again: true,
    particulars: ({ phone }) => ({ phone: `0711${phone.slice(4)}` }),
    remark: 'Mi-am schimbat numărul de telefon.',
  },
  {
    id: 'authorised-by-ANCPI',
    title: 'Autorizat direct de ANCPI',
    description: 'Persoană juridică autorizată de ANCPI: actualizarea se cere la DCG (rândul A13).',
    home: 'AB',
    to: 'AB',
    particulars: ({ authorisation, lastName }) => ({
      authorisation: authorisation.replace('-F ', '-J '),
      authorisationClass: 'A',
      legalForm: 'SRL',
      company: `${lastName} Geo Măsurători SRL`,
    }),
    remark:
      'Certificatul a fost emis direct de ANCPI, iar sediul firmei s-a schimbat față de datele din eTerra.',
  },
];

function localPart(address: string): string {
  return address.slice(0, address.indexOf('@'));
}

const WORKBOOK_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** What hangs on the mail of a sample (A9): the scans, then the workbook. */
export async function attachmentsOf(sample: Sample, person: Person): Promise<OutgoingAttachment[]> {
  const form = { ...person.form, ...sample.particulars?.(person.form), ...sample.mistakes?.(person.form) };
  const scans = (sample.scans ?? threeScans)({ ...person, form: trueForm(sample, person) });
  if (sample.workbook === null) {
    return [...scans];
  }
  const bytes = await (sample.workbook ?? filledForm)(form);
  return [...scans, workbookFile(person, bytes)];
}

/** The form that the applicant of a sample ought to have sent. */
export function trueForm(sample: Sample | undefined, person: Person): FormFields {
  return { ...person.form, ...sample?.particulars?.(person.form) };
}

/** An attached form under a name such as people give. */
export function workbookFile(person: Person, bytes: Uint8Array): OutgoingAttachment {
  return {
    name: `Cerere acces ${person.form.lastName} ${person.form.firstName}.xlsx`,
    mediaType: WORKBOOK_TYPE,
    bytes: Buffer.from(bytes),
  };
}
