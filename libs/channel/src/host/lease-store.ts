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

/** Told to every process when leases became free. */
export const LEASES_FREED = 'tributary_intake_lease';

/** What an instance that ended without a word leaves behind is kept so long, for whoever looks into it. */
const FORGOTTEN_AFTER = "interval '1 hour'";

const LIVE_OWNER = 'select from intake.instance i where i.id = l.owner and i.until > now()';

/** The free accounts that are due to us, in an order of our own, so that instances which claim at once seldom want the same. */
const CLAIM = `
  with room as (
    select s.channel, s.seats - count(l.account_id) as seats
      from intake.seats($1, $2) s
      left join intake.account a on a.channel = s.channel and a.deleted_at is null
      left join intake.lease l on l.account_id = a.id and l.owner = $1
     group by s.channel, s.seats),
  wanted as materialized (
    select id from (
      select a.id, room.seats, row_number() over (partition by a.channel order by md5(a.id || $1::text)) as n
        from room join intake.account a on a.channel = room.channel and a.deleted_at is null
       where room.seats > 0
         and not exists (select from intake.lease l where l.account_id = a.id and exists (${LIVE_OWNER}))) as free
     where n <= seats),
  taken as (
    update intake.lease l set owner = $1, epoch = nextval('intake.lease_epoch')
      from (select account_id from intake.lease l
             where account_id in (select id from wanted) and not exists (${LIVE_OWNER})
             order by account_id for update skip locked) as free
     where l.account_id = free.account_id)
  insert into intake.lease (account_id, owner, epoch)
  select id, $1, nextval('intake.lease_epoch') from wanted
   where not exists (select from intake.lease l where l.account_id = wanted.id) order by id
  on conflict do nothing`;

const HELD = `
  select h.account_id, h.channel, h.epoch, h.version, h.n > s.seats as surplus
    from (select l.account_id, a.channel, l.epoch, a.version, row_number() over (partition by a.channel order by l.epoch) as n
            from intake.lease l join intake.account a on a.id = l.account_id and a.deleted_at is null
           where l.owner = $1) as h
    join intake.seats($1, $2) s on s.channel = h.channel`;

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

  /** Once at start: what was left behind long ago goes. */
  async register(leaseMs: number): Promise<void> {
    await this.#call(async (connection) => {
      await connection.query(`delete from intake.instance where until < now() - ${FORGOTTEN_AFTER}`);
      await connection.query('delete from intake.lease l using intake.account a where a.id = l.account_id and a.deleted_at is not null');
      await this.#renew(connection, leaseMs);
    });
  }

  /**
   * Renews all our leases, claims what is due to us, and tells what we hold now: three statements, however many
   * accounts there are.
   */
  tick(leaseMs: number): Promise<readonly HeldLease[]> {
    return this.#call(async (connection) => {
      await this.#renew(connection, leaseMs);
      await connection.query({ name: 'intake.claim', text: CLAIM, values: [this.instanceId, this.channels] });
      const { rows } = await connection.query<Row>({ name: 'intake.held', text: HELD, values: [this.instanceId, this.channels] });
      return rows.map(({ account_id, channel, epoch, version, surplus }) => ({ accountId: account_id, channel, epoch: BigInt(epoch), version, surplus }));
    });
  }

  /** Gives leases back: others may claim them at once. */
  async release(accountIds: readonly string[]): Promise<void> {
    await this.#call(async (connection) => {
      await connection.query('delete from intake.lease where owner = $1 and account_id = any($2::uuid[])', [this.instanceId, accountIds]);
      await connection.query('select pg_notify($1, $2)', [LEASES_FREED, this.instanceId]);
    });
  }

  /** The last word of an instance: all its leases are free. */
  async retire(): Promise<void> {
    await this.#call(async (connection) => {
      await connection.query('delete from intake.lease where owner = $1', [this.instanceId]);
      await connection.query('delete from intake.instance where id = $1', [this.instanceId]);
      await connection.query('select pg_notify($1, $2)', [LEASES_FREED, this.instanceId]);
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

  #call<T>(work: (connection: Transaction) => Promise<T>): Promise<T> {
    return onConnection(this.connections, this.callMs, work);
  }
}
