/** Bytes that are no text in the charset they claim. */
export class InvalidBytesError extends Error {
  override readonly name = 'InvalidBytesError';
  constructor(
    /** Where decoding fails, from 0. */
    readonly byteOffset: number,
    readonly charset: string,
    options?: ErrorOptions,
  ) {
    super(`no valid ${charset} at byte ${byteOffset}`, options);
  }
}

/**
 * Decodes bytes strictly; a byte order mark is dropped.
 * @param charset  a label of the WHATWG encoding standard
 * @throws InvalidBytesError  where they are not text
 * @throws RangeError  unknown charset
 */
export function decodeText(bytes: Uint8Array, charset = 'utf-8'): string {
  const decoder = new TextDecoder(charset, { fatal: true });
  try {
    return decoder.decode(bytes);
  } catch (error) {
    throw new InvalidBytesError(invalidByte(bytes, charset), decoder.encoding, { cause: error });
  }
}

/** The shortest prefix that can't begin a text ends with the byte in question. */
function invalidByte(bytes: Uint8Array, charset: string): number {
  let fine = 0;
  let broken = bytes.length + 1;
  while (broken - fine > 1) {
    const middle = (fine + broken) >> 1;
    if (beginsText(bytes.subarray(0, middle), charset)) fine = middle;
    else broken = middle;
  }
  return fine;
}

function beginsText(bytes: Uint8Array, charset: string): boolean {
  try {
    new TextDecoder(charset, { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false; // the decoder's only answer
  }
}
