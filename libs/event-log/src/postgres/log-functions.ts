import type pg from 'pg';
import { FencedError, type Lag, type LogRecord, type Topic, type Transaction } from '../port.js';
import { boundedQuery } from './bounded-query.js';
import { onlyRow } from './only-row.js';

/** SQLSTATE that the log's functions raise for a stale owner. */
const FENCED = 'TL001';

/** A lease as granted: name it in every call. */
export interface Grant {
  readonly group: string;
  readonly topic: Topic;
  readonly owner: string;
  /** Grows at each change of owner and each rewind. */
  readonly fence: string;
}

export type Acquired = { readonly grant: Grant; readonly offset: string } | { readonly retryMs: number };

export interface Wanted {
  group: string;
  topic: Topic;
  owner: string;
  leaseMs: number;
  /** 'infinity' and '-infinity' are the ends of the log. */
  from: Date | 'infinity' | '-infinity';
}

/** The log's SQL functions, typed. Each call is one statement on the pool, bounded in time. */
export class LogFunctions {
  constructor(
    private readonly pool: pg.Pool,
    private readonly callMs: number,
  ) {}

  /** Takes the lease when it is free, or tells when to ask again. A new group begins at `from`. */
  async acquire({ group, topic, owner, leaseMs, from }: Wanted): Promise<Acquired> {
    const row = await this.callOne<{ fence: string | null; place: string; retry_ms: number }>(
      'log.acquire',
      'SELECT fence, place, retry_ms FROM log.acquire($1, $2, $3, $4, $5)',
      [group, topic, owner, leaseMs, from],
    );
    if (row.fence === null) return { retryMs: row.retry_ms };
    return { grant: { group, topic, owner, fence: row.fence }, offset: row.place };
  }

  /** @returns false when the lease has gone to another */
  async heartbeat({ group, topic, owner, fence }: Grant, leaseMs: number): Promise<boolean> {
    const { kept } = await this.callOne<{ kept: boolean }>(
      'log.heartbeat',
      'SELECT log.heartbeat($1, $2, $3, $4, $5) AS kept',
      [group, topic, owner, fence, leaseMs],
    );
    return kept;
  }

  async release({ group, topic, owner }: Omit<Grant, 'fence'>): Promise<void> {
    await this.call('log.release', 'SELECT log.release($1, $2, $3)', [group, topic, owner]);
  }

  /** Settled records after the offset, bounded by count and bytes; at least one if there is any. */
  async read(topic: Topic, after: string, maxRecords: number, maxBytes: number): Promise<LogRecord[]> {
    const rows = await this.call<RecordRow>(
      'log.read',
      'SELECT place, key, headers, value, appended_at FROM log.read($1, $2, $3, $4)',
      [topic, after, maxRecords, maxBytes],
    );
    return rows.map((row) => ({
      topic,
      key: row.key,
      value: row.value,
      headers: row.headers,
      offset: row.place,
      appendedAt: row.appended_at,
    }));
  }

  /**
   * Whether anything is visible after the group's offset, be it settled or not.
   * @throws FencedError  the lease, or the offset, is no longer what the caller holds for true
   */
  async hasMore({ group, topic, owner, fence }: Grant, offset: string): Promise<boolean> {
    const { more } = await fenced(() =>
      this.callOne<{ more: boolean }>('log.has_more', 'SELECT log.has_more($1, $2, $3, $4, $5) AS more', [
        group, topic, owner, fence, offset,
      ]),
    );
    return more;
  }

  /**
   * Moves the group's offset, in the given transaction or in one of its own.
   * @throws FencedError  the transaction is aborted
   */
  async commit({ group, topic, owner, fence }: Grant, from: string, to: string, transaction?: Transaction): Promise<void> {
    const name = 'log.commit';
    const text = 'SELECT log.commit($1, $2, $3, $4, $5, $6)';
    const values = [group, topic, owner, fence, from, to];
    await fenced<unknown>(() => (transaction ? transaction.query({ name, text, values }) : this.call(name, text, values)));
  }

  async rewind(group: string, topic: Topic, from: Date): Promise<void> {
    await this.call('log.rewind', 'SELECT log.rewind($1, $2, $3)', [group, topic, from]);
  }

  async lag(group: string, topic: Topic, most: number): Promise<Lag> {
    const row = await this.callOne<{ records: number; oldest_ms: number }>(
      'log.lag',
      'SELECT records, oldest_ms FROM log.lag($1, $2, $3)',
      [group, topic, most],
    );
    return { records: row.records, oldestMs: row.oldest_ms };
  }

  private async callOne<R extends object>(name: string, text: string, values: unknown[]): Promise<R> {
    return onlyRow(await this.call<R>(name, text, values));
  }

  private async call<R extends object>(name: string, text: string, values: unknown[]): Promise<R[]> {
    return boundedQuery<R>(this.pool, { name, text, values }, this.callMs);
  }
}

interface RecordRow {
  place: string;
  key: string;
  headers: Record<string, string>;
  value: Buffer | null;
  appended_at: Date;
}

async function fenced<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === FENCED) {
      throw new FencedError(error.message, { cause: error });
    }
    throw error;
  }
}
