import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';

/** A sealed value that does not open: another key, another row, or changed bytes. Never says what was in it. */
export class SealBroken extends Error {}

const IV_BYTES = 12;
const TAG_BYTES = 16;

/** AES-256-GCM: iv, tag and data in one piece; `bound` must be the same when it is opened. */
export function sealBytes(key: Buffer, bound: string, plain: Buffer): Buffer {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, iv);
  cipher.setAAD(Buffer.from(bound));
  const data = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), data]);
}

/** Bytes and their place in the sealed value. */
export interface SealedPiece {
  readonly at: number;
  readonly bytes: Buffer;
}

/** Large enough to be quick, small enough that its memory is used again. */
const PIECE_BYTES = 1_048_576;

/** The same piece by piece, its beginning last: whoever writes it needs no memory for the whole. */
export function* sealedPieces(key: Buffer, bound: string, plain: Buffer): Generator<SealedPiece> {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, iv);
  cipher.setAAD(Buffer.from(bound));
  for (let at = 0; at < plain.length; at += PIECE_BYTES) {
    // GCM neither pads nor keeps anything back.
    const bytes = cipher.update(plain.subarray(at, at + PIECE_BYTES));
    yield { at: IV_BYTES + TAG_BYTES + at, bytes };
  }
  cipher.final();
  yield { at: 0, bytes: Buffer.concat([iv, cipher.getAuthTag()]) };
}

/** The reverse of sealBytes. Throws SealBroken. */
export function openBytes(key: Buffer, bound: string, sealed: Buffer): Buffer {
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, IV_BYTES), {
      authTagLength: TAG_BYTES,
    });
    decipher.setAAD(Buffer.from(bound));
    decipher.setAuthTag(sealed.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
    const plain = decipher.update(sealed.subarray(IV_BYTES + TAG_BYTES));
    decipher.final();
    return plain;
  } catch (cause) {
    throw new SealBroken(`A sealed value does not open as ${bound}`, { cause });
  }
}

/** What is hashed for an equality look-up. Add a kind here, so that one value under two kinds never looks the same. */
type LookupKind =
  | 'cnp'
  | 'email'
  | 'document-link'
  | 'mail-content'
  | 'request'
  | 'signature'
  | 'code'
  | 'thread-line'
  | 'workbook';

/** Every key of the product, each derived from the master key for one purpose (HKDF-SHA-256). */
export interface Keyring {
  /** Names the master key without telling anything about it; stands in every sealed value. */
  readonly keyId: string;
  /** Binds the value to its place: `field` is Model.field, `rowId` the row's id. → v1.<keyId>.<base64url(iv|tag|data)> */
  seal(field: string, rowId: string, plain: string): string;
  /** Throws SealBroken when the value belongs to another row, field or key, or was changed. */
  open(field: string, rowId: string, sealed: string): string;
  /** Like seal, under a fresh key of its own that is stored wrapped beside it: erasing the row destroys the key too. */
  sealSecret(field: string, rowId: string, plain: string): string;
  openSecret(field: string, rowId: string, sealed: string): string;
  /** Keyed hash for equality look-ups (HMAC-SHA-256, base64url). The caller brings the value to its one form first. */
  lookupHash(kind: LookupKind, value: string): string;
  /** Link of a case's hash chain (HMAC-SHA-256, hex): without the master key nobody can forge one. */
  auditHash(text: string): string;
  /** Content address of a document (HMAC-SHA-256, hex): tells nobody whether a known file is stored here. */
  blobAddress(bytes: Buffer): string;
  readonly blobKey: Buffer;
}

/** @param masterKey 32 bytes. */
export function createKeyring(masterKey: Buffer): Keyring {
  if (masterKey.length !== 32) throw new Error('The master key must have exactly 32 bytes');
  const derive = (purpose: string): Buffer =>
    Buffer.from(hkdfSync('sha256', masterKey, '', `acces-autorizati/${purpose}/v1`, 32));
  const sealKey = derive('seal');
  const wrapKey = derive('wrap');
  const lookupKey = derive('lookup');
  const auditKey = derive('audit');
  const addressKey = derive('blob-address');
  const keyId = derive('key-id').toString('hex').slice(0, 8);

  function parts(sealed: string, count: number): Buffer[] {
    const [version, id, ...values] = sealed.split('.');
    if (version !== 'v1' || values.length !== count) throw new SealBroken('Not a sealed value');
    if (id !== keyId) throw new SealBroken(`Sealed under key ${id}, and this process has key ${keyId}`);
    return values.map((value) => Buffer.from(value, 'base64url'));
  }

  return {
    keyId,
    blobKey: derive('blob'),
    seal(field, rowId, plain) {
      const sealed = sealBytes(sealKey, `${field}:${rowId}`, Buffer.from(plain));
      return `v1.${keyId}.${sealed.toString('base64url')}`;
    },
    open(field, rowId, sealed) {
      const [data = Buffer.alloc(0)] = parts(sealed, 1);
      return openBytes(sealKey, `${field}:${rowId}`, data).toString();
    },
    sealSecret(field, rowId, plain) {
      const ownKey = randomBytes(32);
      const bound = `${field}:${rowId}`;
      const wrapped = sealBytes(wrapKey, bound, ownKey);
      const sealed = sealBytes(ownKey, bound, Buffer.from(plain));
      return `v1.${keyId}.${wrapped.toString('base64url')}.${sealed.toString('base64url')}`;
    },
    openSecret(field, rowId, sealed) {
      const [wrapped = Buffer.alloc(0), data = Buffer.alloc(0)] = parts(sealed, 2);
      const bound = `${field}:${rowId}`;
      return openBytes(openBytes(wrapKey, bound, wrapped), bound, data).toString();
    },
    lookupHash(kind, value) {
      return createHmac('sha256', lookupKey).update(`${kind}\0${value}`).digest('base64url');
    },
    auditHash(text) {
      return createHmac('sha256', auditKey).update(text).digest('hex');
    },
    blobAddress(bytes) {
      return createHmac('sha256', addressKey).update(bytes).digest('hex');
    },
  };
}
