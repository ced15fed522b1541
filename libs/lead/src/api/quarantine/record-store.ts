import type pg from 'pg';

/** A record of the log that was put aside. */
export interface QuarantinedRecord {
  readonly topic: string;
  readonly offset: string;
  readonly contactId: string | null;
  readonly revision: number | null;
  readonly accountId: string;
  readonly stage: string;
  readonly reason: string;
  readonly sizeBytes: number;
  /** To the millisecond, as a list goes on from it. */
  readonly createdAt: Date;
  readonly resolvedAt: Date | null;
}

export type RecordPosition = readonly [createdAt: string, topic: string, offset: string];

/** Newest first. @param before  the last one seen */
export async function listQuarantinedRecords(pool: pg.Pool, limit: number, before?: RecordPosition): Promise<QuarantinedRecord[]> {
  const { rows } = await pool.query<QuarantinedRecord>(
    `select topic, log_offset as "offset", contact_id as "contactId", revision, account_id as "accountId", stage, reason,
            octet_length(record) as "sizeBytes", date_trunc('milliseconds', created_at) as "createdAt", resolved_at as "resolvedAt"
       from lead.quarantine
      where $2::timestamptz is null or (date_trunc('milliseconds', created_at), topic, log_offset) < ($2, $3::text, $4::text)
      order by date_trunc('milliseconds', created_at) desc, topic desc, log_offset desc limit $1`,
    [limit, before?.[0] ?? null, before?.[1] ?? null, before?.[2] ?? null],
  );
  return rows;
}
