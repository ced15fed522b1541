/** A latch to wait at: raised before or during a wait, it ends it. */
export class Signal {
  private raised = false;
  private wakeUp: (() => void) | undefined;

  raise(): void {
    this.raised = true;
    this.wakeUp?.();
  }

  clear(): void {
    this.raised = false;
  }

  /** Resolves when raised since the last `clear()`, else after the time. One waits at a time. */
  async wait(timeoutMs: number): Promise<void> {
    if (this.raised) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, timeoutMs);
      this.wakeUp = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.wakeUp = undefined;
  }
}
