import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { S3Simulator } from '../testing/s3/simulator.js';
import type { BlobStore } from './blob-store.js';
import { BlobCorruptError, BlobNotFoundError, BlobTooLargeError } from './errors.js';
import { FileBlobStore } from './file-blob-store.js';
import { S3BlobStore } from './s3/s3-blob-store.js';

const LIMITS = { maxBytes: 1_000_000 };
const bytes = randomBytes(300_000);
const sha256 = createHash('sha256').update(bytes).digest('hex');
const KEY = `${sha256.slice(0, 2)}/${sha256.slice(2, 4)}/${sha256}`;

/** A store and a hand in what it keeps. */
interface Subject {
  store: BlobStore;
  kept(): Buffer;
  replaceKept(bytes: Buffer): void;
  /** What is left of uploads. */
  leftovers(): string[];
  end(): Promise<void>;
}

function inFiles(dir: string): Promise<Subject> {
  const path = join(dir, KEY);
  return Promise.resolve({
    store: new FileBlobStore(dir),
    kept: () => readFileSync(path),
    replaceKept: (other) => writeFileSync(path, other),
    leftovers: () => readdirSync(join(dir, 'tmp')),
    end: () => Promise.resolve(),
  });
}

async function inS3(dir: string): Promise<Subject> {
  const s3 = await S3Simulator.start();
  const store = new S3BlobStore(s3.settings(), { spoolDir: dir, retries: { attempts: 1, firstPauseMs: 0 } });
  return {
    store,
    kept: () => s3.objects.get(KEY)!,
    replaceKept: (other) => void s3.objects.set(KEY, other),
    leftovers: () => readdirSync(dir),
    end: async () => {
      await store.close();
      await s3.stop();
    },
  };
}

describe.each([
  ['FileBlobStore', inFiles],
  ['S3BlobStore', inS3],
])('%s', (_name, open) => {
  let dir: string;
  let subject: Subject;
  let store: BlobStore;
  const flipBit = (): void => {
    const stored = Buffer.from(subject.kept());
    stored.writeUInt8(stored.readUInt8(150_000) ^ 1, 150_000);
    subject.replaceKept(stored);
  };

  beforeEach(async () => {
    dir = mkdtempSync(join(tmpdir(), 'tributary-blobs-'));
    subject = await open(dir);
    store = subject.store;
  });
  afterEach(async () => {
    await subject.end();
    rmSync(dir, { recursive: true });
  });

  it.each([
    ['bytes', () => bytes],
    ['a stream', () => Readable.from([bytes.subarray(0, 7), bytes.subarray(7)])],
  ])('keeps %s under their hash, whole', async (_name, source) => {
    expect(await store.put(source() as Readable, LIMITS)).toEqual({ sha256, sizeBytes: bytes.length });
    expect(bytes.equals(subject.kept())).toBe(true);
    expect(await store.has(sha256)).toBe(true);
    expect(bytes.equals(await store.read(sha256))).toBe(true);
    expect(bytes.equals(await buffer(await store.get(sha256)))).toBe(true);
    expect(subject.leftovers()).toEqual([]);
  });

  it('keeps the same bytes once, also when they come at the same time', async () => {
    const stored = await Promise.all(Array.from({ length: 8 }, () => store.put(Readable.from([bytes]), LIMITS)));
    expect(new Set(stored.map((blob) => blob.sha256))).toEqual(new Set([sha256]));
    expect(await store.put(bytes)).toEqual({ sha256, sizeBytes: bytes.length });
    expect(subject.leftovers()).toEqual([]);
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
    expect(await store.put(Buffer.alloc(0))).toEqual(empty);
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
    expect(subject.leftovers()).toEqual([]);
    await expect(store.put(bytes, { maxBytes: 10 })).rejects.toThrow(BlobTooLargeError);
    expect(await store.has(sha256)).toBe(false);
  });

  it('keeps nothing of a source that breaks off', async () => {
    const broken = Readable.from((function* () {
      yield bytes.subarray(0, 1000);
      throw new Error('line lost');
    })());
    await expect(store.put(broken, LIMITS)).rejects.toThrow('line lost');
    expect(subject.leftovers()).toEqual([]);
  });

  it('tells a flipped bit, and never hands the bytes on as whole', async () => {
    await store.put(bytes);
    flipBit();
    await expect(store.read(sha256)).rejects.toThrow(BlobCorruptError);
    await expect(store.get(sha256).then(buffer)).rejects.toMatchObject({ name: 'BlobCorruptError', sha256 });
  });

  it('tells a cut blob, and mends it when the same bytes come again', async () => {
    await store.put(bytes);
    subject.replaceKept(bytes.subarray(0, 1000));
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
    await expect(store.read(name)).rejects.toThrow(RangeError);
    await expect(store.has(name)).rejects.toThrow(RangeError);
    await expect(store.delete(name)).rejects.toThrow(RangeError);
  });

  it('erases, twice if asked', async () => {
    await store.put(bytes);
    await store.delete(sha256);
    await store.delete(sha256);
    expect(await store.has(sha256)).toBe(false);
  });

  it('lets a reader go away in the middle', async () => {
    await store.put(bytes);
    const reader = await store.get(sha256);
    await new Promise((closed) => reader.once('data', () => reader.destroy()).once('close', closed));
    expect(bytes.equals(await store.read(sha256))).toBe(true);
  });
});
