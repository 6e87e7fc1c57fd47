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
  /** keys.lookupHash('signature', …) of the signature that proves it. */
  signatureHash: string | null;
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
  signatureHash?: string | null;
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

    /** True if another mail came with the same signature. */
    async signatureSeen(signatureHash: string, exceptMailId: string): Promise<boolean> {
      const where = { signatureHash, mailId: { not: exceptMailId } };
      return (await reading.tables.mailRequest.count({ where })) > 0;
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

    /** The requests of a mail belong to this case from now on: a person said so. */
    async fileRequests(mailId: string, caseId: string): Promise<void> {
      await writing.tables.mailRequest.updateMany({ where: { mailId }, data: { caseId } });
    },

    /** Forgets the requests of a mail that is handled again from its beginning. */
    async dropRequests(mailId: string): Promise<void> {
      await writing.tables.mailRequest.deleteMany({ where: { mailId } });
    },
  };
}
