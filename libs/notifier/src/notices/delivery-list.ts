import type pg from 'pg';
import type { FeedKind } from '../record/new-entry.js';

/** How telling one notice by one way went. */
export interface DeliveryView {
  readonly id: string;
  readonly eventId: string;
  readonly leadId: string;
  readonly kind: FeedKind;
  /** "mail:anna@example.com" */
  readonly way: string;
  readonly state: 'waiting' | 'sent' | 'given-up' | 'way-removed';
  /** Of several in one message it is the same. */
  readonly messageId: string | null;
  readonly tries: number;
  readonly createdAt: Date;
  readonly nextTryAt: Date | null;
  readonly sentAt: Date | null;
  readonly lastError: string | null;
}

/** With microseconds, which dates lack: pages go on exactly behind it. */
type Listed = DeliveryView & { readonly position: string };

/** Newest first. */
export async function listDeliveries(pool: pg.Pool, managerId: string, limit: number, after: readonly [createdAt: string, id: string] | undefined): Promise<Listed[]> {
  const { rows } = await pool.query<Listed>(
    `SELECT d.id, d.event_id AS "eventId", e.lead_id AS "leadId", e.kind, d.way, d.state, d.message_id AS "messageId", d.tries,
            d.created_at AS "createdAt", to_char(d.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS position, CASE WHEN d.state = 'waiting' THEN d.next_try_at END AS "nextTryAt",
            d.sent_at AS "sentAt", d.last_error AS "lastError"
       FROM notifier.notice_delivery d JOIN notifier.feed_entry e ON e.id = d.event_id
      WHERE d.manager_id = $1 AND ($3::timestamptz IS NULL OR (d.created_at, d.id) < ($3, $4::uuid))
      ORDER BY d.created_at DESC, d.id DESC LIMIT $2`,
    [managerId, limit, after?.[0] ?? null, after?.[1] ?? null],
  );
  return rows;
}
