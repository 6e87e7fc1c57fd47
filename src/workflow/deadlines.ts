/**
 * Working days in Romania, and local time in Bucharest, whatever the machine's zone.
 *
 * Holidays are computed: the fixed days of the Labour Code (art. 139, as amended to 2024) and those
 * that move with the Orthodox Easter. The tests compare them with the library date-holidays.
 */
import type { Day, Instant } from './case.ts';

const DAY_MS = 86_400_000;
/** Offices answer the public until then; a deadline ends at this hour of its day. */
const CLOSING_HOUR = 17;

const FIXED_HOLIDAYS = new Set([
  '01-01',
  '01-02',
  '01-06',
  '01-07',
  '01-24',
  '05-01',
  '06-01',
  '08-15',
  '11-30',
  '12-01',
  '12-25',
  '12-26',
]);
/** Good Friday, Easter Sunday and Monday, Whit Sunday and Monday, in days from Easter Sunday. */
const EASTER_HOLIDAYS = [-2, 0, 1, 49, 50];

const bucharest = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'Europe/Bucharest',
  hourCycle: 'h23',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
});

interface LocalTime {
  readonly day: Day;
  readonly hour: number;
  readonly minute: number;
}

/** What the clock on an office's wall shows at an instant. */
export function localTime(instant: Instant): LocalTime {
  const parts = new Map(bucharest.formatToParts(new Date(instant)).map((part) => [part.type, part.value]));
  return {
    day: `${parts.get('year')}-${parts.get('month')}-${parts.get('day')}`,
    hour: Number(parts.get('hour')),
    minute: Number(parts.get('minute')),
  };
}

/** The day in Bucharest at an instant. */
export function localDay(instant: Instant): Day {
  return localTime(instant).day;
}

/** The instant at which an office's wall clock shows a full hour of a day. */
export function instantAt(day: Day, hour: number): Instant {
  const guess = Date.parse(`${day}T${String(hour).padStart(2, '0')}:00:00.000Z`);
  const shown = localTime(new Date(guess).toISOString());
  const shownMs = Date.parse(`${shown.day}T00:00:00.000Z`) + (shown.hour * 60 + shown.minute) * 60_000;
  return new Date(guess - (shownMs - guess)).toISOString();
}

/** Sunday of the Orthodox Easter (Meeus' Julian algorithm; Gregorian date, years 1900 to 2099). */
export function orthodoxEaster(year: number): Day {
  const a = year % 4;
  const b = year % 7;
  const c = year % 19;
  const d = (19 * c + 15) % 30;
  const e = (2 * a + 4 * b - d + 34) % 7;
  const month = Math.floor((d + e + 114) / 31);
  const dayOfMonth = ((d + e + 114) % 31) + 1;
  const julianToGregorian = 13;
  return new Date(Date.UTC(year, month - 1, dayOfMonth + julianToGregorian)).toISOString().slice(0, 10);
}

function plusDays(day: Day, days: number): Day {
  return new Date(Date.parse(`${day}T00:00:00.000Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

export function isPublicHoliday(day: Day): boolean {
  if (FIXED_HOLIDAYS.has(day.slice(5))) {
    return true;
  }
  const easter = orthodoxEaster(Number(day.slice(0, 4)));
  return EASTER_HOLIDAYS.some((offset) => plusDays(easter, offset) === day);
}

export function isWorkingDay(day: Day): boolean {
  const weekday = new Date(`${day}T00:00:00.000Z`).getUTCDay();
  return weekday !== 0 && weekday !== 6 && !isPublicHoliday(day);
}

/** The day that comes `count` working days after a day; the day itself does not count. */
export function addWorkingDays(day: Day, count: number): Day {
  let reached = day;
  for (let left = count; left > 0; ) {
    reached = plusDays(reached, 1);
    if (isWorkingDay(reached)) {
      left -= 1;
    }
  }
  return reached;
}

/** Between these hours of a working day people are reminded of something; at other times it waits for the next morning. */
const SPEAKING = { from: 8, until: 20 } as const;

/** The first moment from now on at which people may be reminded: now itself, or the morning of the next working day. */
export function speakingTime(now: Instant): Instant {
  const { day, hour } = localTime(now);
  if (isWorkingDay(day) && hour >= SPEAKING.from && hour < SPEAKING.until) {
    return now;
  }
  const isBefore = isWorkingDay(day) && hour < SPEAKING.from;
  return instantAt(isBefore ? day : addWorkingDays(day, 1), SPEAKING.from);
}

/** When something asked for now is due: closing time, so many working days later. */
export function dueAfter(now: Instant, workingDays: number): Instant {
  return instantAt(addWorkingDays(localDay(now), workingDays), CLOSING_HOUR);
}
