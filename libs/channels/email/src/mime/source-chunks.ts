import type { Readable } from 'node:stream';

const CHUNK_BYTES = 65_536;
const LF = 0x0a;
const CR = 0x0d;
const LEADING = /^(?:\u00ef\u00bb\u00bf)?[\r\n\t ]*(?=\S|$)/;

/** What the line ends are is read from so many first bytes, however the source cuts them. */
const SAMPLE_BYTES = 2_048;

/**
 * The bytes of a mail in chunks of at most 64 KiB, without a mark or empty lines in front of the headers.
 * The first chunk has 2 KiB at least, or is the whole mail. Where lines end with bare CR throughout, they get LF instead.
 */
export async function* sourceChunks(source: Readable | Uint8Array): AsyncGenerator<Buffer> {
  let start: Buffer | undefined = Buffer.alloc(0);
  let bareCr = false;
  for await (const bytes of source instanceof Uint8Array ? [source] : (source as AsyncIterable<Uint8Array | string>)) {
    if (!start) {
      yield* slices(asBuffer(bytes), bareCr);
      continue;
    }
    const joined: Buffer = Buffer.concat([start, asBuffer(bytes)]);
    start = joined.subarray(leadingBytes(joined));
    if (start.length < SAMPLE_BYTES) continue;
    bareCr = hasBareCr(start);
    yield* slices(start, bareCr);
    start = undefined;
  }
  if (start) yield* slices(start, hasBareCr(start));
}

function* slices(bytes: Buffer, bareCr: boolean): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += CHUNK_BYTES) {
    const chunk = bytes.subarray(at, at + CHUNK_BYTES);
    yield bareCr ? Buffer.from(chunk.map((byte) => (byte === CR ? LF : byte))) : chunk;
  }
}

function hasBareCr(start: Buffer): boolean {
  const sample = start.subarray(0, SAMPLE_BYTES);
  return sample.subarray(0, -1).includes(CR) && !sample.includes(LF);
}

function asBuffer(bytes: Uint8Array | string): Buffer {
  return typeof bytes === 'string' ? Buffer.from(bytes) : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function leadingBytes(bytes: Buffer): number {
  const start = bytes.subarray(0, CHUNK_BYTES).toString('latin1');
  return LEADING.exec(start)?.[0].length ?? 0;
}
