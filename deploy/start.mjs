/** `npm start`: builds what is stale, then runs every target in this process. Arguments go to the hub. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

const build = spawnSync(process.execPath, ['node_modules/typescript7/bin/tsc', '-b'], { cwd: root, stdio: 'inherit' });
if (build.status !== 0) {
  console.error('The build failed (see above). After `git pull`, run `npm ci` once and start again.');
  process.exit(build.status ?? 1);
}

const { runFromCommandLine } = await import('../apps/hub/dist/run.js');
await runFromCommandLine(process.argv.slice(2));
