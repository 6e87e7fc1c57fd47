/** What can be told from the facts of an access case: what it waits for, what failed, what stands in the way. */
import type { AccessCase, Blocker } from './case.ts';

/** What the applicant still has to send, or null when the case waits for somebody else. */
export function awaitedFromApplicant(access: AccessCase): 'original' | 'correction' | null {
  if (access.state === 'awaiting-correction') {
    return 'correction';
  }
  return access.state === 'verified' && access.original === null ? 'original' : null;
}

/** True while dcg@ was asked (A13) and has not answered. */
export function awaitsDcg(access: AccessCase): boolean {
  return access.register?.kind === 'asked-of-dcg' && access.register.answeredAt === null;
}

/** Checks that failed on the current workbook, and an address that refused its credentials. */
export function failedChecks(access: AccessCase): readonly string[] {
  const failed = access.workbook?.failedChecks ?? [];
  const refused = access.trouble?.workbook != null && access.trouble.workbook === access.workbook?.hash;
  return refused ? [...failed, 'email:refused-mail'] : failed;
}

/** What is wrong with the workbook itself. */
export function workbookBlockers(access: AccessCase): Blocker[] {
  if (!access.workbook) {
    return ['no-workbook'];
  }
  if (access.workbook.refusal) {
    return ['unreadable-workbook'];
  }
  return access.workbook.hasEmail ? [] : ['no-email'];
}

/** What blocks approving (product.md); a failed check does not block, it asks for a written reason. */
export function approvalBlockers(access: AccessCase): readonly Blocker[] {
  const blockers = workbookBlockers(access);
  if (access.verified === null || access.verified.workbook !== access.workbook?.hash) {
    blockers.push('not-verified');
  }
  if (!access.original) {
    blockers.push('no-original');
  }
  return blockers;
}

/** True where approving asks for a written reason, or whether the answer of dcg@ is not waited for. */
export function approvalAsks(access: AccessCase): boolean {
  return failedChecks(access).length > 0 || awaitsDcg(access);
}

/** The letters that carry what DI issued to the address in the form (A21). */
export function isCredentialsLetter(letter: string): boolean {
  return letter === 'credentials' || letter === 'address-updated';
}
