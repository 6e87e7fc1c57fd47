/** One of the 42 offices (41 counties and Bucharest). */
export interface Office {
  /** The county's letters as on the form and on certificates: `AB`, `CJ`, … `B` for Bucharest. */
  readonly code: string;
  /** As people say it: `OCPI Alba`. */
  readonly name: string;
  /** Where applicants of that office write to (A6): `ab@ancpi.ro`. */
  readonly mailbox: string;
}

const COUNTIES: readonly (readonly [code: string, county: string])[] = [
  ['AB', 'Alba'],
  ['AR', 'Arad'],
  ['AG', 'Argeș'],
  ['BC', 'Bacău'],
  ['BH', 'Bihor'],
  ['BN', 'Bistrița-Năsăud'],
  ['BT', 'Botoșani'],
  ['BR', 'Brăila'],
  ['BV', 'Brașov'],
  ['B', 'București'],
  ['BZ', 'Buzău'],
  ['CS', 'Caraș-Severin'],
  ['CL', 'Călărași'],
  ['CJ', 'Cluj'],
  ['CT', 'Constanța'],
  ['CV', 'Covasna'],
  ['DB', 'Dâmbovița'],
  ['DJ', 'Dolj'],
  ['GL', 'Galați'],
  ['GR', 'Giurgiu'],
  ['GJ', 'Gorj'],
  ['HR', 'Harghita'],
  ['HD', 'Hunedoara'],
  ['IL', 'Ialomița'],
  ['IS', 'Iași'],
  ['IF', 'Ilfov'],
  ['MM', 'Maramureș'],
  ['MH', 'Mehedinți'],
  ['MS', 'Mureș'],
  ['NT', 'Neamț'],
  ['OT', 'Olt'],
  ['PH', 'Prahova'],
  ['SM', 'Satu Mare'],
  ['SJ', 'Sălaj'],
  ['SB', 'Sibiu'],
  ['SV', 'Suceava'],
  ['TR', 'Teleorman'],
  ['TM', 'Timiș'],
  ['TL', 'Tulcea'],
  ['VS', 'Vaslui'],
  ['VL', 'Vâlcea'],
  ['VN', 'Vrancea'],
];

/** The 42 offices, by the alphabetical order of their names. */
export const OFFICES: readonly Office[] = COUNTIES.map(([code, county]) => ({
  code,
  name: `OCPI ${county}`,
  mailbox: `${code.toLowerCase()}@ancpi.ro`,
}));

/** The office of a code in any case (`ab`, `AB`), or undefined. */
export function officeByCode(code: string): Office | undefined {
  const wanted = code.trim().toUpperCase();
  return OFFICES.find((office) => office.code === wanted);
}

/** The office of a mailbox in any case (A6), or undefined. */
export function officeByMailbox(mailbox: string): Office | undefined {
  const wanted = mailbox.trim().toLowerCase();
  return OFFICES.find((office) => office.mailbox === wanted);
}
