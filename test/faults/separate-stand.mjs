import { randomBytes } from 'node:crypto';
import { freePort, makeDataDir, removeDataDir } from '../e2e/hub.mjs';
import { signal } from '../e2e/processes.mjs';
import { serveDatabase } from './database.mjs';
import { Supervisor } from './supervisor.mjs';

/**
 * @typedef {'form' | 'messenger' | 'lead' | 'console' | 'relay' | 'notifier'} Role
 * @typedef {Record<Role, number>} Counts  processes of each role
 */

/** @type {Counts} */
export const COUNTS = { form: 2, messenger: 0, lead: 2, console: 1, relay: 2, notifier: 1 };

/**
 * The product as production runs it: each service in processes of its own, one database, Kafka, a supervisor for each
 * process. Processes are called by role and number: `lead-2`.
 */
export class SeparateStand {
  /** @type {Map<string, Supervisor>} */
  #members = new Map();
  #dataDir;

  /** @param {string} dataDir @param {import('./database.mjs').Database} database */
  constructor(dataDir, database) {
    this.#dataDir = dataDir;
    this.database = database;
  }

  /**
   * @param {{ kafka: string, prefix?: string, counts?: Partial<Counts>, env?: Record<string, string> }} options  `kafka`: KAFKA_BROKERS
   * @returns {Promise<SeparateStand>} when every process is ready
   */
  static async start({ kafka, prefix = '', counts, env = {} }) {
    const dataDir = makeDataDir('tributary-separate-');
    const stand = new SeparateStand(dataDir, await serveDatabase(dataDir));
    try {
      await stand.#startAll(await portsOf({ ...COUNTS, ...counts }), {
        KAFKA_BROKERS: kafka,
        KAFKA_TOPIC_PREFIX: prefix,
        TRIBUTARY_SECRET_KEY: randomBytes(24).toString('base64'),
        HOST: '127.0.0.1',
        LOG_LEVEL: 'warn',
        ...env,
      });
    } catch (error) {
      await stand.stop();
      throw error;
    }
    return stand;
  }

  /** Where the door is; callers may come to any of them. */
  get doors() {
    return this.names('console').map((name) => this.hub(name).url);
  }

  /** The API through the door. */
  get api() {
    return this.hub('console-1').api;
  }

  /** @param {Role} [role] @returns {string[]} */
  names(role) {
    return [...this.#members.keys()].filter((name) => role === undefined || name.startsWith(`${role}-`));
  }

  /** The process that runs now. @param {string} name */
  hub(name) {
    return this.#member(name).hub;
  }

  /** kill -9; it is started again at once. @param {string} name */
  async kill(name) {
    await this.hub(name).kill();
  }

  /** @param {string} name @param {'SIGSTOP' | 'SIGCONT'} how */
  signal(name, how) {
    signal(this.hub(name).pid, how);
  }

  /** Ends it in good order (SIGTERM) and waits until its successor is ready. @param {string} name @returns {Promise<number>} ms that it took to end */
  async restart(name) {
    const from = performance.now();
    const { code } = await this.hub(name).stop();
    if (code !== 0) throw new Error(`${name} ended with ${code}`);
    const endedMs = performance.now() - from;
    await this.#member(name).ready();
    return Math.round(endedMs);
  }

  /** @param {string} [name] one of them, or all */
  async ready(name) {
    await Promise.all((name ? [name] : this.names()).map((each) => this.#member(each).ready()));
  }

  /** What Prometheus would see of a process. @param {string} name @returns {Promise<string>} */
  async metrics(name) {
    return (await this.hub(name).api.call('GET', '/metrics')).text;
  }

  /** What all processes printed, for a failure's report. */
  get output() {
    return this.names().map((name) => `── ${name}\n${this.#member(name).output}${this.hub(name).output}`).join('\n');
  }

  /** @param {boolean} [keep] leaves the data folder */
  async stop(keep = false) {
    await Promise.all([...this.#members.values()].map((member) => member.stop()));
    await this.database.stop();
    if (!keep) await removeDataDir(this.#dataDir);
  }

  /** @param {Record<Role, number[]>} ports @param {Record<string, string>} env */
  async #startAll(ports, env) {
    const urlsOf = (/** @type {Role} */ role) => ports[role].map((port) => `http://127.0.0.1:${port}`).join(',');
    const addresses = { FORM_URL: urlsOf('form'), LEAD_URL: urlsOf('lead'), NOTIFIER_URL: urlsOf('notifier') };
    const wanted = Object.entries(ports).flatMap(([role, all]) => all.map((port, at) => ({ name: `${role}-${at + 1}`, role, port })));
    await Promise.all(wanted.map(async ({ name, role, port }) => {
      const member = new Supervisor({ target: role, port, dataDir: this.#dataDir, databaseUrl: this.database.url, env: { ...addresses, ...env }, wait: false });
      this.#members.set(name, member);
      await member.start();
    }));
  }

  /** @param {string} name */
  #member(name) {
    const member = this.#members.get(name);
    if (!member) throw new Error(`no process ${name}; there are ${this.names().join(', ')}`);
    return member;
  }
}

/** @param {Counts} counts @returns {Promise<Record<Role, number[]>>} */
async function portsOf(counts) {
  const all = Object.entries(counts).map(async ([role, count]) => [role, await Promise.all(Array.from({ length: count }, freePort))]);
  return Object.fromEntries(await Promise.all(all));
}
