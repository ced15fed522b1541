import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { SecretKeyError, SecretTamperedError, UnknownKeyError } from './errors.js';

const VERSION = 1;
const KEY_ID_BYTES = 8;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const HEADER_BYTES = 1 + KEY_ID_BYTES + NONCE_BYTES;
const CIPHER = 'aes-256-gcm';

/**
 * Seals secrets for a row: AES-256-GCM, the key's id in the bytes, the context (which row, which field) bound to them,
 * so that a sealed value moved elsewhere doesn't open. Layout: version 1, key id 8, nonce 12, ciphertext, tag 16.
 */
export class SecretBox {
  /** 16 hex digits that tell keys apart and say nothing about them. */
  readonly keyId: string;
  private readonly sealing: Buffer;

  /** @param key  32 bytes, of `loadSecretKey` */
  constructor(private readonly key: Uint8Array) {
    if (key.length !== 32) throw new SecretKeyError('a secret key has 32 bytes');
    this.keyId = expand(key, 'key id', KEY_ID_BYTES).toString('hex');
    this.sealing = expand(key, 'seal', 32);
  }

  /** @param context  e.g. `account:<id>:settings`; the same must be given to open */
  seal(plain: string, context: string): Buffer {
    const header = Buffer.concat([Buffer.of(VERSION), Buffer.from(this.keyId, 'hex'), randomBytes(NONCE_BYTES)]);
    const cipher = createCipheriv(CIPHER, this.sealing, header.subarray(-NONCE_BYTES), { authTagLength: TAG_BYTES });
    cipher.setAAD(bound(header, context));
    return Buffer.concat([header, cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  }

  /**
   * @throws UnknownKeyError  sealed under another key
   * @throws SecretTamperedError  changed, or of another context
   */
  open(sealed: Uint8Array, context: string): string {
    const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
    const keyId = keyIdOf(bytes);
    if (keyId !== this.keyId) throw new UnknownKeyError([keyId], this.keyId);
    const header = bytes.subarray(0, HEADER_BYTES);
    const decipher = createDecipheriv(CIPHER, this.sealing, header.subarray(-NONCE_BYTES), { authTagLength: TAG_BYTES });
    decipher.setAAD(bound(header, context));
    decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
    try {
      return Buffer.concat([decipher.update(bytes.subarray(HEADER_BYTES, -TAG_BYTES)), decipher.final()]).toString('utf8');
    } catch (cause) {
      throw new SecretTamperedError(`a sealed secret does not open as "${context}"`, { cause });
    }
  }

  /**
   * For the start of a service, with the key ids of its rows (see `keyIdSql`): rather no start than one that finds
   * later that it can't open what it must.
   * @throws UnknownKeyError  naming all that aren't ours
   */
  assertKeysKnown(keyIds: Iterable<string>): void {
    const unknown = [...new Set(keyIds)].filter((keyId) => keyId !== this.keyId);
    if (unknown.length > 0) throw new UnknownKeyError(unknown, this.keyId);
  }

  /** 32 bytes for one purpose (an HMAC key), from which neither the secret key nor those of other purposes follow. */
  derive(purpose: string): Buffer {
    return expand(this.key, `derive ${purpose}`, 32);
  }
}

/**
 * Id of the key that a value was sealed under.
 * @throws SecretTamperedError  no sealed value
 */
export function keyIdOf(sealed: Uint8Array): string {
  if (sealed.length < HEADER_BYTES + TAG_BYTES || sealed[0] !== VERSION) throw new SecretTamperedError('these bytes are no sealed secret');
  return Buffer.from(sealed.subarray(1, 1 + KEY_ID_BYTES)).toString('hex');
}

/** SQL expression for the key id of a bytea column of sealed values, for `SELECT DISTINCT`. */
export function keyIdSql(column: string): string {
  return `encode(substring(${column} FROM 2 FOR ${KEY_ID_BYTES}), 'hex')`;
}

function bound(header: Buffer, context: string): Buffer {
  return Buffer.concat([header, Buffer.from(context, 'utf8')]);
}

function expand(key: Uint8Array, purpose: string, length: number): Buffer {
  return Buffer.from(hkdfSync('sha256', key, 'tributary', purpose, length));
}
