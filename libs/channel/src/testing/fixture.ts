import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { logSchema, PostgresLogReader, PostgresLogWriter } from '@tributary/event-log';
import { FileBlobStore } from '@tributary/storage';
import { testDatabase } from '@tributary/storage/testing';
import type pg from 'pg';
import { Intake, type IntakeDeps } from '../intake/intake.js';
import type { IntakeLimits } from '../intake/limits.js';
import { intakeSchema } from '../schema.js';

/** A real database and blob store for one spec, and as many intakes on them as it wants: each is a process of its own. */
export interface IntakeFixture {
  readonly pool: pg.Pool;
  readonly blobs: FileBlobStore;
  readonly blobFolder: string;
  readonly adminUrl: string;
  readonly logWriter: PostgresLogWriter;
  readonly logReader: PostgresLogReader;
  intake(changes?: Partial<IntakeDeps>, limits?: Partial<IntakeLimits>): Intake;
  /** Rows of a query by the schema's own role. */
  rows<R extends object>(sql: string, values?: unknown[]): Promise<R[]>;
  /** Everything in the log, in order. */
  log(): Promise<LoggedRecord[]>;
  drop(): Promise<void>;
}

export interface LoggedRecord {
  readonly topic: string;
  readonly key: string;
  readonly value: Buffer;
  readonly headers: Record<string, string>;
}

export async function intakeFixture(): Promise<IntakeFixture> {
  const database = await testDatabase([logSchema, intakeSchema]);
  const folder = await mkdtemp(join(tmpdir(), 'tributary-blobs-'));
  const pool = database.pool(intakeSchema, 8);
  const logPool = database.pool(logSchema, 1);
  const blobs = new FileBlobStore(folder);
  const logWriter = new PostgresLogWriter();
  return {
    pool,
    blobs,
    blobFolder: folder,
    adminUrl: database.adminUrl,
    logWriter,
    logReader: new PostgresLogReader(pool),
    intake: (changes, limits) => new Intake({ connections: pool, logWriter, blobs, ...changes }, limits),
    rows: async <R extends object>(sql: string, values?: unknown[]) => (await pool.query<R>(sql, values)).rows,
    log: async () => {
      const { rows } = await logPool.query<LoggedRecord>(
        'select t.name as topic, r.key, r.value, r.headers from log.record r join log.topic t on t.id = r.topic order by r.epoch, r.xid, r.pos',
      );
      return rows;
    },
    drop: async () => {
      await database.drop();
      await rm(folder, { recursive: true });
    },
  };
}
