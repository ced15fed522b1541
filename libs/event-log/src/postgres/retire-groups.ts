/**
 * Moving an installation between the embedded log and Kafka. A group holds up the purge until it has passed a record, so
 * the groups of the mode that was left have to be retired, or the log would grow for ever:
 *
 * - **embedded → Kafka**: whoever runs with Kafka and reads the log retires the services' groups. The relay's own group
 *   begins at the earliest record that is kept, or where it stood when Kafka was given up: what the services had not handled
 *   is published, and what they had is published once more, which changes nothing (effects are keyed by contact id and
 *   revision).
 * - **Kafka → embedded**: whoever runs a service without Kafka retires the relay's group. The services' groups go on where
 *   they stood before Kafka, or begin at the earliest record: what was published but not handled is handled from here.
 *
 * To retire deletes no offset. It counts after a day in which nobody had the group's lease, so the groups that take over
 * have begun by then; whoever takes the lease again makes it undone. Records younger than the retention are never deleted,
 * nor any of a topic that no group counts for: a relay that was forgotten finds all of it.
 */
import type pg from 'pg';
import { onlyRow } from './only-row.js';

/** The relay's group in the PostgreSQL log. */
export const RELAY_GROUP = 'relay';

/**
 * Says that nobody runs these groups any more, on any topic. To be said at each start; groups that were never there don't
 * matter.
 * @param pool  of a role that is member of `tributary_log_reader`
 * @returns how many groups of a topic were not retired before
 */
export async function retireGroups(pool: pg.Pool, groups: readonly string[]): Promise<number> {
  const { rows } = await pool.query<{ retired: number }>('SELECT log.retire($1) AS retired', [groups]);
  return onlyRow(rows).retired;
}
