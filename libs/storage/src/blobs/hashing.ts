import { createHash, hash } from 'node:crypto';
import { Transform, type TransformCallback } from 'node:stream';
import { BlobCorruptError, BlobTooLargeError } from './errors.js';

export function sha256Of(bytes: Uint8Array): string {
  return hash('sha256', bytes);
}

/** Passes bytes on, counts and hashes them; fails at the first byte over the limit. */
export class Meter extends Transform {
  sizeBytes = 0;
  private readonly hash = createHash('sha256');

  constructor(private readonly maxBytes: number) {
    super();
  }

  /** Once, when all has passed. */
  digest(): string {
    return this.hash.digest('hex');
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.sizeBytes += chunk.length;
    if (this.sizeBytes > this.maxBytes) return done(new BlobTooLargeError(this.maxBytes));
    this.hash.update(chunk);
    done(null, chunk);
  }
}

/** Passes bytes on and fails at the end, before "end" is told, when they weren't those of the name. */
export class Verifier extends Transform {
  private readonly hash = createHash('sha256');

  constructor(private readonly sha256: string) {
    super();
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.hash.update(chunk);
    done(null, chunk);
  }

  override _flush(done: TransformCallback): void {
    done(this.hash.digest('hex') === this.sha256 ? null : new BlobCorruptError(this.sha256));
  }
}
