import type { Readable } from 'node:stream';

export interface BlobLimits {
  maxBytes: number;
}

export interface StoredBlob {
  /** 64 lower-case hex digits: the blob's name. */
  sha256: string;
  sizeBytes: number;
}

/**
 * Bytes by their SHA-256: attachments, raw bodies, whatever is too large for a row. The same bytes are kept once.
 * Reading checks what it reads, so that corruption is told, never handed on as if it were whole. Each call may throw
 * BlobStoreUnavailableError when the store is reached by a network.
 */
export interface BlobStore {
  /**
   * Stores and syncs: when it resolves, the blob survives a power cut, so a row may name it.
   * @throws BlobTooLargeError  over the limit; the rest of the source is not read
   * @throws BlobStoreFullError  no room
   */
  put(source: Readable, limits: BlobLimits): Promise<StoredBlob>;
  put(bytes: Uint8Array, limits?: BlobLimits): Promise<StoredBlob>;
  /**
   * The bytes as a stream that fails with BlobCorruptError at its end when they weren't those of the name: who passes
   * them on cuts the connection then.
   * @throws BlobNotFoundError
   * @throws RangeError  no SHA-256
   */
  get(sha256: string): Promise<Readable>;
  /**
   * The bytes at once, checked before anybody sees them; for what is parsed again or small.
   * @throws BlobNotFoundError
   * @throws BlobCorruptError
   */
  read(sha256: string): Promise<Buffer>;
  has(sha256: string): Promise<boolean>;
  /** Erases for good; nothing happens when it isn't there. The caller knows that no row names it any more. */
  delete(sha256: string): Promise<void>;
}

const SHA256 = /^[0-9a-f]{64}$/;

/**
 * Names come from rows and URLs; only this shape ever becomes a path.
 * @throws RangeError  anything else
 */
export function blobName(sha256: string): string {
  if (!SHA256.test(sha256)) throw new RangeError('a blob is named by 64 lower-case hex digits');
  return sha256;
}
