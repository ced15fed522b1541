import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type pg from 'pg';
import type { BatchHandler, Consumer, Lag, LogReader, Subscription, Topic } from '../port.js';
import { CHANNELS, PostgresConsumer } from './consumer.js';
import { LogFunctions } from './log-functions.js';
import { Notifications } from './notifications.js';
import { DEFAULT_TIMING, type Timing } from './timing.js';

const DEFAULT_MAX_BATCH = 500;
/** Lag is counted so far, and no further: an answer about a long backlog must not be slow. */
export const MAX_COUNTED_LAG = 100_000;

/**
 * Reads the log in PostgreSQL. One instance of a group handles a topic, under a lease; the others stand by and take
 * over within 10 s when it dies, at once when it stops.
 */
export class PostgresLogReader implements LogReader {
  private readonly functions: LogFunctions;
  private readonly notifications: Notifications;
  private readonly timing: Timing;

  /** @param pool  of a role that is member of `tributary_log_reader`; one more connection is opened while consuming */
  constructor(pool: pg.Pool, timing: Partial<Timing> = {}) {
    this.timing = { ...DEFAULT_TIMING, ...timing };
    this.functions = new LogFunctions(pool, this.timing.callMs);
    this.notifications = new Notifications(pool.options, CHANNELS);
  }

  async consume(subscription: Subscription, handler: BatchHandler): Promise<Consumer> {
    const { group, topic, from, maxBatch = DEFAULT_MAX_BATCH, onError = () => undefined } = subscription;
    const owner = `${hostname()}:${process.pid}:${randomUUID()}`;
    const options = { group, topic, owner, from: startOf(from), maxBatch, onError };
    const consumer = new PostgresConsumer(this.functions, options, this.timing, handler);
    const unsubscribe = this.notifications.subscribe((notification) => consumer.wake(notification));
    await consumer.start();
    return {
      get active() {
        return consumer.active;
      },
      stop: async () => {
        await consumer.stop();
        unsubscribe();
      },
    };
  }

  async rewind(group: string, topic: Topic, from: Date): Promise<void> {
    await this.functions.rewind(group, topic, from);
  }

  /** `records` is counted up to {@link MAX_COUNTED_LAG}. */
  async lag(group: string, topic: Topic): Promise<Lag> {
    return this.functions.lag(group, topic, MAX_COUNTED_LAG);
  }
}

function startOf(from: Subscription['from']): Date | 'infinity' | '-infinity' {
  if (from === 'latest') return 'infinity';
  return from instanceof Date ? from : '-infinity';
}
