import Holidays from 'date-holidays';
import { describe, expect, it } from 'vitest';
import {
  addWorkingDays,
  dueAfter,
  instantAt,
  isPublicHoliday,
  localDay,
} from '../../src/workflow/deadlines.ts';

describe('Romanian working days', () => {
  it('know every public holiday that date-holidays knows, 2024 to 2040', () => {
    const oracle = new Holidays('RO');
    const wrong: string[] = [];
    for (let year = 2024; year <= 2040; year += 1) {
      for (let day = `${year}-01-01`; day.startsWith(String(year)); day = nextDay(day)) {
        const known = oracle.isHoliday(`${day} 12:00:00`) || [];
        if (isPublicHoliday(day) !== known.some((holiday) => holiday.type === 'public')) {
          wrong.push(day);
        }
      }
    }
    expect(wrong).toEqual([]);
  });

  it('skip the long weekend of St Andrew and the National Day', () => {
    expect(addWorkingDays('2026-11-26', 2)).toBe('2026-12-02');
  });

  it('end at 17:00 in Bucharest, in winter and in summer', () => {
    expect(dueAfter('2026-11-23T08:00:00.000Z', 2)).toBe('2026-11-25T15:00:00.000Z');
    expect(dueAfter('2026-07-06T08:00:00.000Z', 2)).toBe('2026-07-08T14:00:00.000Z');
  });

  it('begin at midnight in Bucharest, whatever the machine thinks', () => {
    expect(localDay('2026-11-23T22:30:00.000Z')).toBe('2026-11-24');
    expect(instantAt('2026-11-24', 0)).toBe('2026-11-23T22:00:00.000Z');
  });
});

function nextDay(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}
