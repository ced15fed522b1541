import type { TransferDecoder } from './transfer-decoder.js';

const EQUALS = 0x3d;
const CR = 0x0d;
const LF = 0x0a;
/** Longest "=" sequence that may be cut by the end of a chunk: "=" blanks CR LF; longer runs of blanks are taken literally. */
const MAX_PENDING_BYTES = 80;

/** Streaming quoted-printable (RFC 2045 §6.7): a broken "=XY" stays as it came, as readers of mail show it. */
export class QuotedPrintableDecoder implements TransferDecoder {
  damaged = false;
  private rest: Buffer = Buffer.alloc(0);

  write(bytes: Buffer): Buffer {
    return this.decode(this.rest.length > 0 ? Buffer.concat([this.rest, bytes]) : bytes, false);
  }

  end(): Buffer {
    return this.decode(this.rest, true);
  }

  private decode(input: Buffer, atEnd: boolean): Buffer {
    const output = Buffer.allocUnsafe(input.length);
    let written = 0;
    let at = 0;
    this.rest = input.subarray(input.length);
    while (at < input.length) {
      const equals = input.indexOf(EQUALS, at);
      const until = equals < 0 ? input.length : equals;
      written += input.copy(output, written, at, until);
      at = until;
      if (equals < 0) break;
      const taken = this.escape(input, at, atEnd);
      if (taken === undefined) {
        this.rest = Buffer.from(input.subarray(at));
        break;
      }
      if (taken.byte !== undefined) output[written++] = taken.byte;
      at += taken.length;
    }
    return output.subarray(0, written);
  }

  /** @returns nothing when the sequence goes on in the next chunk */
  private escape(input: Buffer, at: number, atEnd: boolean): { length: number; byte?: number } | undefined {
    const high = hexValue(input[at + 1]);
    const low = hexValue(input[at + 2]);
    if (high >= 0 && low >= 0) return { length: 3, byte: high * 16 + low };
    let end = at + 1;
    while (end < input.length && end - at < MAX_PENDING_BYTES && (input[end] === 0x20 || input[end] === 0x09)) end++;
    if (input[end] === LF) return { length: end + 1 - at };
    if (input[end] === CR && input[end + 1] === LF) return { length: end + 2 - at };
    const cut = end >= input.length || (input[end] === CR && end + 1 >= input.length) || at + 2 >= input.length;
    if (cut && !atEnd && end - at < MAX_PENDING_BYTES) return undefined;
    if (cut && end >= input.length) return { length: input.length - at };
    this.damaged = true;
    return { length: 1, byte: EQUALS };
  }
}

function hexValue(byte: number | undefined): number {
  if (byte === undefined) return -1;
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const upper = byte & 0xdf;
  return upper >= 0x41 && upper <= 0x46 ? upper - 0x37 : -1;
}
