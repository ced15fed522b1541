/** Calls when nothing was heard for too long. */
export class Watchdog {
  readonly #timer: NodeJS.Timeout;

  constructor(
    private readonly silentMs: number,
    onSilence: (silentMs: number) => void,
  ) {
    this.#timer = setTimeout(() => onSilence(this.silentMs), silentMs);
  }

  alive(): void {
    this.#timer.refresh();
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}
