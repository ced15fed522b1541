import { PostgresLogWriter, logSchema } from '@tributary/event-log';
import { testDatabase } from '@tributary/storage/testing';
import type pg from 'pg';
import { Tombstones } from '../batch/tombstones.js';
import type { BatchDeps } from '../batch/handle-batch.js';
import { leadSchema } from '../schema.js';
import { pipelinedPool } from '../sql/pipelined-pool.js';
import { uuidV7 } from '../sql/uuid-v7.js';

export interface LeadDatabase {
  readonly pool: pg.Pool;
  readonly adminUrl: string;
  readonly deps: BatchDeps;
  addManagers(...names: string[]): Promise<string[]>;
  /** First column of the first row. */
  value<T>(sql: string, values?: unknown[]): Promise<T>;
  rows<T extends pg.QueryResultRow>(sql: string, values?: unknown[]): Promise<T[]>;
  drop(): Promise<void>;
}

export async function leadDatabase(max = 8): Promise<LeadDatabase> {
  const database = await testDatabase([logSchema, leadSchema]);
  const pool = database.pool(leadSchema, max);
  const pipelined = pipelinedPool(pool, max);
  const tombstones = new Tombstones(Buffer.alloc(32, 7));
  return {
    pool,
    adminUrl: database.adminUrl,
    deps: { pool: pipelined, logWriter: new PostgresLogWriter(), tombstones },
    async addManagers(...names) {
      const ids = names.map(() => uuidV7());
      for (const [position, id] of ids.entries()) {
        await pool.query(`insert into lead.manager (id, name, email) values ($1, $2, $2 || '@example.com')`, [id, names[position]]);
        await pool.query(`insert into lead.queue_member (queue_id, manager_id, position) values ('main', $1, $2)`, [id, position]);
      }
      return ids;
    },
    async value(sql, values) {
      const { rows } = await pool.query({ text: sql, values, rowMode: 'array' });
      return rows[0]?.[0];
    },
    async rows(sql, values) {
      return (await pool.query(sql, values)).rows;
    },
    async drop() {
      await pipelined.end();
      await database.drop();
    },
  };
}
