import { createHash } from 'node:crypto';

/** Bytes of the raw body that have to be given when the source is not whole. */
export const EXTERNAL_ID_BODY_BYTES = 65_536;

/** Of the body without carriage returns: half of the above, should every other byte be one. */
const HASHED_BODY_BYTES = EXTERNAL_ID_BODY_BYTES / 2;
/** Of the header as well: what is longer is cut. */
export const EXTERNAL_ID_HEADER_BYTES = 262_144;
const MAX_READABLE_CHARS = 200;
/** What the author wrote; servers add their own fields to each copy. */
const AUTHORED = ['message-id', 'from', 'date', 'subject'];

const LF = 0x0a;
const CR = 0x0d;
const BLANKS = new Set([LF, CR, 0x20, 0x09]);

/**
 * The external id of a mail: its Message-ID and a hash of what its author wrote.
 *
 * Not by folder and UID: a mail keeps its id when UIDVALIDITY is reset, when a filter moves it, and in every folder that
 * shows it. Not by Message-ID alone: broken programs give one to many mails, and whoever knows one could hide a mail
 * behind it. Not by anything parsed: a parser that is mended must not make a second contact of an old mail. A copy that a
 * list changed (a footer, a tag in its subject) is another mail of the same person.
 * @param source  raw bytes: the whole header and at least the body's first `EXTERNAL_ID_BODY_BYTES`
 */
export function externalIdOf(source: Uint8Array): string {
  const bytes = Buffer.from(source.buffer, source.byteOffset, source.byteLength);
  const bodyAt = headerEnd(bytes);
  const fields = authoredFields(bytes.subarray(0, bodyAt).toString('latin1'));
  const hash = createHash('sha256');
  for (const name of AUTHORED) hash.update(`${name}:${fields.get(name) ?? ''}\n`, 'latin1');
  hash.update(essence(bytes.subarray(bodyAt)));
  return `${readable(fields.get('message-id') ?? '')}#${hash.digest('hex').slice(0, 32)}`;
}

/** Where the body starts; a header without end is cut. */
function headerEnd(bytes: Buffer): number {
  const limit = Math.min(bytes.length, EXTERNAL_ID_HEADER_BYTES);
  let begun = false;
  let emptyLine = false;
  for (let at = 0; at < limit; at += 1) {
    const byte = bytes[at];
    if (byte === CR) continue;
    // Blank lines before the first field end no header.
    if (byte === LF && emptyLine && begun) return at + 1;
    emptyLine = byte === LF;
    begun ||= byte !== LF;
  }
  return limit;
}

/** The first of each name, unfolded, blanks folded. */
function authoredFields(header: string): Map<string, string> {
  const fields = new Map<string, string>();
  let name = '';
  const values: string[] = [];
  const keep = (): void => {
    if (AUTHORED.includes(name) && !fields.has(name)) fields.set(name, values.join(' ').replace(/\s+/g, ' ').trim());
    values.length = 0;
  };
  for (const line of header.split(/\r?\n/)) {
    if (/^[ \t]/.test(line)) {
      values.push(line);
      continue;
    }
    keep();
    const colon = line.indexOf(':');
    name = line.slice(0, Math.max(colon, 0)).trim().toLowerCase();
    values.push(line.slice(colon + 1));
  }
  keep();
  return fields;
}

/** Without carriage returns and blanks at the end: the same mail in a file and over IMAP. */
function essence(body: Buffer): Buffer {
  const plain = Buffer.alloc(Math.min(body.length, HASHED_BODY_BYTES));
  let length = 0;
  for (const byte of body) {
    if (length === plain.length) break;
    if (byte !== CR) plain[length++] = byte;
  }
  while (length > 0 && BLANKS.has(plain[length - 1] ?? 0)) length -= 1;
  return plain.subarray(0, length);
}

function readable(messageId: string): string {
  const inner = /<([^<>]*)>/.exec(messageId)?.[1] ?? messageId;
  return inner.replace(/[^\x21-\x7e]+/g, '').slice(0, MAX_READABLE_CHARS);
}
