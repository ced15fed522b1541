import type { LogReader, LogWriter, Transaction } from '../port.js';

/** A transaction that a test holds in its hands. */
export interface OpenTransaction {
  readonly transaction: Transaction;
  commit(): Promise<void>;
  rollback(): Promise<void>;
}

/** One process's connection to the log under test. */
export interface Connection {
  readonly writer: LogWriter;
  /** Another member of a group at each call. */
  reader(): LogReader;
  begin(): Promise<OpenTransaction>;
  /** What carries the log to where readers look, where something has to. */
  relay?(onPublished: () => void): { start(): Promise<void> };
  close(): Promise<void>;
}

/** A fresh, empty log for one test. */
export interface TestLog extends Connection {
  /** Makes it look as if it was just restored: what is there carries transaction ids far above those to come. */
  restore(): Promise<void>;
  /** Resolves when a reader finds whatever was appended: at once, or when it was carried to where readers look. */
  settled(): Promise<void>;
  /** For child processes: a module that exports `connect(): Promise<Connection>`, and the environment it needs. */
  readonly child: { readonly module: URL; readonly env: Readonly<Record<string, string>> };
}

/** What a reader brings so that the contract can be tested on it. */
export interface LogHarness {
  open(): Promise<TestLog>;
  /** Whether `batch.commit(transaction)` commits in the handler's transaction. */
  readonly commitsInTransaction: boolean;
}

/** Runs `work` in a transaction of its own. */
export async function inOpenTransaction<T>(log: Connection, work: (transaction: Transaction) => Promise<T>): Promise<T> {
  const open = await log.begin();
  try {
    const result = await work(open.transaction);
    await open.commit();
    return result;
  } catch (error) {
    await open.rollback();
    throw error;
  }
}
