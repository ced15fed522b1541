import { setTimeout as delay } from 'node:timers/promises';
import { BlobStoreRefusedError } from '../errors.js';

export interface S3WatchOptions {
  readonly everyMs?: number;
  /** A start waits so long for the first look, then goes on without. */
  readonly firstLookMs?: number;
  /** Is told each failed look. */
  readonly onError?: (error: unknown) => void;
}

/** What is watched: a store that can be asked whether it takes anything. */
export interface Checked {
  check(): Promise<void>;
}

/** Looks now and then whether S3 takes blobs: for `ready`. */
export class S3Watch {
  private readonly stopping = new AbortController();
  private failure: unknown = new Error('S3 has not answered yet');

  constructor(
    private readonly store: Checked,
    private readonly options: S3WatchOptions = {},
  ) {}

  /**
   * @returns after the first look, which may find S3 away, or when that takes too long
   * @throws BlobStoreRefusedError  at the first look: settings are wrong, a person must act
   */
  async start(): Promise<void> {
    const waited = new AbortController();
    const first = this.look();
    await Promise.race([first, delay(this.options.firstLookMs ?? 5_000, undefined, { signal: waited.signal }).catch(() => undefined)]);
    waited.abort();
    if (this.failure instanceof BlobStoreRefusedError) throw this.failure;
    void this.run(first);
  }

  /** What it looks at just now is not waited for, and nobody is told of it any more. */
  stop(): void {
    this.stopping.abort();
  }

  /** Why blobs can't be stored, as of the latest look; undefined: they can. */
  get trouble(): string | undefined {
    if (this.failure === undefined) return undefined;
    return this.failure instanceof Error ? this.failure.message : String(this.failure);
  }

  private async run(first: Promise<void>): Promise<void> {
    const { signal } = this.stopping;
    await first;
    while (!signal.aborted) {
      await delay(this.options.everyMs ?? 60_000, undefined, { signal }).catch(() => undefined);
      if (!signal.aborted) await this.look();
    }
  }

  private async look(): Promise<void> {
    try {
      await this.store.check();
      this.failure = undefined;
    } catch (error) {
      this.failure = error;
      if (!this.stopping.signal.aborted) this.options.onError?.(error);
    }
  }
}
