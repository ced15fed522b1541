import { type Batch, FencedError, type LogRecord, type Topic, type Transaction } from '../port.js';
import type { Grant, LogFunctions } from './log-functions.js';

/** Records between two offsets of a group, under the lease they were read with. */
export class LogBatch implements Batch {
  readonly topic: Topic;
  private state: 'open' | 'committed' | 'fenced' = 'open';

  constructor(
    private readonly functions: LogFunctions,
    private readonly grant: Grant,
    private readonly from: string,
    private readonly to: string,
    readonly records: readonly LogRecord[],
  ) {
    this.topic = grant.topic;
  }

  /** The handler was told that it has lost its lease, whatever it made of that. */
  get fenced(): boolean {
    return this.state === 'fenced';
  }

  async commit(transaction: Transaction): Promise<void> {
    await this.move(transaction);
  }

  /** Commits by itself what the handler left uncommitted. */
  async commitIfOpen(): Promise<void> {
    if (this.state === 'open') await this.move();
  }

  private async move(transaction?: Transaction): Promise<void> {
    try {
      await this.functions.commit(this.grant, this.from, this.to, transaction);
      this.state = 'committed';
    } catch (error) {
      if (error instanceof FencedError) this.state = 'fenced';
      throw error;
    }
  }
}
