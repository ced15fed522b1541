import type { FirstFetch } from './first-fetch.js';

/** First fetches of an account's folders, one after the other as their folders come into sight. */
export class FirstFetches {
  private readonly waiting: FirstFetch[] = [];
  private left: number;
  private wake: () => void = () => undefined;

  constructor(folders: number) {
    this.left = folders;
  }

  /** The folder was seen: its first fetch may begin. */
  add(first: FirstFetch): void {
    this.waiting.push(first);
    this.wake();
  }

  /** Waits for one that is not done. @returns undefined when all are, or the signal aborted */
  async next(signal: AbortSignal): Promise<FirstFetch | undefined> {
    while (this.left > 0 && !signal.aborted) {
      const first = await this.current();
      if (first) return first;
      if (this.left > 0) await this.woken(signal);
    }
    return undefined;
  }

  /** The one to go on with now, if there is any. */
  async current(): Promise<FirstFetch | undefined> {
    while (this.waiting[0] && (await this.waiting[0].isDone())) this.finished();
    return this.waiting[0];
  }

  /** The current one is done. */
  finished(): void {
    this.waiting.shift();
    this.left--;
  }

  private async woken(signal: AbortSignal): Promise<void> {
    await new Promise<void>((resolve) => {
      this.wake = resolve;
      signal.addEventListener('abort', () => resolve(), { once: true });
    });
  }
}
