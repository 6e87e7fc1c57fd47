import type { InboundMail, SentMail } from './generated/sqlite/client.ts';
import { newId } from './ids.ts';
import type { JsonInput } from './json.ts';
import type { Reading, Writing } from './session.ts';
import { jsonColumn } from './session.ts';

export type InboundStatus = 'stored' | 'handled' | 'quarantined' | 'duplicate';

/** An arrived mail with its envelope opened. Its bytes: store.documents.get(rawBlob). */
export type OpenedInbound = Omit<InboundMail, 'envelopeSealed' | 'summarySealed' | 'reasons'> & {
  envelope: unknown;
  /** What was read out of it; null until somebody has. */
  summary: unknown;
  reasons: unknown;
};

/** An outgoing mail with its address opened. */
export type OpenedSent = Omit<SentMail, 'toSealed'> & { to: string };

export interface NewInbound {
  /** From store.documents.put. */
  rawBlob: string;
  sizeBytes: number;
  /** Sender, recipients, peer, as the receiver saw them; sealed. */
  envelope: JsonInput;
  /** What was read out of it; sealed. */
  summary?: JsonInput;
  /** keys.lookupHash('mail-content', …) of what makes two copies the same mail. */
  contentKey?: string;
  /** Attempts to handle it that have begun: 1 for one that is handled at once. */
  attempts?: number;
}

export interface InboundPatch {
  status?: InboundStatus;
  caseId?: string;
  class?: string;
  contentKey?: string;
  /** What was read out of it; sealed. */
  summary?: JsonInput;
  /** Codes only. */
  reasons?: JsonInput;
  errorCode?: string | null;
  attempts?: number;
}

export interface NewSent {
  caseId: string;
  effectId: string;
  letter: string;
  /** Without angle brackets or with them: always the same way. */
  messageId: string;
  to: string;
}

export type SentStatus = 'prepared' | 'accepted' | 'refused' | 'bounced';

const ENVELOPE = 'InboundMail.envelopeSealed';
const SUMMARY = 'InboundMail.summarySealed';
const TO = 'SentMail.toSealed';

const oneForm = (address: string): string => address.trim().toLowerCase();

export function mailReads(reading: Reading) {
  const openInbound = ({ envelopeSealed, summarySealed, ...rest }: InboundMail): OpenedInbound => {
    const opened = (field: string, sealed: string): unknown =>
      JSON.parse(reading.keys.open(field, rest.id, sealed));
    return {
      ...rest,
      envelope: opened(ENVELOPE, envelopeSealed),
      summary: summarySealed === null ? null : opened(SUMMARY, summarySealed),
    };
  };
  const openSent = ({ toSealed, ...rest }: SentMail): OpenedSent => ({
    ...rest,
    to: reading.keys.open(TO, rest.id, toSealed),
  });

  return {
    async inboundById(id: string): Promise<OpenedInbound | undefined> {
      const row = await reading.tables.inboundMail.findUnique({ where: { id } });
      return row === null ? undefined : openInbound(row);
    },

    /** Mails in this state, oldest first: after a restart, those still `stored` are to be handled. */
    async inboundWith(status: InboundStatus, limit: number = 100): Promise<OpenedInbound[]> {
      const orderBy = [{ receivedAt: 'asc' as const }, { id: 'asc' as const }];
      const rows = await reading.tables.inboundMail.findMany({ where: { status }, orderBy, take: limit });
      return rows.map(openInbound);
    },

    /** The first mail with this content since then that is not itself a duplicate, except `exceptId`; or undefined. */
    async inboundByContent(
      contentKey: string,
      exceptId?: string,
      since?: Date,
    ): Promise<OpenedInbound | undefined> {
      const row = await reading.tables.inboundMail.findFirst({
        where: {
          contentKey,
          status: { not: 'duplicate' },
          ...(exceptId === undefined ? {} : { id: { not: exceptId } }),
          ...(since === undefined ? {} : { receivedAt: { gte: since } }),
        },
        orderBy: [{ receivedAt: 'asc' }, { id: 'asc' }],
      });
      return row === null ? undefined : openInbound(row);
    },

    /** The first mail since then with exactly these bytes (their address in the document store), or undefined. */
    async inboundByBytes(rawBlob: string, since: Date): Promise<OpenedInbound | undefined> {
      const where = { rawBlob, receivedAt: { gte: since } };
      const orderBy = [{ receivedAt: 'asc' as const }, { id: 'asc' as const }];
      const row = await reading.tables.inboundMail.findFirst({ where, orderBy });
      return row === null ? undefined : openInbound(row);
    },

    /** The mails that joined a case, oldest first. */
    async inboundOf(caseId: string): Promise<OpenedInbound[]> {
      const orderBy = { receivedAt: 'asc' as const };
      return (await reading.tables.inboundMail.findMany({ where: { caseId }, orderBy })).map(openInbound);
    },

    /** The outgoing mail with this Message-ID: how answers and bounces find their case. */
    async sentByMessageId(messageId: string): Promise<OpenedSent | undefined> {
      const row = await reading.tables.sentMail.findUnique({ where: { messageId } });
      return row === null ? undefined : openSent(row);
    },

    /** Our letters among these Message-IDs. */
    async sentByMessageIds(messageIds: readonly string[]): Promise<OpenedSent[]> {
      const where = { messageId: { in: [...messageIds] } };
      return (await reading.tables.sentMail.findMany({ where })).map(openSent);
    },

    async sentByEffect(effectId: string): Promise<OpenedSent | undefined> {
      const row = await reading.tables.sentMail.findUnique({ where: { effectId } });
      return row === null ? undefined : openSent(row);
    },

    /** How many letters of this kind went (or are about to go) to an address since then. */
    async countSent(query: { letter: string; to: string; since: Date }): Promise<number> {
      const toEmailHash = reading.keys.lookupHash('email', oneForm(query.to));
      const where = { letter: query.letter, toEmailHash, createdAt: { gte: query.since } };
      return reading.tables.sentMail.count({ where });
    },

    /** The case's outgoing mails, oldest first. */
    async sentOf(caseId: string): Promise<OpenedSent[]> {
      const orderBy = [{ createdAt: 'asc' as const }, { id: 'asc' as const }];
      return (await reading.tables.sentMail.findMany({ where: { caseId }, orderBy })).map(openSent);
    },
  };
}

export function mailWrites(writing: Writing) {
  const summaryColumn = (id: string, summary: JsonInput | undefined) =>
    summary === undefined ? {} : { summarySealed: writing.keys.seal(SUMMARY, id, JSON.stringify(summary)) };

  return {
    /** Keeps a mail whose raw bytes are stored already. Returns its id. */
    async addInbound(mail: NewInbound): Promise<string> {
      const { envelope, summary, ...rest } = mail;
      const id = newId();
      const envelopeSealed = writing.keys.seal(ENVELOPE, id, JSON.stringify(envelope));
      const receivedAt = writing.now();
      await writing.tables.inboundMail.create({
        data: {
          ...rest,
          ...summaryColumn(id, summary),
          id,
          envelopeSealed,
          receivedAt,
          status: 'stored',
          reasons: [],
        },
      });
      return id;
    },

    /** Counts one more attempt to handle a mail, before the attempt: a mail that kills its reader gets quarantined. */
    async countInboundAttempt(id: string): Promise<number> {
      const data = { attempts: { increment: 1 } };
      return (await writing.tables.inboundMail.update({ where: { id }, data })).attempts;
    },

    /**
     * Moves a mail on, only out of the state `from`. False when somebody else has already done so: then roll back, or
     * one mail would make two cases.
     */
    async markInbound(id: string, from: InboundStatus, patch: InboundPatch): Promise<boolean> {
      const { reasons, summary, ...rest } = patch;
      const data = {
        ...rest,
        ...(reasons === undefined ? {} : { reasons: jsonColumn(reasons) }),
        ...summaryColumn(id, summary),
      };
      const { count } = await writing.tables.inboundMail.updateMany({ where: { id, status: from }, data });
      return count === 1;
    },

    /** A mail, its requests and its documents belong to this case from now on. */
    async moveMail(mailId: string, caseId: string): Promise<void> {
      const { inboundMail, mailRequest, document } = writing.tables;
      await inboundMail.update({ where: { id: mailId }, data: { caseId } });
      await mailRequest.updateMany({ where: { mailId }, data: { caseId } });
      await document.updateMany({ where: { inboundMailId: mailId }, data: { caseId } });
    },

    /**
     * Fixes the Message-ID and address of the mail that an effect sends, before the first attempt. Asked again (a retry,
     * a restart) it returns what was fixed then, whatever is passed now.
     */
    async prepareSent(mail: NewSent): Promise<{ id: string; messageId: string; to: string; status: string }> {
      const earlier = await writing.tables.sentMail.findUnique({ where: { effectId: mail.effectId } });
      if (earlier !== null) {
        const { id, messageId, status } = earlier;
        return { id, messageId, status, to: writing.keys.open(TO, id, earlier.toSealed) };
      }
      const { to, ...rest } = mail;
      const id = newId();
      await writing.tables.sentMail.create({
        data: {
          ...rest,
          id,
          toEmailHash: writing.keys.lookupHash('email', oneForm(to)),
          toSealed: writing.keys.seal(TO, id, to),
          status: 'prepared',
          createdAt: writing.now(),
        },
      });
      return { id, messageId: mail.messageId, status: 'prepared', to };
    },

    /** Records what became of a mail; `error` is a code or a text without personal data. */
    async markSent(effectId: string, status: SentStatus, error?: string): Promise<void> {
      const sentAt = status === 'accepted' ? { sentAt: writing.now() } : {};
      await writing.tables.sentMail.update({
        where: { effectId },
        data: { status, error: error ?? null, ...sentAt },
      });
    },
  };
}
