import type { Actor } from '@tributary/platform';
import type { Pool, PoolClient } from 'pg';

export type Outcome = 'started' | 'done' | 'refused' | 'failed';

/** A change as it begins. */
export interface AuditEntry {
  readonly actor: Actor | undefined;
  readonly method: string;
  /** The route's pattern, such as `/api/v1/users/:id`. */
  readonly route: string;
  readonly objectId: string | undefined;
  /** Names of the body's fields, never their values. */
  readonly fields: readonly string[];
  readonly requestId: string;
  readonly clientAddress: string;
}

/** How it ended. */
export interface AuditEnd {
  readonly outcome: Outcome;
  readonly status: number;
  readonly actor: Actor | undefined;
  readonly objectId: string | undefined;
}

export interface AuditRecord {
  readonly id: string;
  readonly at: Date;
  readonly actor: { kind: 'user' | 'token' | 'nobody'; id: string | null; name: string | null; role: string | null };
  readonly method: string;
  readonly route: string;
  readonly objectId: string | null;
  readonly outcome: Outcome;
  readonly status: number | null;
  readonly fields: string[];
  readonly requestId: string;
  readonly clientAddress: string;
}

/** @returns the row's id, for {@link endAudit} */
export async function beginAudit(pool: Pick<Pool | PoolClient, 'query'>, entry: AuditEntry, end?: { outcome: Outcome; status: number }): Promise<string> {
  const { rows } = await pool.query<{ id: string }>(
    `insert into console.audit (actor_kind, actor_id, actor_name, actor_role, method, route, object_id, outcome, status, fields, request_id, client_address)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) returning id`,
    [
      ...actorColumns(entry.actor),
      entry.method,
      entry.route,
      entry.objectId,
      end?.outcome ?? 'started',
      end?.status,
      entry.fields,
      entry.requestId,
      entry.clientAddress,
    ],
  );
  return rows[0]!.id;
}

/** What became known meanwhile (who signed in, the id of what was made) is added; what was known stays. */
export async function endAudit(pool: Pool, id: string, end: AuditEnd): Promise<void> {
  await pool.query(
    `update console.audit set outcome = $2, status = $3, object_id = coalesce(object_id, $4),
       actor_kind = case when actor_id is null then $5 else actor_kind end,
       actor_name = case when actor_id is null then $7 else actor_name end,
       actor_role = case when actor_id is null then $8 else actor_role end,
       actor_id = coalesce(actor_id, $6)
     where id = $1`,
    [id, end.outcome, end.status, end.objectId, ...actorColumns(end.actor)],
  );
}

function actorColumns(actor: Actor | undefined): (string | undefined)[] {
  const kind = actor?.userId ? 'user' : actor?.tokenId ? 'token' : 'nobody';
  return [kind, actor?.userId ?? actor?.tokenId, actor?.name, actor?.role];
}

export interface AuditQuery {
  readonly limit: number;
  readonly before?: string;
  readonly objectId?: string;
  readonly actorId?: string;
}

/** Newest first. */
export async function listAudit(pool: Pool, { limit, before, objectId, actorId }: AuditQuery): Promise<AuditRecord[]> {
  const { rows } = await pool.query<AuditRecord>(
    `select id, at, method, route, object_id as "objectId", outcome, status, fields, request_id as "requestId",
            client_address as "clientAddress",
            json_build_object('kind', actor_kind, 'id', actor_id, 'name', actor_name, 'role', actor_role) as actor
     from console.audit
     where ($2::bigint is null or id < $2) and ($3::text is null or object_id = $3) and ($4::text is null or actor_id = $4)
     order by id desc limit $1`,
    [limit, before, objectId, actorId],
  );
  return rows;
}
