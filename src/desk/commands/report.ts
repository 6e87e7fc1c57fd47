/** `raport [luna]`: how many cases came, were closed, and wait now; of the offices that one works for. */
import type { Answer } from '../../bot/channel.ts';
import { foldName } from '../../store/fold.ts';
import type { AccessState } from '../../workflow/case.ts';
import { localDay } from '../../workflow/deadlines.ts';
import { hasRole } from '../../workflow/roles.ts';
import type { Asked } from './handle-command.ts';

const MONTHS = [
  ...['ianuarie', 'februarie', 'martie', 'aprilie', 'mai', 'iunie', 'iulie', 'august', 'septembrie'],
  ...['octombrie', 'noiembrie', 'decembrie'],
];

export async function report({ desk, person, rest }: Asked): Promise<Answer> {
  const texts = desk.texts.commands.report;
  const today = localDay(desk.now().toISOString());
  const month = rest === '' ? today.slice(0, 7) : monthOf(rest, today);
  if (month === null) {
    return { kind: 'told', text: texts.monthUnknown(rest) };
  }
  const { roles } = person.actor;
  const everywhere = hasRole(roles, 'admin', null) || hasRole(roles, 'di', null);
  const offices = everywhere ? null : roles.flatMap(({ office }) => (office === null ? [] : [office]));
  const counts = await desk.store.caseCounts({ offices, month, now: desk.now() });
  const where = offices === null ? texts.everywhere : [...new Set(offices)].join(', ');
  const open = Object.entries(counts.open).map(
    ([state, count]) => `• ${desk.texts.states[state as AccessState] ?? state}: ${count}`,
  );
  const lines = [
    texts.title(month, where),
    `${counts.opened} ${texts.opened} · ${counts.closed} ${texts.closed} · ${counts.rejected} ${texts.rejected}`,
    `${texts.openNow}: ${Object.values(counts.open).reduce((sum, count) => sum + count, 0)}`,
    ...open,
    `• ${texts.late}: ${counts.late}`,
  ];
  return { kind: 'told', text: lines.join('\n') };
}

/** `2026-11`, `noiembrie`, `noiembrie 2026`; null if it is none of these. */
function monthOf(typed: string, today: string): string | null {
  const number = /^(\d{4})-(\d{1,2})$/.exec(typed.trim());
  const [name = '', year] = foldName(typed).split(' ');
  const index = number ? Number(number[2]) - 1 : MONTHS.indexOf(name);
  const inYear = number?.[1] ?? year ?? today.slice(0, 4);
  const isMonth = index >= 0 && index < MONTHS.length && /^20\d\d$/.test(inYear);
  return isMonth ? `${inYear}-${String(index + 1).padStart(2, '0')}` : null;
}
