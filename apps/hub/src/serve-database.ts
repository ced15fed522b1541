import { runProcess, createRuntime } from '@tributary/platform';
import { startEmbedded } from './databases.js';

/** `npm run db:start`: serves the embedded PostgreSQL for several processes, until a signal comes. */
await runProcess(async (config, own) => {
  const runtime = createRuntime(config);
  own(runtime);
  console.log(`DATABASE_URL=${await startEmbedded(runtime)}`);
});
