import { startEmbeddedPostgres } from '../embedded/start.js';
import { silentLog } from '../log.js';

/**
 * The least that a hub is, for specs that kill one: holds the embedded PostgreSQL of the folder given, tells of it in
 * one line of JSON, and stops it on SIGTERM.
 */
const [dataDir = ''] = process.argv.slice(2);
try {
  const server = await startEmbeddedPostgres({ dataDir, log: silentLog });
  process.once('SIGTERM', () => void server.stop());
  console.log(JSON.stringify({ url: server.url, pid: server.pid }));
} catch (error) {
  console.log(JSON.stringify({ failed: (error as Error).name, message: (error as Error).message }));
}
