/** What comes back to an access case from outside: mails, the fate of letters, and the clock. Nobody's role is asked. */
import { awaitedFromApplicant, isCredentialsLetter } from './access-facts.ts';
import type { AccessCase, AccessEvent, Decision, Rules } from './case.ts';
import { dueAfter } from './deadlines.ts';
import { AT_OFFICE, accept, type Of, OPEN, refuse, stamp } from './decision.ts';

/** A mail that joined the case (A14, or the answer to A13). */
export function receiveMail(access: AccessCase, command: Of<'receive-mail'>, rules: Rules): Decision {
  if (!OPEN.includes(access.state)) {
    return refuse({ code: 'wrong-state', state: access.state });
  }
  const by = stamp(command);
  if (command.by.type === 'dcg') {
    return accept({ type: 'dcg-answered', ...by, mailId: command.mailId });
  }
  const received: AccessEvent = {
    type: 'mail-received',
    ...by,
    mailId: command.mailId,
    documents: command.documents,
  };
  // While credentials are under way, or once they are issued, a new workbook changes nothing by itself:
  // the secretary sees the mail and decides.
  const stillOurs = AT_OFFICE.includes(access.state) || access.state === 'with-di';
  const isNew = command.workbook !== null && command.workbook.hash !== access.workbook?.hash;
  if (command.workbook && isNew && stillOurs && command.by.type === 'applicant') {
    return accept(received, {
      type: 'workbook-replaced',
      ...by,
      workbook: command.workbook,
      changed: command.changed,
      dueAt: dueAfter(command.at, rules.dueDays.verify),
    });
  }
  return accept(received);
}

/** The mail server took a letter (A21, A23). */
export function letterAccepted(access: AccessCase, command: Of<'letter-accepted'>, rules: Rules): Decision {
  const by = stamp(command);
  const cleared: AccessEvent[] =
    access.trouble?.letter === command.letter
      ? [{ type: 'letter-delivered', ...by, letter: command.letter }]
      : [];
  if (isCredentialsLetter(command.letter)) {
    const current = access.issue && access.issue.at === command.issuedAt;
    return current && access.issue.credentialsMailedAt === null && access.state === 'issuing'
      ? accept({ type: 'credentials-mailed', ...by })
      : accept();
  }
  if (command.letter === 'to-secretary' && access.state === 'issuing') {
    return accept(...cleared, {
      type: 'secretary-mailed',
      ...by,
      dueAt: dueAfter(command.at, rules.dueDays.note),
    });
  }
  return accept(...cleared);
}

/** A letter was refused, or came back (product.md, "Mail trouble"). */
export function letterFailed(access: AccessCase, command: Of<'letter-failed'>, rules: Rules): Decision {
  const by = stamp(command);
  if (!isCredentialsLetter(command.letter)) {
    return accept({ type: 'letter-undelivered', ...by, letter: command.letter });
  }
  // A bounce of credentials that were meanwhile issued anew is history, not news.
  if (!access.issue || access.issue.at !== command.issuedAt) {
    return accept();
  }
  return accept({
    type: 'credentials-undelivered',
    ...by,
    workbook: access.issue.workbook,
    dueAt: dueAfter(command.at, rules.dueDays.verify),
  });
}

/** Something is due, or the applicant was waited for long enough (A15). */
export function timePassed(access: AccessCase, command: Of<'time-passed'>): Decision {
  const by = stamp(command);
  if (command.timer === 'due' || command.timer === 'late') {
    const overdue = access.dueAt !== null && access.dueAt <= command.at && OPEN.includes(access.state);
    const type = command.timer === 'due' ? 'became-overdue' : 'supervisor-told';
    return overdue ? accept({ type, ...by, state: access.state }) : accept();
  }
  const waitedFor = awaitedFromApplicant(access);
  if (!waitedFor) {
    return accept();
  }
  return command.timer === 'applicant-30'
    ? accept({ type: 'close-offered', ...by })
    : accept({ type: 'applicant-reminded', ...by, about: waitedFor });
}
