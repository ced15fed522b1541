import { type Connections, onConnection } from '../intake/connections.js';
import type { ConnectorStatus } from './connector-status.js';

export interface StatusEntry {
  readonly accountId: string;
  readonly channel: string;
  /** Of the lease under which it was seen: an earlier owner's view is not stored. */
  readonly epoch: bigint;
  readonly status: ConnectorStatus;
}

/** What a former owner knew is kept where the new one doesn't know yet. */
const WRITE = `
  insert into intake.connector as c (account_id, epoch, state, since, last_cycle_at, credential, credential_at,
                                     failed_at, failure_class, failure_code, failure_detail, failure_field, next_try_at)
  select r.*
    from json_to_recordset($1::json) as r (account_id uuid, epoch bigint, state text, since timestamptz, last_cycle_at timestamptz,
           credential text, credential_at timestamptz, failed_at timestamptz, failure_class text, failure_code text, failure_detail json,
           failure_field text, next_try_at timestamptz)
    join intake.lease l on l.account_id = r.account_id and l.epoch = r.epoch
   order by r.account_id
  on conflict (account_id) do update
     set epoch = excluded.epoch, state = excluded.state, since = excluded.since,
         last_cycle_at = coalesce(excluded.last_cycle_at, c.last_cycle_at),
         credential = case when excluded.credential_at is null then c.credential else excluded.credential end,
         credential_at = coalesce(excluded.credential_at, c.credential_at),
         failed_at = coalesce(excluded.failed_at, c.failed_at),
         failure_class = case when excluded.failed_at is null then c.failure_class else excluded.failure_class end,
         failure_code = case when excluded.failed_at is null then c.failure_code else excluded.failure_code end,
         failure_detail = case when excluded.failed_at is null then c.failure_detail else excluded.failure_detail end,
         failure_field = case when excluded.failed_at is null then c.failure_field else excluded.failure_field end,
         next_try_at = excluded.next_try_at
   where c.epoch <= excluded.epoch`;

/** Writes what many accounts' owner sees in one statement. */
export class StatusStore {
  constructor(
    private readonly connections: Connections,
    private readonly callMs: number,
  ) {}

  async write(entries: readonly StatusEntry[]): Promise<void> {
    const rows = JSON.stringify(entries.map(toRow));
    await onConnection(this.connections, this.callMs, (connection) => connection.query({ name: 'intake.write-connectors', text: WRITE, values: [rows] }));
  }
}

function toRow({ accountId, epoch, status }: StatusEntry) {
  const { state, since, lastCycleAt, credential, credentialAt, failure, nextTryAt } = status;
  return {
    account_id: accountId,
    epoch: String(epoch),
    state,
    since,
    last_cycle_at: lastCycleAt,
    credential,
    credential_at: credentialAt,
    failed_at: failure?.at,
    failure_class: failure?.failureClass,
    failure_code: failure?.code,
    failure_detail: failure?.detail,
    failure_field: failure?.field,
    next_try_at: nextTryAt,
  };
}
