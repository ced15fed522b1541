/**
 * Makes the secrets that compose.yml mounts, once: `node deploy/compose/make-secrets.mjs`. What is there stays: without
 * secret_key the accounts' stored secrets can't be read again, so back that file up.
 */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('secrets/', import.meta.url));

// The folder keeps others out; the files are open because a container's user has another number than the one who made them.
mkdirSync(folder, { recursive: true, mode: 0o700 });
const password = make('database_password', randomBytes(24).toString('hex'));
make('database_url', `postgres://tributary:${password}@postgres:5432/tributary`);
make('secret_key', randomBytes(32).toString('hex'));
make('api_token', randomBytes(24).toString('hex'));

/** @returns {string} what stands in the file now */
function make(name, content) {
  const path = join(folder, name);
  if (!existsSync(path)) writeFileSync(path, content, { mode: 0o644 });
  return readFileSync(path, 'utf8');
}
