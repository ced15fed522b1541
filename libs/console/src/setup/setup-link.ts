import type { PoolClient } from 'pg';
import { newSecret, secretHash } from '../secret-text.js';

const VALID_HOURS = 24;

/** Makes a new link's secret and voids every earlier one. */
export async function newSetupLink(client: PoolClient): Promise<string> {
  const secret = newSecret();
  await client.query('delete from console.setup_link');
  await client.query(
    `insert into console.setup_link (hash, expires_at) values ($1, now() + $2 * interval '1 hour')`,
    [secretHash(secret), VALID_HOURS],
  );
  return secret;
}

/** Uses the link up, if it is good: true for one caller only. */
export async function useSetupLink(client: PoolClient, secret: string): Promise<boolean> {
  const { rowCount } = await client.query(
    `update console.setup_link set used_at = now() where hash = $1 and used_at is null and expires_at > now()`,
    [secretHash(secret)],
  );
  return rowCount === 1;
}

/** A user exists: no link may make another first one. */
export async function voidSetupLinks(client: PoolClient): Promise<void> {
  await client.query('delete from console.setup_link');
}
