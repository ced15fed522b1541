import { afterEach, describe, expect, it } from '@jest/globals';
import { BlobStoreRefusedError, BlobStoreUnavailableError } from '../errors.js';
import { S3Watch } from './watch.js';

const away = new BlobStoreUnavailableError('away');
const refused = new BlobStoreRefusedError('wrong key');

/** Answers looks in turn, the last one again and again. */
class Store {
  private readonly waiting = new Map<number, () => void>();
  private looks = 0;

  constructor(private readonly failures: (Error | undefined)[]) {}

  async check(): Promise<void> {
    const failure = this.failures[Math.min(this.looks, this.failures.length - 1)];
    this.looks += 1;
    setImmediate(() => this.waiting.get(this.looks)?.());
    if (failure) throw failure;
  }

  looked(times: number): Promise<void> {
    return new Promise((resolve) => (this.looks >= times ? resolve() : this.waiting.set(times, resolve)));
  }
}

describe('S3Watch', () => {
  let watch: S3Watch | undefined;
  afterEach(() => watch?.stop());

  it('starts with a store that is away, and sees it come back', async () => {
    const store = new Store([away, away, undefined]);
    const errors: unknown[] = [];
    watch = new S3Watch(store, { everyMs: 1, onError: (error) => errors.push(error) });
    await watch.start();
    expect(watch.trouble).toBe('away');
    await store.looked(3);
    expect(watch.trouble).toBeUndefined();
    expect(errors).toEqual([away, away]);
  });

  it('fails a start with wrong settings, and only a start', async () => {
    await expect(new S3Watch(new Store([refused])).start()).rejects.toBe(refused);
    const store = new Store([undefined, refused]);
    watch = new S3Watch(store, { everyMs: 1 });
    await watch.start();
    await store.looked(2);
    expect(watch.trouble).toBe('wrong key');
  });

  it('starts without a store that says nothing, and has no good word for it', async () => {
    watch = new S3Watch({ check: () => new Promise(() => undefined) }, { firstLookMs: 1 });
    await watch.start();
    expect(watch.trouble).toContain('not answered');
  });

  it('says nothing more once it was stopped', async () => {
    const { promise, reject } = withReject();
    const errors: unknown[] = [];
    watch = new S3Watch({ check: () => promise }, { firstLookMs: 1, onError: (error) => errors.push(error) });
    await watch.start();
    watch.stop();
    reject(away);
    await promise.catch(() => undefined);
    expect(errors).toEqual([]);
  });
});

function withReject(): { promise: Promise<void>; reject: (error: Error) => void } {
  let reject: (error: Error) => void = () => undefined;
  const promise = new Promise<void>((_, no) => (reject = no));
  return { promise, reject };
}
