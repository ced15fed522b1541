import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { initdbOf } from './binaries.js';
import { EmbeddedPostgresError } from './errors.js';
import { type Place, clusterOf, giveTo } from './place.js';
import { SUPERUSER } from './settings.js';
import { SERVER_ENVIRONMENT } from './spawn.js';

const INITDB_TIMEOUT_MS = 120_000;

/**
 * Makes the cluster if there is none: in a folder of its own that is renamed when complete, so that what a crash cut
 * short is never taken for a database and of two hubs one wins.
 * @throws EmbeddedPostgresError  initdb failed, or the cluster belongs to another major version
 */
export async function ensureCluster(place: Place): Promise<void> {
  if (existsSync(clusterOf(place))) return assertVersion(place);
  sweepUnfinished(place);
  const fresh = `${place.home}.new-${process.pid}-${randomBytes(4).toString('hex')}`;
  mkdirSync(fresh, { recursive: true, mode: 0o700 });
  giveTo(place.account, fresh);
  try {
    const password = join(fresh, 'password');
    writeFileSync(password, randomBytes(24).toString('base64url'), { mode: 0o600, flag: 'wx' });
    giveTo(place.account, password);
    await initdb(place, join(fresh, 'data'), password);
    renameSync(fresh, place.home);
  } catch (error) {
    rmSync(fresh, { recursive: true, force: true });
    // The rename of the slower of two hubs finds the folder taken.
    if (!existsSync(clusterOf(place))) throw error;
  }
}

function assertVersion(place: Place): void {
  const found = readFileSync(join(clusterOf(place), 'PG_VERSION'), 'utf8').trim();
  const ours = place.binaries.version.split('.')[0];
  if (found === ours) return;
  throw new EmbeddedPostgresError(
    `${clusterOf(place)} was made by PostgreSQL ${found}, this version brings ${ours}: back up with the version before (npm run backup), then restore here (npm run restore) into a new TRIBUTARY_DATA`,
  );
}

/** Folders that a crash left: their process is gone. */
function sweepUnfinished({ home }: Place): void {
  const parent = dirname(home);
  if (!existsSync(parent)) return;
  for (const name of readdirSync(parent)) {
    const pid = name.startsWith(`${basename(home)}.new-`) ? Number(name.split('-').at(-2)) : undefined;
    if (pid !== undefined && !isAlive(pid)) rmSync(join(parent, name), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/**
 * Text sorts by code point and knows upper and lower case of every script (the builtin locale), independent of the
 * locales of the machine: an index never breaks by an upgrade of the system.
 */
async function initdb(place: Place, data: string, passwordFile: string): Promise<void> {
  const args = [
    `--pgdata=${data}`, `--username=${SUPERUSER}`, `--pwfile=${passwordFile}`, '--auth=scram-sha-256', '--encoding=UTF8',
    '--no-locale', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--data-checksums', '--no-instructions',
  ];
  const child = spawn(initdbOf(place.binaries), args, {
    ...place.account,
    stdio: ['ignore', 'pipe', 'pipe'],
    cwd: '/',
    env: SERVER_ENVIRONMENT,
    timeout: INITDB_TIMEOUT_MS,
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const code = await new Promise<number | null>((done, fail) => child.once('error', fail).once('close', done));
  if (code !== 0) throw new EmbeddedPostgresError(`initdb failed (${code ?? 'timeout'}):\n${output.trim().slice(-2000)}`);
}
