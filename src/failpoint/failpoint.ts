/**
 * Where a test may kill this process: the proof that no mail, click or decision is lost needs a real kill -9 at every
 * write and send. Each name stands once in the code; tests iterate over this list. A room adds its names here.
 */
export const FAILPOINTS = [
  // src/store: one unit of work
  'store.transaction.before-commit',
  'store.transaction.after-commit',
  // src/store: a document's bytes
  'store.blob.before-write',
  'store.blob.before-rename',
  'store.blob.after-rename',
  // src/store: an arriving mail
  'store.inbound.before-row',
  'store.inbound.after-row',
  // src/store: an effect
  'store.effect.before-claim',
  'store.effect.claimed',
  'store.effect.performed',
  'store.effect.completed',
  'store.effect.erased',
  'store.effect.before-retry',
  'store.effect.retried',
  'store.effect.before-dead',
  'store.effect.dead',
  // src/store: a timer
  'store.timer.before-fire',
  'store.timer.fired',
  // src/desk: what the world has seen and the database not yet
  'desk.letter.before-send',
  'desk.letter.sent',
  'desk.card.posted',
  'desk.reply.posted',
  // src/bot: a post on a platform
  'bot.post.begun',
  'bot.post.made',
] as const;

export type FailpointName = (typeof FAILPOINTS)[number];

const [armedName, armedPass] = (process.env.ACCES_KILL_AT ?? '').split(':');
let passesLeft = Number(armedPass ?? 1);

/**
 * Kills this process with SIGKILL, right here, when ACCES_KILL_AT is this name; `name:3` means on the third pass.
 * Does nothing otherwise.
 */
export function failpoint(name: FailpointName): void {
  if (name !== armedName) return;
  passesLeft -= 1;
  if (passesLeft <= 0) process.kill(process.pid, 'SIGKILL');
}
