import { decodeText } from '../charset/decode-text.js';
import { readMapiProperties } from './mapi-properties.js';

/** What a winmail.dat holds (MS-OXTNEF). */
export interface TnefContents {
  readonly text: string;
  readonly html: string;
  readonly files: readonly TnefFile[];
}

export interface TnefFile {
  /** "" when none stands there. */
  readonly name: string;
  readonly mediaType: string;
  readonly contentId: string;
  readonly bytes: Buffer;
}

const SIGNATURE = 0x223e9f78;
const MAX_ATTRIBUTES = 10_000;
const BODY = 0x0002800c;
const MESSAGE_PROPERTIES = 0x00069003;
const CODE_PAGE = 0x00069007;
const ATTACHMENT_BEGINS = 0x00069002;
const ATTACHMENT_TITLE = 0x00018010;
const ATTACHMENT_DATA = 0x0006800f;
const ATTACHMENT_PROPERTIES = 0x00069005;
const PR_BODY = 0x1000;
const PR_BODY_HTML = 0x1013;
const PR_ATTACH_DATA = 0x3701;
const PR_ATTACH_FILENAME = 0x3704;
const PR_ATTACH_LONG_FILENAME = 0x3707;
const PR_ATTACH_MIME_TAG = 0x370e;
const PR_ATTACH_CONTENT_ID = 0x3712;

interface Attribute {
  readonly id: number;
  readonly data: Buffer;
}

/**
 * Unpacks a TNEF file. Every length is checked against what is left and every step moves forward, so that no input can loop.
 * @returns nothing when it is no TNEF at all; what stands before damage is returned
 */
export function readTnef(bytes: Buffer, maxFiles: number): TnefContents | undefined {
  if (bytes.length < 6 || bytes.readUInt32LE(0) !== SIGNATURE) return undefined;
  const attributes = readAttributes(bytes);
  const codePage = attributes.find(({ id }) => id === CODE_PAGE)?.data;
  const charset = codePage && codePage.length >= 4 ? charsetOf(codePage.readUInt32LE(0)) : '';
  const properties = readMapiProperties(attributes.find(({ id }) => id === MESSAGE_PROPERTIES)?.data, charset);
  const body = attributes.find(({ id }) => id === BODY)?.data;
  return {
    text: properties.text(PR_BODY) || (body ? cString(body, charset) : ''),
    html: properties.text(PR_BODY_HTML),
    files: groupFiles(attributes).slice(0, maxFiles).map((group) => toFile(group, charset)),
  };
}

function readAttributes(bytes: Buffer): Attribute[] {
  const attributes: Attribute[] = [];
  let at = 6;
  while (at + 9 <= bytes.length && attributes.length < MAX_ATTRIBUTES) {
    const id = bytes.readUInt32LE(at + 1);
    const length = bytes.readUInt32LE(at + 5);
    const start = at + 9;
    if (start + length > bytes.length) break;
    attributes.push({ id, data: bytes.subarray(start, start + length) });
    at = start + length + 2; // checksum: senders compute it wrongly, readers don't look
  }
  return attributes;
}

function groupFiles(attributes: readonly Attribute[]): Attribute[][] {
  const groups: Attribute[][] = [];
  for (const attribute of attributes) {
    if (attribute.id === ATTACHMENT_BEGINS) groups.push([]);
    else groups.at(-1)?.push(attribute);
  }
  return groups;
}

function toFile(group: readonly Attribute[], charset: string): TnefFile {
  const properties = readMapiProperties(group.find(({ id }) => id === ATTACHMENT_PROPERTIES)?.data, charset);
  const title = group.find(({ id }) => id === ATTACHMENT_TITLE)?.data;
  return {
    name: properties.text(PR_ATTACH_LONG_FILENAME) || properties.text(PR_ATTACH_FILENAME) || (title ? cString(title, charset) : ''),
    mediaType: properties.text(PR_ATTACH_MIME_TAG).toLowerCase(),
    contentId: properties.text(PR_ATTACH_CONTENT_ID).replace(/[<>\s]/g, ''),
    bytes: group.find(({ id }) => id === ATTACHMENT_DATA)?.data ?? properties.bytes(PR_ATTACH_DATA),
  };
}

function cString(bytes: Buffer, charset: string): string {
  const end = bytes.indexOf(0);
  return decodeText(end < 0 ? bytes : bytes.subarray(0, end), charset).text;
}

function charsetOf(codePage: number): string {
  if (codePage === 65001) return 'utf-8';
  if (codePage === 20866) return 'koi8-r';
  return codePage >= 1250 && codePage <= 1258 ? `windows-${codePage}` : '';
}
