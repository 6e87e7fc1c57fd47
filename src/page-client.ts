/** The local page without a browser: the same HTTP requests that the page makes. For the demo, tests and benches. */
import type { Answer } from './bot/channel.ts';
import { PERSON_HEADER } from './bot/local/local-page.ts';
import type {
  CardPage,
  Overview,
  WireCard,
  WireMail,
  WireMailLine,
  WireOutcome,
  WireReply,
} from './bot/local/page/wire.ts';
import { CSRF_HEADER } from './bot/local/page-guards.ts';

export interface PageClient {
  overview(): Promise<Overview>;
  /** The cards of a channel, oldest first. */
  cards(channelKey: string): Promise<readonly WireCard[]>;
  /** The thread of a card, oldest first. */
  replies(cardId: string): Promise<readonly WireReply[]>;
  /** A click, or a dialog's submit, as one of the people. */
  click(
    person: string,
    verb: string,
    caseId: string,
    inputs?: Readonly<Record<string, string>>,
  ): Promise<Answer>;
  /** A typed command in a channel, or in none. */
  command(person: string, text: string, channelKey: string | null): Promise<Answer>;
  /** A line of a person's own in a card's thread. */
  writeLine(person: string, cardId: string, text: string): Promise<void>;
  sendSample(id: string): Promise<WireOutcome>;
  messages(mailbox: string): Promise<readonly WireMailLine[]>;
  message(mailbox: string, id: string): Promise<WireMail>;
  attachment(mailbox: string, id: string, index: number): Promise<Buffer>;
  /** R1. */
  askNewPassword(mailbox: string): Promise<WireOutcome>;
  answer(mailbox: string, messageId: string, text: string, withCorrectedForm: boolean): Promise<WireOutcome>;
}

/** The page did not answer as a page does. */
export class PageTrouble extends Error {
  readonly status: number;

  constructor(status: number, path: string, said: string) {
    super(`${path}: ${status} ${said}`);
    this.status = status;
  }
}

/** Opens a client on `http://127.0.0.1:3978`; takes the page's token. */
export async function openPageClient(url: string): Promise<PageClient> {
  const get = async <T>(path: string): Promise<T> => (await (await asked(url, path)).json()) as T;
  const { csrf } = await get<{ csrf: string }>('/api/session');
  const post = async <T>(path: string, body: unknown, person?: string): Promise<T> => {
    const response = await asked(url, path, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        origin: url,
        [CSRF_HEADER]: csrf,
        ...(person === undefined ? {} : { [PERSON_HEADER]: person }),
      },
      body: JSON.stringify(body),
    });
    return (await response.json()) as T;
  };
  const inbox = (mailbox: string): string => `/api/mailboxes/${encodeURIComponent(mailbox)}/messages`;
  return {
    overview: () => get('/api/overview'),
    cards: async (channelKey) =>
      (await get<CardPage>(`/api/channels/${encodeURIComponent(channelKey)}/cards`)).cards,
    replies: (cardId) => get(`/api/cards/${cardId}/replies`),
    click: (person, verb, caseId, inputs = {}) => post('/api/click', { verb, caseId, inputs }, person),
    command: (person, text, channelKey) => post('/api/command', { text, channelKey }, person),
    writeLine: async (person, cardId, text) => {
      await post(`/api/cards/${cardId}/lines`, { text }, person);
    },
    sendSample: (id) => post('/api/mailboxes/sample', { id }),
    messages: (mailbox) => get(inbox(mailbox)),
    message: (mailbox, id) => get(`${inbox(mailbox)}/${id}`),
    async attachment(mailbox, id, index) {
      const response = await asked(url, `${inbox(mailbox)}/${id}/attachments/${index}`);
      return Buffer.from(await response.arrayBuffer());
    },
    askNewPassword: (mailbox) => post('/api/mailboxes/ask-new-password', { mailbox }),
    answer: (mailbox, messageId, text, withCorrectedForm) =>
      post('/api/mailboxes/answer', { mailbox, messageId, text, withCorrectedForm }),
  };
}

async function asked(url: string, path: string, init: RequestInit = {}): Promise<Response> {
  const response = await fetch(`${url}${path}`, init);
  if (!response.ok) {
    throw new PageTrouble(response.status, path, (await response.text()).slice(0, 200));
  }
  return response;
}

/** A dialog as the page shows it: what stands in its inputs, and what its submit button carries along. */
export interface OpenDialog {
  readonly title: string;
  /** What stands in the inputs when the dialog opens, by their ids. */
  readonly inputs: Readonly<Record<string, string>>;
  /** Submits the dialog with these inputs changed. */
  submit(changes?: Readonly<Record<string, string>>, verb?: string): Promise<Answer>;
}

/** Clicks a button that opens a dialog. Throws if it answers anything else. */
export async function openDialogAs(
  page: PageClient,
  person: string,
  verb: string,
  caseId: string,
): Promise<OpenDialog> {
  return dialogIn(page, person, caseId, await page.click(person, verb, caseId), `submit:${verb}`);
}

/**
 * The dialog that an answer brought, such as the mail to be looked at before it is sent. Without `submits` its submit is the
 * one whose verb says so. Throws if the answer is anything else.
 */
export function dialogIn(
  page: PageClient,
  person: string,
  caseId: string,
  answer: Answer,
  submits?: string,
): OpenDialog {
  if (answer.kind !== 'dialog') {
    throw new Error(`no dialog was opened: ${answer.text}`);
  }
  const elements = [...elementsOf(answer.card)];
  const inputs: Record<string, string> = {};
  for (const element of elements) {
    if (
      typeof element.type === 'string' &&
      element.type.startsWith('Input.') &&
      typeof element.id === 'string'
    ) {
      inputs[element.id] = typeof element.value === 'string' ? element.value : '';
    }
  }
  return {
    title: answer.title,
    inputs,
    async submit(changes = {}, submitVerb = submits ?? submitIn(elements)) {
      const action = elements.find((element) => element.verb === submitVerb);
      if (!action) {
        throw new Error(`The dialog has no button ${submitVerb}`);
      }
      const { caseId: _case, ...carried } = textsOf(action.data);
      return await page.click(person, submitVerb, caseId, { ...inputs, ...carried, ...changes });
    },
  };
}

function submitIn(elements: readonly Element[]): string {
  const verbs = elements.map(({ verb }) => verb);
  return verbs.find((verb): verb is string => typeof verb === 'string' && verb.startsWith('submit:')) ?? '';
}

type Element = Readonly<Record<string, unknown>>;

function* elementsOf(value: unknown): Generator<Element> {
  if (Array.isArray(value)) {
    for (const each of value) {
      yield* elementsOf(each);
    }
  } else if (typeof value === 'object' && value !== null) {
    yield value as Element;
    yield* elementsOf(Object.values(value));
  }
}

function textsOf(data: unknown): Record<string, string> {
  const entries = Object.entries(typeof data === 'object' && data !== null ? data : {});
  return Object.fromEntries(
    entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

/** The verbs that a card offers, in its order. */
export function verbsOn(card: unknown): string[] {
  return [...elementsOf(card)].flatMap(({ verb }) => (typeof verb === 'string' ? [verb] : []));
}
