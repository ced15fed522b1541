import pg from 'pg';
import { onlyRow } from '../database/only-row.js';
import { type Schema, plainName } from '../database/schema.js';
import { MissingPrivilegeError } from './errors.js';

/**
 * Makes the roles and memberships that are missing. What an administrator prepared is left as it is, so a login
 * without any right to make roles passes when nothing is missing.
 * @throws MissingPrivilegeError  something is missing and this login may not make it
 */
export async function ensureRoles(client: pg.Client, schemas: readonly Schema[]): Promise<void> {
  try {
    for (const role of allRoles(schemas)) await ensureRole(client, role);
    for (const { role } of schemas) await ensureCanAct(client, role);
    for (const { role, memberOf = [] } of schemas) {
      for (const group of memberOf) await ensureMember(client, role, group);
    }
  } catch (error) {
    if (!isDenied(error)) throw error;
    throw new MissingPrivilegeError('this login may not make the roles', preparation(schemas), { cause: error });
  }
}

/**
 * Makes the schema, owned by its role.
 * @throws MissingPrivilegeError  this login may not, or the schema has another owner
 */
export async function ensureSchema(client: pg.Client, schema: Schema): Promise<void> {
  const name = plainName(schema.name);
  const role = plainName(schema.role);
  const { rows } = await client.query<{ owner: string }>('SELECT pg_get_userbyid(nspowner) AS owner FROM pg_namespace WHERE nspname = $1', [name]);
  if (rows[0]?.owner === role) return;
  if (rows[0]) throw new MissingPrivilegeError(`schema "${name}" belongs to "${rows[0].owner}"`, `ALTER SCHEMA ${name} OWNER TO ${role};`);
  try {
    await client.query(`CREATE SCHEMA ${name} AUTHORIZATION ${role}`);
  } catch (error) {
    if (!isDenied(error)) throw error;
    throw new MissingPrivilegeError(`this login may not make schema "${name}"`, preparation([schema]), { cause: error });
  }
}

/** What an administrator runs once where our login has no such rights. */
export function preparation(schemas: readonly Schema[]): string {
  return [
    ...allRoles(schemas).map((role) => `CREATE ROLE ${role} NOLOGIN;`),
    ...schemas.flatMap(({ role, memberOf = [] }) => memberOf.map((group) => `GRANT ${group} TO ${role};`)),
    ...schemas.map(({ name, role }) => `CREATE SCHEMA ${name} AUTHORIZATION ${role};`),
    ...schemas.map(({ name, role }) => `CREATE ROLE tributary_${name}_login LOGIN PASSWORD '...' IN ROLE ${role};`),
  ].join('\n');
}

function allRoles(schemas: readonly Schema[]): string[] {
  const names = schemas.flatMap(({ role, memberOf = [], groups = [] }) => [role, ...memberOf, ...groups]);
  return [...new Set(names)].map(plainName);
}

async function ensureRole(client: pg.Client, role: string): Promise<void> {
  const { rows } = await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [role]);
  if (rows.length > 0) return;
  try {
    await client.query(`CREATE ROLE ${role} NOLOGIN`);
  } catch (error) {
    // Roles belong to the whole server: somebody migrating another database may have been quicker.
    if (!isAlreadyThere(error)) throw error;
  }
}

/** Lets the login SET ROLE to the service's role, without the role's rights in its own name. */
async function ensureCanAct(client: pg.Client, role: string): Promise<void> {
  const { can } = onlyRow(await client.query<{ can: boolean }>(`SELECT pg_has_role(current_user, $1, 'SET') AS can`, [role]));
  if (can) return;
  await granting(client, `GRANT ${role} TO CURRENT_USER WITH INHERIT FALSE, SET TRUE`);
}

async function ensureMember(client: pg.Client, role: string, group: string): Promise<void> {
  const { member } = onlyRow(await client.query<{ member: boolean }>(`SELECT pg_has_role($1, $2, 'USAGE') AS member`, [role, group]));
  if (member) return;
  await granting(client, `GRANT ${plainName(group)} TO ${role}`);
}

/** Two grants of one role at one moment: the later fails with "tuple concurrently updated" and is simply repeated. */
async function granting(client: pg.Client, sql: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await client.query(sql);
      return;
    } catch (error) {
      if (attempt === 5 || !isConcurrent(error)) throw error;
    }
  }
}

const stateOf = (error: unknown): string | undefined => (error instanceof pg.DatabaseError ? error.code : undefined);
const isDenied = (error: unknown): boolean => stateOf(error) === '42501';
const isAlreadyThere = (error: unknown): boolean => stateOf(error) === '42710' || stateOf(error) === '23505';
const isConcurrent = (error: unknown): boolean => stateOf(error) === 'XX000' || stateOf(error) === '23505';
