import { setTimeout as delay } from 'node:timers/promises';
import type { Log } from './log.js';

/** `listener` ends before `resource`: no request may begin when the pools close. */
export type StopStage = 'listener' | 'resource';

const CALLBACK_LIMIT_MS = 15_000;

export interface StopOptions {
  /** Others carry on in our place: so long open connections are told to close before they are closed. */
  readonly handOverMs: number;
}

/** Callbacks in the order of a graceful stop: listeners, then resources, each newest first. */
export class StopSequence {
  private readonly callbacks: Record<StopStage, ((how: StopOptions) => unknown)[]> = { listener: [], resource: [] };

  constructor(private readonly log: Log) {}

  add(callback: (how: StopOptions) => unknown, stage: StopStage = 'resource'): void {
    this.callbacks[stage].push(callback);
  }

  /** One that fails or hangs is logged; the others still run. */
  async run(how: StopOptions): Promise<void> {
    for (const stage of ['listener', 'resource'] as const)
      for (const callback of this.callbacks[stage].toReversed()) await this.runOne(() => callback(how));
  }

  private async runOne(callback: () => unknown): Promise<void> {
    const ended = new AbortController();
    const limit = delay(CALLBACK_LIMIT_MS, 'late' as const, { signal: ended.signal, ref: false });
    limit.catch(() => undefined);
    try {
      if ((await Promise.race([(async () => callback())(), limit])) === 'late') this.log.error('a part did not stop in time; going on without it');
    } catch (err) {
      this.log.error({ err }, 'a part failed to stop');
    } finally {
      ended.abort();
    }
  }
}
