import { cleanName, cleanText } from '@tributary/contact';
import { Problem, type FieldFault } from '@tributary/platform';
import { z } from 'zod';
import { Typed } from '../api/fields.js';
import type { StoredReach } from './reach.js';

/** Whatever the channel takes: a reply travels on the log, which takes 256 KiB a record. */
export const MOST_TEXT = 50_000;
export const MOST_FILES = 20;
const MOST_NAME = 200;
/** Of all files together: in Base64, with such a text, they are within what a request may bring (30 MiB). */
export const MOST_FILES_BYTES = 22 * 1024 * 1024;

const MEDIA_TYPE = /^[\w!#$&^.+-]{1,100}\/[\w!#$&^.+-]{1,100}$/;
const NOT_BASE64 = /[^A-Za-z0-9+/=]/;

export interface File {
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: Buffer;
}

/** What somebody wants to send, made fit for sending. */
export interface ReplyDraft {
  /** NFC; may be empty when there are files. */
  readonly text: string;
  readonly files: readonly File[];
}

const Attachment = z.strictObject({
  name: Typed.min(1).max(MOST_NAME),
  mediaType: z.string().refine((type) => MEDIA_TYPE.test(type), { params: { code: 'media-type' } }).toLowerCase().optional(),
  content: z.string().transform((content, context) => {
    const bytes = bytesOf(content);
    if (bytes && bytes.length > 0) return bytes;
    context.addIssue({ code: 'custom', params: { code: bytes ? 'file-empty' : 'base64' } });
    return z.NEVER;
  }),
});

/** The body of a reply. */
export const ReplyBody = z
  .strictObject({ text: Typed.max(2 * MOST_TEXT).default(''), attachments: z.array(Attachment).max(MOST_FILES).default([]) })
  .transform(({ text, attachments }): ReplyDraft => ({ text: cleaned(text), files: attachments.map(fileOf) }))
  .superRefine(({ text, files }, { addIssue }) => {
    if (text === '' && files.length === 0) addIssue({ code: 'custom', path: ['text'], params: { code: 'nothing-to-send' } });
    if ([...text].length > MOST_TEXT) addIssue({ code: 'custom', path: ['text'], params: { code: 'text-too-long', maximum: MOST_TEXT } });
  });

/** For the document alone: what is checked has no form that JSON Schema knows. */
export const ReplyRequest = z.strictObject({
  text: z.string().optional(),
  attachments: z.array(z.strictObject({ name: z.string(), mediaType: z.string().optional(), content: z.string().describe('Base64') })).optional(),
});

/** @returns undefined for what is no Base64 */
function bytesOf(content: string): Buffer | undefined {
  if (content.length % 4 !== 0 || NOT_BASE64.test(content)) return undefined;
  const padding = content.endsWith('==') ? 2 : content.endsWith('=') ? 1 : 0;
  const bytes = Buffer.from(content, 'base64');
  // A sign of the end that stands before it ends the reading early.
  return bytes.length === (content.length / 4) * 3 - padding ? bytes : undefined;
}

function cleaned(raw: string): string {
  const { text } = cleanText(raw);
  // What nobody could see is nothing.
  return cleanName(text) === '' ? '' : text;
}

function fileOf({ name, mediaType = 'application/octet-stream', content }: z.output<typeof Attachment>): File {
  // No path, and cleaned last: nothing that is done to a name may bring back what was taken out.
  return { name: cleanName(name.replace(/[/\\]/g, '_')) || 'file', mediaType, bytes: content };
}

/**
 * Within what the channel takes.
 * @throws Problem 422 with each limit that is exceeded
 */
export function requireWithin({ text, files }: ReplyDraft, reach: StoredReach): void {
  const errors: FieldFault[] = [];
  const fault = (field: string, code: string, maximum: number): void => void errors.push({ field, code, params: { maximum } });
  if (reach.textLength > 0 && [...text].length > reach.textLength) fault('text', 'text-too-long', reach.textLength);
  if (files.length > reach.files) fault('attachments', reach.files === 0 ? 'no-files' : 'too-many-files', reach.files);
  for (const [at, { bytes }] of files.entries()) if (reach.fileBytes > 0 && bytes.length > reach.fileBytes) fault(`attachments.${at}.content`, 'file-too-big', reach.fileBytes);
  if (files.reduce((sum, { bytes }) => sum + bytes.length, 0) > MOST_FILES_BYTES) fault('attachments', 'files-too-big', MOST_FILES_BYTES);
  if (errors.length > 0) throw new Problem(422, 'validation-failed', { errors });
}
