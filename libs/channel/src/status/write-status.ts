import type { Transaction } from '@tributary/event-log';
import type { StatusChange } from './transition.js';

const KEEP_HISTORY = "interval '90 days'";

/** Writes what became of accounts, and what they went through to the history, in the caller's transaction. */
export async function writeStatus(transaction: Transaction, changes: readonly StatusChange[]): Promise<void> {
  if (changes.length === 0) return;
  await transaction.query(
    `insert into intake.account_status as s
     select * from json_populate_recordset(null::intake.account_status, $1::json) order by account_id
     on conflict (account_id) do update
        set credential = excluded.credential, credential_since = excluded.credential_since,
            consumer = excluded.consumer, consumer_since = excluded.consumer_since,
            traffic = excluded.traffic, traffic_since = excluded.traffic_since,
            health = excluded.health, health_since = excluded.health_since, causes = excluded.causes,
            expected_per_hour = excluded.expected_per_hour, confidence = excluded.confidence,
            detects_within_minutes = excluded.detects_within_minutes`,
    [JSON.stringify(changes.map(({ status }) => status))],
  );
  await transaction.query(
    `insert into intake.status_history (account_id, at, fact, state, was, code)
     select "accountId", at, fact, state, was, code
       from json_to_recordset($1::json) as t ("accountId" uuid, at timestamptz, fact text, state text, was text, code text)`,
    [JSON.stringify(changes.flatMap(({ transitions }) => transitions))],
  );
}

/** Of accounts that were deleted. @returns their ids */
export async function forgetDeleted(transaction: Transaction): Promise<string[]> {
  const { rows } = await transaction.query<{ account_id: string }>(
    `delete from intake.account_status s
      where not exists (select from intake.account a where a.id = s.account_id and a.deleted_at is null) returning account_id`,
  );
  return rows.map(({ account_id }) => account_id);
}

export async function forgetOldHistory(transaction: Transaction): Promise<void> {
  await transaction.query(`delete from intake.status_history where at < now() - ${KEEP_HISTORY}`);
}
