import { readdir, stat } from 'node:fs/promises';
import { basename, join, relative, sep } from 'node:path';

/** One file, or one that can't be looked at. */
export interface FoundFile {
  /** Relative to the folder, with "/" whatever the system. */
  readonly file: string;
  readonly path: string;
  /** A folder below that couldn't be read. */
  readonly error?: Error;
}

/** Not mail, and large. */
const SKIPPED_FOLDERS = new Set(['.git', 'node_modules']);

/**
 * All regular files below a folder, sorted by name; a file alone gives itself. Links, pipes and devices are not followed.
 * @throws  the folder itself can't be read
 */
export async function* findFiles(folder: string): AsyncGenerator<FoundFile> {
  if ((await stat(folder)).isFile()) yield { file: basename(folder), path: folder };
  else yield* filesBelow(folder, folder);
}

async function* filesBelow(folder: string, root: string): AsyncGenerator<FoundFile> {
  const entries = await readdir(folder, { withFileTypes: true });
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    const path = join(folder, entry.name);
    const file = relative(root, path).replaceAll(sep, '/');
    if (entry.isFile()) yield { file, path };
    else if (entry.isDirectory() && !SKIPPED_FOLDERS.has(entry.name)) yield* filesOrError(path, file, root);
  }
}

async function* filesOrError(path: string, file: string, root: string): AsyncGenerator<FoundFile> {
  try {
    yield* filesBelow(path, root);
  } catch (error) {
    yield { file, path, error: error as Error };
  }
}
