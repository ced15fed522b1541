import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { S3Simulator } from '../../testing/s3/simulator.js';
import { BlobCorruptError, BlobStoreFullError, BlobStoreRefusedError, BlobStoreUnavailableError } from '../errors.js';
import { S3BlobStore, type S3BlobStoreOptions } from './s3-blob-store.js';
import type { S3Settings } from './settings.js';

const LIMITS = { maxBytes: 10_000_000 };
const bytes = randomBytes(3_000_000);

describe('S3BlobStore', () => {
  let s3: S3Simulator;
  let dir: string;
  let opened: S3BlobStore[];
  const storeOf = (over: Partial<S3Settings> = {}, options: S3BlobStoreOptions = {}): S3BlobStore => {
    const store = new S3BlobStore(s3.settings(over), { spoolDir: dir, retries: { attempts: 3, firstPauseMs: 1 }, ...options });
    opened.push(store);
    return store;
  };

  beforeEach(async () => {
    opened = [];
    dir = mkdtempSync(join(tmpdir(), 'tributary-s3-'));
    s3 = await S3Simulator.start();
  });
  afterEach(async () => {
    await Promise.all(opened.map((store) => store.close()));
    await s3.stop();
    rmSync(dir, { recursive: true });
  });

  it('puts its objects below the prefix', async () => {
    const { sha256 } = await storeOf({ prefix: 'acme/blobs/' }).put(bytes);
    expect([...s3.objects.keys()]).toEqual([`acme/blobs/${sha256.slice(0, 2)}/${sha256.slice(2, 4)}/${sha256}`]);
  });

  it.each([
    ['bytes', () => bytes],
    ['a stream', () => Readable.from([bytes.subarray(0, 1_000_000), bytes.subarray(1_000_000)])],
  ])('sends %s again after what passes: overload, a reset, too many requests', async (_name, source) => {
    for (const trouble of [{ status: 503, code: 'SlowDown' }, 'reset', { status: 429, code: 'TooManyRequests' }] as const) {
      s3.trouble(trouble);
      const { sha256 } = await storeOf().put(source() as Readable, LIMITS);
      expect(bytes.equals(await storeOf().read(sha256))).toBe(true);
    }
  });

  it('asks again when the connection breaks off while bytes are read at once', async () => {
    const { sha256 } = await storeOf().put(bytes);
    s3.trouble('cut');
    expect(bytes.equals(await storeOf().read(sha256))).toBe(true);
  });

  it('fails a stream that breaks off, as a store that is away and not as corrupt', async () => {
    const { sha256 } = await storeOf().put(bytes);
    s3.trouble('cut');
    const failure = await storeOf().get(sha256).then(buffer).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(BlobStoreUnavailableError);
    expect(failure).not.toBeInstanceOf(BlobCorruptError);
  });

  it('gives up after its attempts', async () => {
    s3.trouble(...Array.from({ length: 5 }, () => ({ status: 500, code: 'InternalError' })));
    await expect(storeOf().put(Readable.from([bytes]), LIMITS)).rejects.toThrow(BlobStoreUnavailableError);
    expect(s3.seen).toHaveLength(3);
  });

  it('gives up a server that is silent, before and within a body', async () => {
    const impatient = storeOf({}, { timeouts: { connectMs: 1_000, idleMs: 100 }, retries: { attempts: 1, firstPauseMs: 1 } });
    s3.trouble('silence');
    await expect(impatient.put(Readable.from([bytes]), LIMITS)).rejects.toThrow(BlobStoreUnavailableError);
    s3.trouble('silence');
    await expect(impatient.has('0'.repeat(64))).rejects.toThrow(BlobStoreUnavailableError);
    const { sha256 } = await storeOf().put(bytes);
    s3.trouble('stall');
    await expect(impatient.get(sha256).then(buffer)).rejects.toThrow(BlobStoreUnavailableError);
  });

  it('tells that nobody listens', async () => {
    const free = createServer().listen(0, '127.0.0.1');
    await once(free, 'listening');
    const { port } = free.address() as AddressInfo;
    await new Promise((closed) => free.close(closed));
    const away = storeOf({ endpoint: `http://127.0.0.1:${port}` });
    const failure = await away.check().catch((error: unknown) => error as Error);
    expect(failure).toMatchObject({ name: 'BlobStoreUnavailableError', code: 'BLOB_STORE_UNAVAILABLE' });
    expect(String(failure?.cause)).toContain('ECONNREFUSED');
  });

  it.each([
    ['a wrong secret', { credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'not-the-secret' } }, 'SignatureDoesNotMatch'],
    ['an unknown key', { credentials: { accessKeyId: 'NOBODY', secretAccessKey: 'not-the-secret' } }, 'InvalidAccessKeyId'],
    ['a missing bucket', { bucket: 'elsewhere' }, 'NoSuchBucket'],
  ])('tells %s at once, and no secret', async (_name, over, code) => {
    const refused = await storeOf(over).check().catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(BlobStoreRefusedError);
    expect((refused as Error).message).toContain(code);
    expect((refused as Error).message).not.toContain('not-the-secret');
    expect(s3.seen).toHaveLength(1);
  });

  it('asks only once for what a server does not know', async () => {
    s3.trouble({ status: 501, code: 'NotImplemented' });
    await expect(storeOf().put(bytes)).rejects.toThrow(BlobStoreRefusedError);
    expect(s3.seen).toHaveLength(1);
  });

  it('sends nothing that the server would keep under another hash', async () => {
    const store = storeOf();
    const { sha256 } = await store.put(bytes);
    s3.objects.clear();
    s3.spoil = true;
    await expect(store.put(bytes)).rejects.toThrow('XAmzContentSHA256Mismatch');
    expect(await store.has(sha256)).toBe(false);
  });

  it('gets along with a server whose clock is an hour off', async () => {
    s3.skewMs = 3_600_000;
    const { sha256 } = await storeOf().put(Readable.from([bytes]), LIMITS);
    expect(await storeOf().has(sha256)).toBe(true);
  });

  it('tells that the server has no room', async () => {
    s3.trouble(...Array.from({ length: 3 }, () => ({ status: 507, code: 'XMinioStorageFull' })));
    await expect(storeOf().put(bytes)).rejects.toThrow(BlobStoreFullError);
  });
});
