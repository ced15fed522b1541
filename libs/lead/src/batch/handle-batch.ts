import type { Batch, LogRecord, Transaction } from '@tributary/event-log';
import { inTransaction } from '@tributary/storage';
import type pg from 'pg';
import { dataErrorOf } from './data-error.js';
import { storePoison, storeRecords, type StoreDeps, type Stored } from './store-batch.js';
import { together } from '../sql/together.js';

export interface BatchDeps extends StoreDeps {
  /** Of pipelined connections. */
  readonly pool: pg.Pool;
}

type Step = (tx: Transaction) => Promise<void>;
const NOTHING: Step = async () => undefined;

/**
 * Stores a batch and its offset in one transaction. When the data of a row is refused, the batch is halved, each half a
 * transaction of its own, first half first, until the row stands alone and is put aside.
 *
 * The offset stands for the whole batch, so only the last part commits it: by then everything before is stored. A crash
 * or a lost lease in between redelivers the parts that are stored already, and these do nothing, because all that they
 * did is keyed by contact id and revision. For the same reason the parts before need no fence.
 * @returns what became of each part
 * @throws whatever is no refusal of data: the whole batch comes again
 */
export async function handleBatch(batch: Batch, deps: BatchDeps): Promise<Stored[]> {
  return storePart(batch.records, (tx) => batch.commit(tx), deps);
}

async function storePart(records: readonly LogRecord[], commit: Step, deps: BatchDeps): Promise<Stored[]> {
  try {
    return [await inTransaction(deps.pool, (tx) => both(commit(tx), storeRecords(tx, records, deps)))];
  } catch (error) {
    const reason = dataErrorOf(error);
    if (reason === undefined) throw error;
    if (records.length === 1) return [await putAside(records, reason, commit, deps)];
    const middle = records.length >> 1;
    const first = await storePart(records.slice(0, middle), NOTHING, deps);
    return [...first, ...(await storePart(records.slice(middle), commit, deps))];
  }
}

async function putAside(records: readonly LogRecord[], reason: string, commit: Step, deps: BatchDeps): Promise<Stored> {
  return inTransaction(deps.pool, (tx) => both(commit(tx), storePoison(tx, records, reason, deps)));
}

/** The commit of the offset goes out first; if it fails, that is what failed. */
async function both(committing: Promise<void>, storing: Promise<Stored>): Promise<Stored> {
  const [, stored] = await together([committing, storing]);
  return stored;
}
