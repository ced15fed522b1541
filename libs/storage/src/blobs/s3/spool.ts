import { randomUUID } from 'node:crypto';
import { type FileHandle, mkdir, open, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { StoredBlob } from '../blob-store.js';
import { Meter } from '../hashing.js';

const CHUNK_BYTES = 256 * 1024;

/** A blob whose name is known before it is sent, and that can be sent more than once. */
export interface Spooled extends StoredBlob {
  /** The bytes from their beginning. */
  open(): Readable;
}

/**
 * Writes a stream into a file without a name, so that a process that dies leaves nothing behind, and hands it over.
 * @throws BlobTooLargeError  over the limit; the rest of the source is not read
 */
export async function spooling<T>(source: Readable, maxBytes: number, dir: string, use: (spooled: Spooled) => Promise<T>): Promise<T> {
  const file = await openNameless(dir);
  try {
    const meter = new Meter(maxBytes);
    await pipeline(source, meter, (chunks: AsyncIterable<Buffer>) => writeFile(file, chunks));
    const { sizeBytes } = meter;
    return await use({
      sha256: meter.digest(),
      sizeBytes,
      open: () => Readable.from(chunksOf(file, sizeBytes), { objectMode: false }),
    });
  } finally {
    await file.close();
  }
}

/** A stream of the handle itself would close the file with its first reader. */
async function* chunksOf(file: FileHandle, sizeBytes: number): AsyncGenerator<Buffer> {
  for (let position = 0; position < sizeBytes; ) {
    const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(CHUNK_BYTES), 0, CHUNK_BYTES, position);
    if (bytesRead === 0) throw new Error(`a spooled blob ends after ${position} of ${sizeBytes} bytes`);
    position += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}

async function openNameless(dir: string): Promise<FileHandle> {
  await mkdir(dir, { recursive: true, mode: 0o700 });
  const path = join(dir, randomUUID());
  const file = await open(path, 'wx+', 0o600);
  await rm(path);
  return file;
}
