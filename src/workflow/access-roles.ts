/** Who may do what to an access case: roles per office, brought by the person with every command. */
import type { AccessCase, AccessCommand, Actor, Refusal, Role, ThreadPlace } from './case.ts';
import { isEscalatedTo, openEscalations } from './escalation.ts';
import { refuseUnless } from './roles.ts';

/** The role that a command needs, or null where anybody (a mail, the clock) may bring it. */
function neededRole(access: AccessCase, command: AccessCommand): Role | null {
  switch (command.type) {
    case 'open':
    case 'receive-mail':
    case 'receive-repeated':
    case 'answer-escalation':
    case 'letter-accepted':
    case 'letter-failed':
    case 'time-passed':
      return null;
    case 'reassign':
      return access.state === 'with-di' ? 'di' : 'supervisor';
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
      return isDiOfficer(command.by) && concernsDi(access) ? 'di' : 'secretary';
    case 'open-document':
      // DI sees the form, not the scans.
      return isDiOfficer(command.by) && concernsDi(access) && !command.isScan ? 'di' : 'secretary';
    case 'escalate':
      return isDiOfficer(command.by) && access.approved ? 'di' : 'secretary';
    case 'close-escalation': {
      const target = openEscalations(access).find(({ id }) => id === command.escalation)?.target;
      return isDiOfficer(command.by) && target !== 'supervisor' ? 'di' : 'secretary';
    }
    case 'say-in-thread':
      return roleAt(command.from);
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
  if (role === null || (command.type === 'reassign' && isAdmin(command.by))) {
    return null;
  }
  return refuseUnless(command.by, role, role === 'di' ? null : access.office);
}

/** Who may be heard in a thread. */
function roleAt(place: ThreadPlace): Role {
  switch (place) {
    case 'office':
      return 'secretary';
    case 'di':
      return 'di';
    case 'supervisor':
      return 'supervisor';
  }
}

/** DI looks into what was sent to it, or put before it. */
function concernsDi(access: AccessCase): boolean {
  return access.approved !== null || isEscalatedTo(access, 'di');
}

function isAdmin(actor: Actor): boolean {
  return actor.type === 'person' && actor.roles.some((grant) => grant.role === 'admin');
}

function isDiOfficer(actor: Actor): boolean {
  return actor.type === 'person' && actor.roles.some((grant) => grant.role === 'di');
}
