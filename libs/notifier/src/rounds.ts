/** Does something again and again, one round after the other: after each pause, and at once when woken. */
export class Rounds {
  #timer: NodeJS.Timeout | undefined;
  #round: Promise<void> = Promise.resolve();
  #stopped = false;
  #under = false;
  #woken = false;

  /** @param round  handles its own errors */
  constructor(
    private readonly everyMs: number,
    private readonly round: () => Promise<void>,
  ) {}

  get stopped(): boolean {
    return this.#stopped;
  }

  start(): void {
    this.#in(this.everyMs);
  }

  wake(): void {
    this.#woken = true;
    if (!this.#under) this.#in(0);
  }

  /** Resolves when the round under way is over. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#round;
  }

  #in(pauseMs: number): void {
    clearTimeout(this.#timer);
    if (this.#stopped) return;
    this.#timer = setTimeout(() => {
      this.#woken = false;
      this.#under = true;
      this.#round = this.round().finally(() => {
        this.#under = false;
        this.#in(this.#woken ? 0 : this.everyMs);
      });
    }, pauseMs);
  }
}
