/** The list of authorised persons beside the form (A11, A12). */
import type { Texts } from '../ro.ts';

export const register: Texts['register'] = {
  unknown: 'the authorisation is not in the list of authorised persons',
  unknownButNamed: 'the authorisation is not in the list; the name is there with another one',
  expired: (day) => `the authorisation ended on ${day}`,
  otherOffice: (office) => `the list has it at ${office}`,
  differs: (fields) => `differs from the list: ${fields}`,
  same: (fields) => `the same as in the list: ${fields}`,
  says: (value) => `In the list: “${value}”.`,
  toUpdate: (field, form, list) => `${field}: “${form}” (in the list: “${list}”)`,
};
