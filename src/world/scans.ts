/** The three scans of A5: the signed application, the identity card and the certificate, drawn for invented people. */
import type { OutgoingAttachment } from '../mail/wire/send.ts';
import { formatDay } from '../texts/dates.ts';
import { type PdfLine, type PdfPage, writePdf } from './pdf.ts';
import { blankPicture } from './picture.ts';
import type { Person } from './world.ts';

/** What an applicant scans, each in a file of its own whose name says what it is. */
export function threeScans(person: Person): OutgoingAttachment[] {
  const family = person.form.lastName;
  return [
    pdfFile(`Cerere semnată ${family}.pdf`, [applicationPage(person)]),
    { name: `CI ${family}.png`, mediaType: 'image/png', bytes: identityCard(person) },
    pdfFile(`Certificat de autorizare ${family}.pdf`, [certificatePage(person)]),
  ];
}

/** The three in one PDF under a name that tells nothing. */
export function oneScan(person: Person): OutgoingAttachment[] {
  const pages = [applicationPage(person), identityPage(person), certificatePage(person)];
  return [pdfFile('Scan0001.pdf', pages)];
}

/** A4 at 320 dots per inch, one byte a dot: 9.9 million bytes. */
const LARGE = { width: 2_648, height: 3_745 };

/** Three pictures that nobody made smaller: 29.8 million bytes together. */
export function largeScans(person: Person): OutgoingAttachment[] {
  const headings = ['CERERE', 'CARTE DE IDENTITATE', 'CERTIFICAT DE AUTORIZARE'];
  const names = ['Cerere semnata.png', 'Carte de identitate.png', 'Certificat de autorizare.png'];
  return names.map((name, index) => {
    const picture = blankPicture(LARGE.width, LARGE.height);
    picture.text(headings[index] ?? '', 200, 300, 14);
    picture.text(person.name, 200, 600, 10);
    picture.text(person.form.authorisation, 200, 800, 10);
    return { name, mediaType: 'image/png', bytes: picture.png({ packed: false }) };
  });
}

function pdfFile(name: string, pages: readonly PdfPage[]): OutgoingAttachment {
  return { name, mediaType: 'application/pdf', bytes: writePdf(pages) };
}

const LEFT = 70;

function paragraph(lines: readonly string[], top: number): PdfLine[] {
  return lines.map((text, index) => ({ text, size: 12, x: LEFT, y: top + index * 24 }));
}

function applicationPage({ form, name }: Person): PdfPage {
  return {
    lines: [
      { text: `Către OCPI ${form.county}`, size: 12, x: LEFT, y: 90 },
      { text: 'CERERE', size: 20, x: 255, y: 150 },
      {
        text: 'pentru acordarea accesului online la sistemul informatic',
        size: 12,
        x: 145,
        y: 175,
      },
      ...paragraph(
        [
          `Subsemnatul(a) ${form.lastName} ${form.firstName}, CNP ${form.cnp},`,
          `act de identitate ${form.idDocument}, domiciliat(ă) în ${form.locality},`,
          `județul ${form.county}, ${form.address},`,
          `telefon ${form.phone}, e-mail ${form.email},`,
          `autorizat(ă) clasa ${form.authorisationClass}, certificat ${form.authorisation},`,
          `emis la ${formatDay(form.authorisedOn)},`,
          'solicit acordarea credențialelor de acces pentru depunerea online a cererilor.',
        ],
        230,
      ),
      ...paragraph([`Data: ${formatDay(form.requestedOn)}`, `Semnătura și ștampila: ${name}`], 440),
      { text: 'EXEMPLU', size: 11, x: 398, y: 536 },
    ],
    // A stamp and a signature in blue ink.
    drawing:
      '0.1 0.2 0.6 RG 2 w 470 310 m 470 337 448 359 421 359 c 394 359 372 337 372 310 c 372 283 394 261 421 261 c ' +
      '448 261 470 283 470 310 c S 1.5 w 90 320 m 110 380 130 280 150 330 c 165 360 175 300 200 325 c 230 350 250 310 290 330 c S',
  };
}

function certificatePage({ form, name }: Person): PdfPage {
  return {
    lines: [
      { text: 'AGENȚIA NAȚIONALĂ DE CADASTRU ȘI PUBLICITATE IMOBILIARĂ', size: 12, x: 110, y: 110 },
      { text: 'CERTIFICAT DE AUTORIZARE', size: 20, x: 150, y: 180 },
      { text: `Seria ${form.authorisation}`, size: 14, x: 210, y: 215 },
      ...paragraph(
        [
          `Se autorizează ${name},`,
          `cu domiciliul în ${form.locality}, județul ${form.county},`,
          `pentru clasa ${form.authorisationClass}.`,
          `Data emiterii: ${formatDay(form.authorisedOn)}`,
          'Document inventat, pentru demonstrație.',
        ],
        290,
      ),
    ],
    drawing: '0.5 0.1 0.1 RG 3 w 40 420 515 382 re S 1 w 48 428 499 366 re S',
  };
}

function identityPage(person: Person): PdfPage {
  const { form } = person;
  return {
    lines: [
      { text: 'ROMÂNIA', size: 12, x: LEFT, y: 110 },
      { text: 'CARTE DE IDENTITATE', size: 18, x: 200, y: 110 },
      ...paragraph(
        [
          `SERIA ${form.idDocument.replace(' ', ' NR ')}`,
          `CNP ${form.cnp}`,
          `Nume: ${form.lastName}`,
          `Prenume: ${form.firstName}`,
          `Domiciliu: ${form.locality}, ${form.address}`,
          'Document inventat, pentru demonstrație.',
        ],
        150,
      ),
      ...machineLines(person).map((text, index) => ({ text, size: 13, x: LEFT, y: 330 + index * 20 })),
    ],
    drawing: '0.3 0.3 0.3 RG 1 w 50 460 495 310 re S',
  };
}

/** The size of an identity card at ten dots a millimetre. */
const CARD = { width: 1_050, height: 740 };

function identityCard(person: Person): Buffer {
  const { form } = person;
  const picture = blankPicture(CARD.width, CARD.height);
  picture.rectangle(20, 20, CARD.width - 40, 4, 90);
  picture.rectangle(20, CARD.height - 24, CARD.width - 40, 4, 90);
  picture.rectangle(50, 130, 260, 340, 205);
  picture.ellipse(180, 260, 70, 90, 130);
  picture.rectangle(90, 370, 180, 100, 130);
  picture.text('ROMANIA', 50, 50, 6);
  picture.text('CARTE DE IDENTITATE', 350, 55, 5);
  const lines = [
    `SERIA ${form.idDocument.replace(' ', ' NR ')}`,
    `CNP ${form.cnp}`,
    `NUME: ${form.lastName}`,
    `PRENUME: ${form.firstName}`,
    `${form.locality}. JUD. ${form.county}`,
    form.address,
    'DOCUMENT INVENTAT',
  ];
  lines.forEach((line, index) => {
    picture.text(line.slice(0, 27), 350, 140 + index * 48, 4);
  });
  machineLines(person).forEach((line, index) => {
    picture.text(line, 50, 560 + index * 60, 4);
  });
  return picture.png();
}

/** The machine-readable lines: two of 36 characters. */
function machineLines({ form }: Person): string[] {
  const letters = (text: string): string =>
    text
      .normalize('NFD')
      .replace(/\p{M}/gu, '')
      .toUpperCase()
      .replace(/[^A-Z]+/g, '<');
  const names = `IDROU${letters(form.lastName)}<<${letters(form.firstName)}`;
  const sex = form.cnp.startsWith('1') ? 'M' : 'F';
  const numbers = `${form.idDocument.replace(' ', '')}<0ROU${form.cnp.slice(1, 7)}0${sex}3112310${form.cnp.slice(7)}`;
  return [names, numbers].map((line) => line.padEnd(36, '<').slice(0, 36));
}
