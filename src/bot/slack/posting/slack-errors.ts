/** What came of a call to Slack's Web API, by what follows from it. */
import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
} from '@slack/web-api';
import type { PlaceUnreachable } from '../../channel.ts';
import type { Failure } from '../../posting/guarded-calls.ts';

/** https://docs.slack.dev/reference/methods/chat.postMessage, errors that speak of the channel. */
const PLACE_TROUBLES: Readonly<Record<string, PlaceUnreachable['code']>> = {
  is_archived: 'archived',
  not_in_channel: 'not-a-member',
  channel_not_found: 'not-found',
  channel_type_not_supported: 'not-allowed',
  method_not_supported_for_channel_type: 'not-allowed',
  restricted_action: 'not-allowed',
  restricted_action_read_only_channel: 'not-allowed',
  restricted_action_thread_only_channel: 'not-allowed',
  restricted_action_non_threadable_channel: 'not-allowed',
  restricted_action_thread_locked: 'not-allowed',
  slack_connect_canvas_sharing_blocked: 'not-allowed',
};

const OPERATOR_TROUBLES: ReadonlySet<string> = new Set([
  'access_denied',
  'account_inactive',
  'app_missing_action_url',
  'ekm_access_denied',
  'enterprise_is_restricted',
  'invalid_auth',
  'missing_scope',
  'no_permission',
  'not_allowed_token_type',
  'not_authed',
  'org_login_required',
  'team_access_not_granted',
  'token_expired',
  'token_revoked',
  'two_factor_setup_required',
]);

/** Slack says itself that some of what was asked may have been done, or answers for a part of it that was busy. */
const UNCLEAR: ReadonlySet<string> = new Set([
  'fatal_error',
  'internal_error',
  'request_timeout',
  'service_unavailable',
  'team_added_to_org',
]);

/** What follows from an error of the Web API client. Codes only: an error's own message may quote what was sent. */
export function failureOf(error: unknown): Failure {
  if (error instanceof WebAPIRateLimitedError) {
    return { kind: 'rate-limited', code: 'ratelimited', waitMs: error.retryAfter * 1_000 };
  }
  if (error instanceof WebAPIPlatformError) {
    return platformFailure(error.data.error);
  }
  if (error instanceof WebAPIHTTPError) {
    return { kind: 'unclear', code: `http-${error.statusCode}`, reached: false };
  }
  if (error instanceof WebAPIRequestError) {
    return { kind: 'unclear', code: causeOf(error.original), reached: false };
  }
  // A body that was cut off, or is no JSON: thrown by the client as it comes.
  return { kind: 'unclear', code: causeOf(error), reached: false };
}

function platformFailure(said: unknown): Failure {
  const code = typeof said === 'string' && /^[a-z_]{1,64}$/.test(said) ? said : 'strange-answer';
  if (code === 'strange-answer' || UNCLEAR.has(code)) {
    return { kind: 'unclear', code, reached: true };
  }
  if (code === 'ratelimited' || code === 'rate_limited') {
    return { kind: 'rate-limited', code, waitMs: 1_000 };
  }
  const trouble = PLACE_TROUBLES[code];
  if (trouble !== undefined) {
    return { kind: 'place', code, trouble };
  }
  return OPERATOR_TROUBLES.has(code) ? { kind: 'operator', code } : { kind: 'refused', code };
}

function causeOf(error: unknown): string {
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  if (typeof code === 'string' && /^[\w-]{1,40}$/.test(code)) {
    return code;
  }
  return error instanceof Error && /^\w{1,40}$/.test(error.name) ? error.name : 'no-answer';
}
