/** Removing what a case held of people: its rows and documents go, its log of ids and hashes stays whole. */
import type { JsonInput } from './json.ts';
import type { Reading, Writing } from './session.ts';

const PURGED = 'purged';
const DESK = 'desk';

/** A closed case that may be purged. */
export interface Purgeable {
  readonly id: string;
  readonly number: string | null;
}

export function purgeReads(reading: Reading) {
  return {
    /** Closed cases whose last step was before then, without these; the oldest first. */
    async closedBefore(cutoff: Date, held: readonly string[], limit: number): Promise<Purgeable[]> {
      return reading.tables.case.findMany({
        where: {
          open: false,
          kind: { notIn: [PURGED, DESK] },
          waitingSince: { lt: cutoff },
          id: { notIn: [...held] },
        },
        select: { id: true, number: true },
        orderBy: [{ waitingSince: 'asc' }, { id: 'asc' }],
        take: limit,
      });
    },
  };
}

export function purgeWrites(writing: Writing) {
  /** Mails of the case that no other case needs; the others belong to one of those from now on. */
  async function releaseMails(caseId: string, mailIds: readonly string[]): Promise<void> {
    const { inboundMail, mailRequest, document } = writing.tables;
    for (const id of mailIds) {
      const request = await mailRequest.findFirst({ where: { mailId: id, caseId: { not: null } } });
      const file = await document.findFirst({ where: { inboundMailId: id, caseId: { not: null } } });
      const heir = request?.caseId ?? file?.caseId ?? null;
      if (heir !== null) {
        await inboundMail.updateMany({ where: { id, caseId }, data: { caseId: heir } });
        continue;
      }
      await document.deleteMany({ where: { inboundMailId: id } });
      await mailRequest.deleteMany({ where: { mailId: id } });
      await inboundMail.delete({ where: { id } });
    }
  }

  return {
    /**
     * Removes a case's forms, documents, notes, mails, letters and timers, and leaves its row without a name. The bytes of
     * documents go with the next sweep. The caller appends the event that says so.
     */
    async purgeCase(caseId: string): Promise<void> {
      const { tables } = writing;
      const where = { caseId };
      const mails = await tables.inboundMail.findMany({ where, select: { id: true } });
      const requests = await tables.mailRequest.findMany({ where, select: { mailId: true } });
      const mailIds = new Set([...mails.map(({ id }) => id), ...requests.map(({ mailId }) => mailId)]);
      await tables.documentLink.deleteMany({ where });
      await tables.caseForm.deleteMany({ where });
      await tables.note.deleteMany({ where });
      await tables.document.deleteMany({ where });
      await tables.mailRequest.deleteMany({ where });
      await tables.sentMail.deleteMany({ where });
      await tables.timer.deleteMany({ where });
      await releaseMails(caseId, [...mailIds]);
    },
  };
}

/** The columns of a case of which nothing personal is left. */
export function withoutPerson(facts: JsonInput) {
  return {
    ...{ kind: PURGED, state: PURGED, open: false, facts, dueAt: null, ownerId: null },
    ...{ applicantName: null, email: null, senderEmail: null, senderName: null, cnpHash: null },
    ...{ authorisation: null, registryNumber: null },
  };
}
