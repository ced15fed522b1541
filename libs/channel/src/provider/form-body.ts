import { randomUUID } from 'node:crypto';
import type { HttpCall } from './http-call.js';

/** A file to send. */
export interface Upload {
  /** Its member of the form. */
  readonly field: string;
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}

/**
 * A multipart body of fields (what is no text as JSON) and one file. Made by hand: `FormData` writes every line break of a field as two
 * characters, so that a text would not come out as it went in, and be longer.
 */
export function formBody(fields: Readonly<Record<string, unknown>>, { field, name, mediaType, bytes }: Upload): NonNullable<HttpCall['body']> {
  const boundary = `tributary-${randomUUID()}`;
  const head = (key: string, more = '') => `--${boundary}\r\nContent-Disposition: form-data; name="${quoted(key)}"${more}\r\n\r\n`;
  const texts = Object.entries(fields).map(([key, value]) => `${head(key)}${typeof value === 'object' ? JSON.stringify(value) : String(value)}\r\n`);
  const type = /^[!-~]+$/.test(mediaType) ? mediaType : 'application/octet-stream';
  const file = head(field, `; filename="${quoted(name)}"\r\nContent-Type: ${type}`);
  return { mediaType: `multipart/form-data; boundary=${boundary}`, bytes: Buffer.concat([Buffer.from(texts.join('') + file), bytes, Buffer.from(`\r\n--${boundary}--\r\n`)]) };
}

/** As browsers write names (the URL Standard's "multipart/form-data encoding"). */
function quoted(name: string): string {
  return name.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}
