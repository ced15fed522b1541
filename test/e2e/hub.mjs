import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Api } from './api.mjs';
import { PostgresProcess } from './postgres.mjs';
import { alive, atExit, signal, spawnNode } from './processes.mjs';
import { until } from './until.mjs';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '../..');
/** What `npm start` tells Node: a larger young generation saves a tenth of the CPU under load. */
const AS_STARTED = ['--max-semi-space-size=32'];
const PROGRAM = join(ROOT, 'apps/hub/dist/main.js');

/** The token that every hub started here knows. */
export const TOKEN = 'test-token-of-the-installation-0123456789abcdef';

/**
 * @typedef {object} HubOptions
 * @property {string} [program]  the product's unless told
 * @property {string} [target]  "all" or names with commas
 * @property {number} [port]  a free one unless told
 * @property {string} [dataDir]  TRIBUTARY_DATA
 * @property {string} [databaseUrl]  the embedded PostgreSQL unless told
 * @property {Record<string, string | undefined>} [env]  on top of ours; undefined takes a name away
 * @property {string[]} [args]  besides `--target`
 * @property {boolean} [wait]  for readiness; true unless told
 */

/** One process of the built product. */
export class Hub {
  #child;
  #output = '';

  /** @param {HubOptions & { port: number, dataDir: string }} options */
  constructor(options) {
    const { program = PROGRAM } = options;
    if (!existsSync(program)) throw new Error(`${program} is missing: npm run build`);
    this.options = options;
    this.url = `http://127.0.0.1:${options.port}`;
    this.api = new Api(this.url, TOKEN);
    this.#child = spawnNode([...AS_STARTED, program, `--target=${options.target ?? 'all'}`, ...(options.args ?? [])], { env: environment(options) });
    for (const stream of [this.#child.stdout, this.#child.stderr]) stream?.setEncoding('utf8').on('data', (text) => this.#hear(text));
    /** @type {Promise<{ code: number | null, signal: NodeJS.Signals | null }>} */
    this.exited = new Promise((resolve) => this.#child.once('exit', (code, signal) => resolve({ code, signal })));
  }

  get pid() {
    return /** @type {number} */ (this.#child.pid);
  }

  get running() {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** What it printed, the newest 200 KB. */
  get output() {
    return this.#output;
  }

  /** @returns {Promise<this>} when it answers that it is ready @throws {Error} it ended, or was not ready in time */
  async ready(timeoutMs = 60_000) {
    await until('the hub is ready', async () => {
      if (!this.running) return true;
      return (await fetch(`${this.url}/health/ready`, { signal: AbortSignal.timeout(2_000) })).status === 200;
    }, { timeoutMs }).catch((error) => {
      throw new Error(`hub not ready; it printed:\n${this.#output.slice(-4_000)}`, { cause: error });
    });
    if (!this.running) throw new Error(`hub ended with ${this.#child.exitCode ?? this.#child.signalCode}; it printed:\n${this.#output.slice(-4_000)}`);
    return this;
  }

  /** Asks it to end (SIGTERM) and waits. @returns {Promise<{ code: number | null, signal: NodeJS.Signals | null }>} */
  async stop(timeoutMs = 30_000) {
    if (this.running) signal(this.pid, 'SIGTERM');
    const timer = setTimeout(() => signal(this.pid, 'SIGKILL'), timeoutMs);
    const how = await this.exited;
    clearTimeout(timer);
    return how;
  }

  /** kill -9. */
  async kill() {
    if (this.running) signal(this.pid, 'SIGKILL');
    return this.exited;
  }

  /** @param {string} text */
  #hear(text) {
    this.#output = (this.#output + text).slice(-200_000);
  }
}

/**
 * Starts one hub process.
 * @param {HubOptions} [options]
 * @returns {Promise<Hub>}
 */
export async function startHub(options = {}) {
  const hub = new Hub({ ...options, port: options.port ?? (await freePort()), dataDir: options.dataDir ?? makeDataDir() });
  return options.wait === false ? hub : hub.ready();
}

/** @returns {string} an empty data folder that PostgreSQL's own user can enter too */
export function makeDataDir(prefix = 'tributary-test-') {
  const folder = mkdtempSync(join(tmpdir(), prefix));
  chmodSync(folder, 0o755);
  atExit(() => new PostgresProcess(folder).endNow());
  return folder;
}

/** Ends the embedded PostgreSQL of a data folder, which outlives a killed hub, and removes the folder. @param {string} dataDir */
export async function removeDataDir(dataDir) {
  await new PostgresProcess(dataDir).end();
  rmSync(dataDir, { recursive: true, force: true });
}

/** @returns {Promise<number>} a port that nobody listens on just now */
export async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  server.close();
  await once(server, 'close');
  return port;
}

/** Ends a process that was started here, if it still runs. @param {Hub | undefined} hub */
export async function endHub(hub) {
  if (!hub) return;
  if (alive(hub.pid)) signal(hub.pid, 'SIGCONT');
  await hub.stop();
}

/** @param {HubOptions & { port: number, dataDir: string }} options @returns {Record<string, string | undefined>} */
function environment({ port, dataDir, databaseUrl, env }) {
  return {
    PATH: process.env['PATH'],
    HOME: process.env['HOME'],
    PORT: String(port),
    TRIBUTARY_DATA: dataDir,
    TRIBUTARY_API_TOKEN: TOKEN,
    ...(databaseUrl ? { DATABASE_URL: databaseUrl } : {}),
    ...env,
  };
}
