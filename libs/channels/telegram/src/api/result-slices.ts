const [QUOTE, BACKSLASH, COMMA, COLON, OPEN_ARRAY, CLOSE_ARRAY, OPEN_OBJECT, CLOSE_OBJECT] = Buffer.from('"\\,:[]{}');

/**
 * The elements of an answer's `result`, byte for byte as they were sent: what is kept for proof and for a later look is what Telegram
 * said, not our spelling of it.
 * @param answer  valid JSON, an object
 * @returns none when `result` is no array
 */
export function resultSlices(answer: Buffer): Buffer[] {
  const slices: Buffer[] = [];
  let depth = 0;
  let key = '';
  let begin = -1;
  for (let at = 0; at < answer.length; at++) {
    const byte = answer[at];
    if (byte === QUOTE) {
      const end = endOfString(answer, at);
      if (depth === 1 && nextByte(answer, end) === COLON) key = answer.toString('utf8', at + 1, end - 1);
      if (isElement(depth, key) && begin < 0) begin = at;
      at = end - 1;
    } else if (byte === OPEN_ARRAY || byte === OPEN_OBJECT) {
      if (isElement(depth, key) && begin < 0) begin = at;
      depth += 1;
      // A result that is an object has no elements.
      if (depth === 2 && byte === OPEN_OBJECT) key = '';
    } else if (byte === CLOSE_ARRAY || byte === CLOSE_OBJECT) {
      if (isElement(depth, key)) close(at);
      depth -= 1;
    } else if (byte === COMMA) {
      if (isElement(depth, key)) close(at);
    } else if (isElement(depth, key) && begin < 0 && !isBlank(byte)) begin = at;
  }
  return slices;

  function close(end: number): void {
    if (begin >= 0) slices.push(answer.subarray(begin, trimmedEnd(answer, end)));
    begin = -1;
  }
}

function isElement(depth: number, key: string): boolean {
  return depth === 2 && key === 'result';
}

/** After its closing quote. */
function endOfString(bytes: Buffer, start: number): number {
  let at = start + 1;
  while (at < bytes.length && bytes[at] !== QUOTE) at += bytes[at] === BACKSLASH ? 2 : 1;
  return at + 1;
}

function nextByte(bytes: Buffer, from: number): number | undefined {
  let at = from;
  while (isBlank(bytes[at])) at += 1;
  return bytes[at];
}

function trimmedEnd(bytes: Buffer, end: number): number {
  let at = end;
  while (isBlank(bytes[at - 1])) at -= 1;
  return at;
}

function isBlank(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}
