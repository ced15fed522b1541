/** Builds the console's pages into `dist` when they are older than their sources: `npm start` and the tests call it each time. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));
const stamp = join(here, 'dist/.sources');

/** Of all that the build reads, but for what `npm ci` installs: that is told by its lock file. */
function sourcesHash() {
  const files = ['src', 'public'].flatMap((folder) => readdirSync(join(here, folder), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name)));
  const hash = createHash('sha256');
  for (const file of [...files, ...['index.html', 'vite.config.mjs', 'tsconfig.json', '../../package-lock.json'].map((name) => join(here, name))].sort()) {
    hash.update(`${relative(here, file)}\0`).update(readFileSync(file)).update('\0');
  }
  return hash.digest('hex');
}

/** @returns {Promise<boolean>} whether there was something to do */
export async function buildPages() {
  const hash = sourcesHash();
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return false;
  const { build } = await import('vite');
  await build({ configFile: join(here, 'vite.config.mjs'), logLevel: 'warn' });
  writeFileSync(stamp, hash);
  return true;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildPages();
