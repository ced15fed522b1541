import type pg from 'pg';

/**
 * One statement on a pool. Not answered in time (a network that swallows packets tells nothing), it fails and its
 * connection is closed.
 */
export async function boundedQuery<R extends object>(
  pool: pg.Pool,
  query: { name: string; text: string; values: unknown[] },
  timeoutMs: number,
): Promise<R[]> {
  // pg reads `query_timeout` of a query, its typings don't know.
  const bounded: pg.QueryConfig & { query_timeout: number } = { ...query, query_timeout: timeoutMs };
  return (await pool.query<R>(bounded)).rows;
}
