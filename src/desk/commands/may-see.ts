/** Which cases somebody may look at: their office's, all that DI has to do with, all for an admin. */
import type { CaseRow } from '../../store/cases.ts';
import type { AccessCase } from '../../workflow/case.ts';
import { isEscalatedTo } from '../../workflow/escalation.ts';
import { hasRole } from '../../workflow/roles.ts';
import type { KnownPerson } from '../people.ts';

export function maySee({ actor: { roles } }: KnownPerson, row: CaseRow): boolean {
  if (hasRole(roles, 'admin', null) || hasRole(roles, 'secretary', row.office)) {
    return true;
  }
  return hasRole(roles, 'di', null) && (row.office === 'DI' || wasWithDi(row) || isPutBeforeDi(row));
}

/** While the question is open. */
function isPutBeforeDi({ kind, facts }: CaseRow): boolean {
  return (kind === 'access' || kind === 'problem') && isEscalatedTo(facts as unknown as AccessCase, 'di');
}

function wasWithDi(row: CaseRow): boolean {
  const access = row.kind === 'access' ? (row.facts as unknown as AccessCase) : null;
  return access !== null && (access.state === 'with-di' || access.approved !== null || access.issue !== null);
}
