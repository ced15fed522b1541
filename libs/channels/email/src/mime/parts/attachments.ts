import type { MailLimits } from '../limits.js';
import type { MailAttachment } from '../mail.js';
import type { Problems } from '../problems.js';
import { attachmentName } from './attachment-name.js';
import { FileSink, type StorePart, type StoredPart } from './file-sink.js';

const HOLD_BYTES = 131_072;

interface FileFacts {
  readonly fileName: string;
  readonly mediaType: string;
  readonly contentId: string;
  readonly disposition: string;
}

interface Kept extends FileFacts {
  readonly stored: StoredPart;
}

/** Files of one mail, within the limits on each, on all together and on their number. */
export class Attachments {
  private readonly kept: Kept[] = [];
  private totalBytes = 0;
  private opened = 0;

  constructor(
    private readonly store: StorePart,
    private readonly limits: MailLimits,
    private readonly problems: Problems,
  ) {}

  /** @returns nothing when there are too many already */
  open(holdBytes = HOLD_BYTES): FileSink | undefined {
    const room = this.limits.maxTotalAttachmentBytes - this.totalBytes;
    if (this.opened >= this.limits.maxAttachments || room <= 0) {
      this.problems.add('attachments-truncated', `only the first ${this.opened} files are kept`);
      return undefined;
    }
    this.opened++;
    return new FileSink(this.store, Math.min(room, this.limits.maxAttachmentBytes), holdBytes);
  }

  /** Ends the file and lists it. */
  async keep(sink: FileSink, facts: FileFacts): Promise<StoredPart> {
    const stored = await sink.end();
    this.totalBytes += stored.sizeBytes;
    if (stored.truncated) this.problems.add('attachment-truncated', `${facts.fileName || facts.mediaType} is cut after ${stored.sizeBytes} bytes`);
    this.kept.push({ ...facts, stored });
    return stored;
  }

  contentIds(): Set<string> {
    return new Set(this.kept.map(({ contentId }) => contentId).filter((id) => id !== ''));
  }

  /** @param html  sanitized: a file that it shows is inline */
  list(html: string): MailAttachment[] {
    return this.kept.map(({ fileName, mediaType, contentId, stored }, index) => ({
      name: attachmentName(fileName, mediaType, index + 1),
      mediaType,
      sizeBytes: stored.sizeBytes,
      sha256: stored.sha256,
      inline: contentId !== '' && html.includes(`"cid:${contentId.replace(/&/g, '&amp;').replace(/"/g, '&quot;')}"`),
      ...(contentId && { contentId }),
      ...(stored.truncated && { truncated: true }),
    }));
  }
}
