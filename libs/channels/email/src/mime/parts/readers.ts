import type { PartHead } from '../split/part-head.js';
import type { Attachments } from './attachments.js';
import type { FileSink } from './file-sink.js';
import { MemorySink } from './memory-sink.js';
import type { PartReader } from './part-reader.js';
import { readTnef, type TnefContents } from './tnef.js';

/** A part that is not kept. */
export class SkippingReader implements PartReader {
  write(): undefined {
    return undefined;
  }

  end(): undefined {
    return undefined;
  }
}

/** A text, as far as it may be long. */
export class TextReader implements PartReader {
  private readonly memory: MemorySink;

  constructor(
    maxBytes: number,
    private readonly onText: (bytes: Buffer, truncated: boolean) => Promise<void> | void,
  ) {
    this.memory = new MemorySink(maxBytes);
  }

  write(bytes: Buffer): undefined {
    this.memory.write(bytes);
  }

  end(): Promise<void> | undefined {
    return this.onText(this.memory.bytes(), this.memory.truncated) ?? undefined;
  }
}

/** A file on its way to the store. */
export class FileReader implements PartReader {
  constructor(
    private readonly attachments: Attachments,
    private readonly file: FileSink,
    private readonly head: PartHead,
  ) {}

  write(bytes: Buffer): Promise<void> | undefined {
    return this.file.write(bytes);
  }

  async end(): Promise<void> {
    await this.attachments.keep(this.file, this.head);
  }

  abandon(cause: Error): void {
    this.file.abandon(cause);
  }
}

/** A mail inside the mail: read from its first bytes, and kept as a file unless a report only quotes it. */
export class EmbeddedReader implements PartReader {
  private readonly memory: MemorySink;

  constructor(
    private readonly attachments: Attachments,
    private readonly file: FileSink | undefined,
    private readonly head: PartHead,
    maxBytes: number,
    private readonly onMail: (bytes: Buffer, sha256: string | undefined) => Promise<void>,
  ) {
    this.memory = new MemorySink(maxBytes);
  }

  write(bytes: Buffer): Promise<void> | undefined {
    this.memory.write(bytes);
    return this.file?.write(bytes);
  }

  async end(): Promise<void> {
    const stored = this.file && (await this.attachments.keep(this.file, this.head));
    await this.onMail(this.memory.bytes(), stored?.sha256);
  }

  abandon(cause: Error): void {
    this.file?.abandon(cause);
  }
}

/** An invitation: kept as a file and read for what it says. */
export class CalendarReader implements PartReader {
  private readonly memory: MemorySink;

  constructor(
    private readonly attachments: Attachments,
    private readonly file: FileSink | undefined,
    private readonly head: PartHead,
    maxBytes: number,
    private readonly onCalendar: (bytes: Buffer) => void,
  ) {
    this.memory = new MemorySink(maxBytes);
  }

  write(bytes: Buffer): Promise<void> | undefined {
    this.memory.write(bytes);
    return this.file?.write(bytes);
  }

  async end(): Promise<void> {
    this.onCalendar(this.memory.bytes());
    if (this.file) await this.attachments.keep(this.file, this.head);
  }

  abandon(cause: Error): void {
    this.file?.abandon(cause);
  }
}

/** A winmail.dat: its files and texts stand for it; when it can't be unpacked it is a file itself. */
export class TnefReader implements PartReader {
  constructor(
    private readonly attachments: Attachments,
    private readonly file: FileSink,
    private readonly head: PartHead,
    private readonly maxFiles: number,
    private readonly onContents: (contents: TnefContents) => void,
    private readonly onDamage: () => void,
  ) {}

  write(bytes: Buffer): Promise<void> | undefined {
    return this.file.write(bytes);
  }

  async end(): Promise<void> {
    const whole = this.file.whole();
    const contents = whole && readTnef(whole, this.maxFiles);
    if (!contents || (contents.files.length === 0 && !contents.text && !contents.html)) {
      this.onDamage();
      await this.attachments.keep(this.file, this.head);
      return;
    }
    this.onContents(contents);
    for (const file of contents.files) await this.keepFile(file);
  }

  abandon(cause: Error): void {
    this.file.abandon(cause);
  }

  private async keepFile({ name, mediaType, contentId, bytes }: TnefContents['files'][number]): Promise<void> {
    const sink = this.attachments.open();
    if (!sink) return;
    await sink.write(bytes);
    await this.attachments.keep(sink, { fileName: name, mediaType: mediaType || 'application/octet-stream', contentId, disposition: 'attachment' });
  }
}
