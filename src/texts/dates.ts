/** Days and hours as an office reads them: `23.11.2026, 10:15`, always in Bucharest. */

const wallClock = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/Bucharest',
  hourCycle: 'h23',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
});

function partsOf(instant: string): ReadonlyMap<string, string> {
  const parts = wallClock.formatToParts(new Date(instant));
  return new Map(parts.map((part) => [part.type, part.value]));
}

/** `2026-11-23` as `23.11.2026`; anything else comes back as it is. */
export function formatDay(day: string): string {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day);
  return match ? `${match[3]}.${match[2]}.${match[1]}` : day;
}

/** The day in Bucharest at an instant (ISO 8601), as `23.11.2026`. */
export function formatInstantDay(instant: string): string {
  const parts = partsOf(instant);
  return `${parts.get('day')}.${parts.get('month')}.${parts.get('year')}`;
}

/** The hour in Bucharest at an instant, as `10:15`. */
export function formatTime(instant: string): string {
  const parts = partsOf(instant);
  return `${parts.get('hour')}:${parts.get('minute')}`;
}

/** Day and hour in Bucharest at an instant, as `23.11.2026, 10:15`. */
export function formatInstant(instant: string): string {
  return `${formatInstantDay(instant)}, ${formatTime(instant)}`;
}
