import type { Transaction } from '@tributary/event-log';
import { boolArray, byteaArray, int4Array, textArray, timestamptzArray, uuidArray } from '@tributary/storage';
import type { PoisonRecord } from './inbound-contact.js';
import { minuteOf } from './tally.js';

/**
 * Puts records aside with their bytes.
 * @param isCounted  whether this is the first that is known of the contact: then it counts as quarantined
 * @returns those that were not put aside before
 */
export async function quarantine(
  tx: Transaction,
  poison: readonly PoisonRecord[],
  isCounted: (poison: PoisonRecord) => boolean,
): Promise<PoisonRecord[]> {
  const { rows } = await tx.query<[string]>({
    name: 'lead.quarantine',
    rowMode: 'array',
    text: `
      insert into lead.quarantine (topic, log_offset, contact_id, revision, account_id, minute, stage, reason, record, counted)
      select topic, log_offset, contact_id, revision, account_id, minute, stage, reason, record, counted
        from unnest($1::text[], $2::text[], $3::text[], $4::integer[], $5::text[], $6::timestamptz[],
                    $7::text[], $8::text[], $9::bytea[], $10::boolean[])
          as p (topic, log_offset, contact_id, revision, account_id, minute, stage, reason, record, counted)
      on conflict do nothing returning log_offset`,
    values: [
      textArray(poison.map(({ record }) => record.topic)),
      textArray(poison.map(({ record }) => record.offset)),
      textArray(poison.map(({ contactId }) => contactId)),
      int4Array(poison.map(({ revision }) => (revision === undefined ? null : revision | 0))),
      textArray(poison.map(({ accountId }) => clean(accountId))),
      timestamptzArray(poison.map(({ receivedAt }) => minuteOf(receivedAt))),
      textArray(poison.map(({ stage }) => stage)),
      textArray(poison.map(({ reason }) => clean(reason))),
      byteaArray(poison.map(({ record }) => record.value ?? Buffer.alloc(0))),
      boolArray(poison.map(isCounted)),
    ],
  });
  const added = new Set(rows.map(([offset]) => offset));
  return poison.filter(({ record }) => added.has(record.offset));
}

/**
 * Contacts that were stored after all: their records of that revision or a lower one are settled.
 * @returns where those were counted
 */
export async function settleQuarantined(
  tx: Transaction,
  contacts: readonly { id: string; revision: number }[],
): Promise<{ accountId: string; minute: Date }[]> {
  const { rows } = await tx.query<[string, Date, boolean]>({
    name: 'lead.settle-quarantined',
    rowMode: 'array',
    text: `
      update lead.quarantine q set resolved_at = now()
        from unnest($1::uuid[], $2::integer[]) as n (id, revision)
       where q.contact_id = n.id::text and q.resolved_at is null and (q.counted or q.revision is null or q.revision <= n.revision)
      returning q.account_id, q.minute, q.counted`,
    values: [uuidArray(contacts.map(({ id }) => id)), int4Array(contacts.map(({ revision }) => revision))],
  });
  return rows.filter(([, , counted]) => counted).map(([accountId, minute]) => ({ accountId, minute }));
}

/** What is put aside may be broken in any way, and must still be stored here. */
function clean(text: string): string {
  return text.replaceAll('\0', '\ufffd').slice(0, 1_000);
}
