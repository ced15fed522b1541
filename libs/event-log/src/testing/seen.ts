import type { Batch, BatchHandler, LogRecord } from '../port.js';

/** A record's value as text. */
export function textOf({ value }: LogRecord): string {
  return Buffer.from(value ?? []).toString();
}

/** Collects what a handler is given, and lets a test await it. */
export class Seen {
  readonly records: LogRecord[] = [];
  private readonly waiting = new Set<() => void>();

  /** A handler that does nothing but remember. */
  readonly handler: BatchHandler = async (batch) => this.add(batch);

  add(batch: Batch): void {
    this.records.push(...batch.records);
    for (const check of this.waiting) check();
  }

  /** Values as text, in the order of handling. */
  get values(): string[] {
    return this.records.map(textOf);
  }

  at(index: number): LogRecord {
    const record = this.records[index];
    if (!record) throw new RangeError(`only ${this.records.length} records were seen`);
    return record;
  }

  async count(atLeast: number): Promise<void> {
    await this.until(() => this.records.length >= atLeast);
  }

  /** For where records may be given again, so that their number says nothing. */
  async value(text: string): Promise<void> {
    await this.until(() => this.values.includes(text));
  }

  private until(done: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const check = (): void => {
        if (!done()) return;
        this.waiting.delete(check);
        resolve();
      };
      this.waiting.add(check);
      check();
    });
  }
}
