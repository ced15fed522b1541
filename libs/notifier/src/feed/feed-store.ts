import type pg from 'pg';
import type { FeedKind, NewEntry } from '../record/new-entry.js';
import { type FeedEntry, type Viewer, feedMessage } from './feed-entry.js';

interface Row {
  seq: string;
  kind: FeedKind;
  notifies: boolean;
  payload: NewEntry['data'];
  manager_id: string | null;
  pooled: boolean;
}

/**
 * SQL: every manager may see it. What nobody has is of the open pool, but for accounts and alarms, and for what happens in a conversation: that
 * may be of no lead, or of one that ended. Entries from before it was told apart are of no pool there.
 */
const POOLED = `(manager_id IS NULL AND kind NOT IN ('connector', 'alarm') AND (NOT payload ? 'conversationId' OR payload ? 'pooled'))`;

/** The feed in PostgreSQL, read by position. */
export class FeedStore {
  constructor(private readonly pool: pg.Pool) {}

  /** Number of the newest entry; 0 when there is none. */
  async newest(): Promise<bigint> {
    const { rows } = await this.pool.query<{ seq: string | null }>('SELECT max(seq) AS seq FROM notifier.feed_entry');
    return BigInt(rows[0]?.seq ?? 0);
  }

  /** The place before the first entry that was recorded at that time or later; undefined when there is none. */
  async before(time: Date): Promise<bigint | undefined> {
    const { rows } = await this.pool.query<{ seq: string }>(
      'SELECT seq - 1 AS seq FROM notifier.feed_entry WHERE at >= $1 ORDER BY at, seq LIMIT 1',
      [time],
    );
    return rows[0] && BigInt(rows[0].seq);
  }

  /** Entries after a place, oldest first, as far as the viewer may see them. */
  async read(after: bigint, upTo: bigint | undefined, viewer: Viewer, limit: number): Promise<FeedEntry[]> {
    const { rows } = await this.pool.query<Row>({
      name: 'notifier.read-feed',
      text: `
        SELECT seq, kind, notifies, payload, manager_id, ${POOLED} AS pooled FROM notifier.feed_entry
        WHERE seq > $1 AND ($2::bigint IS NULL OR seq <= $2) AND ($3 OR ${POOLED} OR manager_id = $4 OR payload -> 'told' ? $4)
        ORDER BY seq LIMIT $5`,
      values: [after, upTo, viewer === 'everything', viewer === 'everything' ? null : viewer.managerId, limit],
    });
    return rows.map(({ seq, kind, notifies, payload, manager_id, pooled }) => ({
      seq: BigInt(seq),
      pooled,
      managerId: manager_id,
      told: 'told' in payload ? (payload.told ?? []) : [],
      message: feedMessage(seq, kind, { ...payload, notifies }),
    }));
  }
}
