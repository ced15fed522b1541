import type { Readable } from 'node:stream';

const CHUNK_BYTES = 65_536;
const LF = 0x0a;
const CR = 0x0d;
const LEADING = /^(?:\u00ef\u00bb\u00bf)?[\r\n\t ]*(?=\S|$)/;

/**
 * The bytes of a mail in chunks of at most 64 KiB, without a mark or empty lines in front of the headers.
 * A mail whose lines end with bare CR throughout gets LF instead.
 */
export async function* sourceChunks(source: Readable | Uint8Array): AsyncGenerator<Buffer> {
  let begun = false;
  let bareCr = false;
  for await (const bytes of source instanceof Uint8Array ? [source] : (source as AsyncIterable<Uint8Array | string>)) {
    let rest = asBuffer(bytes);
    if (!begun) {
      rest = rest.subarray(leadingBytes(rest));
      if (rest.length === 0) continue;
      begun = true;
      bareCr = rest.subarray(0, CHUNK_BYTES).includes(CR) && !rest.subarray(0, CHUNK_BYTES).includes(LF);
    }
    for (let at = 0; at < rest.length; at += CHUNK_BYTES) {
      const chunk = rest.subarray(at, at + CHUNK_BYTES);
      yield bareCr ? Buffer.from(chunk.map((byte) => (byte === CR ? LF : byte))) : chunk;
    }
  }
}

function asBuffer(bytes: Uint8Array | string): Buffer {
  return typeof bytes === 'string' ? Buffer.from(bytes) : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function leadingBytes(bytes: Buffer): number {
  const start = bytes.subarray(0, CHUNK_BYTES).toString('latin1');
  return LEADING.exec(start)?.[0].length ?? 0;
}
