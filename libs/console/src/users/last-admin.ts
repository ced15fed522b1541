import type { PoolClient } from 'pg';

/** The change would leave nobody who can administer; nothing was changed. */
export class LastAdminError extends Error {
  override readonly name = 'LastAdminError';
}

/**
 * Runs a change of users and takes it back when no enabled admin is left. Two admins who remove each other at the same
 * moment wait for one another on the admins' rows, so that the second one sees what the first did.
 * @throws LastAdminError  roll back
 */
export async function keepingAnAdmin<T>(client: PoolClient, change: () => Promise<T>): Promise<T> {
  await client.query(`select from console.app_user where role = 'admin' order by id for update`);
  const result = await change();
  const { rows } = await client.query<{ remains: boolean }>(
    `select exists (select from console.app_user where role = 'admin' and disabled_at is null) as remains`,
  );
  if (!rows[0]!.remains) throw new LastAdminError('the last administrator must stay');
  return result;
}
