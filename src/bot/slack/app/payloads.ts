/** The parts of Slack's payloads that the desk looks at (https://docs.slack.dev/reference/interaction-payloads). */
import { z } from 'zod';

const user = z.object({ id: z.string(), team_id: z.string().nullish() });
const team = z.object({ id: z.string() }).nullish();
const view = z.object({
  id: z.string(),
  type: z.string(),
  hash: z.string().nullish(),
  private_metadata: z.string().nullish(),
  previous_view_id: z.string().nullish(),
  root_view_id: z.string().nullish(),
  blocks: z.array(z.object({ type: z.string(), block_id: z.string().nullish() })),
  state: z.unknown().optional(),
});

export const pressedSchema = z.object({
  user,
  team,
  trigger_id: z.string(),
  actions: z.array(z.object({ action_id: z.string(), value: z.string().nullish() })).min(1),
  container: z.object({ is_ephemeral: z.boolean().nullish(), message_ts: z.string().nullish() }).nullish(),
  channel: z.object({ id: z.string() }).nullish(),
  response_url: z.string().nullish(),
  view: view.nullish(),
});
export type Pressed = z.infer<typeof pressedSchema>;

export const submittedSchema = z.object({ user, team, trigger_id: z.string(), view });
export type Submitted = z.infer<typeof submittedSchema>;
export type SeenView = Submitted['view'];

export const commandSchema = z.object({
  user_id: z.string(),
  team_id: z.string(),
  channel_id: z.string(),
  text: z.string().default(''),
  trigger_id: z.string(),
  response_url: z.string().nullish(),
});

/** A message inside an event about it. */
const inThread = z.object({
  ts: z.string().nullish(),
  thread_ts: z.string().nullish(),
  user: z.string().nullish(),
  bot_id: z.string().nullish(),
  text: z.string().nullish(),
});

export const messageSchema = z.object({
  channel: z.string(),
  channel_type: z.string().nullish(),
  user: z.string().nullish(),
  bot_id: z.string().nullish(),
  subtype: z.string().nullish(),
  text: z.string().nullish(),
  ts: z.string(),
  thread_ts: z.string().nullish(),
  team: z.string().nullish(),
  deleted_ts: z.string().nullish(),
  previous_message: inThread.nullish(),
  message: inThread.nullish(),
});

export const channelEventSchema = z.object({ channel: z.string(), user: z.string().nullish() });
export const homeSchema = z.object({ user: z.string(), tab: z.string() });
