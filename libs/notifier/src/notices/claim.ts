import type { Transaction } from '@tributary/event-log';
import type { FeedData, FeedKind } from '../record/new-entry.js';
import { type Plan, plan, type Planned, type Waiting } from './plan.js';
import { quietUntil } from './quiet-hours.js';
import { wayKey } from './recipient.js';
import type { KnownRecipient, RecipientStore } from './recipient-store.js';

/** A notice as its message tells it. */
export interface Told {
  readonly eventId: string;
  readonly kind: FeedKind;
  readonly data: FeedData;
}

/** A message that this process has to send now. */
export interface ClaimedMessage extends Omit<Planned, 'deliveries'> {
  readonly to: KnownRecipient;
  readonly told: readonly Told[];
  /** Notices that are only counted. */
  readonly older: number;
}

/** Of one manager; the others wait for these, and are a digest when they have become many. */
const MESSAGES_AT_ONCE = 10;
/** Who claimed a message and died is followed by another so much later; longer than any sending takes. */
const CLAIM_S = 120;
/** Older ones are only counted. */
const AGED_H = 24;

/** A manager for whom something was due, and what has to be sent now: nothing when all of it is better later. */
export interface Claimed {
  readonly managerId: string;
  readonly messages: readonly ClaimedMessage[];
}

/**
 * Takes what is due: each message by one process alone, each manager's by their present settings. In quiet hours it waits until they are over.
 * @param limit  of managers
 * @param but    managers to whom this process is sending
 * @returns an empty list when nothing is due
 */
export async function claimMessages(transaction: Transaction, recipients: RecipientStore, limit: number, but: readonly string[]): Promise<Claimed[]> {
  const claimed: Claimed[] = [];
  for (const known of await recipients.lockDue(transaction, limit, but)) {
    const { messages, later } = await planOf(transaction, known);
    const now = messages.slice(0, MESSAGES_AT_ONCE);
    await postpone(transaction, later);
    await claim(transaction, now);
    claimed.push({ managerId: known.recipient.managerId, messages: await filled(transaction, known, now) });
  }
  return claimed;
}

async function planOf(transaction: Transaction, { recipient: { managerId, ways, quietHours, timeZone, digestAfter } }: KnownRecipient): Promise<Plan> {
  await transaction.query(`UPDATE notifier.notice_delivery SET state = 'way-removed' WHERE manager_id = $1 AND state = 'waiting' AND way <> ALL($2)`, [managerId, ways.map(wayKey)]);
  const { rows } = await transaction.query<Waiting & { now: Date }>(
    `SELECT id, way, message_id AS "messageId", next_try_at <= now() AS due, next_try_at AS "nextTryAt", tries, older,
            created_at < now() - $2 * interval '1 hour' AS aged, now() AS now
       FROM notifier.notice_delivery WHERE manager_id = $1 AND state = 'waiting' ORDER BY created_at, id`,
    [managerId, AGED_H],
  );
  const quietEnd = rows[0] && quietUntil(quietHours, timeZone, rows[0].now);
  if (!quietEnd) return plan(rows, digestAfter);
  return { messages: [], later: rows.filter(({ due }) => due).map(({ id }) => ({ id, at: quietEnd })) };
}

async function postpone(transaction: Transaction, later: Plan['later']): Promise<void> {
  if (later.length === 0) return;
  await transaction.query(
    'UPDATE notifier.notice_delivery d SET next_try_at = l.at FROM unnest($1::uuid[], $2::timestamptz[]) AS l (id, at) WHERE d.id = l.id',
    [later.map(({ id }) => id), later.map(({ at }) => at)],
  );
}

async function claim(transaction: Transaction, messages: readonly Planned[]): Promise<void> {
  const rows = messages.flatMap(({ messageId, deliveries }) => deliveries.map(({ id, older }) => ({ id, messageId, older })));
  if (rows.length === 0) return;
  await transaction.query(
    `UPDATE notifier.notice_delivery d SET message_id = c."messageId", older = c.older, tries = tries + 1, next_try_at = now() + $2 * interval '1 second'
       FROM jsonb_to_recordset($1) AS c (id uuid, "messageId" uuid, older boolean) WHERE d.id = c.id`,
    [JSON.stringify(rows), CLAIM_S],
  );
}

/** With what they tell, as the feed has it. */
async function filled(transaction: Transaction, to: KnownRecipient, messages: readonly Planned[]): Promise<ClaimedMessage[]> {
  if (messages.length === 0) return [];
  const shown = messages.flatMap(({ deliveries }) => deliveries.filter(({ older }) => !older).map(({ id }) => id));
  const { rows } = await transaction.query<Told & { id: string }>(
    `SELECT d.id, e.id AS "eventId", e.kind, e.payload AS data FROM notifier.notice_delivery d JOIN notifier.feed_entry e ON e.id = d.event_id
      WHERE d.id = ANY($1) ORDER BY e.seq`,
    [shown],
  );
  return messages.map(({ deliveries, ...message }) => {
    const own = new Set(deliveries.map(({ id }) => id));
    return { ...message, to, told: rows.filter(({ id }) => own.has(id)), older: deliveries.filter(({ older }) => older).length };
  });
}
