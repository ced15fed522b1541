import { randomInt } from 'node:crypto';
import { inTransaction } from '@tributary/storage';
import type { Pool } from 'pg';
import { beginAudit } from '../audit/audit-store.js';
import { hashPassword } from '../sign-in/password.js';
import { endSessionsOf } from '../sign-in/session-store.js';
import { findAnyByEmail, updateUser, type User } from './user-store.js';

/** Without letters and digits that are taken for one another. */
const ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789';
const GROUPS = 4;
const GROUP_CHARS = 5;

/**
 * For who stands at the machine itself: gives a user a new password, opens a closed door (a disabled user is enabled
 * again), and ends all sessions. It is audited, as done by nobody who signed in.
 * @returns undefined when nobody has this address
 */
export async function resetPassword(pool: Pool, email: string): Promise<{ user: User; password: string } | undefined> {
  const password = newPassword();
  const passwordHash = await hashPassword(password);
  return inTransaction(pool, async (client) => {
    const found = await findAnyByEmail(client, email);
    const user = found && (await updateUser(client, found.id, { passwordHash, disabled: false }));
    if (!user) return undefined;
    await endSessionsOf(client, user.id);
    await beginAudit(
      client,
      { actor: undefined, method: 'CLI', route: 'reset-password', objectId: user.id, fields: ['password'], requestId: 'reset-password', clientAddress: 'local' },
      { outcome: 'done', status: 200 },
    );
    return { user, password };
  });
}

/** About 99 random bits, to be read aloud. */
function newPassword(): string {
  const group = (): string => Array.from({ length: GROUP_CHARS }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
  return Array.from({ length: GROUPS }, group).join('-');
}
