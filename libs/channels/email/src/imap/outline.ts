import { createHash } from 'node:crypto';
import type { FetchMessageObject, MessageStructureObject } from 'imapflow';
import type { Mailbox } from './mailbox.js';
import type { OmittedPart } from './origin.js';

const MAX_HEADER_BYTES = 256 * 1024;
const MAX_TEXT_BYTES = 512 * 1024;

export interface Outline {
  /** A mail of its own: the headers as they came, and the texts. */
  readonly source: Buffer;
  readonly omitted: readonly OmittedPart[];
}

interface Leaf {
  readonly key: string;
  readonly mediaType: string;
  readonly part: MessageStructureObject;
}

/**
 * Takes headers and texts of a mail that is too large to be fetched whole; its other parts are only named.
 * @returns undefined when the mail is gone
 */
export async function fetchOutline(mailbox: Mailbox, uid: number): Promise<Outline | undefined> {
  const message = await mailbox.details(uid, { bodyStructure: true, bodyParts: [{ key: 'HEADER', start: 0, maxLength: MAX_HEADER_BYTES }] });
  if (!message) return undefined;
  const header = sectionOf(message, 'header');
  const leaves = message.bodyStructure ? leavesOf(message.bodyStructure) : [];
  const texts = [leaves.find(isText('text/plain')), leaves.find(isText('text/html'))].filter((leaf) => leaf !== undefined);
  const omitted = leaves.filter((leaf) => !texts.includes(leaf)).map(toOmitted);
  const onlyText = leaves.length === 1 ? texts[0] : undefined;
  if (onlyText) return { source: Buffer.concat([header, await textOf(mailbox, uid, 'text')]), omitted };
  const parts = [];
  for (const { key } of texts) {
    const mime = await mailbox.details(uid, { bodyParts: [{ key: `${key}.mime`, start: 0, maxLength: MAX_HEADER_BYTES }] });
    parts.push(Buffer.concat([sectionOf(mime, `${key}.mime`), await textOf(mailbox, uid, key)]));
  }
  return { source: compose(header, parts), omitted };
}

async function textOf(mailbox: Mailbox, uid: number, key: string): Promise<Buffer> {
  return sectionOf(await mailbox.details(uid, { bodyParts: [{ key, start: 0, maxLength: MAX_TEXT_BYTES }] }), key);
}

function sectionOf(message: FetchMessageObject | undefined, key: string): Buffer {
  return message?.bodyParts?.get(key) ?? (key === 'header' ? message?.headers : undefined) ?? Buffer.alloc(0);
}

function leavesOf(part: MessageStructureObject): Leaf[] {
  if (part.childNodes?.length) return part.childNodes.flatMap(leavesOf);
  return [{ key: part.part ?? '1', mediaType: (part.type ?? 'application/octet-stream').toLowerCase(), part }];
}

function isText(mediaType: string) {
  return (leaf: Leaf) => leaf.mediaType === mediaType && leaf.part.disposition !== 'attachment';
}

function toOmitted({ mediaType, part }: Leaf): OmittedPart {
  return { name: part.dispositionParameters?.['filename'] ?? part.parameters?.['name'] ?? '', mediaType, sizeBytes: part.size ?? 0 };
}

/** The mail's own headers, apart from those that describe a body that is no longer there, over a body of the texts. */
function compose(header: Buffer, parts: readonly Buffer[]): Buffer {
  const fields = header.toString('latin1').split(/\r?\n(?![ \t])/);
  const kept = fields.filter((field) => field !== '' && !/^(content-|mime-version)/i.test(field));
  const boundary = boundaryOf(parts);
  const head = [...kept, 'MIME-Version: 1.0', `Content-Type: multipart/alternative; boundary="${boundary}"`, '', ''].join('\r\n');
  const body = parts.flatMap((part) => [Buffer.from(`--${boundary}\r\n`), part, Buffer.from('\r\n')]);
  return Buffer.concat([Buffer.from(head, 'latin1'), ...body, Buffer.from(`--${boundary}--\r\n`)]);
}

/** By the parts themselves: the same mail gives the same bytes whenever it is fetched, and so the same contact; no part holds it. */
function boundaryOf(parts: readonly Buffer[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part).update('\0');
  return `outline-${hash.digest('hex').slice(0, 32)}`;
}
