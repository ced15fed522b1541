import type { Transaction } from '@tributary/event-log';
import type { Log } from '@tributary/platform';
import { type BlobStore, inTransaction } from '@tributary/storage';
import type pg from 'pg';

/** Deleted in one transaction. */
const AT_ONCE = 20;
/** What a blob store that was away left is tried again so often. */
const RETRY_EVERY_MS = 30_000;

/** Remembers what was erased in its transaction: whatever happens to the process or the blob store, it is deleted afterwards. */
export async function rememberErased(transaction: Transaction, sha256s: readonly string[]): Promise<void> {
  await transaction.query(`insert into intake.erased_blob (sha256) select distinct s from unnest($1::text[]) as s where s ~ '^[0-9a-f]{64}$' on conflict do nothing`, [sha256s]);
}

/** All is erased but files, which are remembered and deleted later. */
export class ErasedFilesWaitError extends Error {
  override readonly name = 'ErasedFilesWaitError';

  /** @param count  of any erasure */
  constructor(readonly count: number, options?: ErrorOptions) {
    super(`${count} files of what was erased are not deleted yet`, options);
  }
}

/**
 * Deletes all that is remembered and that nothing names (any more).
 * @returns how many were deleted
 * @throws ErasedFilesWaitError  some can't be deleted now, or somebody else is about to
 */
export async function deleteErased(pool: pg.Pool, blobs: BlobStore): Promise<number> {
  let count = 0;
  let cause: unknown;
  while (cause === undefined) {
    const some = await inTransaction(pool, (tx) => deleteSome(tx, blobs));
    if (!some) break;
    count += some.deleted;
    cause = some.failure;
  }
  const { rows: [left] } = await pool.query<{ count: number }>('select count(*)::int as count from intake.erased_blob');
  if (left && left.count > 0) throw new ErasedFilesWaitError(left.count, { cause });
  return count;
}

interface Remembered {
  readonly sha256: string;
  readonly erased_at: Date;
}

/** Taken off the list first: who erases the last that names one of them meanwhile waits, and puts it there anew. */
async function deleteSome(tx: Transaction, blobs: BlobStore): Promise<{ readonly deleted: number; readonly failure?: unknown } | undefined> {
  const { rows } = await tx.query<Remembered>(
    `delete from intake.erased_blob where sha256 in (select sha256 from intake.erased_blob order by erased_at limit $1 for update skip locked) returning sha256, erased_at`, [AT_ONCE]);
  if (rows.length === 0) return undefined;
  const names = new Set(await unnamed(tx, rows.map(({ sha256 }) => sha256)));
  const free = rows.filter(({ sha256 }) => names.has(sha256)).sort((one, other) => one.erased_at.getTime() - other.erased_at.getTime());
  for (const [deleted, one] of free.entries()) {
    try {
      await blobs.delete(one.sha256);
    } catch (failure) {
      // Behind the others: it may be the only one that can't be deleted.
      await putBack(tx, [{ ...one, erased_at: new Date() }, ...free.slice(deleted + 1)]);
      return { deleted, failure };
    }
  }
  return { deleted: free.length };
}

async function putBack(tx: Transaction, left: readonly Remembered[]): Promise<void> {
  await tx.query('insert into intake.erased_blob (sha256, erased_at) select * from unnest($1::text[], $2::timestamptz[])', [left.map(({ sha256 }) => sha256), left.map(({ erased_at }) => erased_at)]);
}

/** Does so at once, and again and again. @returns ends that */
export function keepDeletingErased(pool: pg.Pool, blobs: BlobStore, log: Log, everyMs = RETRY_EVERY_MS): () => Promise<void> {
  let running: Promise<unknown> = Promise.resolve();
  const look = () => (running = deleteErased(pool, blobs).catch((err: unknown) => log.warn({ err }, 'files of what was erased could not be deleted; trying again')));
  void look();
  const timer = setInterval(() => void look(), everyMs);
  return async () => {
    clearInterval(timer);
    await running;
  };
}

/** Of these, what no contact, part, payload or reply names. Reads the table once; nobody is erased often. */
async function unnamed(tx: Transaction, sha256s: readonly string[]): Promise<string[]> {
  const { rows } = await tx.query<{ sha256: string }>(
    `with asked as (select sha256, decode(sha256, 'hex') as bytes, convert_to(sha256, 'UTF8') as text from unnest($1::text[]) as a (sha256)),
     named as (
       select a.sha256 from asked a join intake.part p on p.sha256 = a.bytes and p.body is null
       union select a.sha256 from asked a join intake.quarantine q on q.sha256 = a.bytes and q.raw is null
       union select a.sha256 from intake.reply r join asked a on position(a.text in r.message) > 0
       union select a.sha256 from intake.contact c join asked a on position(a.text in c.state) > 0)
     select sha256 from asked where sha256 not in (select sha256 from named)`,
    [sha256s],
  );
  return rows.map(({ sha256 }) => sha256);
}
