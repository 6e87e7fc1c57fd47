import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { createKeyring, SealBroken } from '../../src/store/seal.ts';
import {
  aCase,
  bytesBelow,
  CNP,
  caseWith,
  MASTER_KEY,
  PASSWORD,
  PHONE,
  temporaryStore,
} from './temporary-store.ts';

const keys = createKeyring(MASTER_KEY);

describe('a sealed value', () => {
  it('opens where it was sealed', () => {
    expect(keys.open('Note.textSealed', 'row', keys.seal('Note.textSealed', 'row', 'Țărână'))).toBe('Țărână');
    expect(keys.openSecret('Effect.s', 'row', keys.sealSecret('Effect.s', 'row', PASSWORD))).toBe(PASSWORD);
  });

  it('is refused in another row, in another field, and under another key', () => {
    const sealed = keys.seal('Note.textSealed', 'row', 'text');
    const secret = keys.sealSecret('Note.textSealed', 'row', 'text');
    const other = createKeyring(Buffer.alloc(32, 8));
    expect(() => keys.open('Note.textSealed', 'other', sealed)).toThrow(SealBroken);
    expect(() => keys.open('CaseForm.fieldsSealed', 'row', sealed)).toThrow(SealBroken);
    expect(() => other.open('Note.textSealed', 'row', sealed)).toThrow(SealBroken);
    expect(() => keys.openSecret('Note.textSealed', 'other', secret)).toThrow(SealBroken);
  });

  it('is refused when a single character was changed, or cut', () => {
    const sealed = keys.seal('F', 'row', 'text');
    const last = sealed.at(-2) === 'A' ? 'B' : 'A';
    expect(() => keys.open('F', 'row', `${sealed.slice(0, -2)}${last}${sealed.slice(-1)}`)).toThrow(
      SealBroken,
    );
    expect(() => keys.open('F', 'row', sealed.slice(0, 20))).toThrow(SealBroken);
    expect(() => keys.open('F', 'row', 'text')).toThrow(SealBroken);
  });

  it('never looks the same twice, while its look-up hash always does', () => {
    expect(keys.seal('F', 'row', 'text')).not.toBe(keys.seal('F', 'row', 'text'));
    expect(keys.lookupHash('cnp', CNP)).toBe(keys.lookupHash('cnp', CNP));
    expect(keys.lookupHash('cnp', CNP)).not.toBe(keys.lookupHash('email', CNP));
    expect(createKeyring(Buffer.alloc(32, 8)).lookupHash('cnp', CNP)).not.toBe(keys.lookupHash('cnp', CNP));
  });

  it('moved to another row of the database does not open there', async () => {
    const { store, databaseFile } = await temporaryStore();
    const { id } = await store.transact(null, (uow) => uow.createCase(aCase()));
    await store.transact(id, async (uow) => {
      await uow.addNote(id, 'prima');
      await uow.addNote(id, 'a doua');
    });
    const database = new Database(databaseFile);
    database.exec('UPDATE Note SET textSealed = (SELECT textSealed FROM Note ORDER BY id LIMIT 1)');
    database.close();
    await expect(store.notesOf(id)).rejects.toThrow(SealBroken);
  });
});

describe('on the disk', () => {
  it('nobody finds a CNP, a phone number, a password, or what a mail or a person said', async () => {
    const { store, folder } = await temporaryStore();
    const said = 'Bulevardul Transilvaniei 14';
    const raw = Buffer.from(`From: x\r\n\r\n${CNP} ${PHONE} ${said}`);
    const mail = await store.receiveMail(raw, {
      envelope: { from: `${PHONE}@example.ro` },
      summary: { text: said },
      contentKey: store.lookupHash('mail-content', 'x'),
    });
    const blob = await store.documents.put(Buffer.from(`%PDF ${CNP} ${said}`));
    const caseId = await caseWith(store, [
      { lane: 'mail', kind: 'letter', payload: { letter: 'credentials' }, secret: PASSWORD },
    ]);
    const documentId = await store.transact(caseId, async (uow) => {
      await uow.markInbound(mail, 'stored', { status: 'handled', caseId, summary: { text: said, cnp: CNP } });
      await uow.addNote(caseId, `${CNP} ${PHONE} ${said}`);
      const id = await uow.addDocument({
        caseId,
        kind: 'application,identity',
        name: `CI ${CNP}.pdf`,
        blob,
        bytes: 10,
        mediaType: 'application/pdf',
      });
      const problems = [{ field: 'cnp', code: 'checksum', found: CNP, expected: PHONE }];
      await uow.addForm({
        caseId,
        workbookHash: 'w',
        documentId: id,
        fields: { cnp: CNP, phone: PHONE, street: said },
        problems,
      });
      const [effect] = await uow.effectsOf(caseId);
      await uow.prepareSent({
        caseId,
        effectId: effect?.id ?? '',
        letter: 'credentials',
        messageId: 'm@x',
        to: `${PHONE}@example.ro`,
      });
      return id;
    });

    const bytes = bytesBelow(folder);
    expect(bytes.length).toBeGreaterThan(10_000);
    expect(bytes).toContain(caseId);
    for (const secret of [CNP, PHONE, PASSWORD, said]) {
      expect(bytes).not.toContain(secret);
      expect(bytes).not.toContain(Buffer.from(secret).toString('base64').slice(0, 12));
    }
    expect((await store.formOf(caseId, 'w'))?.fields).toEqual({ cnp: CNP, phone: PHONE, street: said });
    expect((await store.documentById(documentId))?.name).toBe(`CI ${CNP}.pdf`);
    expect((await store.inboundById(mail))?.summary).toEqual({ text: said, cnp: CNP });
    expect((await store.sentByMessageId('m@x'))?.to).toBe(`${PHONE}@example.ro`);
  });
});
