import { cnpCheckDigit } from '../src/excel/cnp.ts';
import { inventPerson } from '../src/world/people.ts';

export interface Applicant {
  readonly name: string;
  readonly email: string;
  readonly cnp: string;
  readonly authorisation: string;
}

const TODAY = '2026-11-20';
/** Of a CNP: sex, year, month, day, county and order number. */
const YEARS = 60;
const MONTHS = 12;
const DAYS = 28;
const ORDERS = 999;

/** The invented applicant of a number; numbers below 20 million share no CNP, address or authorisation. */
export function inventApplicant(number: number, office: string): Applicant {
  const { name, mailbox } = inventPerson(number, 'AB', TODAY);
  return {
    name,
    email: mailbox,
    cnp: inventCnp(number),
    authorisation: `RO-${office}-F Nr. ${String(number).padStart(8, '0')}`,
  };
}

function inventCnp(number: number): string {
  let rest = number;
  const take = (count: number): number => {
    const taken = rest % count;
    rest = Math.floor(rest / count);
    return taken;
  };
  const order = two(take(ORDERS) + 1, 3);
  const day = two(take(DAYS) + 1);
  const month = two(take(MONTHS) + 1);
  const twelve = `1${two(take(YEARS) + 40)}${month}${day}01${order}`;
  return `${twelve}${cnpCheckDigit(twelve)}`;
}

function two(value: number, length = 2): string {
  return String(value).padStart(length, '0');
}
