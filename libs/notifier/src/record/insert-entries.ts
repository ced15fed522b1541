import type { Transaction } from '@tributary/event-log';
import type { NewEntry } from './new-entry.js';

/** NOTIFY channel that wakes the feeds of every process. */
export const FEED_CHANNEL = 'tributary_feed';

const INSERT = {
  name: 'notifier.insert',
  text: `
    WITH inserted AS (
      INSERT INTO notifier.feed_entry (id, lead_id, manager_id, kind, contact_id, contact_revision, notifies, at, payload)
      SELECT e.id, coalesce(e.data ->> 'leadId', ''), e.data ->> 'managerId', e.kind, e.data ->> 'contactId', e."contactRevision",
        e.notifies, clock_timestamp(), e.data
      FROM ROWS FROM (
        jsonb_to_recordset($1) AS (id uuid, kind text, "contactRevision" int, notifies boolean, data jsonb)
      ) WITH ORDINALITY AS e (id, kind, "contactRevision", notifies, data, at)
      ORDER BY e.at
      ON CONFLICT (id) DO NOTHING
      RETURNING id, notifies
    )
    UPDATE notifier.tally SET
      entries = entries + (SELECT count(*) FROM inserted),
      notices = notices + (SELECT count(*) FROM inserted WHERE notifies)
    RETURNING ARRAY(SELECT id FROM inserted) AS inserted`,
};

/**
 * Adds entries in order; those whose event is there already change nothing. Entries of one process and of another don't
 * mix: the tally is locked from before the first `seq` is taken until the commit, so a reader never passes one unseen.
 * @returns those that were new
 */
export async function insertEntries<Entry extends NewEntry>(transaction: Transaction, entries: readonly Entry[]): Promise<Entry[]> {
  if (entries.length === 0) return [];
  await transaction.query('SELECT FROM notifier.tally FOR UPDATE');
  const { rows } = await transaction.query<{ inserted: string[] }>({ ...INSERT, values: [JSON.stringify(entries)] });
  const inserted = new Set(rows[0]?.inserted);
  if (inserted.size > 0) await transaction.query('SELECT pg_notify($1, $2)', [FEED_CHANNEL, '']);
  return entries.filter(({ id }) => inserted.delete(id.toLowerCase()));
}
