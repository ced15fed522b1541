import { setTimeout as delay } from 'node:timers/promises';
import { LOG_WRITER, type NewRecord, PostgresLogReader, PostgresLogWriter, logSchema } from '@tributary/event-log';
import { type Actor, type Role, type Runtime, internalAuthorization, startHttp } from '@tributary/platform';
import { headersOf, testRuntime } from '@tributary/platform/testing';
import { inTransaction, SecretBox } from '@tributary/storage';
import { testDatabase } from '@tributary/storage/testing';
import type pg from 'pg';
import { type NotifierStats } from '../internal.controller.js';
import { notifierModule } from '../notifier.module.js';
import { notifierSchema } from '../schema.js';
import { FeedClient } from './feed-client.js';

/** Stands for the lead service: appends events. */
const writerSchema = { name: 'lead_events', role: 'tributary_lead_events', memberOf: [LOG_WRITER], migrations: [] };

/** One process of the notifier. */
export interface NotifierProcess {
  readonly url: string;
  readonly runtime: Runtime;
  feed(actor: Partial<Actor>, query?: string, headers?: Record<string, string>): Promise<FeedClient>;
  internal(path: string): Promise<unknown>;
  /** Calls the API with a role, or as somebody. */
  api<Body>(as: Role | Partial<Actor>, method: string, path: string, body?: unknown): Promise<{ status: number; body: Body }>;
  stop(): Promise<void>;
}

export interface TestNotifier extends NotifierProcess {
  /** As the notifier's role. */
  readonly pool: pg.Pool;
  append(...records: NewRecord[]): Promise<void>;
  /** Resolves when every event that was appended is recorded. */
  settled(): Promise<NotifierStats>;
  /** Another process on the same database. */
  another(): Promise<NotifierProcess>;
}

/** A notifier with a database of its own. */
export async function testNotifier(): Promise<TestNotifier> {
  const database = await testDatabase([logSchema, writerSchema, notifierSchema]);
  const writer = database.pool(writerSchema);
  const processes: NotifierProcess[] = [];
  const another = async (): Promise<NotifierProcess> => {
    const started = await serve(database.pool(notifierSchema, 6));
    processes.push(started);
    return started;
  };
  const first = await another();
  return {
    ...first,
    pool: database.pool(notifierSchema, 2),
    append: (...records) => inTransaction(writer, (transaction) => new PostgresLogWriter().append(transaction, records)),
    settled: async () => {
      for (;;) {
        const stats = (await first.internal('stats')) as NotifierStats;
        if (stats.lagRecords === 0) return stats;
        await delay(10);
      }
    },
    another,
    stop: async () => {
      await Promise.all(processes.map((started) => started.stop()));
      await database.drop();
    },
  };
}

async function serve(pool: pg.Pool): Promise<NotifierProcess> {
  const runtime = testRuntime({ TRIBUTARY_PRIVATE_TARGETS: 'true' });
  const module = await notifierModule({ runtime, pool, logReader: new PostgresLogReader(pool), secrets: new SecretBox(Buffer.alloc(32, 9)) });
  const { url } = await startHttp(module, runtime, { host: '127.0.0.1', port: 0 });
  return {
    url,
    runtime,
    feed: (actor, query = '', headers = {}) =>
      FeedClient.open(`${url}/api/v1/feed${query}`, { ...headersOf(runtime, { role: 'operator', name: 'spec', ...actor }), ...headers }),
    internal: async (path) => {
      const response = await fetch(`${url}/internal/notifier/${path}`, { headers: { authorization: internalAuthorization(runtime.internalToken) } });
      if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
      return response.json();
    },
    api: async <Body>(as: Role | Partial<Actor>, method: string, path: string, body?: unknown) => {
      const response = await fetch(url + path, {
        method,
        headers: { ...headersOf(runtime, { role: 'manager', name: 'spec', ...(typeof as === 'string' ? { role: as } : as) }), ...(body !== undefined && { 'content-type': 'application/json' }) },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      return { status: response.status, body: JSON.parse((await response.text()) || 'null') as Body };
    },
    stop: () => runtime.stop(),
  };
}
