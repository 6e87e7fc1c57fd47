/** Commands that people type: who may, and who answers. Every answer is for that person alone. */
import type { Answer, Command, CommandHandler } from '../../bot/channel.ts';
import { hasRole } from '../../workflow/roles.ts';
import type { Desk } from '../desk.ts';
import { errorName } from '../handle-click.ts';
import { type KnownPerson, speakingTo, whoClicked } from '../people.ts';
import { NO_REFUSAL_FACTS } from '../refusal-answer.ts';
import { bindPlace, unbindPlace } from './bind-place.ts';
import { caseTimeline } from './case-timeline.ts';
import { chooseLanguage } from './choose-language.ts';
import { deskState } from './desk-state.ts';
import { findCases } from './find-cases.ts';
import { changeRole } from './grant-role.ts';
import { keepData } from './keep-data.ts';
import { muteDigest, muteReminders } from './mute.ts';
import { reassign } from './reassign.ts';
import { report } from './report.ts';
import { COMMAND_NAMES, type CommandName, readCommand } from './typed-command.ts';
import { waitingList } from './waiting-list.ts';

/** Who asks for what, and where. */
export interface Asked {
  readonly desk: Desk;
  readonly person: KnownPerson;
  readonly command: Command;
  /** What stands behind the command's name. */
  readonly rest: string;
}

const FOR_ADMINS: ReadonlySet<CommandName> = new Set(['leaga', 'dezleaga', 'rol', 'stare', 'pastrare']);

export function createCommandHandler(desk: Desk): CommandHandler {
  return async (command) => {
    try {
      return await handle(desk, command);
    } catch (error) {
      desk.log.error({ error: errorName(error) }, 'command failed');
      return { kind: 'told', text: desk.texts.refusals['world-broke'] };
    }
  };
}

async function handle(desk: Desk, command: Command): Promise<Answer> {
  const person = await whoClicked(desk, command);
  return person
    ? await handleAs(speakingTo(desk, person), person, command)
    : { kind: 'told', text: desk.texts.refusals['unknown-person'](NO_REFUSAL_FACTS) };
}

async function handleAs(desk: Desk, person: KnownPerson, command: Command): Promise<Answer> {
  const { commands, roles } = desk.texts;
  const typed = readCommand(command.text);
  if (!typed.known) {
    return { kind: 'told', text: commands.unknown(typed.typed, typed.nearest) };
  }
  if (FOR_ADMINS.has(typed.name) && !isAdmin(person)) {
    return { kind: 'told', text: commands.notForYou(roles.admin) };
  }
  return await carryOut(typed.name, { desk, person, command, rest: typed.rest });
}

function carryOut(name: CommandName, asked: Asked): Answer | Promise<Answer> {
  switch (name) {
    case 'ajutor':
      return help(asked);
    case 'dosare':
      return waitingList(asked.desk, asked.person);
    case 'dosar':
      return caseTimeline(asked);
    case 'cauta':
      return findCases(asked);
    case 'raport':
      return report(asked);
    case 'rezumat':
      return muteDigest(asked);
    case 'memento':
      return muteReminders(asked);
    case 'limba':
      return chooseLanguage(asked);
    case 'preda':
      return reassign(asked);
    case 'leaga':
      return bindPlace(asked);
    case 'dezleaga':
      return unbindPlace(asked);
    case 'rol':
      return changeRole(asked);
    case 'stare':
      return deskState(asked);
    case 'pastrare':
      return keepData(asked);
  }
}

/** Lists what this person may use. */
function help({ desk, person }: Asked): Answer {
  const texts = desk.texts.commands.help;
  const names = COMMAND_NAMES.filter((name) => isAdmin(person) || !FOR_ADMINS.has(name));
  return { kind: 'told', text: [texts.title, ...names.map((name) => `• ${texts[name]}`)].join('\n') };
}

function isAdmin({ actor }: KnownPerson): boolean {
  return hasRole(actor.roles, 'admin', null);
}
