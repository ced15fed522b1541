import { runProcess, createRuntime } from '@tributary/platform';
import { startEmbeddedPostgres } from '@tributary/storage';
import { join } from 'node:path';

/** `npm run db:start`: serves the embedded PostgreSQL for several processes, until a signal comes. */
await runProcess(async (config, own) => {
  const runtime = createRuntime(config);
  own(runtime);
  const server = await startEmbeddedPostgres({ dataDir: join(config.dataDir, 'postgres'), log: runtime.log });
  runtime.onStop(() => server.stop());
  console.log(`DATABASE_URL=${server.url}`);
});
