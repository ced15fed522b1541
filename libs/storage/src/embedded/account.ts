import { spawnSync } from 'node:child_process';
import { type Stats, realpathSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { EmbeddedPostgresError } from './errors.js';

/** The system user that PostgreSQL runs as. PostgreSQL refuses to run as root. */
export interface Account {
  uid: number;
  gid: number;
}

/**
 * Who runs the server: undefined for an ordinary process (itself); when we are root, the owner of an existing cluster,
 * else an unprivileged system user, made when there is none.
 * @param clusterFolder  data folder of PostgreSQL, if it exists
 */
export function serverAccount(clusterFolder: string | undefined): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  if (clusterFolder) {
    const { uid, gid } = statSync(clusterFolder);
    if (uid !== 0) return { uid, gid };
  }
  const account = lookUp('postgres') ?? lookUp('tributary') ?? createUser('tributary') ?? lookUp('nobody');
  if (!account) throw new EmbeddedPostgresError('PostgreSQL does not run as root, and no unprivileged user was found: set DATABASE_URL');
  return account;
}

function lookUp(user: string): Account | undefined {
  const uid = idOf('-u', user);
  const gid = idOf('-g', user);
  return uid === undefined || gid === undefined || uid === 0 ? undefined : { uid, gid };
}

function idOf(flag: string, user: string): number | undefined {
  const { status, stdout } = spawnSync('id', [flag, user], { encoding: 'utf8' });
  return status === 0 ? Number(stdout) : undefined;
}

/** Debian's and most others' tool, then BusyBox's. */
function createUser(user: string): Account | undefined {
  const tries: [string, string[]][] = [
    ['useradd', ['--system', '--no-create-home', '--shell', '/usr/sbin/nologin', user]],
    ['adduser', ['-S', '-D', '-H', user]],
  ];
  for (const [command, args] of tries) if (spawnSync(command, args).status === 0) return lookUp(user);
  return undefined;
}

/** Whether the account may walk down into `path`. Judged by mode bits alone: that is what a stat tells. */
export function canReach(path: string, account: Account): boolean {
  const folder = realpathSync(path);
  const parent = dirname(folder);
  return mayEnter(statSync(folder), account) && (parent === folder || canReach(parent, account));
}

function mayEnter({ uid, gid, mode }: Stats, account: Account): boolean {
  const shift = uid === account.uid ? 6 : gid === account.gid ? 3 : 0;
  return ((mode >> shift) & 1) === 1;
}
