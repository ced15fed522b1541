import type { Pool, PoolClient } from 'pg';
import { v7 as newId } from 'uuid';

export const ROLES = ['admin', 'operator', 'manager'] as const;
export type UserRole = (typeof ROLES)[number];

/** Somebody who signs in at the console. Never holds the password's hash. */
export interface User {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly role: UserRole;
  /** The salesperson that this user is; a `manager` without it sees nothing of his own. */
  readonly managerId: string | null;
  readonly createdAt: Date;
  readonly disabledAt: Date | null;
}

export interface NewUser {
  readonly email: string;
  readonly name: string;
  readonly role: UserRole;
  readonly managerId?: string | null;
  readonly passwordHash: string;
}

export interface UserChanges {
  readonly name?: string;
  readonly email?: string;
  readonly role?: UserRole;
  readonly managerId?: string | null;
  readonly passwordHash?: string;
  readonly disabled?: boolean;
}

type Queryable = Pick<Pool | PoolClient, 'query'>;

const COLUMNS = `id, email, name, role, manager_id as "managerId", created_at as "createdAt", disabled_at as "disabledAt"`;

/** @throws DatabaseError 23505 when the address is taken, whatever its case */
export async function insertUser(db: Queryable, user: NewUser): Promise<User> {
  const { rows } = await db.query<User>(
    `insert into console.app_user (id, email, name, role, manager_id, password_hash)
     values ($1, $2, $3, $4, $5, $6) returning ${COLUMNS}`,
    [newId(), user.email, user.name, user.role, user.managerId ?? null, user.passwordHash],
  );
  return rows[0]!;
}

export async function updateUser(db: Queryable, id: string, changes: UserChanges): Promise<User | undefined> {
  const { rows } = await db.query<User>(
    `update console.app_user set
       name = coalesce($2, name),
       email = coalesce($3, email),
       role = coalesce($4, role),
       manager_id = case when $5 then $6 else manager_id end,
       password_hash = coalesce($7, password_hash),
       disabled_at = case when $8::boolean is null then disabled_at when $8 then coalesce(disabled_at, now()) end
     where id = $1 returning ${COLUMNS}`,
    [
      id,
      changes.name,
      changes.email,
      changes.role,
      changes.managerId !== undefined,
      changes.managerId,
      changes.passwordHash,
      changes.disabled,
    ],
  );
  return rows[0];
}

export async function deleteUser(db: Queryable, id: string): Promise<boolean> {
  const { rowCount } = await db.query('delete from console.app_user where id = $1', [id]);
  return rowCount === 1;
}

/** Newest first; `before` is the id of the last one already seen (ids are UUIDv7, in order of time). */
export async function listUsers(db: Queryable, page: { limit: number; before?: string }): Promise<User[]> {
  const { rows } = await db.query<User>(
    `select ${COLUMNS} from console.app_user where $2::uuid is null or id < $2 order by id desc limit $1`,
    [page.limit, page.before],
  );
  return rows;
}

/** For signing in: the user with his hash; disabled ones are nobody. */
export async function findByEmail(db: Queryable, email: string): Promise<(User & { passwordHash: string }) | undefined> {
  const { rows } = await db.query<User & { passwordHash: string }>(
    `select ${COLUMNS}, password_hash as "passwordHash" from console.app_user
     where lower(email) = lower($1) and disabled_at is null`,
    [email],
  );
  return rows[0];
}

/** Whether disabled or not. */
export async function findAnyByEmail(db: Queryable, email: string): Promise<User | undefined> {
  const { rows } = await db.query<User>(`select ${COLUMNS} from console.app_user where lower(email) = lower($1)`, [email]);
  return rows[0];
}

export async function anyUser(db: Queryable): Promise<boolean> {
  const { rows } = await db.query<{ found: boolean }>('select exists (select from console.app_user) as found');
  return rows[0]!.found;
}

/** Keeps every other maker of a first user out until this transaction ends. */
export async function lockUsers(client: PoolClient): Promise<void> {
  await client.query('lock table console.app_user in share row exclusive mode');
}
