/** A case of which the personal data was removed. */
import type { Texts } from '../ro.ts';

export const purged: Texts['purged'] = {
  title: (number) => `Case ${number}`.trim(),
  state: 'Data removed',
  speak: (number) => `Case ${number}: the personal data was removed.`,
  removed: (day, minutes) => `The personal data was removed on ${day}, minutes no. ${minutes}.`,
};
