/**
 * Who may be at intake's door at the same time. Pull sessions wait here rather than there: intake's patience is short,
 * and a first fetch of a hundred mailboxes must neither fill its queue nor stand before one live mail.
 */
export class SubmissionGate {
  readonly #waiting: Record<'live' | 'bulk', (() => void)[]> = { live: [], bulk: [] };
  readonly #inside = { live: 0, bulk: 0 };

  constructor(private readonly most: Readonly<Record<'live' | 'bulk', number>> = { live: 8, bulk: 1 }) {}

  async pass<T>(lane: 'live' | 'bulk', work: () => Promise<T>): Promise<T> {
    if (this.#inside[lane] >= this.most[lane]) await new Promise<void>((resolve) => this.#waiting[lane].push(resolve));
    else this.#inside[lane]++;
    try {
      return await work();
    } finally {
      // The place goes to the next in line, without being free in between.
      const next = this.#waiting[lane].shift();
      if (next) next();
      else this.#inside[lane]--;
    }
  }
}
