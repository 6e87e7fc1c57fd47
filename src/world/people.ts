/** Invented applicants. None of them exists: their addresses end in `.example` (RFC 2606), their telephones are not in use. */
import { cnpCheckDigit } from '../excel/cnp.ts';
import type { Person } from './world.ts';

type Sex = 'm' | 'f';

/** The family name, the given name and the sex of a dozen people. */
const NAMES: readonly (readonly [lastName: string, firstName: string, sex: Sex])[] = [
  ['Moldovan', 'Ion', 'm'],
  ['Ștefănescu', 'Ana-Maria', 'f'],
  ['Popa', 'Gheorghe', 'm'],
  ['Rusu', 'Elena', 'f'],
  ['Țîrlea', 'Vasile', 'm'],
  ['Bărbulescu', 'Ioana', 'f'],
  ['Câmpean', 'Radu', 'm'],
  ['Șerban', 'Mihaela', 'f'],
  ['Oltean', 'Călin', 'm'],
  ['Dăian', 'Cristina', 'f'],
  ['Hațegan', 'Liviu', 'm'],
  ['Mureșan', 'Raluca', 'f'],
];

/** Where the invented applicants have their mailboxes. */
export const APPLICANT_DOMAINS = [
  'cadastru.example',
  'topografie.example',
  'geodezie.example',
  'masuratori.example',
];

interface County {
  readonly name: string;
  /** Inside a CNP. */
  readonly code: string;
  /** Of identity cards. */
  readonly series: string;
  readonly localities: readonly string[];
}

const COUNTIES: Readonly<Record<string, County>> = {
  AB: {
    name: 'Alba',
    code: '01',
    series: 'AX',
    localities: ['Alba Iulia', 'Sebeș', 'Aiud', 'Blaj', 'Cugir', 'Câmpeni'],
  },
  CJ: {
    name: 'Cluj',
    code: '12',
    series: 'KX',
    localities: ['Cluj-Napoca', 'Turda', 'Dej', 'Gherla', 'Câmpia Turzii', 'Huedin'],
  },
};

const STREETS = ['Unirii', 'Avram Iancu', 'Mihai Viteazul', 'Horea', 'Livezii', 'Morii', 'Trandafirilor'];

/** Counties that invented people live in. */
export type HomeOffice = 'AB' | 'CJ';

/**
 * The invented person of a number, at home with an office; the same each time. The first twelve have the names above,
 * later ones share a name but no CNP, certificate, telephone or address. `today` (`yyyy-mm-dd`) dates the request.
 */
export function inventPerson(number: number, office: HomeOffice, today: string): Person {
  const [lastName, firstName, sex] = pick(NAMES, number);
  const county = COUNTIES[office];
  if (county === undefined) {
    throw new RangeError(`Nobody lives at ${office}`);
  }
  const round = Math.floor(number / NAMES.length);
  const domain = pick(APPLICANT_DOMAINS, number + round);
  const mailbox = `${plain(firstName)}.${plain(lastName)}${round === 0 ? '' : round + 1}@${domain}`;
  const company = number % 3 === 2;
  return {
    number,
    name: `${firstName} ${lastName}`,
    mailbox,
    form: {
      lastName,
      firstName,
      cnp: inventCnp(number, sex, county.code),
      idDocument: `${county.series} ${digits(100_000 + number * 37, 6)}`,
      county: county.name,
      locality: pick(county.localities, number),
      address: `Str. ${pick(STREETS, number)} nr. ${3 + ((number * 7) % 90)}`,
      phone: `0700${digits(100 + number, 6)}`,
      email: mailbox,
      authorisationClass: pick(['B', 'C', 'A', 'D'], number),
      authorisation: `RO-${office}-F Nr. ${digits(1_201 + number * 3, 4)}`,
      office,
      authorisedOn: `${2008 + (number % 12)}-0${1 + (number % 9)}-1${number % 10}`,
      legalForm: company ? 'SRL' : 'PFA',
      company: company ? `${lastName} Topo SRL` : `${lastName} ${firstName} PFA`,
      taxId: `RO${digits(40_000_000 + number * 101, 8)}`,
      requestedOn: today,
    },
  };
}

function inventCnp(number: number, sex: Sex, county: string): string {
  const year = digits(68 + (number % 28), 2);
  const month = digits(1 + ((number * 5) % 12), 2);
  const day = digits(1 + ((number * 11) % 28), 2);
  const twelve = `${sex === 'm' ? 1 : 2}${year}${month}${day}${county}${digits(100 + (number % 900), 3)}`;
  return `${twelve}${cnpCheckDigit(twelve)}`;
}

/** The name as it stands in an address: no diacritics, no spaces. */
function plain(name: string): string {
  return name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z-]/g, '');
}

function digits(value: number, length: number): string {
  return String(value).padStart(length, '0').slice(-length);
}

function pick<T>(list: readonly T[], number: number): T {
  const found = list[number % list.length];
  if (found === undefined) {
    throw new RangeError('Nothing to pick from');
  }
  return found;
}
