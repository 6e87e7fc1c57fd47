/** Who may do what to an access case: roles per office, brought by the person with every command. */
import type { AccessCase, AccessCommand, Actor, Refusal, Role } from './case.ts';
import { refuseUnless } from './roles.ts';

/** The role that a command needs, or null where anybody (a mail, the clock) may bring it. */
function neededRole(access: AccessCase, command: AccessCommand): Role | null {
  switch (command.type) {
    case 'open':
    case 'receive-mail':
    case 'receive-repeated':
    case 'letter-accepted':
    case 'letter-failed':
    case 'time-passed':
      return null;
    case 'take':
      return access.state === 'with-di' ? 'di' : 'secretary';
    case 'issue':
    case 'return':
      return 'di';
    case 'resend':
      return command.letter === 'to-secretary' ? 'di' : 'secretary';
    case 'reopen':
      return 'supervisor';
    case 'open-details':
      return isDiOfficer(command.by) && access.approved ? 'di' : 'secretary';
    case 'open-document':
      // DI sees the form, not the scans.
      return isDiOfficer(command.by) && access.approved && !command.isScan ? 'di' : 'secretary';
    case 'verify':
    case 'sort-documents':
    case 'update-register':
    case 'send-to-dcg':
    case 'ask-correction':
    case 'record-original':
    case 'record-registry':
    case 'approve':
    case 'take-back':
    case 'note-on-original':
    case 'reject':
    case 'withdraw':
    case 'close-original-missing':
    case 'transfer':
    case 'merge':
    case 'correct-fact':
    case 'write-to-applicant':
      return 'secretary';
  }
}

/** Null if whoever brings a command may act here, else why not. */
export function refuseActor(access: AccessCase, command: AccessCommand): Refusal | null {
  const role = neededRole(access, command);
  if (role === null) {
    return null;
  }
  return refuseUnless(command.by, role, role === 'di' ? null : access.office);
}

function isDiOfficer(actor: Actor): boolean {
  return actor.type === 'person' && actor.roles.some((grant) => grant.role === 'di');
}
