import type { Transaction } from '@tributary/event-log';
import { type Connections, onConnection } from '../intake/connections.js';

/** An account that this instance runs. */
export interface Lease {
  readonly accountId: string;
  readonly channel: string;
  /** Grows with each change of hands; what is stored under an earlier one is refused. */
  readonly epoch: bigint;
  /** The account's version: another one means other settings. */
  readonly version: number;
}

export interface HeldLease extends Lease {
  /** More than our share: somebody else is to have it. */
  readonly surplus: boolean;
}

/** Told to every process when leases became free, or an instance came that is due its share. */
export const LEASES_CHANGED = 'tributary_intake_lease';

/** What an instance that ended without a word leaves behind is kept so long, for whoever looks into it. */
const FORGOTTEN_AFTER = "interval '1 hour'";

interface Row {
  account_id: string;
  channel: string;
  epoch: string;
  version: number;
  surplus: boolean;
}

/** Leases in the database: its clock decides, each change of hands is an epoch of its own. */
export class LeaseStore {
  constructor(
    private readonly connections: Connections,
    /** Unique to this life of this process. */
    readonly instanceId: string,
    private readonly channels: readonly string[],
    private readonly callMs: number,
  ) {}

  /** Once at start: others learn of us, and what was left behind long ago goes. */
  async register(leaseMs: number): Promise<void> {
    await this.#call(async (connection) => {
      await connection.query(`delete from intake.instance where until < now() - ${FORGOTTEN_AFTER}`);
      await connection.query('delete from intake.lease l using intake.account a where a.id = l.account_id and a.deleted_at is not null');
      await this.#renew(connection, leaseMs);
      await this.#announce(connection);
    });
  }

  /**
   * Renews all our leases, claims what is due to us, and tells what we hold now: two statements, however many accounts
   * there are.
   */
  tick(leaseMs: number): Promise<readonly HeldLease[]> {
    return this.#call(async (connection) => {
      await this.#renew(connection, leaseMs);
      const { rows } = await connection.query<Row>({ name: 'intake.take-share', text: 'select * from intake.take_share($1, $2)', values: [this.instanceId, this.channels] });
      return rows.map(({ account_id, channel, epoch, version, surplus }) => ({ accountId: account_id, channel, epoch: BigInt(epoch), version, surplus }));
    });
  }

  /** Gives leases back: others may claim them at once. */
  async release(accountIds: readonly string[]): Promise<void> {
    await this.#call(async (connection) => {
      await connection.query('delete from intake.lease where owner = $1 and account_id = any($2::uuid[])', [this.instanceId, accountIds]);
      await this.#announce(connection);
    });
  }

  /** The last word of an instance: all its leases are free. */
  async retire(): Promise<void> {
    await this.#call(async (connection) => {
      await connection.query('delete from intake.lease where owner = $1', [this.instanceId]);
      await connection.query('delete from intake.instance where id = $1', [this.instanceId]);
      await this.#announce(connection);
    });
  }

  async #renew(connection: Transaction, leaseMs: number): Promise<void> {
    await connection.query({
      name: 'intake.renew',
      text: `insert into intake.instance (id, channels, until) values ($1, $2, now() + $3 * interval '1 ms')
             on conflict (id) do update set until = excluded.until`,
      values: [this.instanceId, this.channels, leaseMs],
    });
  }

  async #announce(connection: Transaction): Promise<void> {
    await connection.query('select pg_notify($1, $2)', [LEASES_CHANGED, this.instanceId]);
  }

  #call<T>(work: (connection: Transaction) => Promise<T>): Promise<T> {
    return onConnection(this.connections, this.callMs, work);
  }
}
