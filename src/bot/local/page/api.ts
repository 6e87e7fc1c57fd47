/** Speaks with the page's server. */
import { state } from './state.ts';
import type {
  CardPage,
  Overview,
  WireAnswer,
  WireCard,
  WireMail,
  WireMailLine,
  WireOutcome,
  WireRefusal,
  WireReply,
} from './wire.ts';
import { words } from './words.ts';

/** The server refused; the message is for the person. */
export class Refused extends Error {
  readonly code: WireRefusal['code'];

  constructor(code: WireRefusal['code']) {
    super(words.refusals[code]);
    this.code = code;
  }
}

let csrf = document.querySelector<HTMLMetaElement>('meta[name="acces-csrf"]')?.content ?? '';

const segment = encodeURIComponent;

export const api = {
  overview: () => get<Overview>('/api/overview'),
  cards: (channelKey: string, before: string | null) =>
    get<CardPage>(
      `/api/channels/${segment(channelKey)}/cards${before === null ? '' : `?before=${segment(before)}`}`,
    ),
  card: (id: string) => get<WireCard>(`/api/cards/${segment(id)}`),
  replies: (id: string) => get<readonly WireReply[]>(`/api/cards/${segment(id)}/replies`),
  mails: (mailbox: string) => get<readonly WireMailLine[]>(`/api/mailboxes/${segment(mailbox)}/messages`),
  mail: (mailbox: string, id: string) => get<WireMail>(mailPath(mailbox, id)),
  click: (verb: string, caseId: string, inputs: Readonly<Record<string, string>>) =>
    post<WireAnswer>('/api/click', JSON.stringify({ verb, caseId, inputs })),
  command: (text: string, channelKey: string | null) =>
    post<WireAnswer>('/api/command', JSON.stringify({ text, channelKey })),
  writeLine: (cardId: string, text: string) =>
    post<WireOutcome>(`/api/cards/${segment(cardId)}/lines`, JSON.stringify({ text })),
  sendSample: (id: string) => post<WireOutcome>('/api/mailboxes/sample', JSON.stringify({ id })),
  sendEml: (file: Blob) => post<WireOutcome>('/api/mailboxes/eml', file, 'message/rfc822'),
  answerMail: (answer: {
    readonly mailbox: string;
    readonly messageId: string;
    readonly text: string;
    readonly withCorrectedForm: boolean;
  }) => post<WireOutcome>('/api/mailboxes/answer', JSON.stringify(answer)),
  askNewPassword: (mailbox: string) =>
    post<WireOutcome>('/api/mailboxes/ask-new-password', JSON.stringify({ mailbox })),
};

/** Where a mail's own HTML and its attachments are found. */
export function mailPath(mailbox: string, id: string): string {
  return `/api/mailboxes/${segment(mailbox)}/messages/${segment(id)}`;
}

async function get<T>(path: string): Promise<T> {
  return await read<T>(await fetch(path));
}

async function post<T>(path: string, body: string | Blob, type = 'application/json'): Promise<T> {
  const send = () =>
    fetch(path, {
      method: 'POST',
      body,
      headers: {
        'Content-Type': type,
        'x-acces-csrf': csrf,
        'x-acces-person': encodeURIComponent(state.me),
      },
    });
  try {
    return await read<T>(await send());
  } catch (error) {
    if (!(error instanceof Refused) || error.code !== 'csrf') {
      throw error;
    }
    // The server was started anew since this page was opened. Nothing was done yet, so once more is safe.
    ({ csrf } = await get<{ csrf: string }>('/api/session'));
    return await read<T>(await send());
  }
}

async function read<T>(response: Response): Promise<T> {
  // Both sides are built from one tree; the server checks what comes in, the page trusts what comes back.
  const body: unknown = await response.json();
  if (!response.ok) {
    throw new Refused((body as WireRefusal).code);
  }
  return body as T;
}
