import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { connect, withClient } from '../database/connection.js';
import { openPool } from '../database/pool.js';
import { silentLog } from '../log.js';
import { type HubProcess, startHubProcess } from '../testing/hub-process.js';
import { EmbeddedPostgresError, HubRunningError } from './errors.js';
import { haltServer } from './halt.js';
import { settlePlace } from './place.js';
import { isPostmaster } from './postmaster.js';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './start.js';

const SESSION = { applicationName: 'spec' };
const query = <R extends pg.QueryResultRow>(url: string, sql: string): Promise<R[]> =>
  withClient(url, SESSION, async (client) => (await client.query<R>(sql)).rows);

/** As root the database of a private folder is kept elsewhere. */
function removeData(dataDir: string): void {
  const { home } = settlePlace(dataDir, silentLog);
  if (!home.startsWith(dataDir)) rmSync(dirname(home), { recursive: true });
  rmSync(dataDir, { recursive: true });
}

describe('startEmbeddedPostgres', () => {
  let dataDir: string;
  let cluster: string;
  const open: (EmbeddedPostgres | HubProcess)[] = [];

  const start = async (): Promise<EmbeddedPostgres> => {
    const server = await startEmbeddedPostgres({ dataDir, log: silentLog, startTimeoutMs: 20_000 });
    open.push(server);
    return server;
  };
  const startProcess = async (): Promise<HubProcess> => {
    const hub = await startHubProcess(dataDir);
    open.push(hub);
    return hub;
  };

  beforeAll(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'tributary-embedded-'));
    cluster = join(settlePlace(dataDir, silentLog).home, 'data');
    const server = await start();
    await query(server.url, 'CREATE TABLE public.kept (value int)');
    await server.stop();
  });
  beforeEach(() => {
    open.length = 0;
  });
  afterEach(async () => {
    for (const each of open) await ('kill' in each ? each.kill('SIGKILL') : each.stop());
    await haltServer(settlePlace(dataDir, silentLog));
  });
  afterAll(() => {
    removeData(dataDir);
  });

  it('keeps rows, login and port over a restart, and leaves no process', async () => {
    const first = await start();
    await query(first.url, 'INSERT INTO public.kept VALUES (1)');
    await first.stop();
    await first.stop();
    expect(isPostmaster(first.pid, cluster)).toBe(false);
    const second = await start();
    expect(second.url).toBe(first.url);
    expect(await query(second.url, 'SELECT value FROM public.kept WHERE value = 1')).toEqual([{ value: 1 }]);
  });

  it('flushes what it confirms, keeps checksums, and knows the case of every script', async () => {
    const { url } = await start();
    const [settings] = await query(
      url,
      `SELECT current_setting('fsync') AS fsync, current_setting('synchronous_commit') AS commit, current_setting('data_checksums') AS checksums,
              current_setting('listen_addresses') AS listens, current_setting('server_encoding') AS encoding, lower('ЁЖ') AS lower`,
    );
    expect(settings).toEqual({ fsync: 'on', commit: 'on', checksums: 'on', listens: '127.0.0.1', encoding: 'UTF8', lower: 'ёж' });
  });

  it('asks for the password', async () => {
    const url = new URL((await start()).url);
    url.password = 'wrong';
    await expect(query(url.toString(), 'SELECT 1')).rejects.toMatchObject({ code: '28P01' });
  });

  it('adopts the server that a killed hub left behind', async () => {
    const hub = await startProcess();
    await query(hub.url, 'INSERT INTO public.kept VALUES (2)');
    await hub.kill('SIGKILL');
    const server = await start();
    expect(server.pid).toBe(hub.pid);
    expect(await query(server.url, 'SELECT value FROM public.kept WHERE value = 2')).toEqual([{ value: 2 }]);
    await server.stop();
    expect(isPostmaster(hub.pid, cluster)).toBe(false);
  });

  it('refuses a second hub on the folder and does not disturb the first', async () => {
    const hub = await startProcess();
    await expect(start()).rejects.toThrow(HubRunningError);
    expect(await startProcess()).toMatchObject({ failed: 'HubRunningError' });
    expect(await query(hub.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('starts a killed server again: pools mend themselves and no row is lost', async () => {
    const server = await start();
    const { pid, url } = server;
    const pool = openPool(url, { name: 'public', role: 'tributary' });
    await pool.query('INSERT INTO public.kept VALUES (3)');
    process.kill(pid, 'SIGKILL');
    const rows = await untilAnswered(() => pool.query('SELECT value FROM public.kept WHERE value = 3'));
    expect(rows).toEqual([{ value: 3 }]);
    await pool.end();
    await untilHeld(server);
    expect(server.url).toBe(url);
    expect(server.pid).not.toBe(pid);
  });

  it('starts an adopted server again as well', async () => {
    const hub = await startProcess();
    await hub.kill('SIGKILL');
    const server = await start();
    process.kill(server.pid, 'SIGKILL');
    await untilHeld(server);
    expect(server.pid).not.toBe(hub.pid);
  });

  it('takes its lock again when only its connection was lost', async () => {
    const server = await start();
    const { pid } = server;
    await query(server.url, `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'tributary hub lock'`);
    await untilHeld(server);
    expect(server.pid).toBe(pid);
  });

  it('gives up when another hub took the lock meanwhile, and leaves it the server', async () => {
    const server = await start();
    const other = await connect(server.url, SESSION);
    const taking = other.query('SELECT pg_advisory_lock(classid::bigint::int, objid::bigint::int) FROM pg_locks WHERE locktype = $1', ['advisory']);
    await query(server.url, `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'tributary hub lock'`);
    await taking;
    expect(await server.lost).toBeInstanceOf(HubRunningError);
    await server.stop();
    expect((await other.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
    await other.end();
  });

  it('waits for a server that is stopping, then starts it', async () => {
    const hub = await startProcess();
    const client = await connect(hub.url, SESSION);
    await hub.kill('SIGKILL');
    // A "smart" shutdown waits for clients: the server lets nobody in, and still runs.
    process.kill(hub.pid, 'SIGTERM');
    await untilRefused(hub.url);
    const starting = start();
    await client.end();
    expect((await starting).pid).not.toBe(hub.pid);
  });

  it('is not misled by a pid file that names somebody else', async () => {
    const pidFile = join(cluster, 'postmaster.pid');
    writeFileSync(pidFile, `${process.pid}\n${cluster}\n1700000000\n5432\n\n127.0.0.1\n\nready   \n`);
    const server = await start();
    expect(server.pid).not.toBe(process.pid);
    expect(await query(server.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('says why it does not start', async () => {
    const control = join(cluster, 'global', 'pg_control');
    renameSync(control, `${control}.away`);
    try {
      await expect(start()).rejects.toThrow(/ends while starting[^]*pg_control/);
    } finally {
      renameSync(`${control}.away`, control);
    }
  });

  it('refuses a cluster of another major version', async () => {
    const file = join(cluster, 'PG_VERSION');
    const version = readFileSync(file, 'utf8');
    writeFileSync(file, '15\n');
    try {
      await expect(start()).rejects.toThrow(EmbeddedPostgresError);
    } finally {
      writeFileSync(file, version);
    }
  });

  it('lets one of two hubs win that start on a new folder at once', async () => {
    const fresh = mkdtempSync(join(tmpdir(), 'tributary-embedded-'));
    const hubs = await Promise.all([startHubProcess(fresh), startHubProcess(fresh)]);
    expect(hubs.filter(({ failed }) => failed === undefined)).toHaveLength(1);
    expect(hubs.filter(({ failed }) => failed === 'HubRunningError')).toHaveLength(1);
    await Promise.all(hubs.map((hub) => hub.kill('SIGTERM')));
    const { home } = settlePlace(fresh, silentLog);
    expect(existsSync(join(home, 'data', 'postmaster.pid'))).toBe(false);
    removeData(fresh);
  });

  /** Until the server answers again; each refused try is an answer of its own, and a wait for the connection. */
  async function untilAnswered(ask: () => Promise<pg.QueryResult>): Promise<unknown[]> {
    for (;;) {
      try {
        return (await ask()).rows;
      } catch {
        await new Promise(setImmediate);
      }
    }
  }

  async function untilHeld(server: EmbeddedPostgres): Promise<void> {
    for (;;) {
      const locks = await untilAnswered(() =>
        withClient(server.url, SESSION, (client) => client.query(`SELECT FROM pg_locks WHERE locktype = 'advisory' AND granted`)),
      );
      if (locks.length > 0) return;
    }
  }

  async function untilRefused(url: string): Promise<void> {
    for (;;) {
      const refused = await query(url, 'SELECT 1').then(
        () => false,
        () => true,
      );
      if (refused) return;
    }
  }
});
