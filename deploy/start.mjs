/** `npm start`: builds what is stale, then runs every target in this process. Arguments go to the hub. */
import { buildAll } from './build.mjs';

const status = await buildAll();
if (status !== 0) {
  console.error('The build failed (see above). After `git pull`, run `npm ci` once and start again.');
  process.exit(status);
}

const { runFromCommandLine } = await import('../apps/hub/dist/run.js');
await runFromCommandLine(process.argv.slice(2));
