import type { MailLimits } from '../limits.js';
import type { Problems } from '../problems.js';
import { isHeaderOfMail } from './header-of-mail.js';

/** One header as bytes: name lower-case, value unfolded. */
export interface RawHeader {
  readonly name: string;
  readonly value: Buffer;
}

const HEADER = /^([!-9;-~]{1,200})[ \t]*:/;
const MBOX_LINE = /^>?From [^:]*\S/;
/** So many lines in a row that are no headers: the body began without an empty line. */
const MAX_STRAY_LINES = 10;
const MAX_STRAY_BYTES = 65_536;

/** Takes the head of a part line by line (without line ends), bounded; what is over a limit is dropped with a problem. */
export class HeaderReader {
  readonly headers: RawHeader[] = [];
  /** Lines that were no headers; they belong to the body unless headers went on after them. */
  private stray: Buffer[] = [];
  private open: { name: string; parts: Buffer[]; sizeBytes: number } | undefined;
  private headBytes = 0;
  private strayBytes = 0;
  private lines = 0;
  /** The lines as they came, until a header of mail is seen: without one they are text. */
  private asText: Buffer[] | undefined = [];
  private asTextBytes = 0;

  constructor(
    private readonly limits: MailLimits,
    private readonly problems: Problems,
  ) {}

  /** @returns false when this line must be the body already */
  line(line: Buffer): boolean {
    this.lines++;
    this.keepAsText(line);
    const first = line[0];
    if ((first === 0x20 || first === 0x09) && this.open) {
      this.append(line);
      return true;
    }
    const start = line.subarray(0, 260).toString('latin1');
    const name = HEADER.exec(start);
    if (name) {
      this.begin(name[1]!.toLowerCase(), line.subarray(name[0].length));
      return true;
    }
    if (this.lines === 1 && MBOX_LINE.test(start)) {
      this.problems.add('mbox-line', 'a line of a mailbox file stands before the headers');
      return true;
    }
    return this.keepStray(line);
  }

  /** A piece of a line that is longer than any line should be. */
  continueLine(piece: Buffer): void {
    if (this.open) this.append(piece);
    else this.keepStray(piece);
  }

  /** @returns the lines themselves when no header of mail was among them */
  textInstead(): readonly Buffer[] | undefined {
    return this.asText;
  }

  /** @returns lines that turned out to be the beginning of the body */
  finish(): Buffer[] {
    this.closeHeader();
    if (this.stray.length > 0 && !this.asText) this.problems.add('header-damaged', 'lines without a header name end the headers');
    return this.stray;
  }

  private keepAsText(line: Buffer): void {
    if (!this.asText || this.asTextBytes + line.length > MAX_STRAY_BYTES) return;
    this.asText.push(Buffer.from(line));
    this.asTextBytes += line.length;
  }

  private begin(name: string, value: Buffer): void {
    this.closeHeader();
    if (this.asText && isHeaderOfMail(name)) this.asText = undefined;
    if (this.stray.length > 0) {
      this.problems.add('header-damaged', 'a line among the headers is none');
      this.stray = [];
      this.strayBytes = 0;
    }
    if (this.headers.length >= this.limits.maxHeaders) {
      this.problems.add('too-many-headers', `only the first ${this.limits.maxHeaders} are kept`);
      return;
    }
    this.open = { name, parts: [], sizeBytes: 0 };
    this.append(value);
  }

  private append(piece: Buffer): void {
    const open = this.open!;
    const room = Math.min(this.limits.maxHeaderBytes - open.sizeBytes, this.limits.maxHeadBytes - this.headBytes);
    if (piece.length > room) this.problems.add('header-too-long', `${open.name} is cut`);
    const kept = piece.subarray(0, Math.max(0, room));
    if (kept.length > 0) open.parts.push(kept);
    open.sizeBytes += kept.length;
    this.headBytes += kept.length;
  }

  private closeHeader(): void {
    if (!this.open) return;
    const { name, parts } = this.open;
    // A copy, so that no header keeps the whole chunk alive.
    this.headers.push({ name, value: Buffer.concat(parts) });
    this.open = undefined;
  }

  private keepStray(line: Buffer): boolean {
    this.closeHeader();
    if (this.strayBytes + line.length <= MAX_STRAY_BYTES) {
      this.stray.push(Buffer.from(line));
      this.strayBytes += line.length;
    }
    return this.stray.length < MAX_STRAY_LINES;
  }
}
