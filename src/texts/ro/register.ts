/** Lista persoanelor autorizate, lângă formular (A11, A12). */

export const register = {
  unknown: 'autorizația nu este în lista persoanelor autorizate',
  unknownButNamed: 'autorizația nu este în listă; numele apare acolo cu alta',
  expired: (day: string) => `autorizația a expirat la ${day}`,
  otherOffice: (office: string) => `în listă este la ${office}`,
  differs: (fields: string) => `diferă de listă: ${fields}`,
  same: (fields: string) => `la fel ca în listă: ${fields}`,
  says: (value: string) => `În listă: «${value}».`,
  toUpdate: (field: string, form: string, list: string) => `${field}: «${form}» (în listă: «${list}»)`,
};
