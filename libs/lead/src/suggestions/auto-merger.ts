import type { Runtime } from '@tributary/platform';
import type { MergeDeps } from '../merging/merge.js';
import { mergeAutomatically } from './merge-automatically.js';

/** What a process that ended left behind is looked for so often. */
const LOOK_EVERY_MS = 60_000;

/** Merges what lines let be merged without asking: at once when a contact says so, and now and then what was left. */
export class AutoMerger {
  #running: Promise<void> | undefined;
  #again = false;

  constructor(
    private readonly runtime: Runtime,
    private readonly deps: MergeDeps,
  ) {
    const looking = setInterval(() => this.wake(), LOOK_EVERY_MS);
    runtime.onStop(async () => {
      clearInterval(looking);
      await this.#running;
    });
  }

  readonly wake = (): void => {
    if (this.#running) this.#again = true;
    else this.#running = this.#run().finally(() => (this.#running = undefined));
  };

  async #run(): Promise<void> {
    do {
      this.#again = false;
      try {
        await mergeAutomatically(this.deps);
      } catch (err) {
        this.runtime.log.warn({ err }, 'persons could not be merged by rule; trying again');
      }
    } while (this.#again);
  }
}
