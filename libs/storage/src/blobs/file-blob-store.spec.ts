import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { BlobStoreFullError } from './errors.js';
import { FileBlobStore } from './file-blob-store.js';

const bytes = randomBytes(300_000);
const sha256 = createHash('sha256').update(bytes).digest('hex');

describe('FileBlobStore, its files', () => {
  let dir: string;
  let store: FileBlobStore;

  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'tributary-blobs-'));
    store = new FileBlobStore(dir);
  });
  afterEach(() => rmSync(dir, { recursive: true }));

  it('are erased from the disk', async () => {
    const path = join(dir, sha256.slice(0, 2), sha256.slice(2, 4), sha256);
    await store.put(bytes);
    expect(existsSync(path)).toBe(true);
    await store.delete(sha256);
    expect(existsSync(path)).toBe(false);
  });

  it('are removed at start when killed processes left them, not when others write them now', async () => {
    await store.sweep();
    const [old, fresh] = ['old', 'fresh'].map((name) => join(dir, 'tmp', name)) as [string, string];
    for (const file of [old, fresh]) writeFileSync(file, 'half');
    const yesterday = new Date(Date.now() - 86_400_000);
    utimesSync(old, yesterday, yesterday);
    await new FileBlobStore(dir).put(bytes);
    expect(readdirSync(join(dir, 'tmp'))).toEqual(['fresh']);
  });

  it('are not begun while the disk has no room left', async () => {
    const full = new FileBlobStore(dir, { reserveBytes: Number.MAX_SAFE_INTEGER });
    await expect(full.put(bytes)).rejects.toThrow(BlobStoreFullError);
    expect(await full.has(sha256)).toBe(false);
  });
});
