import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { endHub, makeDataDir, removeDataDir, startHub } from '../../e2e/hub.mjs';
import { PostgresProcess } from '../../e2e/postgres.mjs';
import { until } from '../../e2e/until.mjs';
import { SimulatorProcess } from '../../simulators/simulator-process.mjs';
import { serveDatabase } from '../database.mjs';

const PROGRAM = fileURLToPath(new URL('./hub-process.mjs', import.meta.url));
const KINDS = ['sim_polled', 'sim_scheduled', 'sim_streamed'];
const SETTLE_MS = 60_000;

/** Whole hubs over one database, with accounts of three kinds at a simulated provider, which is the witness too. */
export class AccountsStand {
  /** @type {import('../../e2e/hub.mjs').Hub[]} */
  #hubs = [];
  #folder = mkdtempSync(join(tmpdir(), 'tributary-accounts-'));
  /** Ids in the product by keys at the provider. @type {Map<string, string>} */
  #accounts = new Map();

  /** @param {{ dataDir: string, database: import('../database.mjs').Database, provider: SimulatorProcess, ports: { http: number, stream: number } }} parts */
  constructor({ dataDir, database, provider, ports }) {
    this.dataDir = dataDir;
    this.database = database;
    this.provider = provider;
    this.ports = ports;
  }

  static async start() {
    const dataDir = makeDataDir('tributary-faults-');
    const database = await serveDatabase(dataDir);
    const provider = new SimulatorProcess(new URL('../../simulators/accounts/main.mjs', import.meta.url));
    return new AccountsStand({ dataDir, database, provider, ports: await provider.call('listen') });
  }

  /** @returns {Promise<import('../../e2e/hub.mjs').Hub>} when it is ready */
  async startHub() {
    const hub = await startHub({ dataDir: this.dataDir, databaseUrl: this.database.url, program: PROGRAM });
    this.#hubs.push(hub);
    return hub;
  }

  /** @param {import('../../e2e/api.mjs').Api} api @param {number} count */
  async addAccounts(api, count) {
    await api.post('/api/v1/managers', { name: 'Manager', email: 'manager@shop.example' });
    for (let n = 0; n < count; n += 1) {
      const { id } = await api.post('/api/v1/accounts', { channel: KINDS[n % KINDS.length], name: `Account ${n}`, settings: { key: `a${n}`, ...this.ports } });
      this.#accounts.set(`a${n}`, id);
    }
  }

  /** How long it takes until a new account asks its provider, and until it asks no more once it is deleted. @param {import('../../e2e/api.mjs').Api} api */
  async comeAndGo(api) {
    const key = 'short-lived';
    const within = async (/** @type {number} */ polls) => {
      const from = performance.now();
      await until(`${polls} polls of the account`, async () => (await this.provider.call('polls', key)) === polls, { everyMs: 5 });
      return Math.round(performance.now() - from);
    };
    const { id } = await api.post('/api/v1/accounts', { channel: 'sim_polled', name: 'Short-lived', settings: { key, ...this.ports } });
    const beganMs = await within(1);
    await api.call('DELETE', `/api/v1/accounts/${id}`);
    return { beganMs, endedMs: await within(0) };
  }

  /** @param {number} perSecond */
  send(perSecond) {
    return this.provider.call('begin', { accounts: [...this.#accounts.keys()], perSecond, file: join(this.#folder, 'testimony.jsonl') });
  }

  /** @returns {import('./account-reckoning.mjs').AccountTestimony[]} */
  testimony() {
    const lines = readFileSync(join(this.#folder, 'testimony.jsonl'), 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line));
    return lines.map((line) => ({ ...line, account: this.#accounts.get(line.account) }));
  }

  /** How many accounts each living process has, by pid; the lease of a deleted one may outlive it and means nothing. @returns {Promise<Map<number, number>>} */
  async shares() {
    const rows = await this.database.query(`
      select i.id as owner, count(a.id)::int as accounts
        from intake.instance i left join intake.lease l on l.owner = i.id left join intake.account a on a.id = l.account_id and a.deleted_at is null
       where i.until > now() group by 1`);
    return new Map(rows.map(({ owner, accounts }) => [Number(/ (\d+) /.exec(owner)?.[1]), accounts]));
  }

  /** Until these processes have all accounts between them, each as many as any other to 10 %. @param {readonly import('../../e2e/hub.mjs').Hub[]} hubs @param {number} [timeoutMs] @returns {Promise<number>} ms */
  async untilShared(hubs, timeoutMs = SETTLE_MS) {
    const from = performance.now();
    const fair = this.#accounts.size / hubs.length;
    await until(`${hubs.length} hubs share ${this.#accounts.size} accounts`, async () => {
      const shares = await this.shares();
      const own = hubs.map(({ pid }) => shares.get(pid) ?? 0);
      return own.reduce((sum, share) => sum + share, 0) === this.#accounts.size && own.every((share) => Math.abs(share - fair) <= fair / 10);
    }, { timeoutMs });
    return Math.round(performance.now() - from);
  }

  /** Until every account completed a cycle under the lease that it has now. @returns {Promise<number>} ms */
  async untilRunning() {
    const from = performance.now();
    await until('every account completed a cycle', async () => {
      const [row] = await this.database.query(`
        select count(*)::int as running from intake.lease l join intake.connector c on c.account_id = l.account_id and c.epoch = l.epoch
          join intake.account a on a.id = l.account_id where c.state = 'running' and c.last_cycle_at >= c.since`);
      return row.running === this.#accounts.size;
    }, { timeoutMs: SETTLE_MS });
    return Math.round(performance.now() - from);
  }

  /** Epochs under which a process runs accounts now. @param {import('../../e2e/hub.mjs').Hub} hub @returns {Promise<string[]>} */
  async epochsOf({ pid }) {
    const rows = await this.database.query('select epoch from intake.lease where owner like $1', [`% ${pid} %`]);
    return rows.map(({ epoch }) => epoch);
  }

  /** What was written under these epochs since then. @param {readonly string[]} epochs @param {Date} since @returns {Promise<string[]>} in words */
  async writtenUnder(epochs, since) {
    const rows = await this.database.query(`
      select 'checkpoint of ' || account_id as what from intake.checkpoint where epoch = any($1::bigint[]) and updated_at > $2
      union all select 'job of ' || account_id from intake.job where epoch = any($1::bigint[]) and state = 'done' and ended_at > $2
      union all select 'status of ' || c.account_id from intake.connector c where c.epoch = any($1::bigint[]) and c.last_cycle_at > $2`, [epochs, since]);
    return rows.map(({ what }) => `a stale owner wrote: ${what}`);
  }

  /** Messages that are no contacts yet. @returns {Promise<number>} */
  async missing() {
    const wanted = this.testimony();
    const [row] = await this.database.query(
      `select count(*)::int as missing from unnest($1::uuid[], $2::text[]) as w (account, id)
        where not exists (select from intake.contact c where c.account_id = w.account and c.external_id = w.id)`,
      [wanted.map(({ account }) => account), wanted.map(({ id }) => id)],
    );
    return row.missing;
  }

  /** @param {boolean} keep */
  async stop(keep) {
    await Promise.all(this.#hubs.map(endHub));
    await this.provider.stop();
    await this.database.stop();
    await new PostgresProcess(this.dataDir).end();
    if (keep) return;
    rmSync(this.#folder, { recursive: true, force: true });
    await removeDataDir(this.dataDir);
  }
}
