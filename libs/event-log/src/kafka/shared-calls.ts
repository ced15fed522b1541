/** An answer took longer than whoever asks may wait. */
export class CallTimeoutError extends Error {
  override readonly name = 'CallTimeoutError';
}

/**
 * Calls that many ask for and none waits for long, as metrics do. Those of one key share what is under way; one that
 * hangs is counted from its own beginning, so that those who come later are told at once, and no second one is begun.
 */
export class SharedCalls<T> {
  private readonly running = new Map<string, Promise<T>>();

  constructor(private readonly timeoutMs: number) {}

  /** @throws CallTimeoutError, or what the call throws */
  async get(key: string, call: () => Promise<T>): Promise<T> {
    const shared = this.running.get(key);
    if (shared) return shared;
    const called = call();
    const bounded = this.bounded(key, called);
    this.running.set(key, bounded);
    const forget = (): void => void this.running.delete(key);
    called.then(forget, forget);
    return bounded;
  }

  private async bounded(key: string, called: Promise<T>): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new CallTimeoutError(`no answer about ${key} in ${this.timeoutMs} ms`)), this.timeoutMs);
    });
    try {
      return await Promise.race([called, late]);
    } finally {
      clearTimeout(timer);
    }
  }
}
