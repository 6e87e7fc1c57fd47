/** Does in the world what a transaction wanted: cards, lines in their threads, letters. */
import {
  problemSummaryOf,
  recoverySummaryOf,
  renderCaseCard,
  renderProblemCard,
  renderPurgedCard,
  renderRecoveryCard,
  renderUnsortedCard,
  summaryOf,
  unsortedSummaryOf,
} from '../bot/cards.ts';
import {
  type Card,
  type Channel,
  type ChannelName,
  type PlaceAddress,
  PlaceUnreachable,
  type PostedCard,
  TryLater,
} from '../bot/channel.ts';
import { PACED } from '../bot/posting/pace.ts';
import { failpoint } from '../failpoint/failpoint.ts';
import type { StoredEvent } from '../store/audit.ts';
import type { CaseRow } from '../store/cases.ts';
import { createEffectRunner, type EffectRunner, type EffectTask, PutOff } from '../store/effect-runner.ts';
import type { BoundPlace } from '../store/places.ts';
import type { AccessCase, AccessEvent, Turn } from '../workflow/case.ts';
import type { ProblemEvent } from '../workflow/problem.ts';
import type { RecoveryEvent } from '../workflow/recovery.ts';
import { eventOf, threadPlaceOf } from './carry-out.ts';
import { caseRecord } from './case-record.ts';
import { caseCardView } from './case-view.ts';
import type { Desk } from './desk.ts';
import { eventSentence } from './event-sentence.ts';
import { mentionsFor, type Owners } from './people.ts';
import { forgetTrouble, tellAdminsOfTrouble } from './place-trouble.ts';
import { problemEventOf, problemOf } from './problem/carry-out-problem.ts';
import { problemLetterFailedIn, sendProblemLetter } from './problem/problem-letters.ts';
import { problemCardView, problemSentence } from './problem/problem-view.ts';
import { recoveryEventOf } from './recovery/carry-out-recovery.ts';
import { recoveryLetterFailedIn, sendRecoveryLetter } from './recovery/recovery-letters.ts';
import { recoveryCardView, recoverySentence } from './recovery/recovery-view.ts';
import { purgedView } from './retention/purged-view.ts';
import { letterFailedIn, sendLetter } from './send-letter.ts';
import { unsortedCardView } from './unsorted.ts';

/** The outbox of the desk. Effects of one case and lane run in order; what keeps failing is given up visibly. */
export function createOutbox(desk: Desk): EffectRunner {
  return createEffectRunner({
    store: desk.store,
    now: desk.now,
    perform: (task) => perform(desk, task),
    async onDead(uow, effect, code) {
      desk.log.error(
        { caseId: effect.caseId, kind: effect.kind, lane: effect.lane, code },
        'effect given up',
      );
      if (effect.kind === 'letter') {
        await letterFailedIn(desk, uow, effect, code);
      }
      if (effect.kind === 'problem-letter') {
        await problemLetterFailedIn(desk, uow, effect, code);
      }
      if (effect.kind === 'recovery-letter') {
        await recoveryLetterFailedIn(desk, uow, effect, code);
      }
    },
    log(event) {
      // That a platform takes its posts one after the other is no news.
      const level = event.what === 'put-off' && event.code === PACED ? 'debug' : 'warn';
      desk.log[level](event, 'effect put off');
    },
  });
}

/** How long what waits for a channel that somebody must mend is left alone; a mended one is told to us, and then at once. */
const UNREACHABLE_WAIT_MS = 10 * 60_000;

async function perform(desk: Desk, task: EffectTask): Promise<void> {
  switch (task.kind) {
    case 'card':
      return await atPlace(desk, task, performCard);
    case 'reply':
      return await atPlace(desk, task, performReply);
    case 'notice':
      return await atPlace(desk, task, performNotice);
    case 'forget-line':
      return await atPlace(desk, task, forgetLine);
    case 'letter':
      return await sendLetter(desk, task);
    case 'problem-letter':
      return await sendProblemLetter(desk, task);
    case 'recovery-letter':
      return await sendRecoveryLetter(desk, task);
    default:
      throw new Error('An effect of an unknown kind');
  }
}

interface Target {
  readonly place: BoundPlace;
  readonly channel: Channel;
}

/** The place of a card, if its platform is one of this process's. */
async function targetOf(desk: Desk, placeId: string): Promise<Target | null> {
  const place = await desk.store.placeById(placeId);
  const channel = place && desk.channels.get(place.channel as ChannelName);
  return place && channel ? { place, channel } : null;
}

type AtPlace = (desk: Desk, task: EffectTask, target: Target) => Promise<void>;

/** Does something at a place of cards. What the platform asks to wait for, waits. */
async function atPlace(desk: Desk, task: EffectTask, act: AtPlace): Promise<void> {
  const { placeId } = task.payload as { placeId: string };
  const target = await targetOf(desk, placeId);
  if (!target) {
    return;
  }
  try {
    await act(desk, task, target);
  } catch (error) {
    if (error instanceof TryLater) {
      throw new PutOff(error.code, error.waitMs, { cause: error });
    }
    if (error instanceof PlaceUnreachable) {
      await tellAdminsOfTrouble(desk, target.place, error.code);
      throw new PutOff(`place-${error.code}`, UNREACHABLE_WAIT_MS, { cause: error });
    }
    throw error;
  }
  if (task.attempts > 1) {
    await forgetTrouble(desk, target.place);
  }
}

async function performCard(desk: Desk, task: EffectTask, { place, channel }: Target): Promise<void> {
  const { again } = task.payload as { again?: true };
  const row = await desk.store.caseById(task.caseId);
  const post = await desk.store.cardPost(task.caseId, place.id);
  // Several events in a row: the card that was rewritten for the last of them says what each of them led to.
  const saysItAlready = post !== undefined && row !== undefined && post.renderedVersion >= row.version;
  // A place that is bound no more gets no new card, and its old one only says where it went.
  const isGone = !place.active && post === undefined;
  if (!row || isGone || (saysItAlready && again !== true)) {
    return;
  }
  const { card, summary } = await renderCard(desk, row, place);
  const posted = post
    ? await channel.updateCard(post.posted as PostedCard, card, { summary })
    : await channel.postCard(place.address as PlaceAddress, card, {
        key: `card:${task.caseId}:${place.id}`,
        summary,
      });
  failpoint('desk.card.posted');
  await task.complete(async (uow) => {
    const renderedVersion = row.version;
    await uow.saveCardPost({
      caseId: task.caseId,
      placeId: place.id,
      posted: { ...posted },
      renderedVersion,
    });
  });
}

async function renderCard(
  desk: Desk,
  row: CaseRow,
  place: BoundPlace,
): Promise<{ readonly card: Card; readonly summary: string }> {
  if (row.kind === 'problem') {
    const shown = await problemCardView(desk, desk.store, row, threadPlaceOf(place.purpose));
    const view = place.active ? shown : { ...shown, ...movedAway(desk) };
    return { card: renderProblemCard(view, desk.texts), summary: problemSummaryOf(view, desk.texts) };
  }
  if (row.kind === 'recovery') {
    const shown = await recoveryCardView(desk, desk.store, row);
    const view = place.active ? shown : { ...shown, ...movedAway(desk) };
    return { card: renderRecoveryCard(view, desk.texts), summary: recoverySummaryOf(view, desk.texts) };
  }
  if (row.kind === 'purged') {
    const view = purgedView(desk, row);
    const summary = `${desk.texts.purged.title(view.number)} · ${desk.texts.purged.state}`;
    return { card: renderPurgedCard(view, desk.texts), summary };
  }
  if (row.kind === 'unsorted') {
    const view = await unsortedCardView(desk, desk.store, row);
    return { card: renderUnsortedCard(view, desk.texts), summary: unsortedSummaryOf(view, desk.texts) };
  }
  const record = await caseRecord(desk.store, row.id);
  if (!record) {
    throw new Error('A card is due for a case of an unknown kind');
  }
  const shown = await caseCardView(desk, desk.store, record, {
    place: place.purpose === 'di' ? 'di' : 'office',
    office: place.office,
  });
  const view = place.active ? shown : { ...shown, movedTo: desk.texts.places.otherChannel };
  return { card: renderCaseCard(view, desk.texts), summary: summaryOf(view, desk.texts) };
}

/** What a card says where its channel is bound no more: it offers nothing. */
function movedAway({ texts }: Desk) {
  return { help: null, actions: [], closing: `${texts.card.moved} ${texts.places.otherChannel}` };
}

async function performReply(desk: Desk, task: EffectTask, { place, channel }: Target): Promise<void> {
  const payload = task.payload as { event: number; mention: Turn };
  const post = await desk.store.cardPost(task.caseId, place.id);
  const row = await desk.store.caseById(task.caseId);
  const events = await desk.store.events(task.caseId);
  const stored = events.find(({ seq }) => seq === payload.event);
  const told = row && stored ? await lineOf(desk, row, stored) : null;
  if (!place.active || !post || told === null) {
    return;
  }
  const { text, owners } = told;
  const mute = REMINDERS.has(stored?.type ?? '') ? 'reminders' : null;
  const mentions = await mentionsFor(desk, channel.name, payload.mention, owners, mute);
  await channel.postReply(post.posted as PostedCard, { text, mentions }, { key: task.id });
  failpoint('desk.reply.posted');
}

/** A suspended account was asked for: its office is told (product.md, Recovery). */
async function performNotice(desk: Desk, task: EffectTask, { place, channel }: Target): Promise<void> {
  const { accountId, office } = task.payload as { readonly accountId: string; readonly office: string };
  const account = await desk.store.accountById(accountId);
  if (!place.active || !account) {
    return;
  }
  const text = desk.texts.recovery.suspendedAsked(account.user, account.personName);
  const owners = { office, owner: null, diOwner: null };
  const mentions = await mentionsFor(desk, channel.name, 'secretary', owners);
  await channel.postNotice(place.address as PlaceAddress, { text, mentions }, { key: task.id });
}

/** A line about a case whose personal data was removed. */
async function forgetLine(_desk: Desk, task: EffectTask, { channel }: Target): Promise<void> {
  const { key } = task.payload as { readonly key: string };
  await channel.removeReply(key);
}

/** What nobody did: whoever muted reminders is not mentioned for it. */
const REMINDERS: ReadonlySet<string> = new Set([
  'became-overdue',
  'supervisor-told',
  'close-offered',
  'problem-overdue',
  'problem-supervisor-told',
  'recovery-overdue',
]);

/** What happened, and whose the case is; null for a kind of case that has no history in its thread. */
async function lineOf(
  desk: Desk,
  row: CaseRow,
  stored: StoredEvent,
): Promise<{ readonly text: string; readonly owners: Owners } | null> {
  switch (row.kind) {
    case 'access': {
      const access = row.facts as unknown as AccessCase;
      const event = eventOf(stored);
      const text = await eventSentence(desk, desk.store, access, event);
      return { text, owners: { ...access, colleague: colleagueIn(event) } };
    }
    case 'problem': {
      const problem = problemOf(row);
      const event = problemEventOf(stored);
      const text = await problemSentence(desk, desk.store, problem, event);
      return { text, owners: { ...problem, diOwner: null, colleague: colleagueIn(event) } };
    }
    case 'recovery': {
      const event = recoveryEventOf(stored);
      const text = await recoverySentence(desk, desk.store, row, event);
      const colleague = colleagueIn(event);
      return { text, owners: { office: row.office, owner: null, diOwner: null, colleague } };
    }
    default:
      return null;
  }
}

/** Before whom a case was put, where that is a colleague. */
function colleagueIn(event: AccessEvent | ProblemEvent | RecoveryEvent): string | null {
  return event.type === 'escalated' ? (event.colleague ?? null) : null;
}
