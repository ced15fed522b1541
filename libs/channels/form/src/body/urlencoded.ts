import { decodeText, InvalidBytesError } from '@tributary/contact';

export interface Pair {
  readonly name: string;
  readonly value: string;
}

/**
 * Splits application/x-www-form-urlencoded bytes into names and values (URL standard §5.1), strictly decoded.
 * @throws InvalidBytesError  with the offset in the body, not in the decoded value
 * @throws RangeError  unknown charset
 */
export function* readUrlencoded(body: Buffer, charset: string): Generator<Pair> {
  let start = 0;
  while (start < body.length) {
    const end = indexOr(body, AMPERSAND, start, body.length);
    const equals = indexOr(body, EQUALS, start, end);
    if (end > start) yield { name: decodePart(body, start, equals, charset), value: decodePart(body, equals + 1, end, charset) };
    start = end + 1;
  }
}

const AMPERSAND = 0x26;
const EQUALS = 0x3d;
const PERCENT = 0x25;
const PLUS = 0x2b;
const SPACE = 0x20;

/** Place of a byte, else `end`; looks no further than that, so that a body is read once only. */
function indexOr(body: Buffer, byte: number, start: number, end: number): number {
  const index = body.subarray(start, end).indexOf(byte);
  return index < 0 ? end : start + index;
}

function decodePart(body: Buffer, start: number, end: number, charset: string): string {
  const { bytes, offsets } = percentDecode(body, start, end);
  try {
    return decodeText(bytes, charset);
  } catch (error) {
    if (!(error instanceof InvalidBytesError)) throw error;
    throw new InvalidBytesError(offsets[error.byteOffset] ?? end, error.charset, { cause: error });
  }
}

/** Decoded bytes, and where in the body each of them stands. A percent sign without two digits stands for itself. */
function percentDecode(body: Buffer, start: number, end: number): { bytes: Uint8Array; offsets: Uint32Array } {
  const bytes = new Uint8Array(Math.max(end - start, 0));
  const offsets = new Uint32Array(bytes.length);
  let length = 0;
  for (let at = start; at < end; at += 1, length += 1) {
    offsets[length] = at;
    const byte = body[at] ?? 0;
    const escaped = byte === PERCENT && at + 2 < end ? hexDigit(body[at + 1]) * 16 + hexDigit(body[at + 2]) : Number.NaN;
    if (Number.isNaN(escaped)) bytes[length] = byte === PLUS ? SPACE : byte;
    else {
      bytes[length] = escaped;
      at += 2;
    }
  }
  return { bytes: bytes.subarray(0, length), offsets: offsets.subarray(0, length) };
}

/** 0 to 15; NaN for what is no hexadecimal digit. */
function hexDigit(byte = 0): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const letter = (byte | 0x20) - 0x61;
  return letter >= 0 && letter < 6 ? letter + 10 : Number.NaN;
}
