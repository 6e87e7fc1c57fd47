/** County codes inside a CNP: 01–39 counties, 40–46 Bucharest, 47, 48, 51, 52, and 70 for people registered abroad. */
function isCountyCode(code: number): boolean {
  return (code >= 1 && code <= 48) || code === 51 || code === 52 || code === 70;
}

const WEIGHTS: readonly number[] = [2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9];

/** The last digit that belongs to the first twelve (Legea 105/1996, annex). */
export function cnpCheckDigit(firstTwelve: string): number {
  const sum = WEIGHTS.reduce((total, weight, index) => total + weight * Number(firstTwelve[index]), 0);
  const rest = sum % 11;
  return rest === 10 ? 1 : rest;
}

/** The first digit: sex and century; 7 and 8 are residents, 9 foreigners: their century is not told. */
function centuries(first: number): readonly number[] {
  if (first === 1 || first === 2) {
    return [1900];
  }
  if (first === 3 || first === 4) {
    return [1800];
  }
  if (first === 5 || first === 6) {
    return [2000];
  }
  return [1900, 2000];
}

export type CnpFault = 'format' | 'checksum' | 'birth-date' | 'county-code';

/**
 * What is wrong with a CNP, or null. `today` (`yyyy-mm-dd`) bounds the birth date.
 */
export function cnpFault(cnp: string, today?: string): CnpFault | null {
  if (!/^[1-9]\d{12}$/.test(cnp)) {
    return 'format';
  }
  if (Number(cnp[12]) !== cnpCheckDigit(cnp)) {
    return 'checksum';
  }
  const [year, month, day] = [cnp.slice(1, 3), cnp.slice(3, 5), cnp.slice(5, 7)].map(Number);
  const born = centuries(Number(cnp[0])).some((century) => {
    const date = new Date(Date.UTC(century + (year ?? 0), (month ?? 0) - 1, day));
    const real = date.getUTCMonth() === (month ?? 0) - 1 && date.getUTCDate() === day;
    return real && (today === undefined || date.toISOString().slice(0, 10) < today);
  });
  if (!born) {
    return 'birth-date';
  }
  return isCountyCode(Number(cnp.slice(7, 9))) ? null : 'county-code';
}
