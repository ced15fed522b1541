/** Something to wait at: whoever waits goes on when told, or told already, or after a time. One waits at a time. */
export class Wake {
  #up = false;
  #go: (() => void) | undefined;

  up(): void {
    this.#up = true;
    this.#go?.();
  }

  async wait(timeoutMs: number): Promise<void> {
    if (!this.#up) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, timeoutMs);
        this.#go = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    this.#go = undefined;
    this.#up = false;
  }
}
