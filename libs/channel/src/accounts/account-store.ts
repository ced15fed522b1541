import type { Position } from '@tributary/platform';
import { keyIdOf, type SecretBox } from '@tributary/storage';
import type pg from 'pg';
import type { Channel } from '../channel.js';
import { StaleEpochError } from '../intake/errors.js';
import type { Account } from './account.js';
import { joinSecrets, secretPaths, settingAt, splitSecrets, type SettingPath, type Settings, withSetting } from './secret-settings.js';

interface Row {
  id: string;
  channel: string;
  name: string;
  line: string;
  default_region: string;
  settings: Settings;
  secrets: Buffer | null;
  version: number;
  created_at: Date;
}

const COLUMNS = 'id, channel, name, line, default_region, settings, secrets, version, created_at';

/** Told to every process when an account changed; the payload is its id. */
export const ACCOUNT_CHANGED = 'tributary_intake_account';

/** Somebody else changed the account meanwhile. */
export class AccountConflictError extends Error {
  override readonly name = 'AccountConflictError';
}

/** Accounts at rest: secrets are sealed, bound to the account's id, and stand in a column of their own. */
export class AccountStore {
  readonly #paths: ReadonlyMap<string, readonly SettingPath[]>;

  constructor(
    private readonly pool: pg.Pool,
    private readonly box: SecretBox,
    channels: readonly Channel[],
  ) {
    this.#paths = new Map(channels.map(({ name, settings }) => [name, secretPaths(settings)]));
  }

  /** @throws UnknownKeyError  secrets are there that our key doesn't open */
  async assertKeyFits(): Promise<void> {
    const { rows } = await this.pool.query<{ key_id: string }>('select distinct key_id from intake.account where key_id is not null and deleted_at is null');
    this.box.assertKeysKnown(rows.map(({ key_id }) => key_id));
  }

  /** Does nothing when the id is there already. */
  async insert(account: Account): Promise<void> {
    const { plain, sealed } = this.#seal(account);
    await this.pool.query(
      `insert into intake.account (id, channel, name, line, default_region, settings, secrets, key_id, created_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (id) do nothing`,
      [account.id, account.channel, account.name, account.line, account.defaultRegion, plain, sealed, sealed && keyIdOf(sealed), account.createdAt],
    );
    await this.#announce(account.id);
  }

  async find(id: string): Promise<Account | undefined> {
    return (await this.#findVersioned(id))?.account;
  }

  /** Newest first. */
  async list(limit: number, after?: Position): Promise<Account[]> {
    const { rows } = await this.pool.query<Row>(
      `select ${COLUMNS} from intake.account
        where deleted_at is null and ($2::timestamptz is null or (created_at, id) < ($2, $3::uuid))
        order by created_at desc, id desc limit $1`,
      [limit, after?.[0] ?? null, after?.[1] ?? null],
    );
    return rows.map((row) => this.#open(row));
  }

  async ofChannel(channel: string): Promise<Account[]> {
    const { rows } = await this.pool.query<Row>(`select ${COLUMNS} from intake.account where deleted_at is null and channel = $1 order by created_at, id`, [channel]);
    return rows.map((row) => this.#open(row));
  }

  /**
   * @returns the account as changed, undefined when there is none
   * @throws AccountConflictError  somebody else changed it between reading and writing
   */
  async update(id: string, change: (account: Account) => Account): Promise<Account | undefined> {
    const found = await this.#findVersioned(id);
    if (!found) return undefined;
    const changed = change(found.account);
    const { plain, sealed } = this.#seal(changed);
    const { rowCount } = await this.pool.query(
      `update intake.account set name = $3, line = $4, default_region = $5, settings = $6, secrets = $7, key_id = $8, version = version + 1, updated_at = now()
        where id = $1 and version = $2 and deleted_at is null`,
      [id, found.version, changed.name, changed.line, changed.defaultRegion, plain, sealed, sealed && keyIdOf(sealed)],
    );
    if (rowCount === 0) throw new AccountConflictError(`account ${id} was changed by somebody else`);
    await this.#announce(id);
    return changed;
  }

  /**
   * A secret that the provider renewed, kept by the owner of the account's lease. It is no new version: nobody has to begin
   * anew because of it. Nothing is stored when somebody else changed it meanwhile.
   * @param from  the one that was renewed
   * @throws StaleEpochError  the lease is another's
   */
  async updateSecret(id: string, epoch: bigint, path: SettingPath, { from, to }: { from: unknown; to: string }): Promise<void> {
    for (;;) {
      const found = await this.#findVersioned(id);
      if (!found || settingAt(found.account.settings, path) !== from) return;
      const { plain, sealed } = this.#seal({ ...found.account, settings: withSetting(found.account.settings, path, to) });
      const { rows } = await this.pool.query<{ owned: boolean; changed: boolean }>(
        `with owned as (select from intake.lease where account_id = $1 and epoch = $6 for share),
              changed as (
                update intake.account set settings = $3, secrets = $4, key_id = $5, updated_at = now()
                 where id = $1 and version = $2 and deleted_at is null and exists (select from owned) returning true)
         select exists (select from owned) as owned, exists (select from changed) as changed`,
        [id, found.version, plain, sealed, sealed && keyIdOf(sealed), String(epoch)],
      );
      if (!rows[0]?.owned) throw new StaleEpochError(`account ${id} is no longer run under epoch ${epoch}`);
      if (rows[0].changed) return this.#announce(id);
    }
  }

  /** Begins a pull account anew that waits after a failure: somebody has just seen it work. Nothing else is disturbed. */
  async endWait(id: string): Promise<void> {
    const { rowCount } = await this.pool.query(
      `update intake.account a set version = version + 1 from intake.connector c
        where a.id = $1 and a.deleted_at is null and c.account_id = a.id and c.state = 'waiting'`,
      [id],
    );
    if (rowCount === 1) await this.#announce(id);
  }

  /** Its contacts stay, its secrets and what was still to be fetched for it don't. @returns false when there was none */
  async delete(id: string): Promise<boolean> {
    const { rowCount } = await this.pool.query(
      'update intake.account set deleted_at = now(), updated_at = now(), version = version + 1, secrets = null, key_id = null where id = $1 and deleted_at is null',
      [id],
    );
    await this.pool.query('delete from intake.follow_up where account_id = $1', [id]);
    await this.#announce(id);
    return rowCount === 1;
  }

  async #findVersioned(id: string): Promise<{ account: Account; version: number } | undefined> {
    const { rows } = await this.pool.query<Row>(`select ${COLUMNS} from intake.account where id = $1 and deleted_at is null`, [id]);
    return rows[0] && { account: this.#open(rows[0]), version: rows[0].version };
  }

  async #announce(id: string): Promise<void> {
    await this.pool.query('select pg_notify($1, $2)', [ACCOUNT_CHANGED, id]);
  }

  #seal({ id, channel, settings }: Account): { plain: string; sealed: Buffer | null } {
    const { plain, secrets } = splitSecrets(settings, this.#pathsOf(channel));
    const sealed = Object.keys(secrets).length > 0 ? this.box.seal(JSON.stringify(secrets), id) : null;
    return { plain: JSON.stringify(plain), sealed };
  }

  #open(row: Row): Account {
    const secrets = row.secrets ? (JSON.parse(this.box.open(row.secrets, row.id)) as Settings) : {};
    return {
      id: row.id,
      channel: row.channel,
      name: row.name,
      line: row.line,
      defaultRegion: row.default_region,
      settings: joinSecrets(row.settings, secrets, this.#pathsOf(row.channel)),
      createdAt: row.created_at,
    };
  }

  /** Of an account whose channel this version doesn't have: no schema, so nothing can be shown or split. */
  #pathsOf(channel: string): readonly SettingPath[] {
    return this.#paths.get(channel) ?? [];
  }
}
