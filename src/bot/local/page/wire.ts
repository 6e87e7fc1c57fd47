/** What the local page and its server say to each other, as JSON. */
import type { Answer, Card } from '../../channel.ts';

/** Where a person of the demo feels at home: the view that opens when one becomes that person. */
export type Home = { readonly channelKey: string } | { readonly mailbox: string };

export interface WirePerson {
  readonly externalId: string;
  readonly name: string;
  /** Such as "secretar, OCPI Alba". */
  readonly description: string;
  readonly home: Home | null;
}

export interface WireChannel {
  readonly channelKey: string;
  readonly title: string;
  /** The heading under which it stands at the left. */
  readonly group: string;
  readonly cards: number;
  /** When a card or a line of a thread last came or changed, or null if there is none. */
  readonly lastActivityAt: string | null;
}

export type PartyRole = 'applicant' | 'secretary' | 'di' | 'dcg' | 'other';

export interface WireParty {
  readonly mailbox: string;
  readonly title: string;
  readonly role: PartyRole;
  readonly messages: number;
}

export interface WireSample {
  readonly id: string;
  readonly title: string;
  readonly description: string;
}

export interface WireHint {
  readonly text: string;
  /** Whose turn it is, or null if nobody's. */
  readonly personExternalId: string | null;
  readonly caseId: string | null;
  /** Where that person finds the card, or null. */
  readonly channelKey: string | null;
  /** Where that person finds a mail, or null. */
  readonly mailbox: string | null;
}

/** Everything around the cards; asked for again whenever something happened. */
export interface Overview {
  readonly people: readonly WirePerson[];
  readonly channels: readonly WireChannel[];
  readonly parties: readonly WireParty[];
  readonly samples: readonly WireSample[];
  readonly hint: WireHint;
}

export interface WireCard {
  readonly id: string;
  readonly channelKey: string;
  /** The case its buttons speak of, or null if it has none. */
  readonly caseId: string | null;
  readonly summary: string;
  readonly card: Card;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly replies: number;
}

export interface CardPage {
  /** Oldest first. */
  readonly cards: readonly WireCard[];
  /** True if older cards exist than these. */
  readonly older: boolean;
}

export interface WireReply {
  readonly id: string;
  /** Who wrote it; null for the desk's own lines. */
  readonly author: string | null;
  readonly text: string;
  readonly mentions: readonly { readonly externalId: string; readonly name: string }[];
  readonly createdAt: string;
}

export interface WireMailLine {
  readonly id: string;
  readonly from: string;
  readonly subject: string;
  /** ISO 8601. */
  readonly date: string;
  readonly hasAttachments: boolean;
}

export interface WireMail extends Omit<WireMailLine, 'hasAttachments'> {
  readonly text: string;
  readonly hasHtml: boolean;
  readonly attachments: readonly { readonly index: number; readonly name: string; readonly bytes: number }[];
}

/** What came of something asked of the pretend mailboxes. */
export interface WireOutcome {
  readonly kind: 'done' | 'told';
  readonly text: string;
}

export type WireAnswer = Answer;

/** An answer that is no answer: why the server refused. `code` is for the page, `error` for the person. */
export interface WireRefusal {
  readonly code:
    | 'not-loopback'
    | 'wrong-host'
    | 'other-site'
    | 'csrf'
    | 'bad-request'
    | 'not-found'
    | 'too-large'
    | 'unknown-person'
    | 'broken';
  readonly error: string;
}

/** What the server sends by itself: only where to look, never what is there. */
export type LiveEvent =
  | {
      readonly type: 'post';
      readonly channelKey: string;
      readonly postId: string;
      /** The card in whose thread the line stands, or null for a card. */
      readonly parentId: string | null;
      readonly change: 'posted' | 'updated';
    }
  | { readonly type: 'mail'; readonly mailbox: string };
