import type pg from 'pg';
import type { FeedData, FeedKind } from '../record/new-entry.js';
import type { Recipient } from './recipient.js';

/** A notice as the console lists it. */
export interface NoticeView extends FeedData {
  /** Grows in the order of the feed. */
  readonly seq: string;
  readonly id: string;
  readonly kind: FeedKind;
  readonly at: Date;
}

interface Row {
  readonly seq: string;
  readonly id: string;
  readonly kind: FeedKind;
  readonly at: Date;
  readonly payload: FeedData;
}

const COLUMNS = 'seq, id, kind, at, payload';
const RULE = `notifies AND kind = ANY($2) AND ($3::bigint IS NULL OR seq < $3) AND payload ->> 'byManagerId' IS DISTINCT FROM $1`;

/** What a manager was told by name, newest first: of their leads, and what they are told besides; not what they did themselves. */
export async function listNotices(pool: pg.Pool, { managerId, kinds }: Recipient, limit: number, before: string | undefined): Promise<NoticeView[]> {
  const { rows } = await pool.query<Row>(
    `SELECT * FROM (
       (SELECT ${COLUMNS} FROM notifier.feed_entry WHERE manager_id = $1 AND ${RULE} ORDER BY seq DESC LIMIT $4)
       UNION
       (SELECT ${COLUMNS} FROM notifier.feed_entry WHERE payload ? 'told' AND payload -> 'told' ? $1 AND ${RULE} ORDER BY seq DESC LIMIT $4)
     ) AS own ORDER BY seq DESC LIMIT $4`,
    [managerId, kinds.map((kind) => `lead.${kind}`), before ?? null, limit],
  );
  return rows.map(({ payload, ...row }) => ({ ...row, ...payload }));
}
