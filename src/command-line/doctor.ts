/** `npm run doctor`: whether the desk can work on its platforms, in sentences that say what to do. Changes nothing. */
import type { SlackSettings } from '../settings/slack.ts';
import type { TeamsSettings } from '../settings/teams.ts';
import type { Store } from '../store/open.ts';
import { type DoctorLine, doubt, type Examined } from './doctor-lines.ts';

export type DoctorSettings = Examined['settings'] & {
  readonly slack: SlackSettings | null;
  readonly teams: TeamsSettings | null;
};

/** Reads what is bound and who is known from the database, if there is one yet, and asks each platform. */
export async function examine(
  settings: DoctorSettings,
  store: Store | null,
  now: () => Date = () => new Date(),
): Promise<DoctorLine[]> {
  const { slack, teams } = settings;
  const examined: Examined = { settings, store, now };
  const lines: DoctorLine[] = [];
  // Each platform's libraries are loaded only where it is used.
  if (slack !== null) {
    const { examineSlack } = await import('./doctor-slack.ts');
    lines.push(...(await examineSlack(slack, examined)));
  }
  if (teams !== null) {
    const { examineTeams } = await import('./doctor-teams.ts');
    lines.push(...(await examineTeams(teams, examined)));
  }
  if (slack === null && teams === null) {
    return [doubt(NO_PLATFORM)];
  }
  const someAnswered = lines.some(({ outcome }) => outcome === 'good');
  return store === null && someAnswered ? [...lines, doubt(NO_DATABASE)] : lines;
}

const NO_PLATFORM =
  'Nici Slack, nici Teams nu sunt configurate: desk-ul pornește cu pagina locală de demonstrație. docs/slack.md și docs/teams.md arată pașii.';
const NO_DATABASE =
  'Canale și oameni: încă nu există o bază de date. Porniți o dată desk-ul (npm start), apoi verificați din nou.';
