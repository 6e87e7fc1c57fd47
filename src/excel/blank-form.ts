import type ExcelJS from 'exceljs';
import { OFFICES } from '../workflow/offices.ts';

type Worksheet = ExcelJS.Worksheet;

interface Question {
  readonly row: number;
  readonly label: string;
  /** Shown beside the cell when it is chosen. */
  readonly hint: string;
  readonly kind: 'text' | 'date';
}

const APPLICANT: readonly Question[] = [
  { row: 5, label: 'Nume:', hint: 'Ca în actul de identitate.', kind: 'text' },
  { row: 6, label: 'Prenume:', hint: 'Toate prenumele, ca în actul de identitate.', kind: 'text' },
  { row: 7, label: 'CNP:', hint: '13 cifre, fără spații.', kind: 'text' },
  { row: 8, label: 'Act de identitate (serie și număr):', hint: 'De exemplu: AX 123456', kind: 'text' },
  { row: 9, label: 'Județ domiciliu:', hint: 'Județul din actul de identitate.', kind: 'text' },
  { row: 10, label: 'Localitate:', hint: 'Orașul, comuna sau satul.', kind: 'text' },
  {
    row: 11,
    label: 'Adresa (str., nr., bl., sc., ap.):',
    hint: 'De exemplu: Str. Unirii nr. 60',
    kind: 'text',
  },
  { row: 12, label: 'Telefon:', hint: '10 cifre, de exemplu 0722 123 456', kind: 'text' },
  {
    row: 13,
    label: 'E-mail:',
    hint: 'O singură adresă, a dumneavoastră: la ea primiți credențialele.',
    kind: 'text',
  },
];

const AUTHORISATION: readonly Question[] = [
  { row: 16, label: 'Clasa autorizației (A/B/C/D):', hint: 'Alegeți din listă.', kind: 'text' },
  {
    row: 17,
    label: 'Serie și nr. certificat de autorizare:',
    hint: 'Ca pe certificat, de exemplu: RO-AB-F Nr. 0123',
    kind: 'text',
  },
  { row: 18, label: 'Data emiterii autorizației:', hint: 'De exemplu: 15.03.2012', kind: 'date' },
  { row: 19, label: 'OCPI (indicativ județ):', hint: 'Alegeți din listă, de exemplu AB.', kind: 'text' },
  { row: 20, label: 'Forma de organizare:', hint: 'De exemplu: PFA, II, SRL', kind: 'text' },
  { row: 21, label: 'Denumire firmă:', hint: 'Se lasă gol dacă nu este cazul.', kind: 'text' },
  { row: 22, label: 'CUI:', hint: 'Se lasă gol dacă nu este cazul.', kind: 'text' },
  { row: 23, label: 'Data cererii:', hint: 'Data la care completați formularul.', kind: 'date' },
];

const CREDENTIALS: readonly Question[] = [
  { row: 26, label: 'Data creeri credențialelor:', hint: 'Se completează de către OCPI.', kind: 'date' },
  { row: 27, label: 'Adresa web:', hint: 'Se completează de către OCPI.', kind: 'text' },
  { row: 28, label: 'User:', hint: 'Se completează de către OCPI.', kind: 'text' },
  { row: 29, label: 'Parola:', hint: 'Se completează de către OCPI.', kind: 'text' },
];

const DATE_FORMAT = 'dd.mm.yyyy';
const FONT = 'Calibri';
const BLUE = 'FF1F3864';
const YELLOW = 'FFFFF2CC';
const GREY = 'FFF2F2F2';
const PALE_BLUE = 'FFDDEBF7';

/**
 * The blank form that an office can publish (A1): sheet DATE to fill in (A2), sheet CERERE that prints on one page
 * with the data from it (A3), sheet PROCEDURA that says what to do. An .xlsx.
 */
export async function blankForm(): Promise<Uint8Array> {
  // Loaded when needed: a big library, which those who only read forms shall not carry.
  const { default: library } = await import('exceljs');
  const book = new library.Workbook();
  book.creator = 'Cerere acces Online';
  book.title = 'Cerere acces Online la sistemul informatic al ANCPI';
  // A fixed day keeps two blank forms equal.
  book.created = new Date(Date.UTC(2026, 0, 1));
  book.modified = book.created;
  book.calcProperties.fullCalcOnLoad = true;
  drawData(book.addWorksheet('DATE'));
  drawRequest(book.addWorksheet('CERERE'));
  drawProcedure(book.addWorksheet('PROCEDURA'));
  book.definedNames.add("'PROCEDURA'!$J$1:$J$42", 'CoduriOCPI');
  return new Uint8Array(await book.xlsx.writeBuffer());
}

/** `area` such as `A$1:F$29`: exceljs puts a `$` before the columns only, and half a reference moves. */
function printOnOnePage(sheet: Worksheet, area: string): void {
  sheet.pageSetup = {
    paperSize: 9,
    orientation: 'portrait',
    fitToPage: true,
    fitToWidth: 1,
    fitToHeight: 1,
    horizontalCentered: true,
    printArea: area,
    margins: { left: 0.7, right: 0.7, top: 0.75, bottom: 0.75, header: 0.3, footer: 0.3 },
  };
  sheet.views = [{ showGridLines: false }];
}

function fill(color: string): ExcelJS.Fill {
  return { type: 'pattern', pattern: 'solid', fgColor: { argb: color } };
}

function drawData(sheet: Worksheet): void {
  sheet.columns = [{ width: 34 }, { width: 6 }, { width: 22 }, { width: 13 }, { width: 13 }, { width: 13 }];
  sheet.mergeCells('A1:F1');
  const title = sheet.getCell('A1');
  title.value = 'DATE PENTRU CERERE ACCES ONLINE';
  title.font = { name: FONT, size: 16, bold: true, color: { argb: BLUE } };
  sheet.getRow(1).height = 26;
  sheet.mergeCells('A2:F2');
  const hint = sheet.getCell('A2');
  hint.value =
    'Se completează numai celulele galbene. Câmpurile din secțiunea C se completează de către OCPI.';
  hint.font = { name: FONT, size: 10, italic: true, color: { argb: 'FF595959' } };
  drawSection(sheet, 4, 'A. Date de identificare');
  drawSection(sheet, 15, 'B. Date privind autorizarea');
  drawSection(sheet, 25, 'C. Credențiale de acces (completează OCPI)');
  for (const question of [...APPLICANT, ...AUTHORISATION]) {
    drawQuestion(sheet, question, YELLOW);
  }
  for (const question of CREDENTIALS) {
    drawQuestion(sheet, question, GREY);
  }
  validate(sheet);
  printOnOnePage(sheet, 'A$1:F$29');
  sheet.headerFooter.oddFooter = '&L&9Cerere acces Online&R&9Pagina &P din &N';
}

function drawSection(sheet: Worksheet, row: number, text: string): void {
  sheet.mergeCells(`A${row}:F${row}`);
  const cell = sheet.getCell(`A${row}`);
  cell.value = text;
  cell.font = { name: FONT, size: 12, bold: true, color: { argb: 'FFFFFFFF' } };
  cell.fill = fill(BLUE);
  cell.alignment = { vertical: 'middle', indent: 1 };
  sheet.getRow(row).height = 20;
}

function drawQuestion(sheet: Worksheet, { row, label, kind }: Question, color: string): void {
  sheet.mergeCells(`A${row}:B${row}`);
  sheet.mergeCells(`C${row}:F${row}`);
  const line: ExcelJS.Border = { style: 'thin', color: { argb: 'FFBFBFBF' } };
  const border = { top: line, left: line, bottom: line, right: line };
  const name = sheet.getCell(`A${row}`);
  name.value = label;
  name.font = { name: FONT, size: 11 };
  name.fill = fill(PALE_BLUE);
  name.alignment = { vertical: 'middle', indent: 1 };
  name.border = border;
  const value = sheet.getCell(`C${row}`);
  value.fill = fill(color);
  value.font = { name: FONT, size: 11 };
  value.alignment = { horizontal: 'left', vertical: 'middle', wrapText: true, indent: 1 };
  // Text, so that no program makes 2.85E+12 of a CNP or drops the zero of a telephone number.
  value.numFmt = kind === 'date' ? DATE_FORMAT : '@';
  value.border = border;
  sheet.getRow(row).height = 19;
}

function validate(sheet: Worksheet): void {
  for (const { row, label, hint, kind } of [...APPLICANT, ...AUTHORISATION, ...CREDENTIALS]) {
    sheet.getCell(`C${row}`).dataValidation = {
      ...ruleFor(row, kind),
      allowBlank: true,
      showInputMessage: true,
      promptTitle: label.replace(/\s*(\(.*\))?:$/, '').slice(0, 32),
      prompt: hint,
    };
  }
}

type Rule = Omit<ExcelJS.DataValidation, 'allowBlank'>;

function ruleFor(row: number, kind: Question['kind']): Rule {
  const error = { showErrorMessage: true, errorStyle: 'stop', errorTitle: 'Verificați' } as const;
  if (row === 7) {
    return { type: 'textLength', operator: 'equal', formulae: [13], ...error, error: 'CNP-ul are 13 cifre.' };
  }
  if (row === 16) {
    return { type: 'list', formulae: ['"A,B,C,D"'], ...error, error: 'Alegeți clasa: A, B, C sau D.' };
  }
  if (row === 19) {
    return { type: 'list', formulae: ['CoduriOCPI'], ...error, error: 'Alegeți indicativul din listă.' };
  }
  if (kind === 'date') {
    const from = new Date(Date.UTC(1990, 0, 1));
    const until = new Date(Date.UTC(2100, 0, 1));
    return {
      type: 'date',
      operator: 'between',
      formulae: [from, until],
      ...error,
      error: 'Scrieți data astfel: 15.03.2012',
    };
  }
  return {
    type: 'textLength',
    operator: 'lessThanOrEqual',
    formulae: [250],
    ...error,
    error: 'Cel mult 250 de caractere.',
  };
}

const day = (cell: string): string => `TEXT(DATE!${cell},"dd.mm.yyyy")`;

/** What was answered, or dots to write on. */
const answer = (cell: string): string => `IF(DATE!${cell}="","…………………",DATE!${cell})`;

/** Lines of the printed request; a formula begins with `=`. */
const REQUEST: readonly (readonly [row: number, content: string])[] = [
  [2, `="Către OCPI "&${answer('$C$19')}`],
  [
    7,
    `="Subsemnatul(a) "&${answer('$C$5')}&" "&${answer('$C$6')}&", CNP "&${answer('$C$7')}` +
      `&", act de identitate "&${answer('$C$8')}&","`,
  ],
  [8, `="domiciliat(ă) în "&${answer('$C$10')}&", județul "&${answer('$C$9')}&", "&${answer('$C$11')}&","`],
  [9, `="telefon "&${answer('$C$12')}&", e-mail "&${answer('$C$13')}&","`],
  [
    10,
    `="autorizat(ă) clasa "&${answer('$C$16')}&", certificat "&${answer('$C$17')}` +
      `&IF(DATE!$C$18="","",", emis la "&${day('$C$18')})&","`,
  ],
  [
    11,
    '=IF(DATE!$C$20="","","forma de organizare "&DATE!$C$20&IF(DATE!$C$21="","",", "&DATE!$C$21)' +
      '&IF(DATE!$C$22="","",", CUI "&DATE!$C$22)&",")',
  ],
  [12, 'solicit acordarea credențialelor de acces pentru depunerea online a cererilor.'],
  [15, `="Data: "&IF(DATE!$C$23="","",${day('$C$23')})`],
  [22, `=IF(DATE!$C$26="","","Credențiale create la data de "&${day('$C$26')})`],
  [23, '=IF(DATE!$C$27="","","Adresa web: "&DATE!$C$27)'],
  [24, '=IF(DATE!$C$28="","","Utilizator: "&DATE!$C$28)'],
  [25, '=IF(DATE!$C$29="","","Parola: "&DATE!$C$29)'],
];

function drawRequest(sheet: Worksheet): void {
  sheet.columns = [{ width: 72 }];
  const heading = (row: number, text: string, size: number): void => {
    const cell = sheet.getCell(`A${row}`);
    cell.value = text;
    cell.font = { name: FONT, size, bold: true, color: { argb: BLUE } };
    cell.alignment = { horizontal: 'center', vertical: 'middle', wrapText: true };
    sheet.getRow(row).height = size * 2;
  };
  heading(1, 'OFICIUL DE CADASTRU ȘI PUBLICITATE IMOBILIARĂ', 14);
  heading(4, 'CERERE', 16);
  heading(5, 'pentru acordarea accesului online la sistemul informatic', 12);
  for (const [row, content] of REQUEST) {
    const cell = sheet.getCell(`A${row}`);
    cell.value = content.startsWith('=') ? { formula: content.slice(1) } : content;
    cell.font = { name: FONT, size: 12 };
    cell.alignment = { vertical: 'middle', wrapText: true };
    sheet.getRow(row).height = row >= 7 && row <= 11 ? 34 : 20;
  }
  sheet.getCell('A2').alignment = { horizontal: 'center' };
  sheet.getCell('A17').value = 'Semnătura și ștampila: ____________________________';
  sheet.getCell('A17').font = { name: FONT, size: 12 };
  sheet.getRow(17).height = 40;
  const office = sheet.getCell('A21');
  office.value = 'Se completează de către OCPI:';
  office.font = { name: FONT, size: 11, bold: true };
  office.border = { top: { style: 'thin', color: { argb: 'FF7F7F7F' } } };
  printOnOnePage(sheet, 'A$1:A$25');
  sheet.headerFooter.oddFooter = '&C&9Cerere acces Online';
}

const PROCEDURE: readonly string[] = [
  'Completați foaia DATE, numai celulele galbene.',
  'Verificați numele și prenumele după actul de identitate; CNP-ul are 13 cifre.',
  'Scrieți o singură adresă de e-mail, a dumneavoastră: la ea primiți credențialele.',
  'Alegeți din liste clasa autorizației și indicativul OCPI.',
  'Scrieți seria și numărul certificatului ca pe certificat (de exemplu RO-AB-F Nr. 0123).',
  'Verificați foaia CERERE: datele se preiau automat din foaia DATE.',
  'Tipăriți foaia CERERE, semnați-o și ștampilați-o.',
  'Scanați cererea, cartea de identitate și certificatul de autorizare.',
  'Trimiteți un e-mail la oficiul dumneavoastră (adresele sunt mai jos), cu titlul „Cerere acces Online la sistemul informatic al ANCP”.',
  'Atașați cele trei scanări și acest fișier Excel completat.',
  'Depuneți sau trimiteți prin poștă la OCPI cererea în original.',
  'Veți primi fișierul completat cu adresa web, utilizatorul și parola.',
  'Nu comunicați parola altor persoane și schimbați-o la prima autentificare.',
];

function drawProcedure(sheet: Worksheet): void {
  sheet.columns = [{ width: 6 }, { width: 90 }];
  sheet.getColumn('J').width = 8;
  sheet.getColumn('K').width = 24;
  sheet.getColumn('L').width = 18;
  const title = sheet.getCell('A1');
  title.value = 'PROCEDURĂ DE LUCRU';
  title.font = { name: FONT, size: 16, bold: true, color: { argb: BLUE } };
  PROCEDURE.forEach((step, index) => {
    const row = index + 3;
    sheet.getCell(`A${row}`).value = index + 1;
    sheet.getCell(`A${row}`).font = { name: FONT, size: 11, bold: true, color: { argb: BLUE } };
    sheet.getCell(`A${row}`).alignment = { horizontal: 'center', vertical: 'top' };
    sheet.getCell(`B${row}`).value = step;
    sheet.getCell(`B${row}`).font = { name: FONT, size: 11 };
    sheet.getCell(`B${row}`).alignment = { wrapText: true, vertical: 'top' };
    sheet.getRow(row).height = step.length > 95 ? 32 : 18;
  });
  const listTitle = sheet.getCell('A18');
  listTitle.value = 'Adresele oficiilor';
  listTitle.font = { name: FONT, size: 12, bold: true, color: { argb: BLUE } };
  const lines = 14;
  for (let line = 0; line < lines; line++) {
    const offices = [0, 1, 2].map((column) => OFFICES[line + column * lines]);
    const cell = sheet.getCell(`B${19 + line}`);
    cell.value = offices.map((office) => (office ? `${office.name}: ${office.mailbox}` : '')).join('   ·   ');
    cell.font = { name: FONT, size: 10 };
  }
  // The list behind the choice in DATE!C19, beside what is printed.
  OFFICES.forEach((office, index) => {
    sheet.getCell(`J${index + 1}`).value = office.code;
    sheet.getCell(`K${index + 1}`).value = office.name;
    sheet.getCell(`L${index + 1}`).value = office.mailbox;
  });
  printOnOnePage(sheet, 'A$1:B$32');
}
