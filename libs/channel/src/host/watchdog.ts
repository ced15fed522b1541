/** Calls when nothing was heard for too long. */
export class Watchdog {
  readonly #timer: NodeJS.Timeout;
  #stopped = false;

  constructor(
    private readonly silentMs: number,
    onSilence: (silentMs: number) => void,
  ) {
    this.#timer = setTimeout(() => onSilence(this.silentMs), silentMs);
  }

  alive(): void {
    // A timer that is refreshed after it was cleared begins anew.
    if (!this.#stopped) this.#timer.refresh();
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }
}
