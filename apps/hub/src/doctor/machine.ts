import { accessSync, constants, existsSync, statfsSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join, resolve } from 'node:path';
import type { Config } from '@tributary/platform';
import { type Finding, ill, weak, well } from './finding.js';
import { both } from './say.js';

const OLDEST_NODE = [20, 19] as const;
const LITTLE_BYTES = 2 * 2 ** 30;
const ANSWER_MS = 3_000;

/** Node.js, folder, disk, key file: what doesn't need anybody's answer. */
export function machineFindings({ dataDir, secretKey }: Pick<Config, 'dataDir' | 'secretKey'>): Finding[] {
  return [nodeFinding(), folderFinding(dataDir), diskFinding(dataDir), ...(secretKey === undefined ? keyFileFindings(dataDir) : [])];
}

function nodeFinding(): Finding {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const is = both(`Node.js ${process.versions.node}`);
  const enough = major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1]);
  return enough ? well(is) : ill(is, { ru: 'нужна версия 20.19 или новее', en: '20.19 or newer is needed' });
}

function folderFinding(dataDir: string): Finding {
  const folder = nearest(dataDir);
  const is = { ru: `папка данных ${resolve(dataDir)}`, en: `data folder ${resolve(dataDir)}` };
  try {
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch {
    return ill(is, { ru: 'этот пользователь не может в неё писать: дайте права или укажите другую в TRIBUTARY_DATA', en: 'this user can not write there: give the right, or name another one by TRIBUTARY_DATA' });
  }
  return well(folder === resolve(dataDir) ? is : { ru: `${is.ru} (появится при первом запуске)`, en: `${is.en} (is made by the first start)` });
}

function diskFinding(dataDir: string): Finding {
  const { bavail, bsize } = statfsSync(nearest(dataDir));
  const free = bavail * bsize;
  const is = { ru: `свободно на диске ${gib(free)} ГиБ`, en: `${gib(free)} GiB free on the disk` };
  return free >= LITTLE_BYTES ? well(is) : ill(is, { ru: 'освободите место: при полном диске обращения не принимаются', en: 'make room: with a full disk no contact is accepted' });
}

function keyFileFindings(dataDir: string): Finding[] {
  const path = join(dataDir, 'secret.key');
  if (!existsSync(path)) return [];
  const is = { ru: `ключ ${path}`, en: `key ${path}` };
  const open = (statSync(path).mode & 0o077) !== 0;
  return [open ? weak(is, { ru: 'файл доступен другим пользователям: chmod 600', en: 'other users can read it: chmod 600' }) : well(is)];
}

/** Whether a hub answers on the port, somebody else has it, or nobody. */
export async function portFindings({ port }: Pick<Config, 'port'>): Promise<Finding[]> {
  const answer = await fetch(`http://127.0.0.1:${port}/health/ready`, { signal: AbortSignal.timeout(ANSWER_MS) }).catch(() => undefined);
  const health = (await answer?.json().catch(() => undefined)) as { status?: string; checks?: Record<string, { ok: boolean; degraded?: boolean; detail?: string }> } | undefined;
  if (health?.checks) return [hubFinding(port, health.status ?? '', health.checks)];
  const is = { ru: `порт ${port}`, en: `port ${port}` };
  return [(await isFree(port)) ? well({ ru: `${is.ru} свободен, Tributary не запущен`, en: `${is.en} is free, Tributary does not run` }) : ill(is, { ru: 'занят другой программой: остановите её или задайте PORT', en: 'taken by another program: stop it, or set PORT' })];
}

function hubFinding(port: number, status: string, checks: Record<string, { ok: boolean; degraded?: boolean; detail?: string }>): Finding {
  const is = { ru: `Tributary работает на порту ${port}: ${status}`, en: `Tributary runs on port ${port}: ${status}` };
  const troubles = Object.entries(checks).filter(([, { ok, degraded }]) => !ok || degraded).map(([name, { detail }]) => `${name}: ${detail ?? ''}`);
  if (troubles.length === 0) return well(is);
  return (Object.values(checks).every(({ ok }) => ok) ? weak : ill)(is, both(troubles.join('; ')));
}

function isFree(port: number): Promise<boolean> {
  return new Promise((tell) => {
    const server = createServer();
    server.once('error', () => tell(false)).listen(port, () => server.close(() => tell(true)));
  });
}

/** The folder itself, or the nearest above it that is there. */
function nearest(path: string): string {
  const folder = resolve(path);
  return existsSync(folder) ? folder : nearest(dirname(folder));
}

function gib(bytes: number): string {
  return (bytes / 2 ** 30).toFixed(1);
}
