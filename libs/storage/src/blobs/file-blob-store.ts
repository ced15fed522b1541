import { randomUUID } from 'node:crypto';
import { type FileHandle, open, readFile, readdir, rename, rm, stat, statfs, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { finished, pipeline } from 'node:stream/promises';
import { type BlobLimits, type BlobStore, type StoredBlob, blobName } from './blob-store.js';
import { isDiskFull } from './disk-full.js';
import { BlobCorruptError, BlobNotFoundError, BlobStoreFullError, BlobTooLargeError } from './errors.js';
import { Meter, Verifier, sha256Of } from './hashing.js';
import { SyncedFolders, syncFolder } from './synced-folders.js';

/** No upload takes so long: what is older was left by a process that died. */
const STALE_MS = 6 * 60 * 60 * 1000;
/** What is in memory already needs no limit here. */
const UNLIMITED: BlobLimits = { maxBytes: Infinity };

export interface FileBlobStoreOptions {
  /** Room that must stay free on the disk, which PostgreSQL may share: refusing early beats its PANIC. */
  reserveBytes?: number;
}

/**
 * Blobs as files `ab/cd/<sha256>`. A file is written aside, synced, renamed, and the folder synced: under its name
 * there is the whole blob or nothing. Several processes may share the folder.
 */
export class FileBlobStore implements BlobStore {
  private readonly root: string;
  private readonly aside: string;
  private readonly folders: SyncedFolders;
  private readonly reserveBytes: number;
  private swept: Promise<void> | undefined;

  constructor(dir: string, options: FileBlobStoreOptions = {}) {
    this.root = resolve(dir);
    this.aside = join(this.root, 'tmp');
    this.folders = new SyncedFolders(this.root);
    this.reserveBytes = options.reserveBytes ?? 64 * 1024 * 1024;
  }

  /** Makes the folder and removes what killed processes left half written. The first put does so by itself. */
  async sweep(): Promise<void> {
    await this.folders.ensure(this.aside);
    for (const name of await readdir(this.aside)) {
      const path = join(this.aside, name);
      const found = await stat(path).catch(ignoreAbsence);
      if (found && found.mtimeMs < Date.now() - STALE_MS) await rm(path, { force: true });
    }
  }

  async put(source: Readable | Uint8Array, limits: BlobLimits = UNLIMITED): Promise<StoredBlob> {
    try {
      return source instanceof Uint8Array ? await this.putBytes(source, limits) : await this.putStream(source, limits);
    } catch (error) {
      if (!isDiskFull(error)) throw error;
      throw new BlobStoreFullError(`no room for blobs in ${this.root}`, { cause: error });
    }
  }

  async get(sha256: string): Promise<Readable> {
    const file = await this.openBlob(sha256);
    const verifier = new Verifier(sha256);
    const bytes = file.createReadStream();
    bytes.once('error', (error) => verifier.destroy(error));
    verifier.once('close', () => bytes.destroy());
    return bytes.pipe(verifier);
  }

  async read(sha256: string): Promise<Buffer> {
    const bytes = await readFile(this.pathOf(sha256)).catch((error: unknown) => notFound(sha256, error));
    if (sha256Of(bytes) !== sha256) throw new BlobCorruptError(sha256);
    return bytes;
  }

  async has(sha256: string): Promise<boolean> {
    return (await stat(this.pathOf(sha256)).catch(ignoreAbsence)) !== undefined;
  }

  async delete(sha256: string): Promise<void> {
    const path = this.pathOf(sha256);
    if (!(await this.has(sha256))) return;
    await rm(path, { force: true });
    await syncFolder(dirname(path));
  }

  private async putBytes(bytes: Uint8Array, { maxBytes }: BlobLimits): Promise<StoredBlob> {
    if (bytes.length > maxBytes) throw new BlobTooLargeError(maxBytes);
    const blob = { sha256: sha256Of(bytes), sizeBytes: bytes.length };
    if (await this.isKept(blob)) return blob;
    return this.written(async (file) => {
      await file.writeFile(bytes);
      return blob;
    });
  }

  private putStream(source: Readable, { maxBytes }: BlobLimits): Promise<StoredBlob> {
    return this.written(async (file) => {
      const meter = new Meter(maxBytes);
      await pipeline(source, meter, (chunks: AsyncIterable<Buffer>) => writeFile(file, chunks));
      return { sha256: meter.digest(), sizeBytes: meter.sizeBytes };
    });
  }

  /** Writes aside by `write`, then puts what it tells under its name, unless it is there already. */
  private async written(write: (file: FileHandle) => Promise<StoredBlob>): Promise<StoredBlob> {
    await this.sweepOnce();
    await this.assertRoom();
    const path = join(this.aside, randomUUID());
    const file = await open(path, 'wx', 0o600);
    try {
      const blob = await write(file);
      if (await this.isKept(blob)) {
        await rm(path);
        return blob;
      }
      await file.sync();
      await this.keep(path, blob);
      return blob;
    } catch (error) {
      await rm(path, { force: true });
      throw error;
    } finally {
      await file.close();
    }
  }

  private async keep(path: string, { sha256 }: StoredBlob): Promise<void> {
    const target = this.pathOf(sha256);
    await this.folders.ensure(dirname(target));
    await rename(path, target);
    await syncFolder(dirname(target));
  }

  /** A file with other bytes is corrupt and is replaced. One that is there may be renamed but not yet synced. */
  private async isKept({ sha256, sizeBytes }: StoredBlob): Promise<boolean> {
    const path = this.pathOf(sha256);
    const found = await stat(path).catch(ignoreAbsence);
    if (found?.size !== sizeBytes || !(await this.isWhole(sha256))) return false;
    await this.folders.ensure(dirname(path));
    await syncFolder(dirname(path));
    return true;
  }

  private async isWhole(sha256: string): Promise<boolean> {
    try {
      await finished((await this.get(sha256)).resume());
      return true;
    } catch (error) {
      if (error instanceof BlobCorruptError || error instanceof BlobNotFoundError) return false;
      throw error;
    }
  }

  private sweepOnce(): Promise<void> {
    this.swept ??= this.sweep().catch((error: unknown) => {
      this.swept = undefined;
      throw error;
    });
    return this.swept;
  }

  private async assertRoom(): Promise<void> {
    const { bavail, bsize } = await statfs(this.aside);
    if (bavail * bsize < this.reserveBytes) throw new BlobStoreFullError(`less than ${this.reserveBytes} bytes are free in ${this.root}`);
  }

  private openBlob(sha256: string): Promise<FileHandle> {
    return open(this.pathOf(sha256), 'r').catch((error: unknown) => notFound(sha256, error));
  }

  private pathOf(sha256: string): string {
    const name = blobName(sha256);
    return join(this.root, name.slice(0, 2), name.slice(2, 4), name);
  }
}

function ignoreAbsence(error: NodeJS.ErrnoException): undefined {
  if (error.code === 'ENOENT') return undefined;
  throw error;
}

function notFound(sha256: string, error: unknown): never {
  if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw new BlobNotFoundError(sha256, { cause: error });
  throw error;
}
