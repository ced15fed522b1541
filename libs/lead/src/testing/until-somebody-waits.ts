import { withClient } from '@tributary/storage';
import type { LeadDatabase } from './database.js';

/** For a lock that somebody else holds: only an administrator sees that of others' sessions. */
export function untilSomebodyWaits(db: LeadDatabase): Promise<void> {
  return withClient(db.adminUrl, { applicationName: 'spec' }, async (client) => {
    while ((await client.query(`select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`)).rowCount === 0);
  });
}
