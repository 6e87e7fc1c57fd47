/** Commands: what can be typed and what is answered. */
import type { Texts } from '../ro.ts';

const NOTHING = 'Nothing was changed.';

export const commands: Texts['commands'] = {
  help: {
    title: 'Commands (only you see the answer):',
    ajutor: 'ajutor – this list',
    dosare: 'dosare – what waits for you',
    dosar: 'dosar AB-2026-00042 – the history of a case, by row of the procedure',
    cauta: 'cauta Ionescu – by name, number, authorisation, e-mail or registry number',
    raport: 'raport 2026-11 – how many cases came, were closed, and wait',
    rezumat: 'rezumat oprit, rezumat pornit – what waits for you, each working morning',
    memento: 'memento oprit, memento pornit – whether you are mentioned when something becomes late',
    limba: 'limba en, limba ro – the language in which you are answered',
    preda:
      'preda AB-2026-00042 ana@example.ro · preda maria@example.ro ana@example.ro – the supervisor (at DI an officer) gives a case, or all of somebody, to another colleague',
    leaga: 'leaga AB, leaga AB coordonator, leaga DI, leaga admin – binds the channel you type in',
    dezleaga: 'dezleaga – unbinds this channel',
    rol: 'rol arata ana@exemplu.ro (show) · rol da ana@exemplu.ro secretar AB (give) · rol ia ana@exemplu.ro di (take) · rol inlocuieste ana@exemplu.ro secretar AB 10.12.2026 decizia 123 (stand in)',
    pastrare: 'pastrare, pastrare proba – how long personal data is kept, and what would be removed',
    stare: 'stare – what waits to be sent, which channels are bound',
  },
  unknown: (typed, nearest) => `${NOTHING} I do not know the command "${typed}". Did you mean "${nearest}"?`,
  notForYou: (role) => `${NOTHING} This command needs the role: ${role}.`,
  caseNotFound: (number) =>
    `${NOTHING} There is no case "${number}", or you may not see it. Type the whole number, such as AB-2026-00042.`,
  searchWhat: `${NOTHING} Type what to search for, such as: cauta Ionescu.`,
  chain: {
    whole: (count) => `The case's log is whole: ${count} entries, checked.`,
    broken: (seq) => `WARNING: the case's log is not whole any more (entry ${seq}). Tell an admin.`,
  },
  report: {
    title: (month, where) => `Report ${month}, ${where}`,
    opened: 'came',
    closed: 'closed',
    rejected: 'rejected',
    openNow: 'Open now',
    late: 'late',
    everywhere: 'all offices',
    notYourOffice: (office) => `${NOTHING} The report of office ${office} is for those who work there.`,
    monthUnknown: (text) => `${NOTHING} I do not know the month "${text}". Type for example: raport 2026-11.`,
  },
  digest: {
    how: `${NOTHING} Write: rezumat oprit or rezumat pornit.`,
    muted: 'You get no digest in the morning any more. Start it again with: rezumat pornit.',
    told: 'You are told each working morning what waits for you. Stop it with: rezumat oprit.',
  },
  reminders: {
    how: `${NOTHING} Write: memento oprit or memento pornit.`,
    muted:
      'You are no longer mentioned when something becomes late; the thread still says what happened. Turn it on with: memento pornit.',
    told: 'You are mentioned when something becomes late. Turn it off with: memento oprit.',
  },
  language: {
    how: `${NOTHING} Write: limba ro or limba en.`,
    done: 'From now on you are answered in English. Cards, threads and mails stay as they were.',
  },
  reassign: {
    how: `${NOTHING} Write: preda AB-2026-00042 ana@example.ro or, for all cases of somebody: preda maria@example.ro ana@example.ro.`,
    personUnknown: (who) => `${NOTHING} I know nobody as "${who}".`,
    done: (number, who) => `Case ${number} is now with ${who}.`,
    doneAll: (from, to, given, kept) =>
      kept === 0
        ? `Cases given from ${from} to ${to}: ${given}.`
        : `Cases given from ${from} to ${to}: ${given}. Still with ${from}: ${kept} (not of an office where you may decide, or the colleague lacks the role).`,
  },
  retention: {
    off: 'Personal data of closed cases is not removed: no term is set.',
    set: (months, approvedBy, minutes, since) =>
      `Personal data can be removed ${months} months after a case was closed (approved by ${approvedBy}, minutes no. ${minutes}, of ${since}). Nothing is removed by itself.`,
    held: (numbers) => `Held, however old: ${numbers}.`,
    how: 'Write: pastrare 36 luni aprobat Ion Popescu pv 123/2026 · pastrare proba · pastrare sterge CODE · pastrare retine AB-2026-00042 · pastrare elibereaza AB-2026-00042 · pastrare oprit.',
    nothing: (day) => `${NOTHING} There is no case closed before ${day} that could be removed.`,
    trial: (count, day, numbers, code) =>
      `A trial, nothing was removed. Cases closed before ${day} whose personal data would go: ${count} (${numbers}). To remove exactly these, write within 24 hours: pastrare sterge ${code}. This cannot be undone.`,
    noTrial: `${NOTHING} The code is not of a trial of the last 24 hours. Write first: pastrare proba.`,
    removed: (count, minutes) =>
      `The personal data of ${count} cases was removed (minutes no. ${minutes}). Their list: acces audit export desk.`,
    again: (left, code) => `${left} are left: write pastrare sterge ${code} again.`,
    whatStays:
      'Cards say that the data is removed, and the lines of the app go from the threads. What people wrote in threads, and older backups, stay: remove those apart.',
    holds: (number) => `Case ${number} is held: its data is not removed, however old it is.`,
    lifted: (number) => `Case ${number} is no longer held.`,
    alreadySo: (number) => `${NOTHING} It was so already for case ${number}.`,
  },
  bind: {
    onlyInChannel: `${NOTHING} Type the command in the channel that you want to bind.`,
    what: `${NOTHING} Type what to bind: leaga AB, leaga AB coordonator, leaga DI or leaga admin.`,
    officeUnknown: (code) => `${NOTHING} There is no office "${code}". Use the county's code: AB, CJ, …, B.`,
    done: (place) => `The channel is bound: ${place}.`,
    cards: (count) => `Cards that appear here: ${count}.`,
    replaced: 'The channel that was bound before gets no more cards; those there say that they have moved.',
    already: (place) => `The channel was bound already: ${place}. Nothing was changed.`,
    unbound: (places) => `The channel is not bound any more: ${places}.`,
    nothingBound: `${NOTHING} The channel is bound to nothing.`,
    announcement: (place, who) => `${who} has bound this channel: ${place}. The cards of cases appear here.`,
    problems: {
      archived: `${NOTHING} The channel is archived. Unarchive it, then type the command again.`,
      'not-a-member': `${NOTHING} The app is not in this channel. Add it (Slack: /invite @acces; Teams: Manage team › Apps), then type the command again.`,
      'not-found': `${NOTHING} The app does not see this channel. Add it (Slack: /invite @acces; Teams: Manage team › Apps), then type the command again.`,
      'not-allowed': `${NOTHING} The app may not write in this channel. Let it, then type the command again. In Teams use a standard channel, not a private one.`,
      shared: `${NOTHING} The channel is shared with another organisation: cards would reach people outside the agency. Use a channel of the agency's own.`,
    },
    tryAgain: `${NOTHING} The channel could not be checked now. Type the command again in a minute.`,
  },
  roles: {
    how: `${NOTHING} Type: rol arata ana@exemplu.ro · rol da ana@exemplu.ro secretar AB · rol ia ana@exemplu.ro di. Roles: secretar AB, coordonator AB, di, admin.`,
    personUnknown: (who) =>
      `${NOTHING} I know nobody with "${who}". To add them type the name too: rol da ${who} Ana Pop secretar AB.`,
    shown: (name, roles) => `${name}: ${roles}.`,
    none: 'no role',
    until: (role, day, decision) => `${role} (until ${day}, decision ${decision})`,
    howDeputy: `${NOTHING} Write: rol inlocuieste ana@exemplu.ro secretar AB 10.12.2026 decizia 123. For other days: 01.12.2026-10.12.2026; a year at most.`,
    notColleague: (name, role) =>
      `${NOTHING} ${name} has no role there: only a colleague of the same office (or of DI) can stand in as ${role}.`,
    deputy: (name, role, from, until, decision) =>
      `${name} stands in as ${role}, from ${from} until ${until} inclusive (decision ${decision}). The role ends by itself.`,
    given: (name, role) => `${name} has the role now: ${role}.`,
    taken: (name, role) => `${name} does not have the role any more: ${role}.`,
    notHeld: (name, role) => `${NOTHING} ${name} did not have the role: ${role}.`,
    lastAdmin: `${NOTHING} This is the only admin. Give somebody else the role admin first.`,
    names: {
      secretary: (office) => `secretar ${office}`,
      supervisor: (office) => `coordonator ${office}`,
      di: 'di',
      admin: 'admin',
    },
  },
  state: {
    title: 'State of the desk:',
    effects: (pending, sending, dead) =>
      `To be sent: ${pending} waiting, ${sending} under way, ${dead} given up.`,
    bound: (count, total) => `Offices with a channel: ${count} of ${total}.`,
    di: (bound) => (bound ? 'DI has a channel.' : 'DI has no channel: bind one with "leaga DI".'),
    admin: (bound) =>
      bound ? 'The admins have a channel.' : 'The admins have no channel: bind one with "leaga admin".',
    open: (count) => `Open cases: ${count}.`,
  },
};
