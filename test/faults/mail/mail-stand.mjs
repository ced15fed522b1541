import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeDataDir, removeDataDir } from '../../e2e/hub.mjs';
import { until } from '../../e2e/until.mjs';
import { startDovecot } from '../../mail/dovecot.mjs';
import { databaseOf } from '../database.mjs';
import { Supervisor } from '../supervisor.mjs';
import { ConnectorWatch } from './connector-watch.mjs';
import { CutProxy } from './cut-proxy.mjs';
import { EXCLUDED_DOMAIN } from './letters.mjs';
import { MailWitness } from './mail-witness.mjs';

/** The name of the one mailbox. */
export const USER = 'sales';
/** Nothing new for so long: what is missing does not come. */
const STALLED_MS = 150_000;
const POLL_SECONDS = 10;

/**
 * A real Dovecot behind a network that can be cut, a hub with a supervisor, and a mailbox account between them.
 */
export class MailStand {
  /** @type {string | undefined} */
  account;
  #folder = mkdtempSync(join(tmpdir(), 'tributary-mail-'));

  /** @param {{ dovecot: import('../../mail/dovecot.mjs').Dovecot, proxy: CutProxy, dataDir: string, supervisor: Supervisor }} parts */
  constructor({ dovecot, proxy, dataDir, supervisor }) {
    this.dovecot = dovecot;
    this.proxy = proxy;
    this.dataDir = dataDir;
    this.supervisor = supervisor;
    this.database = databaseOf(dataDir);
    this.api = supervisor.hub.api;
  }

  static async start() {
    const dovecot = await startDovecot();
    const proxy = await CutProxy.start(dovecot.ports.imap);
    const dataDir = makeDataDir('tributary-faults-');
    const supervisor = await Supervisor.start({ dataDir });
    return new MailStand({ dovecot, proxy, dataDir, supervisor });
  }

  /** Delivers to the mailbox; writes in a file of this stand. @param {number} [rate] */
  witness(rate) {
    return MailWitness.open(join(this.#folder, 'testimony.jsonl'), ({ source }) => this.dovecot.deliver(USER, source), rate);
  }

  /** Adds managers and the account. @param {Record<string, unknown>} [settings] @returns {Promise<ConnectorWatch>} */
  async addAccount(settings) {
    this.account = await addMailbox(this.api, this.proxy.port, settings);
    return new ConnectorWatch(this.api, this.account);
  }

  /** @param {boolean} keep */
  async stop(keep) {
    await this.supervisor.stop();
    await this.proxy.stop();
    await this.dovecot.stop();
    if (keep) return;
    await removeDataDir(this.dataDir);
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/**
 * Managers, and an account of the mailbox.
 * @param {import('../../e2e/api.mjs').Api} api @param {number} port @param {Record<string, unknown>} [settings]
 * @returns {Promise<string>} the account's id
 */
export async function addMailbox(api, port, settings = {}) {
  for (let n = 1; n <= 3; n += 1) await api.post('/api/v1/managers', { name: `Manager ${n}`, email: `manager${n}@shop.example` });
  const account = await api.post('/api/v1/accounts', {
    channel: 'email',
    name: 'Sales',
    line: 'main',
    settings: { host: '127.0.0.1', port, secure: false, user: USER, address: 'sales@shop.example', password: 'secret', pollSeconds: POLL_SECONDS, excluded: [EXCLUDED_DOMAIN], ...settings },
  });
  return account.id;
}

/**
 * Waits until all of these mails are stored, or nothing new came for long.
 * @param {import('../database.mjs').Database} database @param {readonly string[]} messageIds
 * @returns {Promise<number>} how many are missing
 */
export async function untilStored(database, messageIds) {
  let least = Infinity;
  let movedAt = performance.now();
  return until('the mails are stored', async () => {
    const [row] = await database.query(
      `select count(*)::int as missing from unnest($1::text[]) as wanted (id)
        where not exists (select from intake.contact c where starts_with(c.external_id, wanted.id || '#'))`,
      [messageIds],
    );
    if (row.missing < least) {
      least = row.missing;
      movedAt = performance.now();
    }
    return row.missing === 0 || performance.now() - movedAt > STALLED_MS ? { missing: row.missing } : undefined;
  }, { timeoutMs: 1_200_000, everyMs: 250 }).then(({ missing }) => missing);
}
