/** Does in the world what a transaction wanted: cards, lines in their threads, letters. */
import { renderCaseCard, renderUnsortedCard, summaryOf, unsortedSummaryOf } from '../bot/cards.ts';
import type { Card, Channel, ChannelName, PlaceAddress, PostedCard } from '../bot/channel.ts';
import { failpoint } from '../failpoint/failpoint.ts';
import type { CaseRow } from '../store/cases.ts';
import { createEffectRunner, type EffectRunner, type EffectTask } from '../store/effect-runner.ts';
import type { BoundPlace } from '../store/places.ts';
import type { AccessCase, Turn } from '../workflow/case.ts';
import { eventOf } from './carry-out.ts';
import { caseRecord } from './case-record.ts';
import { caseCardView } from './case-view.ts';
import type { Desk } from './desk.ts';
import { eventSentence } from './event-sentence.ts';
import { mentionsFor } from './people.ts';
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
    },
    log: (event) => desk.log.warn(event, 'effect put off'),
  });
}

async function perform(desk: Desk, task: EffectTask): Promise<void> {
  switch (task.kind) {
    case 'card':
      return await performCard(desk, task);
    case 'reply':
      return await performReply(desk, task);
    case 'letter':
      return await sendLetter(desk, task);
    default:
      throw new Error('An effect of an unknown kind');
  }
}

interface Target {
  readonly place: BoundPlace;
  readonly channel: Channel;
}

/** The place of a card, if it is still bound to a channel of this process. */
async function targetOf(desk: Desk, placeId: string): Promise<Target | null> {
  const place = await desk.store.placeById(placeId);
  const channel = place?.active ? desk.channels.get(place.channel as ChannelName) : undefined;
  return place && channel ? { place, channel } : null;
}

async function performCard(desk: Desk, task: EffectTask): Promise<void> {
  const { placeId } = task.payload as { placeId: string };
  const target = await targetOf(desk, placeId);
  const row = await desk.store.caseById(task.caseId);
  if (!target || !row) {
    return;
  }
  const { card, summary } = await renderCard(desk, row, target.place);
  const post = await desk.store.cardPost(task.caseId, placeId);
  const posted = post
    ? await target.channel.updateCard(post.posted as PostedCard, card, { summary })
    : await target.channel.postCard(target.place.address as PlaceAddress, card, {
        key: `card:${task.caseId}:${placeId}`,
        summary,
      });
  failpoint('desk.card.posted');
  await task.complete(async (uow) => {
    const renderedVersion = row.version;
    await uow.saveCardPost({ caseId: task.caseId, placeId, posted: { ...posted }, renderedVersion });
  });
}

async function renderCard(
  desk: Desk,
  row: CaseRow,
  place: BoundPlace,
): Promise<{ readonly card: Card; readonly summary: string }> {
  if (row.kind === 'unsorted') {
    const view = await unsortedCardView(desk, desk.store, row);
    return { card: renderUnsortedCard(view, desk.texts), summary: unsortedSummaryOf(view, desk.texts) };
  }
  const record = await caseRecord(desk.store, row.id);
  if (!record) {
    throw new Error('A card is due for a case of an unknown kind');
  }
  const view = await caseCardView(desk, desk.store, record, {
    place: place.purpose === 'di' ? 'di' : 'office',
    office: place.office,
  });
  return { card: renderCaseCard(view, desk.texts), summary: summaryOf(view, desk.texts) };
}

async function performReply(desk: Desk, task: EffectTask): Promise<void> {
  const payload = task.payload as { placeId: string; event: number; mention: Turn };
  const target = await targetOf(desk, payload.placeId);
  const post = await desk.store.cardPost(task.caseId, payload.placeId);
  const row = await desk.store.caseById(task.caseId);
  const events = await desk.store.events(task.caseId);
  const stored = events.find(({ seq }) => seq === payload.event);
  if (!target || !post || !stored || row?.kind !== 'access') {
    return;
  }
  const access = row.facts as unknown as AccessCase;
  const text = await eventSentence(desk, desk.store, access, eventOf(stored));
  const mentions = await mentionsFor(desk, target.channel.name, payload.mention, access);
  await target.channel.postReply(post.posted as PostedCard, { text, mentions }, { key: task.id });
  failpoint('desk.reply.posted');
}
