import type { LogWriter, NewRecord, Transaction } from '@tributary/event-log';
import type { BlobStore } from '@tributary/storage';
import { StaleEpochError } from './errors.js';
import { lockKnown } from './known-contact.js';
import { settleConversations } from './conversations.js';
import { endFollowUps } from './follow-ups.js';
import type { PreparedQuarantine, PreparedSubmission } from './prepare.js';
import { ContactStorer, type StoredContact } from './store-contact.js';
import type { Checkpoint, Receipt, Submission } from './submission.js';

/**
 * Stores one submission inside a transaction of its own: folds, later occurrences, quarantine, checkpoints.
 * Everything or, when it throws, nothing.
 * @throws StaleEpochError, FoldError, ContactRaceError
 */
export async function storeSingle(
  transaction: Transaction,
  prepared: PreparedSubmission,
  { logWriter, blobs }: { logWriter: LogWriter; blobs: BlobStore },
): Promise<Receipt> {
  const { submission } = prepared;
  const { account, lease } = submission;
  if (lease) await assertEpoch(transaction, account.id, lease.epoch);
  if (lease?.checkpoint) await moveCheckpoint(transaction, account.id, lease.checkpoint, lease.epoch);
  const contacts = await settleConversations(transaction, prepared, blobs);
  const known = await lockKnown(transaction, contacts.map(({ id }) => id));
  const storer = new ContactStorer(transaction, submission, blobs, known);
  const stored: StoredContact[] = [];
  for (const contact of contacts) stored.push(await storer.store(contact));
  let quarantined = 0;
  for (const row of prepared.quarantine) quarantined += await storeQuarantine(transaction, submission, row);
  if (submission.done) await endFollowUps(transaction, submission.done);
  if (submission.resolves) await resolveQuarantine(transaction, submission.resolves.quarantineId, stored);
  await count(transaction, submission, stored, quarantined);
  const records = stored.map(({ record }) => record).filter((record): record is NewRecord => record !== undefined);
  records.push(...storer.receipts);
  if (records.length > 0) await logWriter.append(transaction, records);
  return {
    ids: stored.map(({ id }) => id),
    outcomes: stored.map(({ outcome }) => outcome),
    quarantineIds: prepared.quarantine.map(({ id }) => id),
  };
}

/** Held until the commit: nobody begins another epoch before it, and an owner that was paused meanwhile stores nothing. */
async function assertEpoch(transaction: Transaction, accountId: string, epoch: bigint): Promise<void> {
  const { rowCount } = await transaction.query('select from intake.lease where account_id = $1 and epoch = $2 for share', [accountId, String(epoch)]);
  if (rowCount === 0) throw new StaleEpochError(`account ${accountId} is no longer run under epoch ${epoch}`);
}

async function moveCheckpoint(transaction: Transaction, accountId: string, { scope, value }: Checkpoint, epoch: bigint): Promise<void> {
  await transaction.query(
    `insert into intake.checkpoint (account_id, scope, epoch, value) values ($1, $2, $3, $4)
     on conflict (account_id, scope) do update set epoch = excluded.epoch, value = excluded.value, updated_at = now()`,
    [accountId, scope, String(epoch), value],
  );
}

/** @returns 1 for a row that is new, 0 for one that is there already */
async function storeQuarantine(transaction: Transaction, { account, receivedAt }: Submission, { id, draft, sha256, body }: PreparedQuarantine): Promise<number> {
  const { rows } = await transaction.query<{ first: boolean }>(
    `insert into intake.quarantine as q (id, account_id, received_at, stage, failure_class, code, detail, media_type, request, sha256, size_bytes, raw, last_seen_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $3)
     on conflict (id) do update set seen = q.seen + 1, last_seen_at = greatest(q.last_seen_at, excluded.last_seen_at)
     returning seen = 1 as first`,
    [
      id, account.id, receivedAt, draft.stage, draft.failureClass, draft.code, draft.detail, draft.mediaType,
      JSON.stringify(draft.request), sha256, draft.raw.length, body && Buffer.from(body),
    ],
  );
  return rows[0]?.first ? 1 : 0;
}

async function resolveQuarantine(transaction: Transaction, quarantineId: string, stored: readonly StoredContact[]): Promise<void> {
  await transaction.query(`update intake.quarantine set status = 'replayed', contact_ids = $2::uuid[], settled_at = now() where id = $1`, [
    quarantineId,
    stored.map(({ id }) => id),
  ]);
}

async function count(transaction: Transaction, { account, receivedAt }: Submission, stored: readonly StoredContact[], quarantined: number): Promise<void> {
  const of = (outcome: StoredContact['outcome']) => stored.filter((contact) => contact.outcome === outcome).length;
  await transaction.query('select intake.count_in($1, $2, $3, $4, $5, $6, $7)', [
    receivedAt, account.id, of('new'), of('repeat'), of('revised'), quarantined, stored.length > 0 ? receivedAt : null,
  ]);
}
