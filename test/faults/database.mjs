import pg from 'pg';
import { startEmbeddedPostgres } from '@tributary/storage';
import { PostgresProcess } from '../e2e/postgres.mjs';

/** The database seen past the product: for cross-checks that must not trust its API. */
export class Database {
  #url;

  /** @param {() => string} url  asked anew for each query: a server that was killed may come back elsewhere @param {() => Promise<void>} [stop] */
  constructor(url, stop = async () => undefined) {
    this.#url = url;
    this.stop = stop;
  }

  get url() {
    return this.#url();
  }

  /**
   * One statement on a connection of its own.
   * @param {string} text @param {unknown[]} [values] @returns {Promise<any[]>} rows
   */
  async query(text, values) {
    const client = new pg.Client({ connectionString: this.#url(), connectionTimeoutMillis: 5_000, application_name: 'tributary faults' });
    client.on('error', () => undefined);
    await client.connect();
    try {
      return (await client.query(text, values)).rows;
    } finally {
      await client.end();
    }
  }

  /** @returns {Promise<number>} contacts that the lead service has handled, put aside ones included */
  async handled() {
    const [row] = await this.query(`select (select count(*) from lead.contact) + (select count(*) from lead.quarantine where resolved_at is null) as handled`);
    return Number(row.handled);
  }

  /** @returns {Promise<number>} contacts that intake has stored */
  async stored() {
    const [row] = await this.query('select count(*) as stored from intake.contact');
    return Number(row.stored);
  }

  /**
   * @param {Date} from @param {Date} to
   * @returns {Promise<number>} contacts that were stored in this time and are not handled yet
   */
  async unhandled(from, to) {
    const [row] = await this.query(`
      select count(*) as unhandled from intake.contact i
       where received_at >= $1 and received_at < $2
         and not exists (select from lead.contact l where l.id = i.id)
         and not exists (select from lead.quarantine q where q.contact_id = i.id::text)`, [from, to]);
    return Number(row.unhandled);
  }

  /** @returns {Promise<number>} stored and not yet handled */
  async waiting() {
    return (await this.stored()) - (await this.handled());
  }
}

/** The embedded database of a hub that runs on this data folder. @param {string} dataDir */
export function databaseOf(dataDir) {
  const server = new PostgresProcess(dataDir);
  return new Database(() => server.url);
}

/** Serves a database for several hub processes, as `npm run db:start` does. @param {string} dataDir @returns {Promise<Database>} */
export async function serveDatabase(dataDir) {
  const silent = { debug() {}, info() {}, warn() {}, error() {} };
  const server = await startEmbeddedPostgres({ dataDir, log: silent });
  return new Database(() => server.url, () => server.stop());
}
