import type pg from 'pg';

type Row = Record<string, unknown>;
interface Asks { query<R extends pg.QueryResultRow>(sql: string | pg.QueryConfig, values?: unknown[]): Promise<pg.QueryResult<R>> }

/** How PostgreSQL would find what is asked for were the tables large: rows that no index gives in their order have to be sorted. @returns a plan for each query */
export async function plansOf(pool: pg.Pool, ask: (asks: Asks & pg.Pool) => Promise<unknown>): Promise<string[]> {
  const plans: string[] = [];
  const client = await pool.connect();
  try {
    await client.query('begin');
    for (const way of ['seqscan', 'bitmapscan', 'sort']) await client.query(`set local enable_${way} = off`);
    const asks: Asks = {
      async query<R extends pg.QueryResultRow>(sql: string | pg.QueryConfig, values?: unknown[]) {
        const asked = typeof sql === 'string' ? { text: sql, values } : sql;
        const { rows } = await client.query<Row>(`explain ${asked.text}`, asked.values);
        plans.push(rows.map((row) => row['QUERY PLAN']).join('\n'));
        return client.query<R>(sql, values);
      },
    };
    await ask(asks as Asks & pg.Pool);
  } finally {
    await client.query('rollback');
    client.release();
  }
  return plans;
}
