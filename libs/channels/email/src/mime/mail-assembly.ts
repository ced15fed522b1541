import { decodeText } from './charset/decode-text.js';
import { cleanText } from '@tributary/contact';
import type { MailLimits } from './limits.js';
import type { CalendarPart, EmbeddedMail, Mail, MailReport } from './mail.js';
import { mailFields } from './mail-fields.js';
import { Attachments } from './parts/attachments.js';
import { parseCalendar } from './parts/calendar.js';
import { chooseText } from './parts/choose-text.js';
import type { StorePart } from './parts/file-sink.js';
import { plainOfEnriched } from './parts/enriched.js';
import { unflow } from './parts/flowed.js';
import type { PartReader } from './parts/part-reader.js';
import { DecodingReader } from './parts/part-reader.js';
import { partRole, type PartRole } from './parts/part-role.js';
import { CalendarReader, EmbeddedReader, FileReader, SkippingReader, TextReader, TnefReader } from './parts/readers.js';
import { parseReport } from './parts/report.js';
import { TextBlocks } from './parts/text-block.js';
import type { TnefContents } from './parts/tnef.js';
import type { Problems } from './problems.js';
import type { Container } from './split/container.js';
import type { PartHead } from './split/part-head.js';
import type { SplitEvent } from './split/part-splitter.js';
import { IDENTITY, transferDecoder } from './transfer/transfer-decoder.js';

const MAX_REPORT_BYTES = 262_144;
const MAX_CALENDAR_BYTES = 262_144;
const MAX_BYTES_PER_CHAR = 4;

/** Reads a mail that stands inside this one: its headers and text. */
export type ReadEmbedded = (bytes: Buffer) => Promise<Omit<EmbeddedMail, 'mediaType' | 'reported' | 'sha256'>>;

/** Puts a mail together from what the splitter finds. */
export class MailAssembly {
  readonly attachments: Attachments;
  private readonly blocks = new TextBlocks();
  private readonly reports: MailReport[] = [];
  private readonly embedded: EmbeddedMail[] = [];
  private readonly calendar: CalendarPart[] = [];
  private reader: PartReader | undefined;
  private textChars = 0;
  private htmlChars = 0;

  constructor(
    store: StorePart,
    private readonly limits: MailLimits,
    private readonly problems: Problems,
    private readonly readEmbedded: ReadEmbedded | undefined,
  ) {
    this.attachments = new Attachments(store, limits, problems);
  }

  /** @returns a promise when the next event must wait for it */
  take(event: SplitEvent): Promise<void> | undefined {
    switch (event.type) {
      case 'part':
        this.reader = this.open(event.head, event.container);
        return undefined;
      case 'data':
        return this.reader?.write(event.bytes);
      case 'end': {
        const ended = this.reader?.end();
        this.reader = undefined;
        return ended;
      }
    }
  }

  abandon(cause: Error): void {
    this.reader?.abandon?.(cause);
  }

  finish(root: PartHead, sizeBytes: number): Mail {
    const chosen = chooseText(this.blocks.list, this.attachments.contentIds(), this.limits, this.problems);
    const fields = mailFields(root.fields, this.limits);
    if (fields.from.length === 0) this.problems.add('no-sender', 'From is missing or unreadable');
    if (chosen.textSource === 'none') this.problems.add('no-body', 'no text in any part');
    return {
      ...fields,
      ...chosen,
      attachments: this.attachments.list(chosen.html ?? ''),
      reports: this.reports,
      embedded: this.embedded,
      calendar: this.calendar,
      problems: this.problems.list,
      sizeBytes,
    };
  }

  private open(head: PartHead, container: Container | undefined): PartReader {
    const role = partRole(head, container, this.blocks.list.length > 0);
    const reader = this.readerFor(role, head, container);
    const decoder = transferDecoder(head.encoding);
    if (!decoder) this.problems.add('encoding-unknown', head.encoding);
    if (!decoder || decoder === IDENTITY) return reader;
    return new DecodingReader(decoder, reader, () => this.problems.add('encoding-damaged', `${head.encoding} of ${head.mediaType}`));
  }

  private readerFor(role: PartRole, head: PartHead, container: Container | undefined): PartReader {
    switch (role.role) {
      case 'text':
        return this.textReader(role.form, head, container);
      case 'report':
        return new TextReader(MAX_REPORT_BYTES, (bytes) => {
          this.reports.push(parseReport(role.kind, decodeText(bytes, head.parameters.get('charset') ?? '').text));
        });
      case 'reported-headers':
        return new TextReader(this.limits.maxEmbeddedBytes, (bytes) => this.addEmbedded(bytes, 'text/rfc822-headers', true));
      case 'mail':
        return this.mailReader(role.reported, head);
      case 'calendar':
        return this.calendarReader(head);
      case 'tnef':
        return this.tnefReader(head, container);
      case 'file':
        return this.fileReader(head);
    }
  }

  private textReader(form: 'plain' | 'html', head: PartHead, container: Container | undefined): PartReader {
    const limitChars = form === 'plain' ? this.limits.maxTextChars - this.textChars : this.limits.maxHtmlChars - this.htmlChars;
    return new TextReader(Math.max(0, limitChars) * MAX_BYTES_PER_CHAR, (bytes, truncated) => {
      const text = this.decodePart(bytes, head);
      const kept = text.slice(0, Math.max(0, limitChars));
      if (truncated || kept.length < text.length) this.problems.add('text-truncated', `only the first ${limitChars} characters of a part are read`);
      if (form === 'plain') this.textChars += kept.length;
      else this.htmlChars += kept.length;
      const isHtml = form === 'html' || (!head.fields.has('content-type') && LIKE_HTML.test(kept));
      // The same words as in the plain text before it.
      if (head.mediaType === ENRICHED && this.blocks.hasPlain(container)) return;
      this.blocks.add(container, isHtml ? 'html' : 'plain', isHtml ? kept : asWritten(kept, head));
    });
  }

  private decodePart(bytes: Buffer, head: PartHead): string {
    const { text, problem } = decodeText(bytes, head.parameters.get('charset') ?? '');
    if (problem) this.problems.add(problem.code, problem.detail);
    if (text.includes('\0')) this.problems.add('nul-bytes', `in ${head.mediaType}`);
    return text;
  }

  private mailReader(reported: boolean, head: PartHead): PartReader {
    const file = reported ? undefined : this.attachments.open();
    if (!this.readEmbedded) return file ? new FileReader(this.attachments, file, head) : new SkippingReader();
    return new EmbeddedReader(this.attachments, file, head, this.limits.maxEmbeddedBytes, (bytes, sha256) => this.addEmbedded(bytes, 'message/rfc822', reported, sha256));
  }

  private async addEmbedded(bytes: Buffer, mediaType: string, reported: boolean, sha256?: string): Promise<void> {
    if (!this.readEmbedded || bytes.length === 0) return;
    this.embedded.push({ mediaType, reported, ...(await this.readEmbedded(bytes)), ...(sha256 !== undefined && { sha256 }) });
  }

  private calendarReader(head: PartHead): PartReader {
    const file = this.attachments.open();
    return new CalendarReader(this.attachments, file, head, MAX_CALENDAR_BYTES, (bytes) => {
      const part = parseCalendar(this.decodePart(bytes, head), head.parameters.get('method') ?? '');
      const isKnown = this.calendar.some((known) => JSON.stringify(known) === JSON.stringify(part));
      if (part && !isKnown) this.calendar.push(part);
    });
  }

  private tnefReader(head: PartHead, container: Container | undefined): PartReader {
    const file = this.attachments.open(this.limits.maxTnefBytes);
    if (!file) return new SkippingReader();
    return new TnefReader(this.attachments, file, head, this.limits.maxAttachments, (contents) => this.addTnefText(contents, container), () => {
      this.problems.add('tnef-damaged', 'winmail.dat is kept as a file');
    });
  }

  private addTnefText({ text, html }: TnefContents, container: Container | undefined): void {
    const hasText = this.blocks.list.some(({ plain }) => plain.some((written) => written.trim() !== ''));
    if (text && !hasText) this.blocks.add(container, 'plain', text.slice(0, this.limits.maxTextChars));
    if (html && !this.blocks.list.some((block) => block.html.length > 0)) this.blocks.add(container, 'html', html.slice(0, this.limits.maxHtmlChars));
  }

  private fileReader(head: PartHead): PartReader {
    const file = this.attachments.open();
    return file ? new FileReader(this.attachments, file, head) : new SkippingReader();
  }
}

const ENRICHED = 'text/enriched';
const LIKE_HTML = /^\s*<(!doctype html|html|head|body|div|p|table|meta)[\s>]/i;

function asWritten(text: string, head: PartHead): string {
  const cleaned = cleanText(text).text;
  if (head.mediaType === ENRICHED) return plainOfEnriched(cleaned);
  return head.parameters.get('format')?.toLowerCase() === 'flowed' ? unflow(cleaned, head.parameters.get('delsp')?.toLowerCase() === 'yes') : cleaned;
}
