import { randomUUID } from 'node:crypto';
import { chmodSync, chownSync, cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { StorageLog } from '../log.js';
import { type Account, canReach, serverAccount } from './account.js';
import { type Binaries, installedBinaries } from './binaries.js';
import { EmbeddedPostgresError } from './errors.js';

/** Where root keeps what an unprivileged PostgreSQL can't reach in the hub's own folders. */
const SHARED_HOME = '/var/lib/tributary';

/** Everything that is settled before a server can be looked for. */
export interface Place {
  /** `data/` (the cluster), `password`, `port`, `server.log`. */
  home: string;
  binaries: Binaries;
  account: Account | undefined;
}

export const clusterOf = (place: Place): string => join(place.home, 'data');
export const passwordFileOf = (place: Place): string => join(place.home, 'password');
export const portFileOf = (place: Place): string => join(place.home, 'port');
export const logFileOf = (place: Place): string => join(place.home, 'server.log');

/**
 * Settles folder, binaries and user. As an ordinary user all is simple; as root, what the server's user can't reach
 * (a data folder or node_modules under /root) gets a place under /var/lib/tributary, and the data folder a file that names it.
 */
export function settlePlace(dataDir: string, log: StorageLog): Place {
  const folder = resolve(dataDir);
  mkdirSync(folder, { recursive: true });
  const pointed = existsSync(join(folder, POINTER)) ? pointedHome(folder) : undefined;
  const home = pointed ?? join(folder, 'server');
  const account = serverAccount(existsSync(join(home, 'data')) ? join(home, 'data') : undefined);
  const binaries = installedBinaries();
  assertOurs(home, account);
  if (!account) return { home, binaries, account };
  return {
    home: pointed || canReach(folder, account) ? home : homeElsewhere(folder, log),
    binaries: reachableBinaries(binaries, account, log),
    account,
  };
}

/** A home of another user looks empty to us, and must not be taken for a fresh start. */
function assertOurs(home: string, account: Account | undefined): void {
  const found = statSync(home, { throwIfNoEntry: false });
  const ours = account?.uid ?? process.getuid?.();
  if (found && found.uid !== ours) {
    throw new EmbeddedPostgresError(`${home} belongs to user ${found.uid}, we run as ${process.getuid?.()}: start as that user`);
  }
}

const POINTER = 'server-location';

function pointedHome(folder: string): string {
  const home = readFileSync(join(folder, POINTER), 'utf8').trim();
  openFolder(dirname(home));
  return home;
}

/**
 * The pointer alone ties the two together, and the name is new each time: who empties the data folder to begin anew
 * must not get the old database back.
 */
function homeElsewhere(folder: string, log: StorageLog): string {
  const home = join(SHARED_HOME, randomUUID(), 'server');
  try {
    writeFileSync(join(folder, POINTER), `${home}\n`, { flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  const settled = pointedHome(folder);
  log.warn({ dataDir: folder, home: settled }, 'PostgreSQL can not run as root and its user can not reach the data folder: the database is kept elsewhere');
  return settled;
}

/** Copies the binaries once by version; the rename makes a copy that was cut short invisible. */
function reachableBinaries(binaries: Binaries, account: Account, log: StorageLog): Binaries {
  if (canReach(join(binaries.folder, 'bin'), account)) return binaries;
  const target = join(openFolder(join(SHARED_HOME, 'postgresql')), binaries.version);
  if (!existsSync(target)) {
    const fresh = `${target}.${process.pid}`;
    cpSync(binaries.folder, fresh, { recursive: true, verbatimSymlinks: true });
    chmodSync(fresh, 0o755);
    try {
      renameSync(fresh, target);
    } catch (error) {
      rmSync(fresh, { recursive: true, force: true });
      if (!existsSync(target)) throw error;
    }
    log.info({ target }, 'PostgreSQL binaries copied to where their user can read them');
  }
  return { ...binaries, folder: target };
}

function openFolder(path: string): string {
  mkdirSync(path, { recursive: true });
  for (const folder of [SHARED_HOME, path]) chmodSync(folder, 0o755);
  return path;
}

/** Gives a file or folder to the server's user, when that isn't us. */
export function giveTo(account: Account | undefined, path: string): void {
  if (account) chownSync(path, account.uid, account.gid);
}
