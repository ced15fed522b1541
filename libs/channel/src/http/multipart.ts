import type { IncomingMessage } from 'node:http';
import { Busboy, type BusboyFileStream } from '@fastify/busboy';
import { Problem } from '@tributary/platform';
import { type BlobStore, BlobTooLargeError } from '@tributary/storage';
import type { StoredFile, Webhook } from '../channel.js';
import '../texts.js';
import { cleanFileName, cleanMediaType } from './file-name.js';

export interface Multipart {
  readonly fields: readonly { name: string; value: string }[];
  readonly files: readonly StoredFile[];
}

export interface MultipartLimits extends NonNullable<Webhook<unknown>['multipart']> {
  /** Text fields together. */
  readonly maxFieldBytes: number;
}

const MAX_FIELDS = 200;
const MAX_NAME_BYTES = 200;
/** Busboy's types don't tell that it leaves the name out. */
const NAMELESS = 'a part has no name';
const HEADER_LIMITS = { headerPairs: 16, headerSize: 8192 };

/**
 * Reads a multipart/form-data body as it comes: fields into memory, files into blobs, which are durable when this
 * resolves. Whatever goes wrong ends every file under way before the error is told, so nothing is left behind.
 * @throws Problem 400 `bad-multipart` (malformed, cut short), 413 (too large, too many)
 * @throws BlobStoreFullError
 */
export function readMultipart(source: IncomingMessage, limits: MultipartLimits, blobs: BlobStore): Promise<Multipart> {
  return new MultipartReading(source, limits, blobs).read();
}

class MultipartReading {
  readonly #fields: { name: string; value: string }[] = [];
  readonly #files: Promise<StoredFile | undefined>[] = [];
  readonly #streams = new Set<BusboyFileStream>();
  #fieldBytes = 0;
  #bodyBytes = 0;

  constructor(
    private readonly source: IncomingMessage,
    private readonly limits: MultipartLimits,
    private readonly blobs: BlobStore,
  ) {}

  async read(): Promise<Multipart> {
    const parser = this.#parser();
    try {
      await this.#parsed(parser);
      const files = await Promise.all(this.#files);
      return { fields: this.#fields, files: files.filter((file) => file !== undefined) };
    } catch (error) {
      this.source.unpipe(parser);
      this.source.pause();
      for (const stream of this.#streams) stream.destroy(error instanceof Error ? error : undefined);
      // The parser complains about what was cut; that is known already.
      parser.on('error', () => undefined).destroy();
      await Promise.allSettled(this.#files);
      throw error;
    }
  }

  #parser(): Busboy {
    const { maxFieldBytes, maxFiles } = this.limits;
    try {
      return new Busboy({
        headers: { ...this.source.headers, 'content-type': this.source.headers['content-type'] ?? '' },
        limits: {
          ...HEADER_LIMITS,
          fieldNameSize: MAX_NAME_BYTES,
          fieldSize: maxFieldBytes,
          fields: MAX_FIELDS,
          files: maxFiles,
          parts: MAX_FIELDS + maxFiles,
        },
      });
    } catch (cause) {
      throw malformed(cause);
    }
  }

  #parsed(parser: Busboy): Promise<void> {
    return new Promise((resolve, reject) => {
      const fail = (error: unknown) => reject(error instanceof Problem ? error : malformed(error));
      parser.on('field', (name: string | undefined, value, nameTruncated, valueTruncated) => {
        if (name === undefined) reject(malformed(new Error(NAMELESS)));
        else if (nameTruncated || valueTruncated) reject(tooLarge(valueTruncated ? this.limits.maxFieldBytes : MAX_NAME_BYTES));
        else this.#takeField(name, value, reject);
      });
      parser.on('file', (field: string | undefined, stream, filename, _encoding, mediaType) => {
        if (field === undefined) {
          stream.resume();
          reject(malformed(new Error(NAMELESS)));
          return;
        }
        const stored = this.#store(field, stream, filename, mediaType);
        this.#files.push(stored);
        stored.catch(reject);
      });
      parser.on('partsLimit', () => reject(tooMany(MAX_FIELDS + this.limits.maxFiles, 'parts')));
      parser.on('filesLimit', () => reject(tooMany(this.limits.maxFiles, 'files')));
      parser.on('fieldsLimit', () => reject(tooMany(MAX_FIELDS, 'fields')));
      parser.on('finish', resolve);
      parser.on('error', fail);
      this.source.on('error', (cause) => reject(new Problem(400, 'request-aborted', { cause })));
      this.source.on('close', () => {
        if (!this.source.complete) reject(new Problem(400, 'request-aborted'));
      });
      this.#pipe(parser, reject);
    });
  }

  #pipe(parser: Busboy, reject: (error: Error) => void): void {
    const maxBytes = this.limits.maxTotalBytes + this.limits.maxFieldBytes;
    if (Number(this.source.headers['content-length'] ?? 0) > maxBytes) {
      reject(tooLarge(maxBytes));
      return;
    }
    this.source.on('data', (chunk: Buffer) => {
      this.#bodyBytes += chunk.length;
      if (this.#bodyBytes > maxBytes) reject(tooLarge(maxBytes));
    });
    this.source.pipe(parser);
  }

  #takeField(name: string, value: string, reject: (error: Error) => void): void {
    this.#fieldBytes += Buffer.byteLength(name) + Buffer.byteLength(value);
    if (this.#fieldBytes > this.limits.maxFieldBytes) reject(tooLarge(this.limits.maxFieldBytes));
    else this.#fields.push({ name, value });
  }

  async #store(field: string, stream: BusboyFileStream, filename: string | undefined, mediaType: string): Promise<StoredFile | undefined> {
    this.#streams.add(stream);
    // What breaks the stream is told by the parser or by put; without a listener it would end the process.
    stream.on('error', () => undefined);
    try {
      const { sha256, sizeBytes } = await this.blobs.put(stream, { maxBytes: this.limits.maxFileBytes });
      // What browsers send for a file input that was left empty.
      if (!filename && sizeBytes === 0) return undefined;
      return { field, name: cleanFileName(filename), mediaType: cleanMediaType(mediaType), sizeBytes, sha256 };
    } catch (error) {
      if (error instanceof BlobTooLargeError) throw new Problem(413, 'file-too-large', { params: { limit: this.limits.maxFileBytes }, cause: error });
      throw error;
    } finally {
      this.#streams.delete(stream);
    }
  }
}

function malformed(cause: unknown): Problem {
  return new Problem(400, 'bad-multipart', { params: { reason: cause instanceof Error ? cause.message : 'unknown' }, cause });
}

function tooLarge(limit: number): Problem {
  return new Problem(413, 'body-too-large', { params: { limit } });
}

function tooMany(limit: number, what: string): Problem {
  return new Problem(413, 'too-many-parts', { params: { limit, what } });
}
