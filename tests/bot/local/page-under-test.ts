/** The local page, served on loopback, with a pretend desk, pretend mailboxes and a chat in memory. */
import express from 'express';
import { renderCaseCard, summaryOf } from '../../../src/bot/cards.ts';
import type { ThreadLine } from '../../../src/bot/channel.ts';
import { createLocalChannel, type LocalChannel } from '../../../src/bot/local/local-channel.ts';
import { createLocalPage, type LocalPage } from '../../../src/bot/local/local-page.ts';
import { createLocalServer } from '../../../src/bot/local/local-server.ts';
import type { WireHint } from '../../../src/bot/local/page/wire.ts';
import type { CaseCardView } from '../../../src/bot/views.ts';
import { ro } from '../../../src/texts/ro.ts';
import type { Texts } from '../../../src/texts/texts.ts';
import { OFFICES } from '../../../src/workflow/offices.ts';
import { officeViews } from '../case-views.ts';
import { chatInMemory } from './chat-in-memory.ts';
import { type PretendDesk, pretendDesk } from './pretend-desk.ts';
import { APPLICANT, type PretendWorld, pretendWorld } from './pretend-world.ts';

export const OFFICE_AB = 'office:AB';

export interface PageUnderTest {
  readonly url: string;
  readonly channel: LocalChannel;
  readonly desk: PretendDesk;
  readonly world: PretendWorld;
  readonly page: LocalPage;
  /** What the page reported as broken. */
  readonly broken: { readonly error: unknown; readonly where: string }[];
  /** Lines that people wrote in threads. */
  readonly heard: readonly ThreadLine[];
  hint: WireHint;
  /** Posts a case's card, or rewrites the one that is there. */
  show(channelKey: string, view: CaseCardView): Promise<void>;
  say(
    channelKey: string,
    text: string,
    mentions?: readonly { externalId: string; name: string }[],
  ): Promise<void>;
  close(): Promise<void>;
}

export const PEOPLE = [
  {
    externalId: 'sec',
    name: 'Maria Ionescu',
    description: 'Secretar, OCPI Alba',
    home: { channelKey: OFFICE_AB },
  },
  {
    externalId: 'sec-cj',
    name: 'Ioan Mureșan',
    description: 'Secretar, OCPI Cluj',
    home: { channelKey: 'office:CJ' },
  },
  {
    externalId: 'sup',
    name: 'Elena Dobre',
    description: 'Coordonator, OCPI Alba',
    home: { channelKey: OFFICE_AB },
  },
  { externalId: 'di', name: 'Radu Stan', description: 'Ofițer DI', home: { channelKey: 'di' } },
  { externalId: 'admin', name: 'Ana Georgescu', description: 'Administrator', home: { channelKey: 'admin' } },
  {
    externalId: 'solicitant',
    name: 'Andrei Popescu',
    description: 'Solicitant, om inventat',
    home: { mailbox: APPLICANT },
  },
] as const;

const CHANNELS = [
  { channelKey: 'di', title: 'DI – credențiale', group: 'Central' },
  { channelKey: 'admin', title: 'Administratori', group: 'Central' },
  ...OFFICES.map(({ code, name }) => ({ channelKey: `office:${code}`, title: name, group: 'Oficii' })),
];

/** Serves it on any free port, unless the test must meet the same one again. */
export async function servePage(texts: Texts = ro, port = 0): Promise<PageUnderTest> {
  const memory = chatInMemory();
  const channel = createLocalChannel({ memory });
  const world = pretendWorld();
  const broken: { error: unknown; where: string }[] = [];
  const cards = new Map<string, { channelKey: string; postId: string }>();
  const heard: ThreadLine[] = [];
  let lines = 0;

  const desk = pretendDesk(async () => {
    await under.show(OFFICE_AB, view('ready-to-approve'));
    await under.say(OFFICE_AB, 'Maria Ionescu a consemnat originalul semnat și îndosariat.');
  });
  const page = createLocalPage({
    channel,
    memory,
    world,
    texts,
    onClick: (click) => desk.onClick(click),
    onCommand: (command) => desk.onCommand(command),
    onThreadLine: async (line) => {
      heard.push(line);
    },
    people: async () => PEOPLE,
    channels: async () => CHANNELS,
    hint: async () => under.hint,
    report: (error, where) => broken.push({ error, where }),
  });
  const documents = express.Router();
  documents.get('/documents/:token', (_request, response) => {
    response.type('text').send('Documentul');
  });
  const server = await createLocalServer({ page, port, also: [documents] });

  const under: PageUnderTest = {
    url: server.url,
    channel,
    desk,
    world,
    page,
    broken,
    heard,
    hint: {
      text: ro.page.hint.start,
      personExternalId: null,
      caseId: null,
      channelKey: null,
      mailbox: null,
    },
    async show(channelKey, shown) {
      const card = renderCaseCard(shown, ro);
      const summary = summaryOf(shown, ro);
      const key = `${channelKey} ${shown.access.id}`;
      const posted = cards.get(key);
      if (posted !== undefined) {
        await channel.updateCard({ ...posted }, card, { summary });
        return;
      }
      const address = await channel.postCard({ channelKey }, card, { key, summary });
      cards.set(key, { channelKey, postId: address.postId ?? '' });
    },
    async say(channelKey, text, mentions = []) {
      const posted = [...cards.values()].find((card) => card.channelKey === channelKey);
      lines += 1;
      await channel.postReply({ ...posted }, { text, mentions }, { key: `line-${lines}` });
    },
    close: () => server.close(),
  };
  return under;
}

/** A case's card in a state, such as `received`, at the office or at DI. */
export function view(name: string, number = 42, views = officeViews): CaseCardView {
  const found = views[name];
  if (found === undefined) {
    throw new Error(`no such view: ${name}`);
  }
  const access = {
    ...found.access,
    id: `case-${number}`,
    number: `AB-2026-${String(number).padStart(5, '0')}`,
  };
  return { ...found, access };
}
