import { join } from 'node:path';
import { consoleSchema, resetPassword } from '@tributary/console';
import { loadConfig } from '@tributary/platform';
import { openPool, silentLog, visitEmbeddedPostgres } from '@tributary/storage';

const USAGE = 'npm run reset-password -- EMAIL    gives the user a new password and prints it; TRIBUTARY_DATA or DATABASE_URL say where';

/** `npm run reset-password`: beside a hub that runs, or without. Exit code 1: nobody has the address; 2: it could not be done. */
process.exitCode = await main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  return 2;
});

async function main([email, ...more]: string[]): Promise<number> {
  if (email === undefined || more.length > 0 || email.startsWith('-')) throw new Error(USAGE);
  const { databaseUrl, serviceDatabaseUrls, dataDir, publicUrl } = loadConfig(process.env);
  const own = (serviceDatabaseUrls as Readonly<Record<string, string | undefined>>)['CONSOLE'] ?? databaseUrl;
  const reset = own ? await resetBy(own, email) : await visitEmbeddedPostgres({ dataDir: join(dataDir, 'postgres'), log: silentLog }, (url) => resetBy(url, email));
  if (!reset) {
    console.error(`nobody has the address ${email}`);
    return 1;
  }
  console.log(`New password of ${reset.user.email} (${reset.user.role}): ${reset.password}\nAll sessions of this user have ended. Sign in at ${publicUrl}/sign-in`);
  return 0;
}

async function resetBy(url: string, email: string): ReturnType<typeof resetPassword> {
  const pool = openPool(url, consoleSchema, { max: 2, applicationName: 'tributary reset-password' });
  try {
    return await resetPassword(pool, email);
  } finally {
    await pool.end();
  }
}
