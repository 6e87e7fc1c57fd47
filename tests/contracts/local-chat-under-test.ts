/** The local page with a real memory, spoken to over HTTP as its own page does. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Answer, Card, ClickHandler, PostedCard } from '../../src/bot/channel.ts';
import type { CardContent, ChatMemory, ReplyContent } from '../../src/bot/local/chat-memory.ts';
import { createLocalChannel } from '../../src/bot/local/local-channel.ts';
import { createLocalPage } from '../../src/bot/local/local-page.ts';
import { createLocalServer } from '../../src/bot/local/local-server.ts';
import { type OpenDialog, openDialogAs, openPageClient } from '../../src/page-client.ts';
import { createChatMemory } from '../../src/store/local-chat.ts';
import { openStore } from '../../src/store/open.ts';
import { ro } from '../../src/texts/ro.ts';
import { actionsOf, readable } from '../bot/card-parts.ts';
import { pretendWorld } from '../bot/local/pretend-world.ts';
import type { ChatUnderTest, Seen, Trouble } from './chat-under-test.ts';

const PLACE = { channelKey: 'office:AB' };
const PEOPLE = [
  { externalId: 'secretar-ab', name: 'Maria Ionescu', description: 'Secretar, OCPI Alba' },
  { externalId: 'alt-secretar', name: 'Ioana Mureșan', description: 'Secretar, OCPI Alba' },
] as const;

export async function openLocalChatUnderTest(): Promise<ChatUnderTest> {
  const folder = mkdtempSync(join(tmpdir(), 'acces-contract-'));
  const databaseUrl = `file:${join(folder, 'acces.db')}`;
  const store = await openStore({ databaseUrl, dataDir: folder, masterKey: Buffer.alloc(32, 7) });
  const memory = createChatMemory<CardContent, ReplyContent>(store);
  let trouble: Trouble | null = null;
  const troubled: ChatMemory = {
    ...memory,
    insert: (post) =>
      inTrouble(
        () => trouble,
        () => memory.insert(post),
      ),
    update: (id, content, at) =>
      inTrouble(
        () => trouble,
        () => memory.update(id, content, at),
      ),
  };
  let handler: ClickHandler = async () => ({ kind: 'told', text: '' });
  let channel = createLocalChannel({ memory: troubled });
  const page = createLocalPage({
    channel,
    memory: troubled,
    world: pretendWorld(),
    texts: ro,
    onClick: (click) => handler(click),
    onCommand: async () => ({ kind: 'told', text: '' }),
    onThreadLine: async () => {},
    people: async () => PEOPLE,
    channels: async () => [{ ...PLACE, title: 'OCPI Alba', group: 'Oficii' }],
    hint: async () => ({
      text: '',
      personExternalId: null,
      caseId: null,
      channelKey: null,
      mailbox: null,
    }),
    report: () => {},
  });
  const server = await createLocalServer({ page, port: 0 });
  const client = await openPageClient(server.url);
  const open = new Map<string, OpenDialog>();

  async function linesAt(channelKey: string): Promise<string[]> {
    const cards = await client.cards(channelKey);
    return cards.filter(({ card }) => actionsOf(card).length === 0).map(({ card }) => readable(card));
  }

  async function pressed(person: string, verb: string, caseId: string): Promise<Seen> {
    const answer = await client.click(person, verb, caseId);
    if (answer.kind !== 'dialog') {
      return seenAs(answer);
    }
    const dialog = await openDialogAs(client, person, verb, caseId);
    open.set(person, dialog);
    return {
      kind: 'dialog',
      title: answer.title,
      text: readable(answer.card),
      inputs: dialog.inputs,
      errors: {},
    };
  }

  return {
    channel: () => channel,
    place: PLACE,
    person: PEOPLE[0].externalId,
    colleague: PEOPLE[1].externalId,
    answerWith(next) {
      handler = next;
    },
    async cards() {
      const cards = await client.cards(PLACE.channelKey);
      return cards.map(({ id, channelKey, card }) => ({
        posted: { postId: id, channelKey },
        text: readable(card),
        buttons: buttonsOf(card),
      }));
    },
    thread: async (posted) => (await client.replies(posted.postId ?? '')).map(({ text }) => text),
    notices: () => linesAt(PLACE.channelKey),
    direct: (person) => linesAt(`person:${person}`),
    async remove({ postId }: PostedCard) {
      await store.transact(null, (uow) =>
        uow.session.tables.chatPost.deleteMany({ where: { id: postId ?? '' } }),
      );
    },
    async press(person, posted, button) {
      const cards = await client.cards(PLACE.channelKey);
      const card = cards.find(({ id }) => id === posted.postId);
      const action = card && actionsOf(card.card).find(({ title }) => title === button);
      if (!card || !action) {
        throw new Error(`no button ${button} to press`);
      }
      return await pressed(person, action.verb, action.data.caseId ?? '');
    },
    async submit(person, inputs) {
      const dialog = open.get(person);
      if (!dialog) {
        throw new Error('no dialog is open');
      }
      const answer = await dialog.submit(inputs);
      if (answer.kind !== 'dialog-errors') {
        return seenAs(answer);
      }
      const errors = Object.fromEntries(answer.errors.map(({ input, message }) => [input, message]));
      // The page leaves its dialog as it is.
      return {
        kind: 'dialog',
        title: dialog.title,
        text: answer.text,
        inputs: { ...dialog.inputs, ...inputs },
        errors,
      };
    },
    async trouble(kind) {
      trouble = kind;
      return async () => {
        trouble = null;
      };
    },
    async restart() {
      channel = createLocalChannel({ memory: troubled });
    },
    async close() {
      await server.close();
      await store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function inTrouble<T>(trouble: () => Trouble | null, act: () => Promise<T>): Promise<T> {
  switch (trouble()) {
    case null:
      return await act();
    case 'loses-an-answer':
      await act();
      throw new Error('the answer was lost');
    case 'refuses-for-now':
    case 'is-down':
      throw new Error('the memory cannot be reached');
  }
}

function seenAs(answer: Answer): Seen {
  switch (answer.kind) {
    case 'done':
    case 'told':
    case 'link':
    case 'dialog-errors':
      return { kind: 'text', text: answer.text };
    case 'card':
    case 'dialog':
      return { kind: 'dialog', title: answer.title, text: readable(answer.card), inputs: {}, errors: {} };
  }
}

function buttonsOf(card: Card): readonly string[] {
  return actionsOf(card).map(({ title }) => title);
}
