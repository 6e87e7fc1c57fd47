import type { MailRequest } from './generated/sqlite/client.ts';
import { newId } from './ids.ts';
import type { JsonInput } from './json.ts';
import type { Reading, Writing } from './session.ts';

/** One request inside a mail, with its proof opened. */
export type OpenedRequest = Omit<MailRequest, 'proofSealed'> & { readonly proof: unknown };

export interface NewRequest {
  mailId: string;
  /** Its place among the requests of the mail, from 0. */
  position: number;
  /** The case that it opened or joined. */
  caseId: string | null;
  route: string;
  trust: string;
  /** What was seen of the sender; sealed. */
  proof: JsonInput;
  /** keys.lookupHash('request', …) of applicant and documents. */
  requestKey: string | null;
  /** When to prove it again; null if nothing is open. */
  proveAgainAt: Date | null;
}

export interface RequestPatch {
  caseId?: string;
  trust?: string;
  /** Sealed. */
  proof?: JsonInput;
  proveAgainAt?: Date | null;
  attempts?: number;
}

const PROOF = 'MailRequest.proofSealed';
const IN_ORDER = [{ createdAt: 'asc' as const }, { id: 'asc' as const }];

export function requestReads(reading: Reading) {
  const open = ({ proofSealed, ...rest }: MailRequest): OpenedRequest => ({
    ...rest,
    proof: JSON.parse(reading.keys.open(PROOF, rest.id, proofSealed)),
  });

  return {
    /** The requests that opened a case or joined it, oldest first. */
    async requestsOf(caseId: string): Promise<OpenedRequest[]> {
      return (await reading.tables.mailRequest.findMany({ where: { caseId }, orderBy: IN_ORDER })).map(open);
    },

    /** The earliest request since then with this key that has a case, in another mail; or undefined. */
    async requestByKey(
      requestKey: string,
      exceptMailId: string,
      since: Date,
    ): Promise<OpenedRequest | undefined> {
      const where = {
        requestKey,
        mailId: { not: exceptMailId },
        caseId: { not: null },
        createdAt: { gte: since },
      };
      const row = await reading.tables.mailRequest.findFirst({ where, orderBy: IN_ORDER });
      return row === null ? undefined : open(row);
    },

    /** Which of these signatures another mail has brought before. */
    async signaturesSeen(hashes: readonly string[], exceptMailId: string): Promise<Set<string>> {
      const where = { hash: { in: [...hashes] }, mailId: { not: exceptMailId } };
      const rows = await reading.tables.seenSignature.findMany({ where, select: { hash: true } });
      return new Set(rows.map(({ hash }) => hash));
    },

    /** Requests whose proof is due to be tried again, the longest due first. */
    async requestsToProve(now: Date, limit: number): Promise<OpenedRequest[]> {
      const where = { proveAgainAt: { lte: now } };
      const orderBy = [{ proveAgainAt: 'asc' as const }, { id: 'asc' as const }];
      return (await reading.tables.mailRequest.findMany({ where, orderBy, take: limit })).map(open);
    },
  };
}

export function requestWrites(writing: Writing) {
  const sealed = (id: string, proof: JsonInput): string =>
    writing.keys.seal(PROOF, id, JSON.stringify(proof));

  return {
    async addRequest({ proof, ...rest }: NewRequest): Promise<string> {
      const id = newId();
      const data = { ...rest, id, proofSealed: sealed(id, proof), createdAt: writing.now() };
      await writing.tables.mailRequest.create({ data });
      return id;
    },

    async changeRequest(id: string, { proof, ...rest }: RequestPatch): Promise<void> {
      const data = { ...rest, ...(proof === undefined ? {} : { proofSealed: sealed(id, proof) }) };
      await writing.tables.mailRequest.update({ where: { id }, data });
    },

    /** Remembers the signatures that proved a mail (keys.lookupHash('signature', …)); the first mail keeps each. */
    async rememberSignatures(hashes: readonly string[], mailId: string): Promise<void> {
      for (const hash of new Set(hashes)) {
        const known = await writing.tables.seenSignature.findUnique({ where: { hash } });
        if (known === null) {
          await writing.tables.seenSignature.create({ data: { hash, mailId, seenAt: writing.now() } });
        }
      }
    },

    /** Forgets the requests of a mail that is handled again from its beginning. */
    async dropRequests(mailId: string): Promise<void> {
      await writing.tables.mailRequest.deleteMany({ where: { mailId } });
    },
  };
}
