import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { alive, childrenOf, signal } from './processes.mjs';
import { until } from './until.mjs';

/**
 * The PostgreSQL server of one data folder, seen from outside: only ever the one whose `postmaster.pid` stands below it.
 */
export class PostgresProcess {
  /** @param {string} dataDir  folder of the hub (or of the server itself) */
  constructor(dataDir) {
    this.dataDir = dataDir;
  }

  /** @returns {number | undefined} pid of the postmaster that runs now */
  get pid() {
    const file = findPidFile(this.dataDir, 4);
    if (!file) return undefined;
    const pid = Number(readFileSync(file, 'utf8').split('\n')[0]);
    return Number.isInteger(pid) && pid > 1 && alive(pid) ? pid : undefined;
  }

  /** @returns {string} login of the superuser at the server that runs now @throws {Error} none runs */
  get url() {
    const file = findPidFile(this.dataDir, 4);
    if (!file) throw new Error(`no PostgreSQL runs on ${this.dataDir}`);
    const port = readFileSync(file, 'utf8').split('\n')[3];
    const password = readFileSync(join(dirname(file), '../password'), 'utf8').trim();
    return `postgres://tributary:${encodeURIComponent(password)}@127.0.0.1:${port}/tributary`;
  }

  /** Stops every process of the server where it stands (SIGSTOP), the postmaster first, so that it starts no new one. */
  pause() {
    const pid = this.#required();
    signal(pid, 'SIGSTOP');
    for (const child of childrenOf(pid)) signal(child, 'SIGSTOP');
  }

  resume() {
    const pid = this.#required();
    for (const child of childrenOf(pid)) signal(child, 'SIGCONT');
    signal(pid, 'SIGCONT');
  }

  /** kill -9 of the postmaster; its children see that and end. @returns {number} the pid that was killed */
  kill() {
    const pid = this.#required();
    signal(pid, 'SIGKILL');
    return pid;
  }

  /** Fast shutdown, then an immediate one. Quiet when nothing runs. */
  async end() {
    const pid = this.pid;
    if (pid === undefined) return;
    this.resume();
    signal(pid, 'SIGINT');
    try {
      await until('PostgreSQL shuts down', () => !alive(pid), { timeoutMs: 15_000 });
    } catch {
      signal(pid, 'SIGQUIT');
      await until('PostgreSQL shuts down at once', () => !alive(pid), { timeoutMs: 10_000 });
    }
  }

  /** The same at our own exit, without waiting. */
  endNow() {
    const pid = this.pid;
    if (pid === undefined) return;
    this.resume();
    signal(pid, 'SIGQUIT');
  }

  #required() {
    const pid = this.pid;
    if (pid === undefined) throw new Error(`no PostgreSQL runs on ${this.dataDir}`);
    return pid;
  }
}

/** @param {string} folder @param {number} depth @returns {string | undefined} */
function findPidFile(folder, depth) {
  let entries;
  try {
    entries = readdirSync(folder, { withFileTypes: true });
  } catch {
    return undefined;
  }
  if (entries.some((entry) => entry.name === 'postmaster.pid')) return join(folder, 'postmaster.pid');
  if (depth === 0 || entries.some((entry) => entry.name === 'PG_VERSION')) return undefined;
  for (const entry of entries) {
    const found = entry.isDirectory() ? findPidFile(join(folder, entry.name), depth - 1) : undefined;
    if (found) return found;
  }
  return undefined;
}
