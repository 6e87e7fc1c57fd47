/** What is left of a case whose personal data was removed, and what another case still needs. */
import { describe, expect, it } from 'vitest';
import { withoutPerson } from '../../src/store/purge.ts';
import { aCase, bytesBelow, opened, START, temporaryStore } from './temporary-store.ts';

const NAME = 'Ștefania Purjată';

describe('purging a case', () => {
  it('leaves no row of its own, no name and no document, and its log whole', async () => {
    const { store, folder, clock } = await temporaryStore();
    const blob = await store.documents.put(Buffer.from('scan'));
    const id = await store.transact(null, async (uow) => {
      const made = await uow.createCase(
        aCase({
          number: 'AB-2026-00001',
          applicantName: NAME,
          email: 'stefania@exemplu.example',
          open: false,
        }),
      );
      await uow.addNote(made.id, 'ce a scris cineva');
      const documentId = await uow.addDocument({
        ...{ caseId: made.id, kind: 'workbook', name: 'cerere.xlsx', blob, bytes: 4, mediaType: 'x/y' },
      });
      const workbookHash = 'hash';
      await uow.addForm({ caseId: made.id, workbookHash, documentId, fields: { cnp: '1' }, problems: [] });
      return made.id;
    });
    await store.transact(id, async (uow) => {
      await uow.purgeCase(id);
      await uow.saveCase(id, {
        expectedVersion: 1,
        patch: withoutPerson({ was: 'access' }),
        events: [{ ...opened, type: 'purged' }],
      });
    });
    expect(await store.caseById(id)).toMatchObject({
      ...{
        kind: 'purged',
        number: 'AB-2026-00001',
        applicantName: null,
        applicantNameFolded: null,
        email: null,
      },
    });
    expect(await store.notesOf(id)).toEqual([]);
    expect(await store.documentsOf(id)).toEqual([]);
    expect(await store.formsOf(id)).toEqual([]);
    expect(await store.verifyChain(id)).toEqual({ whole: true, events: 2 });
    // Files have the machine's time.
    clock.advance(Date.now() - START.getTime() + 2 * 60 * 60 * 1000);
    expect(await store.sweepDocuments()).toBe(1);
    await store.erasePhysically();
    expect(bytesBelow(folder)).not.toContain('stefania@exemplu.example');
  });

  it('leaves a mail that another case needs, which has it from then on, and takes it with the last', async () => {
    const { store } = await temporaryStore();
    const mailId = await store.receiveMail(Buffer.from('From: a@b\r\n\r\nx'), { envelope: {} });
    const [one, other] = await store.transact(null, async (uow) => {
      const ids: string[] = [];
      for (const position of [0, 1]) {
        const { id } = await uow.createCase(aCase());
        const request = { mailId, position, caseId: id, route: 'direct', trust: 'weak', proof: {} };
        await uow.addRequest({ ...request, requestKey: null, proveAgainAt: null });
        ids.push(id);
      }
      await uow.markInbound(mailId, 'stored', { status: 'handled', caseId: ids[0] ?? '' });
      return ids;
    });
    await store.transact(null, (uow) => uow.purgeCase(one ?? ''));
    expect(await store.inboundById(mailId)).toMatchObject({ caseId: other });
    expect(await store.requestsOf(other ?? '')).toHaveLength(1);
    await store.transact(null, (uow) => uow.purgeCase(other ?? ''));
    expect(await store.inboundById(mailId)).toBeUndefined();
  });

  it('is for closed cases of before a day, without those that are held, the oldest first', async () => {
    const { store, clock } = await temporaryStore();
    const closed = (number: string, open = false) =>
      store.transact(null, (uow) => uow.createCase(aCase({ number, open, waitingSince: clock.now() })));
    const first = await closed('AB-2026-00001');
    await closed('AB-2026-00002', true);
    clock.advance(1_000);
    const second = await closed('AB-2026-00003');
    clock.advance(1_000);
    const cutoff = clock.now();
    await closed('AB-2026-00004');
    const ids = async (held: string[]) => (await store.closedBefore(cutoff, held, 10)).map((each) => each.id);
    expect(await ids([])).toEqual([first.id, second.id]);
    expect(await ids([first.id])).toEqual([second.id]);
  });
});
