import { isMailboxLine } from './mailbox-line.js';

/** The bytes of one message, at most so many as were asked for. */
export interface MessageBytes {
  readonly bytes: Buffer;
  /** It was longer; the rest is left out. */
  readonly truncated: boolean;
}

const LF = 0x0a;
const CR = 0x0d;
const QUOTE = 0x3e;
const FROM = Buffer.from('From ');
/** Longer lines are passed on in pieces. */
const MAX_LINE_BYTES = 1_048_576;
const MAX_MAILBOX_LINE_BYTES = 500;

/**
 * The messages of a mailbox file (mbox), one at a time: split at "From " lines with a date after an empty line, and with
 * ">From " lines as they were written. Memory is bounded by one message.
 * @param source  a file that begins with such a line
 */
export async function* splitMailbox(source: AsyncIterable<Buffer>, maxBytes: number): AsyncGenerator<MessageBytes> {
  const splitter = new MailboxSplitter(maxBytes);
  let held: Buffer = Buffer.alloc(0);
  for await (const chunk of source) {
    const bytes = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
    const end = wholeLines(bytes);
    yield* splitter.take(bytes.subarray(0, end));
    held = Buffer.from(bytes.subarray(end));
  }
  yield* splitter.take(held);
  const last = splitter.end();
  if (last) yield last;
}

function wholeLines(bytes: Buffer): number {
  const end = bytes.lastIndexOf(LF) + 1;
  return bytes.length - end > MAX_LINE_BYTES ? bytes.length : end;
}

class MailboxSplitter {
  private message: BoundedBytes | undefined;
  /** The empty line before the next message belongs to the file, so it waits until it is known not to be that. */
  private afterEmptyLine = true;

  constructor(private readonly maxBytes: number) {}

  /** @param bytes  whole lines */
  *take(bytes: Buffer): Generator<MessageBytes> {
    let taken = 0;
    for (let at = bytes.indexOf(FROM); at >= 0; at = bytes.indexOf(FROM, at + 1)) {
      const start = lineStart(bytes, at);
      if (start === undefined) continue;
      if (start < at) {
        // ">From " is "From " that a mailbox file can't hold.
        this.message?.add(bytes.subarray(taken, start));
        taken = start + 1;
      } else if (this.isAfterEmptyLine(bytes, at) && isMailboxLine(bytes.toString('latin1', at, Math.min(lineEnd(bytes, at), at + MAX_MAILBOX_LINE_BYTES)))) {
        this.message?.add(bytes.subarray(taken, at));
        if (this.message) yield this.message.finish();
        this.message = new BoundedBytes(this.maxBytes);
        taken = lineEnd(bytes, at);
      }
    }
    this.message?.add(bytes.subarray(taken));
    if (bytes.length > 0) this.afterEmptyLine = endsWithEmptyLine(bytes, bytes.length);
  }

  end(): MessageBytes | undefined {
    return this.message?.finish();
  }

  private isAfterEmptyLine(bytes: Buffer, at: number): boolean {
    return at === 0 ? this.afterEmptyLine : endsWithEmptyLine(bytes, at);
  }
}

/** @returns where the line begins if nothing but ">" stands before `at` */
function lineStart(bytes: Buffer, at: number): number | undefined {
  let start = at;
  while (start > 0 && bytes[start - 1] === QUOTE) start--;
  return start === 0 || bytes[start - 1] === LF ? start : undefined;
}

function lineEnd(bytes: Buffer, at: number): number {
  const end = bytes.indexOf(LF, at);
  return end < 0 ? bytes.length : end + 1;
}

function endsWithEmptyLine(bytes: Buffer, end: number): boolean {
  let at = end - 1;
  if (bytes[at] !== LF) return false;
  at--;
  if (bytes[at] === CR) at--;
  return at < 0 || bytes[at] === LF;
}

class BoundedBytes {
  private readonly pieces: Buffer[] = [];
  private sizeBytes = 0;
  private truncated = false;

  constructor(private readonly maxBytes: number) {}

  add(bytes: Buffer): void {
    const kept = bytes.subarray(0, this.maxBytes - this.sizeBytes);
    if (kept.length < bytes.length) this.truncated = true;
    // A copy, for the file's next chunk may come into the same memory.
    if (kept.length > 0) this.pieces.push(Buffer.from(kept));
    this.sizeBytes += kept.length;
  }

  finish(): MessageBytes {
    return { bytes: Buffer.concat(this.pieces), truncated: this.truncated };
  }
}
