import type { Runtime } from '@tributary/platform';
import { drainBacklog, settleDue, type DeskDeps } from './desk-step.js';
import { remindOfAnswers } from './late-answers.js';
import { answerThoseWhoWait } from '../conversations/while-waiting.js';
import { remindOfTasks } from '../tasks/remind.js';

const EVERY_MS = 1_000;

/**
 * Looks after leads that stand: those whose time has come, and those that wait for somebody who is free. Each process has one; what one
 * works at the others leave alone.
 */
export class Desk {
  #running: Promise<void> | undefined;
  #again = false;
  #stopped = false;

  constructor(
    private readonly runtime: Runtime,
    private readonly deps: DeskDeps,
  ) {
    const looking = setInterval(() => this.wake(), EVERY_MS);
    runtime.onStop(async () => {
      this.#stopped = true;
      clearInterval(looking);
      await this.#running;
    });
  }

  /** Something changed by which somebody may have become free, or a lead came that waits. */
  readonly wake = (): void => {
    if (this.#running) this.#again = true;
    else if (!this.#stopped) this.#running = this.#run().finally(() => (this.#running = undefined));
  };

  async #run(): Promise<void> {
    do {
      this.#again = false;
      try {
        while (!this.#stopped && (await settleDue(this.deps)) > 0);
        if (!this.#stopped) await drainBacklog(this.deps);
        if (!this.#stopped) await remindOfAnswers(this.deps);
        if (!this.#stopped) await remindOfTasks(this.deps);
        while (!this.#stopped && (await answerThoseWhoWait(this.deps)) > 0);
      } catch (err) {
        this.runtime.log.warn({ err }, 'leads that wait could not be looked after; trying again');
      }
    } while (this.#again && !this.#stopped);
  }
}
