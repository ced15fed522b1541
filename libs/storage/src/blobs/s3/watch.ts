import { setTimeout as delay } from 'node:timers/promises';
import { BlobStoreRefusedError } from '../errors.js';

export interface S3WatchOptions {
  readonly everyMs?: number;
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
  private running: Promise<void> = Promise.resolve();
  private failure: unknown;

  constructor(
    private readonly store: Checked,
    private readonly options: S3WatchOptions = {},
  ) {}

  /**
   * @returns after the first look, which may find S3 away
   * @throws BlobStoreRefusedError  at the first look: settings are wrong, a person must act
   */
  async start(): Promise<void> {
    await this.look();
    if (this.failure instanceof BlobStoreRefusedError) throw this.failure;
    this.running = this.run();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  /** Why blobs can't be stored, as of the latest look; undefined: they can. */
  get trouble(): string | undefined {
    if (this.failure === undefined) return undefined;
    return this.failure instanceof Error ? this.failure.message : String(this.failure);
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
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
      this.options.onError?.(error);
    }
  }
}
