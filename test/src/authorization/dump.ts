import type { Database } from '../../faults/database.mjs';

const SCHEMAS = ['intake', 'lead', 'console', 'notifier', 'log'];

/** How accounts are is seen and told without anybody's asking. */
const STATUS = ['intake.account_status', 'intake.status_history', 'intake.half_hour', 'notifier.alarm', 'notifier.alarm_delivery', 'notifier.tally'];
/** And what is told of it where other things are told too. */
const OF_OTHERS: Readonly<Record<string, string>> = { 'log.record': 'topic <> 4', 'notifier.feed_entry': `kind not in ('connector', 'alarm')` };

/** What the product writes by itself when nobody changes anything: who was refused, last uses, heartbeats of leases and hosts, how far the search for likeness is. */
const OWN_BUSINESS = new Set(['console.audit', 'console.session', 'log.lease', 'log.consumer_group', 'intake.instance', 'lead.likeness_key', 'lead.likeness_progress', ...STATUS]);
const BOOKKEEPING_COLUMNS = ['last_used_at', 'last_seen_at', 'moved_at'];

/**
 * Everything that the services hold, as one fingerprint a table: equal dumps are equal databases, row by row.
 * @returns fingerprints by table name
 */
export async function dump(database: Database): Promise<Record<string, string>> {
  const tables = await database.query(
    `select schemaname || '.' || tablename as name from pg_tables where schemaname = any($1) order by 1`,
    [SCHEMAS],
  ) as { name: string }[];
  const names = tables.map(({ name }) => name).filter((name) => !OWN_BUSINESS.has(name));
  const parts = names.map((name) =>
    `select '${name}' as name, count(*) || ' ' || coalesce(md5(string_agg(row, E'\\n' order by row)), '') as print
       from (select (to_jsonb(t) - array['${BOOKKEEPING_COLUMNS.join("', '")}'])::text as row from ${name} t where ${OF_OTHERS[name] ?? 'true'}) rows`);
  const rows = await database.query(parts.join(' union all ')) as { name: string; print: string }[];
  return Object.fromEntries(rows.map(({ name, print }) => [name, print]));
}
