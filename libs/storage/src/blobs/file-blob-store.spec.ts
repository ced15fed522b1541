import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { BlobCorruptError, BlobNotFoundError, BlobStoreFullError, BlobTooLargeError } from './errors.js';
import { FileBlobStore } from './file-blob-store.js';

const LIMITS = { maxBytes: 1_000_000 };
const bytes = randomBytes(300_000);
const sha256 = createHash('sha256').update(bytes).digest('hex');

describe('FileBlobStore', () => {
  let dir: string;
  let store: FileBlobStore;
  const path = (): string => join(dir, sha256.slice(0, 2), sha256.slice(2, 4), sha256);
  const leftovers = (): string[] => readdirSync(join(dir, 'tmp'));
  const flipBit = (): void => {
    const stored = readFileSync(path());
    stored.writeUInt8(stored.readUInt8(150_000) ^ 1, 150_000);
    writeFileSync(path(), stored);
  };

  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'tributary-blobs-'));
    store = new FileBlobStore(dir);
  });
  afterEach(() => rmSync(dir, { recursive: true }));

  it.each([
    ['bytes', () => bytes],
    ['a stream', () => Readable.from([bytes.subarray(0, 7), bytes.subarray(7)])],
  ])('keeps %s under their hash, whole', async (_name, source) => {
    expect(await store.put(source() as Readable, LIMITS)).toEqual({ sha256, sizeBytes: bytes.length });
    expect(await store.has(sha256)).toBe(true);
    expect(bytes.equals(await store.read(sha256))).toBe(true);
    expect(bytes.equals(await buffer(await store.get(sha256)))).toBe(true);
    expect(leftovers()).toEqual([]);
  });

  it('keeps the same bytes once, also when they come at the same time', async () => {
    const stored = await Promise.all(Array.from({ length: 8 }, () => store.put(Readable.from([bytes]), LIMITS)));
    expect(new Set(stored.map((blob) => blob.sha256))).toEqual(new Set([sha256]));
    expect(await store.put(bytes)).toEqual({ sha256, sizeBytes: bytes.length });
    expect(leftovers()).toEqual([]);
  });

  it.each([
    ['bytes', () => bytes],
    ['a stream', () => Readable.from([bytes])],
  ])('takes %s anew when what it has under their hash is corrupt', async (_name, source) => {
    await store.put(bytes);
    flipBit();
    await store.put(source() as Readable, LIMITS);
    expect(bytes.equals(await store.read(sha256))).toBe(true);
  });

  it('keeps an empty blob', async () => {
    const empty = await store.put(Readable.from([]), LIMITS);
    expect(empty).toEqual({ sha256: createHash('sha256').digest('hex'), sizeBytes: 0 });
    expect(await buffer(await store.get(empty.sha256))).toHaveLength(0);
  });

  it('stops reading a source over the limit and keeps nothing', async () => {
    let read = 0;
    const endless = Readable.from((function* () {
      for (;;) {
        read += 1000;
        yield Buffer.alloc(1000);
      }
    })());
    await expect(store.put(endless, { maxBytes: 10_000 })).rejects.toThrow(BlobTooLargeError);
    expect(read).toBeLessThan(1_000_000);
    expect(leftovers()).toEqual([]);
    await expect(store.put(bytes, { maxBytes: 10 })).rejects.toThrow(BlobTooLargeError);
  });

  it('keeps nothing of a source that breaks off', async () => {
    const broken = Readable.from((function* () {
      yield bytes.subarray(0, 1000);
      throw new Error('line lost');
    })());
    await expect(store.put(broken, LIMITS)).rejects.toThrow('line lost');
    expect(leftovers()).toEqual([]);
  });

  it('tells a flipped bit, and never hands the bytes on as whole', async () => {
    await store.put(bytes);
    flipBit();
    await expect(store.read(sha256)).rejects.toThrow(BlobCorruptError);
    await expect(store.get(sha256).then(buffer)).rejects.toMatchObject({ name: 'BlobCorruptError', sha256 });
  });

  it('tells a cut file, and mends it when the same bytes come again', async () => {
    await store.put(bytes);
    truncateSync(path(), 1000);
    await expect(store.get(sha256).then(buffer)).rejects.toThrow(BlobCorruptError);
    await store.put(bytes);
    expect(bytes.equals(await store.read(sha256))).toBe(true);
  });

  it('names what it does not have', async () => {
    await expect(store.get(sha256)).rejects.toThrow(BlobNotFoundError);
    await expect(store.read(sha256)).rejects.toThrow(BlobNotFoundError);
    expect(await store.has(sha256)).toBe(false);
  });

  it.each(['', '../../etc/passwd', sha256.toUpperCase(), `${sha256}/..`, `${sha256}\n`])('takes no path for a name: %j', async (name) => {
    await expect(store.get(name)).rejects.toThrow(RangeError);
    await expect(store.has(name)).rejects.toThrow(RangeError);
    await expect(store.delete(name)).rejects.toThrow(RangeError);
  });

  it('erases, twice if asked', async () => {
    await store.put(bytes);
    await store.delete(sha256);
    await store.delete(sha256);
    expect(existsSync(path())).toBe(false);
  });

  it('lets a reader go away in the middle', async () => {
    await store.put(bytes);
    const reader = await store.get(sha256);
    await new Promise((closed) => reader.once('data', () => reader.destroy()).once('close', closed));
    expect(bytes.equals(await store.read(sha256))).toBe(true);
  });

  it('removes at start what killed processes left, not what others write now', async () => {
    await store.sweep();
    const [old, fresh] = ['old', 'fresh'].map((name) => join(dir, 'tmp', name)) as [string, string];
    for (const file of [old, fresh]) writeFileSync(file, 'half');
    const yesterday = new Date(Date.now() - 86_400_000);
    utimesSync(old, yesterday, yesterday);
    await new FileBlobStore(dir).put(bytes);
    expect(leftovers()).toEqual(['fresh']);
  });

  it('refuses while the disk has no room left', async () => {
    const full = new FileBlobStore(dir, { reserveBytes: Number.MAX_SAFE_INTEGER });
    await expect(full.put(bytes)).rejects.toThrow(BlobStoreFullError);
    expect(await full.has(sha256)).toBe(false);
  });
});
