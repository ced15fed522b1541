import { isAscii } from 'node:buffer';
import { asUtf8, decodeText } from '../charset/decode-text.js';
import { cleanLine } from '../clean-text.js';
import type { MailHeader } from '../mail.js';
import { decodeWords } from './encoded-words.js';
import type { RawHeader } from './header-reader.js';

/** Headers of one part, decoded when asked for. */
export class HeaderFields {
  constructor(
    private readonly rawHeaders: readonly RawHeader[],
    /** Charset of the text beside them, for bytes that no encoding declares. */
    private readonly hint: () => string,
  ) {}

  /** Unfolded text with encoded-words still in it; "" when missing. The first of a name counts. */
  encoded(name: string): string {
    const found = this.rawHeaders.find((header) => header.name === name);
    return found ? this.asText(found.value) : '';
  }

  all(name: string): string[] {
    return this.rawHeaders.filter((header) => header.name === name).map(({ value }) => this.asText(value));
  }

  has(name: string): boolean {
    return this.rawHeaders.some((header) => header.name === name);
  }

  decoded(name: string): string {
    return cleanLine(decodeWords(this.encoded(name)));
  }

  list(): MailHeader[] {
    return this.rawHeaders.map(({ name, value }) => {
      const text = this.asText(value);
      return { name, value: cleanLine(decodeWords(text)), raw: isAscii(value) ? text : (asUtf8(value) ?? value.toString('latin1')).trim() };
    });
  }

  private asText(value: Buffer): string {
    return (isAscii(value) ? value.toString('latin1') : decodeText(value, '', this.hint()).text).trim();
  }
}
