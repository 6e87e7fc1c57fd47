/** Who is who: auth.* and users.* of the Web API. */
import { type Args, fail, type Method, type Result } from './method.ts';
import type { FakeUser, SlackState } from './slack-state.ts';

function userObject(state: SlackState, user: FakeUser): Readonly<Record<string, unknown>> {
  return {
    id: user.id,
    team_id: user.foreign ? 'T0ALTA' : state.team.id,
    name: user.name,
    real_name: user.name,
    deleted: user.deleted ?? false,
    is_bot: false,
    is_restricted: user.guest ?? false,
    is_ultra_restricted: false,
    is_stranger: user.foreign ?? false,
    is_email_confirmed: !user.unconfirmed,
    profile: { email: user.email },
  };
}

function usersInfo(state: SlackState, args: Args): Result {
  const user = state.users.get(String(args.user));
  return user ? { ok: true, user: userObject(state, user) } : fail('user_not_found');
}

function lookupByEmail(state: SlackState, args: Args): Result {
  const user = [...state.users.values()].find((each) => each.email === args.email && !each.deleted);
  return user ? { ok: true, user: userObject(state, user) } : fail('users_not_found');
}

function authTest({ team, bot }: SlackState): Result {
  return {
    ok: true,
    url: `https://${team.domain}.slack.com/`,
    team: 'ANCPI probă',
    team_id: team.id,
    user: 'acces',
    user_id: bot.user,
    bot_id: bot.id,
    is_enterprise_install: false,
  };
}

export const PEOPLE_METHODS: Readonly<Record<string, Method>> = {
  'auth.test': authTest,
  'users.info': usersInfo,
  'users.lookupByEmail': lookupByEmail,
};
