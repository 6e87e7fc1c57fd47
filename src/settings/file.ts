/** The settings file: offices, people, addresses, rules. Its section `mail` is read by mail.ts. */
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { checked, type Report } from './problems.ts';

const address = z.email();
const fileSchema = z.strictObject({
  desk: address.optional(),
  di: address.optional(),
  dcg: address.optional(),
  webAddress: z.url({ protocol: /^https?$/ }).optional(),
  caseNumbers: z.array(z.string()).optional(),
  offices: z
    .array(
      z.strictObject({
        code: z.string().regex(/^[A-Z]{1,2}$/),
        name: z.string().optional(),
        mailbox: address.optional(),
        secretary: address.optional(),
      }),
    )
    .optional(),
  people: z
    .array(
      z.strictObject({
        id: z.string().regex(/^[a-z0-9-]+$/),
        name: z.string(),
        email: address,
        roles: z.array(z.string().regex(/^(?:(?:secretary|supervisor) [A-Z]{1,2}|di|admin)$/)),
        slack: z
          .string()
          .regex(/^[UW][A-Z0-9]{2,20}$/, 'scrieți identificatorul omului din Slack (Profil › Copy member ID)')
          .optional(),
        teams: z
          .string()
          .regex(
            /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
            'scrieți Object ID al omului din Microsoft Entra (cu litere mici)',
          )
          .optional(),
      }),
    )
    .optional(),
  rules: z
    .strictObject({
      verifyDays: z.int().min(1).max(60).optional(),
      issueDays: z.int().min(1).max(60).optional(),
      noteDays: z.int().min(1).max(60).optional(),
      separateApproverAndIssuer: z.boolean().optional(),
      digestAt: z
        .string()
        .regex(/^(?:[01]\d|2[0-3]):[0-5]\d$|^never$/, 'scrieți o oră, de exemplu "08:30", sau never')
        .optional(),
    })
    .optional(),
});
export type ConfigFile = z.infer<typeof fileSchema>;

export interface SettingsFile {
  readonly file: ConfigFile;
  /** The section `mail`, not looked at yet. */
  readonly mail: unknown;
  /** False where something in the file is wrong, so that `file` is not what it says. */
  readonly whole: boolean;
  /** Writes down what is wrong with the file. */
  readonly report: Report;
}

/** Reads the file that is named, or `acces.yaml` if it is there. */
export function readSettingsFile(named: string | undefined, cwd: string, problems: string[]): SettingsFile {
  const name = named ?? 'acces.yaml';
  const report: Report = (setting, whatToDo) => problems.push(`${name}: ${setting}: ${whatToDo}.`);
  const nothing = { file: {}, mail: undefined, whole: true, report };
  const path = resolve(cwd, name);
  if (!existsSync(path)) {
    if (named !== undefined) {
      problems.push(`CONFIG_FILE: fișierul ${named} nu există; verificați calea sau ștergeți setarea.`);
    }
    return nothing;
  }
  try {
    const sections = checked(z.looseObject({}), parse(readFileSync(path, 'utf8')) ?? {}, '', report);
    const { mail, ...rest } = sections ?? {};
    const file = checked(fileSchema, rest, '', report);
    return { file: file ?? {}, mail, whole: sections !== null && file !== null, report };
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0] : String(error);
    problems.push(`${name}: nu este YAML valid (${reason}).`);
    return { ...nothing, whole: false };
  }
}
