import { Readable } from 'node:stream';
import { MemorySink } from './memory-sink.js';

/** Stores bytes durably and names them; never asked for more than `maxBytes`. */
export type StorePart = (source: Readable | Uint8Array, maxBytes: number) => Promise<{ readonly sha256: string; readonly sizeBytes: number }>;

export interface StoredPart {
  readonly sha256: string;
  readonly sizeBytes: number;
  readonly truncated: boolean;
}

/**
 * Hands one part on to the store: small ones at once at their end, larger ones as a stream with its backpressure.
 * Bytes over `maxBytes` are dropped.
 */
export class FileSink {
  private readonly held: MemorySink;
  private stream: PartStream | undefined;
  private storing: Promise<{ readonly sha256: string; readonly sizeBytes: number }> | undefined;
  private sizeBytes = 0;
  private truncated = false;

  constructor(
    private readonly store: StorePart,
    private readonly maxBytes: number,
    /** So many bytes are kept in memory before a stream is opened. */
    private readonly holdBytes: number,
  ) {
    this.held = new MemorySink(maxBytes);
  }

  write(bytes: Buffer): Promise<void> | undefined {
    const kept = bytes.subarray(0, Math.max(0, this.maxBytes - this.sizeBytes));
    if (kept.length < bytes.length) this.truncated = true;
    if (kept.length === 0) return undefined;
    this.sizeBytes += kept.length;
    if (this.stream) return this.pass(kept);
    this.held.write(kept);
    return this.sizeBytes > this.holdBytes ? this.open() : undefined;
  }

  /** The whole part, while it is small enough to be held. */
  whole(): Buffer | undefined {
    return this.stream || this.truncated ? undefined : this.held.bytes();
  }

  /** @throws what the store threw */
  async end(): Promise<StoredPart> {
    if (this.stream) this.stream.push(null);
    else this.storing = this.store(this.held.bytes(), this.maxBytes);
    return { ...(await this.storing!), truncated: this.truncated };
  }

  /** The mail is given up: whoever reads the stream must not wait for more. */
  abandon(cause: Error): void {
    this.stream?.destroy(cause);
  }

  private open(): Promise<void> | undefined {
    this.stream = new PartStream();
    this.storing = this.store(this.stream, this.maxBytes);
    this.storing.catch(() => undefined); // told by `pass` and `end`
    return this.pass(this.held.bytes());
  }

  private pass(bytes: Buffer): Promise<void> | undefined {
    if (this.stream!.push(bytes)) return undefined;
    // The store may fail, or be done, instead of asking for more.
    return Promise.race([this.stream!.wanted(), this.storing!.then(() => undefined)]);
  }
}

/** A stream that is fed, and tells when its reader wants more. */
class PartStream extends Readable {
  private wake: (() => void) | undefined;

  wanted(): Promise<void> {
    return new Promise((resolve) => {
      this.wake = resolve;
    });
  }

  override _read(): void {
    this.wake?.();
    this.wake = undefined;
  }
}
