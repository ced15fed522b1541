import { tmpdir } from 'node:os';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { type BlobLimits, type BlobStore, type StoredBlob, blobName } from '../blob-store.js';
import { isDiskFull } from '../disk-full.js';
import { BlobCorruptError, BlobNotFoundError, BlobStoreFullError, BlobTooLargeError } from '../errors.js';
import { Verifier, sha256Of } from '../hashing.js';
import { isAbsent, storeFailure } from './failures.js';
import { S3Requests, type S3Timeouts } from './requests.js';
import { type RetryOptions, retrying } from './retrying.js';
import type { S3Settings } from './settings.js';
import { spooling } from './spool.js';

/** What S3 takes in one request. */
const MOST_BYTES = 5 * 1024 ** 3;

export interface S3BlobStoreOptions {
  /** Where streams wait until their hash is known; what it holds is gone with the process. The system's folder by default. */
  readonly spoolDir?: string;
  readonly retries?: RetryOptions;
  readonly timeouts?: S3Timeouts;
}

/**
 * Blobs as objects `<prefix>ab/cd/<sha256>`. An object appears whole or not at all and is written anew when the same
 * bytes come again, which mends one that was damaged. Any number of processes may share a bucket.
 */
export class S3BlobStore implements BlobStore {
  private readonly requests: S3Requests;
  private readonly spoolDir: string;
  private readonly retries: RetryOptions;

  constructor(
    private readonly settings: S3Settings,
    options: S3BlobStoreOptions = {},
  ) {
    this.requests = new S3Requests(settings, options.timeouts ?? { connectMs: 5_000, idleMs: 30_000 });
    this.spoolDir = options.spoolDir ?? tmpdir();
    this.retries = options.retries ?? { attempts: 3, firstPauseMs: 200 };
  }

  put(source: Readable | Uint8Array, { maxBytes }: BlobLimits = { maxBytes: MOST_BYTES }): Promise<StoredBlob> {
    const most = Math.min(maxBytes, MOST_BYTES);
    return source instanceof Uint8Array ? this.putBytes(source, most) : this.putStream(source, most);
  }

  async get(sha256: string): Promise<Readable> {
    const body = await this.found(sha256, (key) => this.requests.get(key));
    const verifier = new Verifier(sha256);
    body.once('error', (error) => verifier.destroy(storeFailure(error)));
    verifier.once('close', () => body.destroy());
    return body.pipe(verifier);
  }

  async read(sha256: string): Promise<Buffer> {
    // A connection that breaks off in the body is asked for again as well.
    const bytes = await this.found(sha256, async (key) => buffer(await this.requests.get(key)));
    if (sha256Of(bytes) !== sha256) throw new BlobCorruptError(sha256);
    return bytes;
  }

  async has(sha256: string): Promise<boolean> {
    try {
      await this.found(sha256, (key) => this.requests.head(key));
      return true;
    } catch (error) {
      if (error instanceof BlobNotFoundError) return false;
      throw error;
    }
  }

  async delete(sha256: string): Promise<void> {
    try {
      await this.found(sha256, (key) => this.requests.delete(key));
    } catch (error) {
      if (!(error instanceof BlobNotFoundError)) throw error;
    }
  }

  /**
   * Stores the empty blob: the only proof that storing works which needs no further rights.
   * @throws BlobStoreRefusedError  a person must act
   * @throws BlobStoreUnavailableError  may pass
   */
  async check(): Promise<void> {
    await this.put(Buffer.alloc(0));
  }

  /** Ends idle connections; the store can still be used. */
  close(): Promise<void> {
    return this.requests.close();
  }

  private async putBytes(bytes: Uint8Array, maxBytes: number): Promise<StoredBlob> {
    if (bytes.length > maxBytes) throw new BlobTooLargeError(maxBytes);
    const blob = { sha256: sha256Of(bytes), sizeBytes: bytes.length };
    await this.sent(() => this.requests.put(this.keyOf(blob.sha256), blob, bytes));
    return blob;
  }

  private async putStream(source: Readable, maxBytes: number): Promise<StoredBlob> {
    try {
      return await spooling(source, maxBytes, this.spoolDir, async ({ open, ...blob }) => {
        await this.sent(() => this.sendOnce(blob, open()));
        return blob;
      });
    } catch (error) {
      if (!isDiskFull(error)) throw error;
      throw new BlobStoreFullError(`no room for blobs on their way in ${this.spoolDir}`, { cause: error });
    }
  }

  private async sendOnce(blob: StoredBlob, body: Readable): Promise<void> {
    try {
      await this.requests.put(this.keyOf(blob.sha256), blob, body);
    } finally {
      body.destroy();
    }
  }

  /** @throws BlobNotFoundError */
  private async found<T>(sha256: string, send: (key: string) => Promise<T>): Promise<T> {
    const key = this.keyOf(sha256);
    return this.sent(async () => {
      try {
        return await send(key);
      } catch (error) {
        throw isAbsent(error) ? new BlobNotFoundError(sha256, { cause: error }) : error;
      }
    });
  }

  private async sent<T>(send: () => Promise<T>): Promise<T> {
    try {
      return await retrying(send, this.retries);
    } catch (error) {
      throw error instanceof BlobNotFoundError ? error : storeFailure(error);
    }
  }

  private keyOf(sha256: string): string {
    const name = blobName(sha256);
    return `${this.settings.prefix}${name.slice(0, 2)}/${name.slice(2, 4)}/${name}`;
  }
}
