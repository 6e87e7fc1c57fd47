import Holidays from 'date-holidays';
import { describe, expect, it } from 'vitest';
import {
  addWorkingDays,
  dueAfter,
  instantAt,
  isPublicHoliday,
  localDay,
  speakingTime,
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

  it.each([
    ['a working day', '2026-11-25T12:00:00.000Z', '2026-11-25T12:00:00.000Z'],
    ['the evening', '2026-11-25T18:00:00.000Z', '2026-11-26T06:00:00.000Z'],
    ['before eight', '2026-11-25T05:59:00.000Z', '2026-11-25T06:00:00.000Z'],
    ['a Saturday', '2026-11-28T10:00:00.000Z', '2026-12-02T06:00:00.000Z'],
    ['a holiday', '2026-12-01T04:00:00.000Z', '2026-12-02T06:00:00.000Z'],
    ['a night in summer', '2026-07-06T23:00:00.000Z', '2026-07-07T05:00:00.000Z'],
  ])('say when people may be reminded: %s', (_when, now, at) => {
    expect(speakingTime(now)).toBe(at);
  });

  it('begin at midnight in Bucharest, whatever the machine thinks', () => {
    expect(localDay('2026-11-23T22:30:00.000Z')).toBe('2026-11-24');
    expect(instantAt('2026-11-24', 0)).toBe('2026-11-23T22:00:00.000Z');
  });
});

function nextDay(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}
