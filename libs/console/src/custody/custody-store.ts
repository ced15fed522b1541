import type { Pool } from 'pg';
import { v7 as uuidv7 } from 'uuid';
import type { Finding } from './compare.js';

/** By time of receipt, whole minutes. */
export interface AuditWindow {
  readonly from: Date;
  readonly to: Date;
  /** Blobs are read whole. */
  readonly deep: boolean;
}

export interface CustodyAudit extends AuditWindow {
  readonly id: string;
  /** `interrupted`: its process ended; what it had found is kept. */
  readonly state: 'running' | 'done' | 'failed' | 'interrupted';
  readonly startedAt: Date;
  readonly endedAt: Date | null;
  readonly contacts: number;
  readonly records: number;
  readonly failure: string | null;
}

export interface KeptFinding {
  readonly id: string;
  readonly kind: string;
  readonly minute: Date;
  readonly accountId: string | null;
  readonly contactId: string | null;
  readonly sha256: string | null;
  readonly count: number;
  readonly foundAt: Date;
  readonly endedAt: Date | null;
}

/** A running audit tells of itself at least so often. */
const SILENT = "interval '6 minutes'";

const AUDITS = `
  select id, from_at as "from", to_at as "to", deep, started_at as "startedAt", ended_at as "endedAt", contacts::float8 as contacts,
         records::float8 as records, failure,
         case when state = 'running' and touched_at < now() - ${SILENT} then 'interrupted' else state end as state
    from console.custody_audit`;

/** Audits and what they found. */
export class CustodyStore {
  constructor(private readonly pool: Pool) {}

  async begin({ from, to, deep }: AuditWindow, scheduled: boolean): Promise<string> {
    const id = uuidv7();
    await this.pool.query(`insert into console.custody_audit (id, scheduled, from_at, to_at, deep, state) values ($1, $2, $3, $4, $5, 'running')`, [id, scheduled, from, to, deep]);
    return id;
  }

  async end(id: string, failure?: string): Promise<void> {
    await this.pool.query(
      `update console.custody_audit set state = case when $2::text is null then 'done' else 'failed' end, failure = $2, ended_at = clock_timestamp() where id = $1`,
      [id, failure ?? null],
    );
  }

  /** Keeps what was found, once each, and how far the audit came. */
  async found(auditId: string, findings: readonly Finding[], progress: { contacts?: number; records?: number }): Promise<void> {
    await this.pool.query(
      `insert into console.custody_finding as f (audit_id, kind, minute, account_id, contact_id, subject, count)
       select distinct on (kind, minute, "accountId", "contactId", subject) $2::uuid, kind, minute, "accountId", "contactId", subject, count
         from jsonb_to_recordset($1) as x (kind text, minute timestamptz, "accountId" text, "contactId" text, subject text, count bigint)
       on conflict (kind, minute, account_id, contact_id, subject) do update set count = excluded.count, audit_id = excluded.audit_id, ended_at = null`,
      [JSON.stringify(findings), auditId],
    );
    await this.pool.query(
      `update console.custody_audit set contacts = contacts + $2, records = records + $3, touched_at = clock_timestamp() where id = $1`,
      [auditId, progress.contacts ?? 0, progress.records ?? 0],
    );
  }

  /** What this audit of its minute did not find again is over. */
  async endMissed(auditId: string, { from, to }: { from: Date; to: Date }): Promise<void> {
    await this.pool.query(
      `update console.custody_finding set ended_at = clock_timestamp() where ended_at is null and minute >= $1 and minute < $2 and audit_id <> $3`,
      [from, to, auditId],
    );
  }

  /** Up to where scheduled audits have come. */
  async auditedUntil(): Promise<Date | null> {
    const { rows } = await this.pool.query<{ until: Date | null }>(`select max(to_at) as until from console.custody_audit where scheduled and state = 'done'`);
    return rows[0]?.until ?? null;
  }

  async find(id: string): Promise<CustodyAudit | undefined> {
    return (await this.pool.query<CustodyAudit>(`${AUDITS} where id = $1`, [id])).rows[0];
  }

  async list(limit: number, before: string | undefined): Promise<CustodyAudit[]> {
    const { rows } = await this.pool.query<CustodyAudit>(`${AUDITS} where $2::uuid is null or id < $2 order by id desc limit $1`, [limit, before ?? null]);
    return rows;
  }

  /** Newest first. @param open  only those that are not over, or only those that are */
  async findings(limit: number, { before, open, accountId }: { before?: string | undefined; open?: boolean | undefined; accountId?: string | undefined }): Promise<KeptFinding[]> {
    const { rows } = await this.pool.query<KeptFinding>(
      `select id, kind, minute, nullif(account_id, '') as "accountId", nullif(contact_id, '') as "contactId", nullif(subject, '') as sha256,
              count::float8 as count, found_at as "foundAt", ended_at as "endedAt"
         from console.custody_finding
        where ($2::bigint is null or id < $2) and ($3::boolean is null or (ended_at is null) = $3) and ($4::text is null or account_id = $4)
        order by id desc limit $1`,
      [limit, before ?? null, open ?? null, accountId ?? null],
    );
    return rows;
  }

  async openFindings(): Promise<number> {
    const { rows } = await this.pool.query<{ open: number }>(`select count(*)::int as open from console.custody_finding where ended_at is null`);
    return rows[0]?.open ?? 0;
  }
}
