/**
 * The event log as everybody else sees it. Two readers stand behind it (PostgreSQL, Kafka) and pass one contract test;
 * appending is PostgreSQL's alone, because a record is appended in the transaction of the facts that it tells.
 */

/** Names of design §5. A topic that is not here can't be appended to. */
export const TOPICS = {
  contacts: 'inbound.contacts.v1',
  bulk: 'inbound.bulk.v1',
  leads: 'leads.events.v1',
  status: 'connectors.status.v1',
  outbound: 'outbound.messages.v1',
  receipts: 'outbound.receipts.v1',
} as const;
export type Topic = (typeof TOPICS)[keyof typeof TOPICS];

/** Something that runs SQL inside one transaction: a pg client between BEGIN and COMMIT. */
export interface Transaction {
  query<R extends object = Record<string, unknown>>(
    text: string | { name?: string; text: string; values?: unknown[]; rowMode?: 'array' },
    values?: unknown[],
  ): Promise<{ rows: R[]; rowCount: number | null }>;
}

export interface NewRecord {
  topic: Topic;
  /** Records of one key keep their order. A hash, never a personal identity. */
  key: string;
  /** Protobuf bytes; null is a tombstone (compacted topics). At most 256 KiB. */
  value: Uint8Array | null;
  /** CloudEvents attributes without the `ce_` prefix: id, type, source, time, subject. */
  headers?: Record<string, string>;
}

export interface LogRecord extends NewRecord {
  headers: Record<string, string>;
  /** Opaque, comparable only by the reader that gave it. Unique in the topic. */
  offset: string;
  /** When it was appended, by the database's clock. */
  appendedAt: Date;
}

export interface LogWriter {
  /**
   * Appends in the caller's transaction: visible to readers once that commits, never before.
   * Bounds the transaction (idle and total time), so that a stopped writer can't hold readers for long.
   * @throws RangeError  a value over 256 KiB
   */
  append(transaction: Transaction, records: readonly NewRecord[]): Promise<void>;
}

export interface Batch {
  readonly topic: Topic;
  readonly records: readonly LogRecord[];
  /**
   * Commits the batch's offset inside the handler's own transaction, where the reader can (PostgreSQL); elsewhere it
   * does nothing and the offset is committed after the handler returned. Call it first: it fences a stale owner.
   * @throws FencedError  this consumer lost its lease; roll back, handle nothing
   */
  commit(transaction: Transaction): Promise<void>;
}

/**
 * Handles one batch, whole. To throw is to get the same records again, after a pause that grows;
 * a record that can never be handled must be put aside by the handler, not thrown.
 */
export type BatchHandler = (batch: Batch) => Promise<void>;

export interface Subscription {
  /** Consumer group: each record is handled by one member of each group. */
  group: string;
  topic: Topic;
  /** At most so many records a batch. */
  maxBatch?: number;
  /** Where a group that never committed begins. */
  from?: 'earliest' | 'latest' | Date;
  /** Told of each failed try; the consumer goes on by itself. */
  onError?: (error: unknown) => void;
}

export interface Consumer {
  /** Resolves when the handler under way has ended and the lease is given back. */
  stop(): Promise<void>;
  /** True while this instance holds the lease (or any partition) of the subscription. */
  readonly active: boolean;
}

export interface Lag {
  /** Records not yet committed by the group. */
  records: number;
  /** Age of the oldest of them in ms; 0 when none. */
  oldestMs: number;
}

export interface LogReader {
  consume(subscription: Subscription, handler: BatchHandler): Promise<Consumer>;
  /** Sets a group's offset to the first record appended at or after `from`; its consumers go on from there. */
  rewind(group: string, topic: Topic, from: Date): Promise<void>;
  lag(group: string, topic: Topic): Promise<Lag>;
}

/** The consumer's lease went to another instance while it was handling. */
export class FencedError extends Error {
  override readonly name = 'FencedError';
}
