import type { Pool, PoolClient } from 'pg';
import { newSecret, secretHash } from '../secret-text.js';
import type { UserRole } from '../users/user-store.js';

const HOUR_MS = 3_600_000;
/** A session ends after so long without a request … */
export const IDLE_MS = 7 * 24 * HOUR_MS;
/** … and after so long in any case. */
export const LONGEST_MS = 30 * 24 * HOUR_MS;
/** How stale `last_seen_at` may get: a request an hour is one write, not one a click. */
const SEEN_EVERY_MS = 5 * 60_000;

type Queryable = Pick<Pool | PoolClient, 'query'>;

export interface SessionUser {
  readonly userId: string;
  readonly name: string;
  readonly role: UserRole;
  readonly managerId: string | null;
}

/** Begins a session: always a new secret, never one that the browser brought (session fixation). */
export async function beginSession(db: Queryable, userId: string, userAgent: string): Promise<string> {
  const secret = newSecret();
  await db.query('delete from console.session where expires_at < now()');
  await db.query(
    `insert into console.session (hash, user_id, expires_at, user_agent)
     values ($1, $2, now() + $3 * interval '1 ms', $4)`,
    [secretHash(secret), userId, IDLE_MS, userAgent.slice(0, 300)],
  );
  return secret;
}

/** Whose session it is, if it still runs; moves its end on, now and then. */
export async function findSession(db: Queryable, hash: Buffer): Promise<SessionUser | undefined> {
  const { rows } = await db.query<SessionUser & { stale: boolean }>(
    `select u.id as "userId", u.name, u.role, u.manager_id as "managerId",
            s.last_seen_at < now() - $2 * interval '1 ms' as stale
     from console.session s join console.app_user u on u.id = s.user_id
     where s.hash = $1 and s.expires_at > now() and u.disabled_at is null`,
    [hash, SEEN_EVERY_MS],
  );
  const found = rows[0];
  if (!found) return undefined;
  const { stale, ...user } = found;
  if (stale) await extendSession(db, hash);
  return user;
}

async function extendSession(db: Queryable, hash: Buffer): Promise<void> {
  await db.query(
    `update console.session set last_seen_at = now(),
       expires_at = least(now() + $2 * interval '1 ms', created_at + $3 * interval '1 ms')
     where hash = $1`,
    [hash, IDLE_MS, LONGEST_MS],
  );
}

export async function endSession(db: Queryable, hash: Buffer): Promise<void> {
  await db.query('delete from console.session where hash = $1', [hash]);
}

/** @param except  hash of a session that goes on */
export async function endSessionsOf(db: Queryable, userId: string, except?: Buffer): Promise<void> {
  await db.query('delete from console.session where user_id = $1 and hash is distinct from $2', [userId, except]);
}
