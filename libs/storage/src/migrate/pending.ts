import { withClient } from '../database/connection.js';
import type { Schema } from '../database/schema.js';
import { executedMigrations } from './run.js';

/**
 * Looks only.
 * @param adminUrl  login that may read the schemas' migrations
 * @returns `pending`: those that the next start runs; `unknown`: those of a newer version, as `schema.Name`
 */
export async function migrationsOf(adminUrl: string, schemas: readonly Schema[]): Promise<{ pending: string[]; unknown: string[] }> {
  return withClient(adminUrl, { applicationName: 'tributary doctor' }, async (client) => {
    const [pending, unknown]: [string[], string[]] = [[], []];
    for (const schema of schemas) {
      const executed = new Set(await executedMigrations(client, schema));
      const known = schema.migrations.map(({ name }) => name);
      pending.push(...known.filter((name) => !executed.has(name)).map((name) => `${schema.name}.${name}`));
      unknown.push(...[...executed].filter((name) => !known.includes(name)).map((name) => `${schema.name}.${name}`));
    }
    return { pending, unknown };
  });
}
