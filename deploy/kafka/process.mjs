import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';

/**
 * The broker's process, when the one that was started still runs. Its command is looked at: after a restart of the machine
 * the same number may be anybody's.
 * @param {import('./layout.mjs').Cluster} cluster
 * @param {number} id
 * @returns {number | undefined}
 */
export function runningPid(cluster, id) {
  const path = join(brokerDir(cluster, id), 'pid');
  if (!existsSync(path)) return undefined;
  const pid = Number(readFileSync(path, 'utf8'));
  const command = commandOf(pid);
  return command.includes('kafka.Kafka') && command.includes(propertiesPath(cluster, id)) ? pid : undefined;
}

/** @param {import('./layout.mjs').Cluster} cluster  @param {number} id  @param {number} pid */
export function rememberPid(cluster, id, pid) {
  writeFileSync(join(brokerDir(cluster, id), 'pid'), `${pid}\n`);
}

/** @param {import('./layout.mjs').Cluster} cluster  @param {number} id  @returns {string} the broker's own folder */
export function brokerDir({ dir }, id) {
  return join(dir, `broker-${id}`);
}

/** @param {import('./layout.mjs').Cluster} cluster  @param {number} id */
export function propertiesPath(cluster, id) {
  return join(brokerDir(cluster, id), 'server.properties');
}

/**
 * Sends one signal to a broker, if it runs.
 * @param {import('./layout.mjs').Cluster} cluster
 * @param {number} id
 * @param {NodeJS.Signals} signal
 */
export function signalBroker(cluster, id, signal) {
  const pid = runningPid(cluster, id);
  if (pid === undefined) return;
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error; // it ended meanwhile
  }
}

/**
 * @param {import('./layout.mjs').Cluster} cluster
 * @param {number} id
 * @param {number} timeoutMs
 * @returns {Promise<boolean>} whether it ended in that time
 */
export async function ended(cluster, id, timeoutMs) {
  const deadline = performance.now() + timeoutMs;
  // It may be no child of this process, so there is no event to wait for.
  while (runningPid(cluster, id) !== undefined) {
    if (performance.now() > deadline) return false;
    await after(50);
  }
  rmSync(join(brokerDir(cluster, id), 'pid'), { force: true });
  return true;
}

/** @returns {string} empty: no such process, or one that has ended and waits to be collected */
function commandOf(pid) {
  try {
    if (existsSync('/proc/self/cmdline')) return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
    return execFileSync('ps', ['-ww', '-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
  } catch {
    return '';
  }
}
