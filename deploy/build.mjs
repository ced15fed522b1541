/** Builds what is stale: the services, and the console's pages. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { buildPages } from '../apps/console-web/build.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

/** @returns {Promise<number>} exit code; what went wrong is printed */
export async function buildAll() {
  const { status } = spawnSync(process.execPath, ['node_modules/typescript7/bin/tsc', '-b'], { cwd: root, stdio: 'inherit' });
  if (status !== 0) return status ?? 1;
  try {
    await buildPages();
    return 0;
  } catch (error) {
    console.error(error);
    return 1;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = await buildAll();
