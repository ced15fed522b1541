import type { Config } from '@tributary/platform';
import { inTransaction } from '@tributary/storage';
import type { Pool } from 'pg';
import { hashPassword } from '../sign-in/password.js';
import { followSettingsToken } from '../tokens/token-store.js';
import { anyUser, insertUser, lockUsers } from '../users/user-store.js';
import { newSetupLink, voidSetupLinks } from './setup-link.js';

type FirstStartConfig = Pick<Config, 'publicUrl' | 'adminEmail' | 'adminPassword' | 'apiToken'>;

export interface FirstStart {
  /** To be printed, and nowhere else: whoever opens it becomes the administrator. Valid for 24 hours, once. */
  readonly setupUrl?: string;
}

/**
 * Brings users and tokens in step with the settings; call it at each start, after the migrations.
 * While there is no user, the first one is made of the settings; without those a set-up link is made anew, which voids
 * the one before.
 */
export async function firstStart(pool: Pool, config: FirstStartConfig): Promise<FirstStart> {
  return inTransaction(pool, async (client) => {
    await lockUsers(client);
    await followSettingsToken(client, config.apiToken);
    if (!(await anyUser(client))) {
      const { adminEmail: email, adminPassword: password } = config;
      if (email === undefined || password === undefined) return { setupUrl: `${config.publicUrl}/setup?token=${await newSetupLink(client)}` };
      await insertUser(client, { email, name: email, role: 'admin', passwordHash: await hashPassword(password) });
    }
    await voidSetupLinks(client);
    return {};
  });
}
