/** The buttons of a card: what the case offers at this place, the next step first. */
import type { Texts } from '../texts/texts.ts';
import { approvalAsks } from '../workflow/access-facts.ts';
import type { AccessCase, CardPlace } from '../workflow/case.ts';
import { type AccessAction, offered } from '../workflow/offered.ts';

/** How a button looks; colour never says more than its words. */
type ActionStyle = 'default' | 'positive' | 'destructive';

export interface CardAction {
  /** See {@link actionId}. */
  readonly id: string;
  readonly verb: string;
  readonly title: string;
  readonly style: ActionStyle;
}

const DIALOG = 'dialog-';
/** Done by one press. */
const ONE_PRESS: ReadonlySet<string> = new Set([
  'take',
  'take-back',
  'note-on-original',
  'resend',
  'approve',
  'unsorted-request',
  'recovery-send-code',
  'recovery-make-problem',
  'problem-take',
]);

/**
 * The id of an action tells what a press of it leads to, for platforms on which that is another kind of button: a dialog,
 * or something done at once. What it really leads to is decided when it is pressed.
 */
export function actionId(verb: string, asks = false): string {
  return ONE_PRESS.has(verb) && !asks ? `do-${verb}` : `${DIALOG}${verb}`;
}

/** True for an action whose press is expected to open a dialog. */
export function opensDialog(id: string): boolean {
  return id.startsWith(DIALOG);
}

/** Everything that is not first stands behind one button, "Mai mult…". */
export function cardActions(access: AccessCase, place: CardPlace, texts: Texts): readonly CardAction[] {
  const { first, more } = offered(access, place);
  const buttons = first.map((verb, position) => ({
    id: actionId(verb, verb === 'approve' && approvalAsks(access)),
    verb,
    title: texts.actions[verb],
    style: position === 0 && isNextStep(verb, access) ? ('positive' as const) : ('default' as const),
  }));
  return more.length === 0
    ? buttons
    : [...buttons, { id: actionId('more'), verb: 'more', title: texts.actions.more, style: 'default' }];
}

/** Looking into a case is the next step only where it is to be verified. */
function isNextStep(verb: AccessAction, access: AccessCase): boolean {
  return verb !== 'open-details' || access.state === 'received';
}

export interface ActionGroup {
  readonly title: string;
  readonly actions: readonly CardAction[];
}

type GroupName = 'work' | 'change' | 'close' | 'look';

const GROUP_OF: Readonly<Record<AccessAction, GroupName>> = {
  'open-details': 'work',
  verify: 'work',
  'update-register': 'work',
  'send-to-dcg': 'work',
  'ask-correction': 'work',
  'record-original': 'work',
  'record-registry': 'work',
  approve: 'work',
  take: 'work',
  issue: 'work',
  'note-on-original': 'work',
  'write-to-applicant': 'work',
  resend: 'work',
  escalate: 'work',
  'close-escalation': 'work',
  return: 'change',
  'take-back': 'change',
  transfer: 'change',
  merge: 'change',
  reopen: 'change',
  'correct-fact': 'change',
  reject: 'close',
  withdraw: 'close',
  'close-original-missing': 'close',
  history: 'look',
};

const GROUPS: readonly GroupName[] = ['work', 'change', 'close', 'look'];

/** What stands behind "Mai mult…", by what it is for; groups without an action are left out. */
export function moreActions(access: AccessCase, place: CardPlace, texts: Texts): readonly ActionGroup[] {
  const { more } = offered(access, place);
  const titles = texts.dialogs.more.groups;
  return GROUPS.map((group) => ({
    title: titles[group],
    actions: more
      .filter((verb) => GROUP_OF[verb] === group)
      .map((verb) => ({
        id: actionId(verb),
        verb,
        title: texts.actions[verb],
        style: 'default' as const,
      })),
  })).filter(({ actions }) => actions.length > 0);
}
