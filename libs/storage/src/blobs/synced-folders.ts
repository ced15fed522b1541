import { mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Makes what was renamed into the folder, or removed from it, survive a power cut. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** Makes folders below a root and syncs the chain up to it, once per folder and process. */
export class SyncedFolders {
  private readonly known = new Map<string, Promise<void>>();

  constructor(private readonly root: string) {}

  ensure(path: string): Promise<void> {
    const known = this.known.get(path);
    if (known) return known;
    const made = this.make(path);
    this.known.set(path, made);
    made.catch(() => this.known.delete(path));
    return made;
  }

  /** Somebody else may have made the folder and not have synced its name yet: sync in any case. */
  private async make(path: string): Promise<void> {
    await mkdir(path, { recursive: true, mode: 0o700 });
    if (path === this.root) return syncFolder(dirname(path));
    await this.ensure(dirname(path));
    await syncFolder(dirname(path));
  }
}
