type Lane = 'live' | 'bulk' | 'read';

const DEFAULT_MOST: Readonly<Record<Lane, number>> = { live: 8, bulk: 1, read: 4 };

/**
 * Which sessions may be at the database at the same time. They wait here rather than there: intake's patience is short, and
 * a first fetch of a hundred mailboxes must neither fill its queue nor stand before one live mail; a thousand sessions that
 * begin at once and read where they were must not stand before the renewal of their own leases.
 */
export class SubmissionGate {
  readonly #waiting: Record<Lane, (() => void)[]> = { live: [], bulk: [], read: [] };
  readonly #inside: Record<Lane, number> = { live: 0, bulk: 0, read: 0 };
  readonly #most: Readonly<Record<Lane, number>>;

  constructor(most: Partial<Record<Lane, number>> = {}) {
    this.#most = { ...DEFAULT_MOST, ...most };
  }

  async pass<T>(lane: Lane, work: () => Promise<T>): Promise<T> {
    if (this.#inside[lane] >= this.#most[lane]) await new Promise<void>((resolve) => this.#waiting[lane].push(resolve));
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
