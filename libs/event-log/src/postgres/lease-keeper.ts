import type { Acquired, Grant, LogFunctions, Wanted } from './log-functions.js';
import type { Timing } from './timing.js';

/**
 * Takes one lease and keeps it by heartbeats. Whether it is held is judged by our own monotonic clock from the moment
 * before each call, so a process that was stopped knows at once that it may have lost it; the database decides.
 */
export class LeaseKeeper {
  private held: Grant | undefined;
  private endsAt = 0;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly functions: LogFunctions,
    private readonly wanted: Omit<Wanted, 'leaseMs'>,
    private readonly timing: Timing,
    private readonly onLost: () => void,
  ) {}

  /** The lease, unless it is lost or may be. */
  get grant(): Grant | undefined {
    return performance.now() < this.endsAt ? this.held : undefined;
  }

  async acquire(): Promise<Acquired> {
    this.drop();
    const askedAt = performance.now();
    const answer = await this.functions.acquire({ ...this.wanted, leaseMs: this.timing.leaseMs });
    if ('grant' in answer) {
      this.held = answer.grant;
      this.extend(askedAt);
      this.beatLater(answer.grant);
    }
    return answer;
  }

  /** Lets another have it at once. */
  async release(): Promise<void> {
    this.drop();
    await this.functions.release(this.wanted);
  }

  private extend(askedAt: number): void {
    this.endsAt = askedAt + this.timing.leaseMs;
  }

  private beatLater(grant: Grant): void {
    this.timer = setTimeout(() => void this.beat(grant), this.timing.heartbeatMs);
  }

  private async beat(grant: Grant): Promise<void> {
    const askedAt = performance.now();
    // No answer is no news: the next beat may get one before the lease ends.
    const kept = await this.functions.heartbeat(grant, this.timing.leaseMs).catch(() => undefined);
    if (this.held !== grant) return;
    if (kept === false) {
      this.drop();
      this.onLost();
      return;
    }
    if (kept) this.extend(askedAt);
    this.beatLater(grant);
  }

  private drop(): void {
    clearTimeout(this.timer);
    this.held = undefined;
  }
}
