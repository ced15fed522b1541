import { mkdirSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/**
 * Makes the data folder, one level after the other: Node's own recursive way never ends under /proc.
 * @throws Error naming the setting and what is wrong with it
 */
export function makeDataFolder(dataDir: string): void {
  try {
    make(resolve(dataDir));
  } catch (cause) {
    throw new Error(`TRIBUTARY_DATA=${dataDir} can't be used as a folder`, { cause });
  }
}

function make(folder: string): void {
  const found = statSync(folder, { throwIfNoEntry: false });
  if (found?.isDirectory()) return;
  if (found) throw new Error('it is a file');
  make(dirname(folder));
  mkdirSync(folder);
}
