import type { Transaction } from '@tributary/event-log';
import type { FollowUpDraft } from '../channel.js';
import type { FollowUp } from '../pull.js';

/** What a new part of a contact leaves to be done; due at once. */
export async function insertFollowUps(transaction: Transaction, accountId: string, contactId: string, drafts: readonly FollowUpDraft[]): Promise<void> {
  await transaction.query({
    name: 'intake.insert-follow-ups',
    text: `insert into intake.follow_up (contact_id, key, account_id, value)
           select $1, d.key, $2, d.value from unnest($3::text[], $4::text[]) as d (key, value)
           on conflict do nothing`,
    values: [contactId, accountId, drafts.map(({ key }) => key), drafts.map(({ value }) => value)],
  });
}

export async function endFollowUps(transaction: Transaction, done: readonly { readonly contactId: string; readonly key: string }[]): Promise<void> {
  await transaction.query({
    name: 'intake.end-follow-ups',
    text: 'delete from intake.follow_up f using unnest($1::uuid[], $2::text[]) as d (contact_id, key) where f.contact_id = d.contact_id and f.key = d.key',
    values: [done.map(({ contactId }) => contactId), done.map(({ key }) => key)],
  });
}

/** The oldest that are due. */
export async function dueFollowUps(transaction: Transaction, accountId: string, limit: number): Promise<FollowUp[]> {
  const { rows } = await transaction.query<FollowUp>({
    name: 'intake.due-follow-ups',
    text: `select contact_id as "contactId", key, value, tries from intake.follow_up
            where account_id = $1 and due_at <= now() order by due_at limit $2`,
    values: [accountId, limit],
  });
  return rows;
}

export async function putOffFollowUp(transaction: Transaction, { contactId, key }: FollowUp, delayMs: number): Promise<void> {
  await transaction.query({
    name: 'intake.put-off-follow-up',
    text: `update intake.follow_up set tries = tries + 1, due_at = now() + $3 * interval '1 millisecond' where contact_id = $1 and key = $2`,
    values: [contactId, key, delayMs],
  });
}
