import { HeaderReader } from '../header/header-reader.js';
import type { MailLimits } from '../limits.js';
import type { Problems } from '../problems.js';
import { adoptBoundary, type Container, matchBoundary, openContainer } from './container.js';
import { type PartHead, partHead } from './part-head.js';

/** What the splitter found, in order; `data` belongs to the part opened last. */
export type SplitEvent =
  | { readonly type: 'part'; readonly head: PartHead; readonly container: Container | undefined }
  | { readonly type: 'data'; readonly bytes: Buffer }
  | { readonly type: 'end' };

type State = 'head' | 'leaf' | 'between' | 'ignored';

const LF = 0x0a;
const CR = 0x0d;
/** Longest line that is looked at as a boundary: RFC 2046 allows 70 characters, senders take more. */
const MAX_BOUNDARY_LINE_BYTES = 512;
/** A head's line is passed on in pieces beyond this. */
const MAX_PENDING_BYTES = 16_384;
const MAX_PREAMBLE_BYTES = 65_536;
const NEWLINE = Buffer.from('\n');
const NEWLINE_DASHES = '\n--';

/**
 * Cuts the bytes of a mail into its leaf parts, in one pass and with bounded memory. Never fails: what breaks the rules is read
 * as most mail programs would, with a problem noted. Any enclosing boundary ends a part, so an inner one that was never closed
 * doesn't swallow what follows.
 */
export class PartSplitter {
  /** Head of the mail itself, once it was read. */
  root: PartHead | undefined;
  private state: State = 'head';
  private readonly containers: Container[] = [];
  private head: HeaderReader;
  private partCount = 1;
  private buffer: Buffer = Buffer.alloc(0);
  private at = 0;
  /** `at` stands behind a line end that belongs to the head or to a boundary. */
  private atLineStart = true;
  private inLongLine = false;
  private final = false;
  private preamble: Buffer[] = [];
  private preambleBytes = 0;

  constructor(
    private readonly limits: MailLimits,
    private readonly problems: Problems,
  ) {
    this.head = new HeaderReader(limits, problems);
  }

  *write(chunk: Buffer): Generator<SplitEvent> {
    this.buffer = this.at < this.buffer.length ? Buffer.concat([this.buffer.subarray(this.at), chunk]) : chunk;
    this.at = 0;
    yield* this.run();
  }

  *end(): Generator<SplitEvent> {
    this.final = true;
    yield* this.run();
    if (this.state === 'head') yield* this.finishHead();
    if (this.state === 'leaf') yield { type: 'end' };
    if (this.containers.length > 0) this.problems.add('boundary-unclosed', 'the mail ends within a multipart');
    yield* this.leaveContainers(0);
  }

  private *run(): Generator<SplitEvent> {
    for (let moving = true; moving && this.at < this.buffer.length; ) moving = this.state === 'head' ? yield* this.readHead() : yield* this.readBody();
  }

  /** @returns false when more bytes are needed */
  private *readHead(): Generator<SplitEvent, boolean> {
    const end = this.buffer.indexOf(LF, this.at);
    if (end < 0) {
      if (!this.final && this.buffer.length - this.at < MAX_PENDING_BYTES) return false;
      this.passHeadLine(this.buffer.subarray(this.at));
      this.at = this.buffer.length;
      this.inLongLine = !this.final;
      return false;
    }
    const lineEnd = end > this.at && this.buffer[end - 1] === CR ? end - 1 : end;
    const line = this.buffer.subarray(this.at, lineEnd);
    if (!this.inLongLine) {
      if (line.length === 0) {
        this.at = end + 1;
        yield* this.finishHead();
        return true;
      }
      if (this.isBoundary(line)) {
        yield* this.finishHead();
        return true; // read again, now as the body
      }
    }
    const goesOn = this.passHeadLine(line);
    this.inLongLine = false;
    this.at = end + 1;
    if (!goesOn) yield* this.finishHead();
    return true;
  }

  private passHeadLine(line: Buffer): boolean {
    if (!this.inLongLine) return this.head.line(line);
    this.head.continueLine(line);
    return true;
  }

  private *finishHead(): Generator<SplitEvent> {
    const stray = this.head.finish();
    const { headers } = this.head;
    this.atLineStart = true;
    this.inLongLine = false;
    const container = this.containers.at(-1);
    const text = this.root === undefined ? this.head.textInstead() : undefined;
    const head = partHead(text ? [] : headers, container?.subtype === 'digest' ? 'message/rfc822' : 'text/plain', this.problems);
    this.root ??= head;
    if (text) this.problems.add('no-header', 'a text without a single header of mail');
    if (head.mediaType.startsWith('multipart/') && this.enter(head)) return;
    this.state = 'leaf';
    yield { type: 'part', head, container };
    for (const line of text ?? stray) yield { type: 'data', bytes: Buffer.concat([line, NEWLINE]) };
    // The empty line that ended such a "head" was the end of a paragraph.
    if (text) yield { type: 'data', bytes: NEWLINE };
  }

  /** @returns false when containers stand too deep already: then the multipart is taken as one file */
  private enter(head: PartHead): boolean {
    if (this.containers.length >= this.limits.maxDepth) {
      this.problems.add('too-deep', `parts deeper than ${this.limits.maxDepth} are kept as a file`);
      return false;
    }
    this.containers.push(openContainer(head, this.containers.at(-1)));
    this.state = 'between';
    this.resetPreamble();
    return true;
  }

  /** @returns false when more bytes are needed */
  private *readBody(): Generator<SplitEvent, boolean> {
    if (this.containers.length === 0 || this.state === 'ignored') {
      yield* this.content(this.at, this.buffer.length);
      this.at = this.buffer.length;
      return false;
    }
    let search = this.at;
    for (let atStart = this.atLineStart; ; atStart = false) {
      const newline = atStart ? this.at - 1 : this.buffer.indexOf(NEWLINE_DASHES, search, 'latin1');
      if (!atStart && newline < 0) return yield* this.contentToEnd();
      const start = newline + 1;
      const end = this.buffer.indexOf(LF, start);
      const waits = end < 0 && !this.final && this.buffer.length - start < MAX_BOUNDARY_LINE_BYTES;
      if (waits && (!atStart || startsLikeBoundary(this.buffer, start))) {
        yield* this.content(this.at, beforeNewline(this.buffer, this.at, newline));
        this.at = Math.max(this.at, beforeNewline(this.buffer, this.at, newline));
        return false;
      }
      const line = this.buffer.subarray(start, end < 0 ? this.buffer.length : end);
      if (this.isBoundary(line)) {
        yield* this.content(this.at, beforeNewline(this.buffer, this.at, newline));
        this.at = end < 0 ? this.buffer.length : end + 1;
        yield* this.atBoundary(line);
        return true;
      }
      search = start;
    }
  }

  /** No boundary in sight: all but a line end that may turn out to belong to one. */
  private *contentToEnd(): Generator<SplitEvent, boolean> {
    let end = this.buffer.length;
    if (!this.final) {
      const newline = this.buffer.lastIndexOf(LF);
      if (newline >= this.at && newline >= end - 3) end = beforeNewline(this.buffer, this.at, newline);
      else if (this.buffer[end - 1] === CR) end--;
    }
    yield* this.content(this.at, end);
    this.at = end;
    return false;
  }

  private *content(from: number, until: number): Generator<SplitEvent> {
    if (until <= from) return;
    this.atLineStart = false;
    const bytes = this.buffer.subarray(from, until);
    if (this.state === 'leaf') yield { type: 'data', bytes };
    else if (this.state === 'between') this.keepPreamble(bytes);
  }

  private isBoundary(line: Buffer): boolean {
    if (line.length < 3 || line.length > MAX_BOUNDARY_LINE_BYTES || line[0] !== 0x2d || line[1] !== 0x2d || this.containers.length === 0) return false;
    const text = line.toString('latin1');
    if (this.state === 'between' && adoptBoundary(this.containers.at(-1)!, text)) this.problems.add('boundary-missing', 'taken from the first line that looks like one');
    return matchBoundary(this.containers, text) !== undefined;
  }

  private *atBoundary(line: Buffer): Generator<SplitEvent> {
    if (this.state === 'leaf') yield { type: 'end' };
    const { index, closes } = matchBoundary(this.containers, line.toString('latin1'))!;
    if (index < this.containers.length - 1) this.problems.add('boundary-unclosed', 'an inner multipart ends with the outer one');
    this.state = 'between';
    yield* this.leaveContainers(index + 1);
    if (closes) {
      yield* this.leaveContainers(index);
      this.state = this.containers.length > 0 ? 'between' : 'ignored';
      // The next boundary may follow at once: an empty epilogue needs no line of its own.
      this.atLineStart = true;
    } else this.beginPart();
  }

  private beginPart(): void {
    this.containers.at(-1)!.hasParts = true;
    if (this.partCount >= this.limits.maxParts) {
      this.problems.add('too-many-parts', `only the first ${this.limits.maxParts} are read`);
      this.containers.length = 0;
      this.state = 'ignored';
      return;
    }
    this.partCount++;
    this.head = new HeaderReader(this.limits, this.problems);
    this.state = 'head';
    this.atLineStart = true;
  }

  /** Text in a multipart that never showed a boundary is all there is: it is read as text. */
  private *leaveContainers(depth: number): Generator<SplitEvent> {
    while (this.containers.length > depth) {
      const left = this.containers.pop()!;
      if (left.hasParts || this.preambleBytes === 0) continue;
      this.problems.add('boundary-missing', 'a multipart without parts');
      yield { type: 'part', head: partHead([], 'text/plain', this.problems), container: this.containers.at(-1) };
      for (const bytes of this.preamble) yield { type: 'data', bytes };
      yield { type: 'end' };
      this.resetPreamble();
    }
  }

  private keepPreamble(bytes: Buffer): void {
    if (this.containers.at(-1)?.hasParts !== false || this.preambleBytes >= MAX_PREAMBLE_BYTES) return;
    const kept = Buffer.from(bytes.subarray(0, MAX_PREAMBLE_BYTES - this.preambleBytes));
    this.preamble.push(kept);
    this.preambleBytes += kept.length;
  }

  private resetPreamble(): void {
    this.preamble = [];
    this.preambleBytes = 0;
  }
}

function startsLikeBoundary(buffer: Buffer, at: number): boolean {
  return buffer[at] === 0x2d && (at + 1 >= buffer.length || buffer[at + 1] === 0x2d);
}

/** Where the content before a boundary ends: the line end in front of it belongs to the boundary (RFC 2046 §5.1.1). */
function beforeNewline(buffer: Buffer, from: number, newline: number): number {
  return newline > from && buffer[newline - 1] === CR ? newline - 1 : newline;
}
