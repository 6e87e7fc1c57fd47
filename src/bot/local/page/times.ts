/** Days and hours as an office says them, in Bucharest's time whatever the machine's zone. */
import { words } from './words.ts';

const timeZone = 'Europe/Bucharest';
const language = document.documentElement.lang;
const clock = new Intl.DateTimeFormat(language, { timeZone, hour: '2-digit', minute: '2-digit' });
const day = new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' });
const shortDay = new Intl.DateTimeFormat(language, { timeZone, day: 'numeric', month: 'short' });
const longDay = new Intl.DateTimeFormat(language, { timeZone, dateStyle: 'long', timeStyle: 'short' });

/** "azi, 10:15", "ieri, 10:15", "23 nov., 10:15"; `iso` is an instant in ISO 8601. */
export function shortTime(iso: string): string {
  const at = new Date(iso);
  const now = new Date();
  const time = clock.format(at);
  if (day.format(at) === day.format(now)) {
    return words.today(time);
  }
  if (day.format(at) === day.format(new Date(now.getTime() - 86_400_000))) {
    return words.yesterday(time);
  }
  return `${shortDay.format(at)}, ${time}`;
}

/** "23 noiembrie 2026 la 10:15". */
export function longTime(iso: string): string {
  return longDay.format(new Date(iso));
}

/** "57 KB", "1,4 MB". */
export function size(bytes: number): string {
  const number = new Intl.NumberFormat(language, { maximumFractionDigits: 1 });
  return bytes < 1_000_000
    ? `${Math.max(1, Math.round(bytes / 1000))} KB`
    : `${number.format(bytes / 1_000_000)} MB`;
}
