import { until } from '../e2e/until.mjs';
import { ImapProcess } from '../simulators/imap/process.mjs';
import { BOMBS, goodMail } from './bombs.mjs';

const PATIENCE_MS = 300_000;

/** A hub's two mailboxes on a simulated server: bombs come into one of them, with a good mail behind each; the other gets good mails alone. */
export class BombRange {
  #server = new ImapProcess();
  #api;
  #database;
  #port = 0;
  /** Subjects of contacts that must come. @type {string[]} */
  #expected = [];
  /** How often each reason of quarantine must. @type {Map<string, number>} */
  #quarantined = new Map();
  /** Bombs so far. */
  dropped = 0;

  /** @param {import('../e2e/api.mjs').Api} api @param {import('../faults/database.mjs').Database} database */
  constructor(api, database) {
    this.#api = api;
    this.#database = database;
  }

  /** @param {import('../e2e/api.mjs').Api} api @param {import('../faults/database.mjs').Database} database */
  static async start(api, database) {
    const range = new BombRange(api, database);
    range.#port = await range.#server.call('listen');
    return range;
  }

  async addMailboxes() {
    for (const user of ['bombs', 'good']) {
      await this.#server.call('addUser', user);
      const settings = { user, password: 'secret', host: '127.0.0.1', port: this.#port, secure: false };
      await this.#api.post('/api/v1/accounts', { channel: 'email', name: user, line: 'main', settings });
    }
    await until('both mailboxes are in IDLE', async () => (await this.#server.call('counts')).idling === 2);
  }

  /** @param {string} subject */
  async deliverGood(subject) {
    await this.#server.call('deliver', 'good', goodMail(subject));
  }

  /** Every bomb so many times, each with a good mail behind it; waits until all became something. @param {number} rounds */
  async dropAll(rounds) {
    for (let round = 0; round < rounds; round += 1) {
      for (const [index, bomb] of BOMBS.entries()) await this.#drop(bomb, `bomb-${round}-${index}`);
    }
    await this.untilAssigned(this.#expected);
    await until('what can’t be a mail is put aside', async () => (await this.wrongOutcomes()).length === 0, { timeoutMs: 10_000 }).catch(() => undefined);
  }

  /** Waits until these mails are contacts of a lead. @param {readonly string[]} subjects @returns {Promise<Map<string, number>>} when, ms since the epoch */
  async untilAssigned(subjects) {
    return until(`${subjects.length} mails are leads`, async () => {
      const assigned = await this.#assigned();
      return subjects.every((subject) => assigned.has(subject)) ? assigned : undefined;
    }, { timeoutMs: PATIENCE_MS, everyMs: 500 });
  }

  /** @returns {Promise<string[]>} what became something else than it must; empty when all is well */
  async wrongOutcomes() {
    const assigned = await this.#assigned();
    const rows = await this.#database.query('select code, sum(seen)::int as mails from intake.quarantine group by code');
    const aside = new Map(rows.map(({ code, mails }) => [code, mails]));
    const codes = new Set([...aside.keys(), ...this.#quarantined.keys()]);
    const counts = [...codes].map((code) => ({ code, got: aside.get(code) ?? 0, wanted: this.#quarantined.get(code) ?? 0 }));
    return [
      ...this.#expected.filter((subject) => !assigned.has(subject)).map((subject) => `${subject}: no contact`),
      ...counts.filter(({ got, wanted }) => got !== wanted).map(({ code, got, wanted }) => `${code}: ${got} in quarantine, ${wanted} expected`),
    ];
  }

  async stop() {
    await this.#server.stop();
  }

  /** @param {import('./bombs.mjs').Bomb} bomb @param {string} subject */
  async #drop({ make, delivery, quarantine }, subject) {
    await this.#server.call('deliver', 'bombs', make(subject), delivery ?? {});
    await this.#server.call('deliver', 'bombs', goodMail(`behind-${subject}`));
    this.dropped += 1;
    this.#expected.push(`behind-${subject}`);
    if (quarantine) this.#quarantined.set(quarantine, (this.#quarantined.get(quarantine) ?? 0) + 1);
    else this.#expected.push(subject);
  }

  /** Subjects, which are Message-IDs as well, of contacts that have a manager, and since when. @returns {Promise<Map<string, number>>} */
  async #assigned() {
    const rows = await this.#database.query(`select external_id, extract(epoch from assigned_at) * 1000 as at from lead.contact where channel = 'email' and assigned_at is not null`);
    return new Map(rows.map(({ external_id, at }) => [/^<?([^@<]+)@/.exec(external_id)?.[1] ?? external_id, Number(at)]));
  }
}
