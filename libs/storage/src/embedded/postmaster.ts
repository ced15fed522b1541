import { readFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { type Place, clusterOf } from './place.js';

/** What `postmaster.pid` says. */
export interface Postmaster {
  pid: number;
  port: number;
  /** `starting`, `ready`, `stopping`, or empty while the file is being written. */
  status: string;
}

/** The server of this cluster that lives now; undefined when the pid file is absent or tells of a process that is gone. */
export function livingPostmaster(place: Place): Postmaster | undefined {
  const found = readPidFile(place);
  return found && isPostmaster(found.pid, clusterOf(place)) ? found : undefined;
}

export function pidFileOf(place: Place): string {
  return join(clusterOf(place), 'postmaster.pid');
}

/** Lines: pid, data folder, start time, port, socket folder, address, shared memory, status. */
export function readPidFile(place: Place): Postmaster | undefined {
  try {
    const lines = readFileSync(pidFileOf(place), 'utf8').split('\n');
    const pid = Number(lines[0]);
    if (!Number.isInteger(pid) || pid <= 0) return undefined;
    return { pid, port: Number(lines[3] ?? 0), status: (lines[7] ?? '').trim() };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * A pid alone proves nothing: after a crash of the machine or container it may be anybody's. The command line names the
 * cluster; a zombie has none.
 */
export function isPostmaster(pid: number, cluster: string): boolean {
  const command = process.platform === 'linux' ? linuxCommand(pid) : commandByPs(pid);
  return command.includes(cluster);
}

function linuxCommand(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}

function commandByPs(pid: number): string {
  return spawnSync('ps', ['-ww', '-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).stdout ?? '';
}
