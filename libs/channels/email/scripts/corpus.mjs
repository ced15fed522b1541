/** `npm run corpus -- <folder> [--json]`: builds what is stale, then tells what is understood of the mail in a folder. */
import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../../../..');

// The build's words go to the error stream: what goes out is for programs.
const build = spawnSync(process.execPath, ['node_modules/typescript7/bin/tsc', '-b', 'libs/channels/email/tsconfig.lib.json'], { cwd: root, stdio: ['ignore', 2, 2] });
if (build.status !== 0) {
  console.error('The build failed (see above). After `git pull`, run `npm ci` once and start again.');
  process.exit(build.status ?? 1);
}

process.stdout.on('error', (/** @type {NodeJS.ErrnoException} */ error) => {
  // `… | head` has read enough.
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

const { corpusCommand } = await import('../dist/corpus/command.js');
// npm starts scripts in the project's root; folders are meant from where it was called.
const cwd = process.env['INIT_CWD'] ?? process.cwd();
process.exitCode = await corpusCommand(process.argv.slice(2), { out: process.stdout, err: process.stderr, cwd });
