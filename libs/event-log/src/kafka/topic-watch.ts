import { Backoff } from '../backoff.js';
import { Signal } from '../signal.js';
import type { KafkaCluster } from './cluster.js';
import { refusalOf } from './refusal.js';
import { type TopicPlan, ensureTopics } from './topics.js';

export interface TopicState {
  /** Whether Kafka answered the latest look. */
  readonly reachable: boolean;
  /** Why it did not, when it is there: as `SASL_AUTHENTICATION_FAILED`. */
  readonly refusal?: string;
  /** What is weaker than production should be. */
  readonly warnings: readonly string[];
}

/** Makes the topics as soon as Kafka can be reached, and looks at them now and then: for `ready`. Never fails. */
export class TopicWatch {
  private readonly stopping = new Signal();
  private running: Promise<void> = Promise.resolve();
  private stopped = false;
  private current: TopicState = { reachable: false, warnings: [] };

  constructor(
    private readonly cluster: KafkaCluster,
    private readonly options: { plan?: TopicPlan; everyMs?: number; onError?: (error: unknown) => void } = {},
  ) {}

  /** @returns after the first look, be it in vain */
  async start(): Promise<void> {
    await new Promise<void>((looked) => {
      this.running = this.run(looked);
    });
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.stopping.raise();
    await this.running;
  }

  get state(): TopicState {
    return this.current;
  }

  private async run(looked: () => void): Promise<void> {
    const failures = new Backoff(500, 10_000);
    while (!this.stopped) {
      const reachable = await this.look();
      looked();
      if (reachable) failures.reset();
      await this.stopping.wait(reachable ? this.options.everyMs ?? 30_000 : failures.nextMs());
    }
  }

  private async look(): Promise<boolean> {
    try {
      this.current = { reachable: true, warnings: await ensureTopics(this.cluster, this.options.plan) };
    } catch (error) {
      this.current = { ...this.current, reachable: false, refusal: refusalOf(error) };
      this.options.onError?.(error);
    }
    return this.current.reachable;
  }
}
