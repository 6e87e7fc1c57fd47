/** Windows and home pages: views.* of the Web API. */
import { type FakeView, problemsOfView } from './block-kit-rules.ts';
import { withIds } from './chat-methods.ts';
import { type Args, fail, type Method, type Result } from './method.ts';
import type { OpenView, SlackState } from './slack-state.ts';
import type { Triggers } from './triggers.ts';

const MOST_STACKED = 3;

function viewProblem(view: unknown, type: FakeView['type']): Result | null {
  const problems = problemsOfView(view);
  const wrongType = (view as FakeView | undefined)?.type !== type;
  return problems.length > 0 || wrongType
    ? fail('invalid_arguments', { response_metadata: { messages: problems } })
    : null;
}

/** Puts a view in front of somebody. */
export function putView(
  state: SlackState,
  view: FakeView,
  user: string,
  over: OpenView | null = null,
): OpenView {
  const id = state.newId('V');
  const open: OpenView = {
    id,
    rootId: over?.rootId ?? id,
    previousId: over?.id ?? null,
    user,
    view: { ...view, blocks: withIds(view.blocks) },
    hash: state.newTs(),
    open: true,
  };
  state.views.set(id, open);
  return open;
}

/** The views that lie over each other, the lowest first. */
export function stackOf(state: SlackState, rootId: string): OpenView[] {
  return [...state.views.values()].filter((each) => each.open && each.rootId === rootId);
}

function opened(open: OpenView): Result {
  return { ok: true, view: { ...open.view, id: open.id, hash: open.hash, root_view_id: open.rootId } };
}

function viewsOpen(state: SlackState, args: Args, triggers: Triggers): Result {
  const problem = viewProblem(args.view, 'modal');
  if (problem) {
    return problem;
  }
  const trigger = triggers.use(args.trigger_id);
  return typeof trigger === 'string'
    ? fail(trigger)
    : opened(putView(state, args.view as FakeView, trigger.user));
}

function viewsPush(state: SlackState, args: Args, triggers: Triggers): Result {
  const problem = viewProblem(args.view, 'modal');
  if (problem) {
    return problem;
  }
  const trigger = triggers.use(args.trigger_id);
  if (typeof trigger === 'string') {
    return fail(trigger);
  }
  const under = state.views.get(trigger.viewId ?? '');
  if (!under?.open) {
    return fail('not_found');
  }
  if (stackOf(state, under.rootId).length >= MOST_STACKED) {
    return fail('push_limit_reached');
  }
  return opened(putView(state, args.view as FakeView, trigger.user, under));
}

function viewsUpdate(state: SlackState, args: Args): Result {
  const open = state.views.get(String(args.view_id));
  if (!open?.open) {
    return fail('not_found');
  }
  if (args.hash !== undefined && args.hash !== open.hash) {
    return fail('hash_conflict');
  }
  const problem = viewProblem(args.view, 'modal');
  if (problem) {
    return problem;
  }
  open.view = { ...(args.view as FakeView), blocks: withIds((args.view as FakeView).blocks) };
  open.hash = state.newTs();
  return opened(open);
}

function viewsPublish(state: SlackState, args: Args): Result {
  if (!state.users.has(String(args.user_id))) {
    return fail('invalid_arguments');
  }
  const problem = viewProblem(args.view, 'home');
  if (problem) {
    return problem;
  }
  const view = args.view as FakeView;
  state.homes.set(String(args.user_id), { ...view, blocks: withIds(view.blocks) });
  return { ok: true, view };
}

export const VIEW_METHODS: Readonly<Record<string, Method>> = {
  'views.open': viewsOpen,
  'views.push': viewsPush,
  'views.update': viewsUpdate,
  'views.publish': viewsPublish,
};
