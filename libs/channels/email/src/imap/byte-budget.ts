/** Bounds how many bytes of mail are in memory at once, in all mailboxes of the process; first come, first served. */
export class ByteBudget {
  private usedBytes = 0;
  private readonly waiting: { bytes: number; admit: () => void }[] = [];

  constructor(private readonly limitBytes: number) {}

  /**
   * Waits for room. More than the whole budget is admitted alone.
   * @returns gives the room back; calling it again does nothing
   * @throws the signal's reason when it aborts first
   */
  async take(bytes: number, signal: AbortSignal): Promise<() => void> {
    signal.throwIfAborted();
    const wanted = Math.min(bytes, this.limitBytes);
    if (this.waiting.length > 0 || this.usedBytes + wanted > this.limitBytes) await this.queue(wanted, signal);
    else this.usedBytes += wanted;
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      this.usedBytes -= wanted;
      this.admitNext();
    };
  }

  private queue(bytes: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const abort = () => {
        this.waiting.splice(this.waiting.indexOf(entry), 1);
        reject(signal.reason);
        this.admitNext();
      };
      const entry = {
        bytes,
        admit: () => {
          signal.removeEventListener('abort', abort);
          resolve();
        },
      };
      signal.addEventListener('abort', abort, { once: true });
      this.waiting.push(entry);
    });
  }

  private admitNext(): void {
    for (let next = this.waiting[0]; next && this.usedBytes + next.bytes <= this.limitBytes; next = this.waiting[0]) {
      this.waiting.shift();
      this.usedBytes += next.bytes;
      next.admit();
    }
  }
}
