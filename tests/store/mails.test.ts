import { describe, expect, it } from 'vitest';
import { openStore } from '../../src/store/open.ts';
import { aCase, caseWith, START, storeOptions, temporaryFolder, temporaryStore } from './temporary-store.ts';

const RAW = Buffer.from('Subject: Cerere\r\n\r\nBună ziua');
const envelope = { from: 'ana@example.ro', to: ['abac@example.ro'] };

describe('an arriving mail', () => {
  it('is kept whole before it is acknowledged, whatever happens next', async () => {
    const folder = temporaryFolder();
    const first = await openStore(storeOptions(folder));
    const id = await first.receiveMail(RAW, { envelope });
    await first.close();
    const { store } = await temporaryStore(folder);
    const [mail] = await store.inboundWith('stored');
    expect(mail).toMatchObject({ id, envelope, summary: null, sizeBytes: RAW.length, attempts: 0 });
    expect(await store.documents.get(mail?.rawBlob ?? '')).toEqual(RAW);
  });

  it('that arrived twice is known by its content', async () => {
    const { store } = await temporaryStore();
    const contentKey = store.lookupHash('mail-content', 'message-id and body');
    const first = await store.receiveMail(RAW, { envelope, contentKey });
    const second = await store.receiveMail(RAW, { envelope, contentKey });
    expect((await store.inboundByContent(contentKey, second))?.id).toBe(first);
    await store.transact(null, (uow) => uow.markInbound(second, 'stored', { status: 'duplicate' }));
    expect(await store.inboundByContent(contentKey, first)).toBeUndefined();
    expect((await store.inboundByContent(contentKey))?.id).toBe(first);
  });

  it('is handled by one only, however many try', async () => {
    const { store } = await temporaryStore();
    const id = await store.receiveMail(RAW, { envelope });
    const handle = () => store.transact(null, (uow) => uow.markInbound(id, 'stored', { status: 'handled' }));
    const won = await Promise.all([handle(), handle(), handle()]);
    expect(won.filter(Boolean)).toHaveLength(1);
  });

  it('keeps what was read out of it, with its case and why it was taken for what it is', async () => {
    const { store } = await temporaryStore();
    const id = await store.receiveMail(RAW, { envelope });
    const caseId = await store.transact(null, async (uow) => {
      const made = await uow.createCase(aCase());
      const summary = { from: 'ana@example.ro', text: 'Bună ziua' };
      const patch = {
        status: 'handled',
        caseId: made.id,
        class: 'request',
        reasons: ['subject'],
        summary,
      } as const;
      await uow.markInbound(id, 'stored', patch);
      return made.id;
    });
    const [mail] = await store.inboundOf(caseId);
    expect(mail).toMatchObject({ class: 'request', reasons: ['subject'] });
    expect(mail?.summary).toEqual({ from: 'ana@example.ro', text: 'Bună ziua' });
    await store.transact(null, (uow) => uow.markInbound(id, 'handled', { errorCode: 'x' }));
    expect((await store.inboundById(id))?.summary).toEqual({ from: 'ana@example.ro', text: 'Bună ziua' });
  });

  it('counts the attempts to handle it', async () => {
    const { store } = await temporaryStore();
    const id = await store.receiveMail(RAW, { envelope });
    const count = () => store.transact(null, (uow) => uow.countInboundAttempt(id));
    expect([await count(), await count()]).toEqual([1, 2]);
  });
});

describe('an outgoing mail', () => {
  it('keeps its first Message-ID and address through every try', async () => {
    const { store } = await temporaryStore();
    const caseId = await caseWith(store, [{ lane: 'mail', kind: 'letter', payload: {} }]);
    const [effect] = await store.effectsOf(caseId);
    const effectId = effect?.id ?? '';
    const prepare = (messageId: string, to: string) =>
      store.transact(caseId, (uow) =>
        uow.prepareSent({ caseId, effectId, letter: 'correction', messageId, to }),
      );
    const first = await prepare('one@desk', 'ana@example.ro');
    const again = await prepare('two@desk', 'other@example.ro');
    expect(again).toEqual(first);
    expect(first).toMatchObject({ messageId: 'one@desk', to: 'ana@example.ro', status: 'prepared' });
    await store.transact(caseId, (uow) => uow.markSent(effectId, 'accepted'));
    expect(await store.sentByMessageId('one@desk')).toMatchObject({ status: 'accepted', sentAt: START });
    expect(await store.sentByMessageId('two@desk')).toBeUndefined();
  });
});

describe('documents', () => {
  it('are stored once for the same bytes, sealed, and given back as they came', async () => {
    const { store } = await temporaryStore();
    const [one, two] = await Promise.all([store.documents.put(RAW), store.documents.put(RAW)]);
    expect(one).toBe(two);
    expect(await store.documents.get(one)).toEqual(RAW);
    await expect(store.documents.get('../../etc/passwd')).rejects.toThrow('Not the address');
  });

  it('that no row names are swept once they are an hour old, and no others', async () => {
    const { store, clock } = await temporaryStore();
    const named = await store.documents.put(Buffer.from('named'));
    const orphan = await store.documents.put(Buffer.from('orphan'));
    await store.receiveMail(RAW, { envelope });
    await store.transact(null, (uow) =>
      uow.addDocument({ kind: 'other', name: 'a.pdf', blob: named, bytes: 5, mediaType: 'application/pdf' }),
    );
    clock.advance(Date.now() - START.getTime());
    expect(await store.sweepDocuments()).toBe(0);
    clock.advance(3_700_000);
    expect(await store.sweepDocuments()).toBe(1);
    expect(await store.documents.get(named)).toEqual(Buffer.from('named'));
    await expect(store.documents.get(orphan)).rejects.toThrow();
  });

  it('open once through a link, within two minutes, and never by another token', async () => {
    const { store, clock } = await temporaryStore();
    const { id: caseId } = await store.transact(null, (uow) => uow.createCase(aCase()));
    const file = { kind: 'other', name: 'a.pdf', blob: 'b', bytes: 5, mediaType: 'application/pdf' };
    const documentId = await store.transact(caseId, (uow) => uow.addDocument({ ...file, caseId }));
    const mint = () =>
      store.transact(caseId, (uow) => uow.mintDocumentLink({ documentId, personId: 'p', caseId }));
    const use = (token: string) => store.transact(null, (uow) => uow.useDocumentLink(token));
    const [token, late] = [await mint(), await mint()];
    clock.advance(119_000);
    expect(await use(token)).toEqual({ documentId, personId: 'p', caseId });
    expect(await use(token)).toBeUndefined();
    clock.advance(1000);
    expect(await use(late)).toBeUndefined();
    expect(await use('guessed')).toBeUndefined();
  });

  it('may be several kinds at once', async () => {
    const { store } = await temporaryStore();
    const { id: caseId } = await store.transact(null, (uow) => uow.createCase(aCase()));
    const file = { kind: 'other', name: 'a.pdf', blob: 'b', bytes: 5, mediaType: 'application/pdf' };
    const id = await store.transact(caseId, (uow) => uow.addDocument({ ...file, caseId }));
    await store.transact(caseId, (uow) => uow.changeDocument(id, { kind: 'application,identity' }));
    expect(await store.documentsOf(caseId)).toMatchObject([
      { id, kind: 'application,identity', name: 'a.pdf' },
    ]);
  });
});
