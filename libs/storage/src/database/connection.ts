import pg from 'pg';

/** Settings of a session, sent in the start-up packet: no extra round trip, and in force before the first statement. */
export type SessionSettings = Record<string, string>;

/**
 * The URL with the session settings put into its `options`, after those that it carries already, so that ours win.
 * (pg lets `options` of the URL replace those of the config, hence the merging.)
 */
export function withSettings(url: string, settings: SessionSettings): string {
  const parsed = new URL(url);
  const own = Object.entries(settings).map(([name, value]) => `-c ${name}=${escapeOption(value)}`);
  const options = [parsed.searchParams.get('options'), ...own].filter(Boolean).join(' ');
  parsed.searchParams.set('options', options);
  return parsed.toString();
}

/** In `options` a backslash guards the blank and itself. */
function escapeOption(value: string): string {
  return value.replace(/[\\\s]/g, '\\$&');
}

/** The same server and login, another database. */
export function withDatabase(url: string, database: string): string {
  const parsed = new URL(url);
  parsed.pathname = `/${encodeURIComponent(database)}`;
  return parsed.toString();
}

export interface ConnectOptions {
  applicationName: string;
  settings?: SessionSettings;
  connectTimeoutMs?: number;
}

/** One connection outside any pool, for work that needs a session of its own (locks, migrations). */
export async function connect(url: string, options: ConnectOptions): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: withSettings(url, { search_path: 'pg_catalog', TimeZone: 'UTC', ...options.settings }),
    application_name: options.applicationName,
    connectionTimeoutMillis: options.connectTimeoutMs ?? 10_000,
    keepAlive: true,
  });
  // Without a listener the loss of an idle connection would end the process; the next query tells of it anyway.
  client.on('error', () => undefined);
  await client.connect().catch((cause: Error & { code?: string }) => {
    const error = new Error(`the database at ${new URL(url).host} (DATABASE_URL) can't be reached, or refuses us`, { cause });
    throw Object.assign(error, { code: cause.code });
  });
  return client;
}

/** Runs `work` on one connection and closes it, whatever happens. */
export async function withClient<T>(url: string, options: ConnectOptions, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = await connect(url, options);
  try {
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}
