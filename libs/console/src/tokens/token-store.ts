import type { Pool, PoolClient } from 'pg';
import { v7 as newId } from 'uuid';
import { newSecret, secretHash } from '../secret-text.js';
import type { UserRole } from '../users/user-store.js';

type Queryable = Pick<Pool | PoolClient, 'query'>;

/** A program's way in. The token itself is shown once, when it is made. */
export interface ApiToken {
  readonly id: string;
  readonly name: string;
  readonly role: UserRole;
  readonly managerId: string | null;
  /** `settings` for the one of TRIBUTARY_API_TOKEN. */
  readonly source: 'api' | 'settings';
  readonly createdAt: Date;
  readonly createdBy: string | null;
  readonly lastUsedAt: Date | null;
  readonly revokedAt: Date | null;
}

export interface NewToken {
  readonly name: string;
  readonly role: UserRole;
  readonly managerId?: string | null;
  readonly createdBy: string | null;
}

const COLUMNS = `id, name, role, manager_id as "managerId", source, created_at as "createdAt", created_by as "createdBy",
  last_used_at as "lastUsedAt", revoked_at as "revokedAt"`;

/** A prefix that people and secret scanners know. */
const PREFIX = 'trb_';

export async function createToken(db: Queryable, token: NewToken): Promise<{ token: ApiToken; secret: string }> {
  const secret = PREFIX + newSecret();
  const { rows } = await db.query<ApiToken>(
    `insert into console.api_token (id, name, role, manager_id, hash, source, created_by)
     values ($1, $2, $3, $4, $5, 'api', $6) returning ${COLUMNS}`,
    [newId(), token.name, token.role, token.managerId ?? null, secretHash(secret), token.createdBy],
  );
  return { token: rows[0]!, secret };
}

/** Newest first, revoked ones too; `before` is the id of the last one already seen. */
export async function listTokens(db: Queryable, page: { limit: number; before?: string }): Promise<ApiToken[]> {
  const { rows } = await db.query<ApiToken>(
    `select ${COLUMNS} from console.api_token where $2::uuid is null or id < $2 order by id desc limit $1`,
    [page.limit, page.before],
  );
  return rows;
}

export type Revocation = 'revoked' | 'unknown' | 'of-settings';

/** Revokes for good. The token of the settings is revoked there: it would be back at the next start. */
export async function revokeToken(db: Queryable, id: string): Promise<Revocation> {
  const { rows } = await db.query<{ source: string }>('select source from console.api_token where id = $1', [id]);
  if (!rows[0]) return 'unknown';
  if (rows[0].source === 'settings') return 'of-settings';
  await db.query('update console.api_token set revoked_at = coalesce(revoked_at, now()) where id = $1', [id]);
  return 'revoked';
}

export interface TokenHolder {
  readonly tokenId: string;
  readonly name: string;
  readonly role: UserRole;
  readonly managerId: string | null;
}

/** Whose token it is, if it isn't revoked; notes the use, once a minute at most. */
export async function findToken(db: Queryable, hash: Buffer): Promise<TokenHolder | undefined> {
  const { rows } = await db.query<TokenHolder & { stale: boolean }>(
    `select id as "tokenId", name, role, manager_id as "managerId",
            coalesce(last_used_at < now() - interval '1 minute', true) as stale
     from console.api_token where hash = $1 and revoked_at is null`,
    [hash],
  );
  const found = rows[0];
  if (!found) return undefined;
  const { stale, ...holder } = found;
  if (stale) await db.query('update console.api_token set last_used_at = now() where hash = $1', [hash]);
  return holder;
}

/**
 * Makes the stored token of the settings the given one: a changed setting replaces it, an empty one revokes it.
 * Must run in a transaction that holds the users' lock, because two processes may start at once.
 */
export async function followSettingsToken(client: PoolClient, secret: string | undefined): Promise<void> {
  const hash = secret ? secretHash(secret) : null;
  await client.query(
    `update console.api_token set revoked_at = now()
     where source = 'settings' and revoked_at is null and hash is distinct from $1`,
    [hash],
  );
  if (!hash) return;
  await client.query(
    `insert into console.api_token (id, name, role, hash, source) values ($1, 'TRIBUTARY_API_TOKEN', 'admin', $2, 'settings')
     on conflict (hash) do update set revoked_at = null where api_token.source = 'settings'`,
    [newId(), hash],
  );
}
