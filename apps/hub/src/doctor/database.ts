import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { assertSameKey, logSchema, OtherKeyError } from '@tributary/event-log';
import type { Config } from '@tributary/platform';
import { loadSecretKey, migrationsOf, type Schema, SecretBox, silentLog, visitEmbeddedPostgres, withClient } from '@tributary/storage';
import { TARGETS } from '../targets.js';
import { type Finding, ill, weak, well } from './finding.js';
import { both } from './say.js';

const OLDEST_VERSION = 160_000;
/** All services of one process, with room for a second one. */
const ENOUGH_CONNECTIONS = 80;
const MOST_SKEW_MS = 5_000;

/** The database as the installation's settings name it; the embedded one is started for it when nothing runs. */
export async function databaseFindings(config: Config): Promise<Finding[]> {
  const { databaseUrl, dataDir } = config;
  const folder = join(dataDir, 'postgres');
  if (!databaseUrl && !existsSync(folder)) return [well({ ru: 'база данных появится при первом запуске', en: 'the database is made by the first start' })];
  try {
    return await (databaseUrl ? look(databaseUrl, config) : visitEmbeddedPostgres({ dataDir: folder, log: silentLog }, (url) => look(url, config)));
  } catch (error) {
    const todo = databaseUrl ? { ru: 'проверьте DATABASE_URL и сервер', en: 'check DATABASE_URL and the server' } : { ru: 'посмотрите журнал сервера в папке данных', en: 'look into the server’s log in the data folder' };
    return [ill({ ru: `база данных: ${messageOf(error)}`, en: `database: ${messageOf(error)}` }, todo)];
  }
}

interface Facts {
  readonly version: number;
  readonly name: string;
  readonly fsync: string;
  readonly commit: string;
  readonly pages: string;
  readonly connections: number;
  readonly now: Date;
  readonly installed: boolean;
}

async function look(url: string, config: Config): Promise<Finding[]> {
  const before = Date.now();
  const facts = await withClient(url, { applicationName: 'tributary doctor' }, async (client) => {
    const { rows } = await client.query<Facts>(
      `select current_setting('server_version_num')::int as version, current_setting('server_version') as name, current_setting('fsync') as fsync,
              current_setting('synchronous_commit') as commit, current_setting('full_page_writes') as pages, current_setting('max_connections')::int as connections,
              clock_timestamp() as now, to_regclass('log.installation') is not null as installed`,
    );
    return rows[0]!;
  });
  const skewMs = facts.now.getTime() - (before + Date.now()) / 2;
  return [
    versionFinding(facts),
    settingFinding('fsync', facts.fsync, 'off'),
    settingFinding('synchronous_commit', facts.commit, 'off'),
    settingFinding('full_page_writes', facts.pages, 'off'),
    connectionsFinding(facts.connections),
    clockFinding(skewMs),
    ...(facts.installed ? [await keyFinding(url, config)] : []),
    await migrationsFinding(url),
  ];
}

function versionFinding({ version, name }: Facts): Finding {
  const is = both(`PostgreSQL ${name}`);
  return version >= OLDEST_VERSION ? well(is) : ill(is, { ru: 'нужна версия 16 или новее', en: '16 or newer is needed' });
}

function settingFinding(name: string, value: string, bad: string): Finding {
  const is = both(`${name} = ${value}`);
  return value === bad ? ill(is, { ru: 'подтверждённое может пропасть при сбое питания: включите', en: 'what was confirmed can be lost by a power cut: turn it on' }) : well(is);
}

function connectionsFinding(connections: number): Finding {
  const is = both(`max_connections = ${connections}`);
  return connections >= ENOUGH_CONNECTIONS ? well(is) : weak(is, { ru: `задайте не меньше ${ENOUGH_CONNECTIONS}`, en: `set ${ENOUGH_CONNECTIONS} at least` });
}

function clockFinding(skewMs: number): Finding {
  const seconds = (Math.abs(skewMs) / 1_000).toFixed(1);
  const is = { ru: `часы расходятся с базой на ${seconds} с`, en: `clock is ${seconds} s off the database’s` };
  return Math.abs(skewMs) <= MOST_SKEW_MS ? well(is) : weak(is, { ru: 'включите синхронизацию времени (NTP) на обеих машинах', en: 'let both machines keep their time by NTP' });
}

async function keyFinding(url: string, config: Config): Promise<Finding> {
  // Reading it would make one.
  if (config.secretKey === undefined && !existsSync(join(config.dataDir, 'secret.key'))) {
    return ill({ ru: 'ключа здесь нет', en: 'the key is not here' }, { ru: 'задайте TRIBUTARY_SECRET_KEY или TRIBUTARY_DATA с файлом secret.key', en: 'give TRIBUTARY_SECRET_KEY, or the TRIBUTARY_DATA that holds secret.key' });
  }
  const { keyId } = new SecretBox(loadSecretKey(config));
  try {
    await assertSameKey(url, keyId);
    return well({ ru: 'ключ подходит к данным', en: 'the key fits the data' });
  } catch (error) {
    if (!(error instanceof OtherKeyError)) throw error;
    return ill({ ru: 'ключ не подходит к данным', en: 'the key does not fit the data' }, both(error.message));
  }
}

async function migrationsFinding(url: string): Promise<Finding> {
  const schemas = [logSchema, ...new Set<Schema>(TARGETS.map(({ schema }) => schema))];
  const { pending, unknown } = await migrationsOf(url, schemas);
  if (unknown.length > 0) {
    return weak({ ru: `базу обновила более новая версия: ${unknown.join(', ')}`, en: `a newer version has migrated the database: ${unknown.join(', ')}` }, { ru: 'обновите эту', en: 'update this one' });
  }
  if (pending.length === 0) return well({ ru: 'все миграции выполнены', en: 'no migration is pending' });
  return weak({ ru: `ждут миграции: ${pending.join(', ')}`, en: `pending migrations: ${pending.join(', ')}` }, { ru: 'их выполнит следующий запуск; сначала сделайте копию: npm run backup', en: 'the next start runs them; back up first: npm run backup' });
}

function messageOf(error: unknown): string {
  const { message = '', code = '' } = error as { message?: string; code?: string };
  return message || code || String(error);
}
