import type { MailReport } from '../mail.js';
import type { Container } from '../split/container.js';
import type { PartHead } from '../split/part-head.js';
import { reportKind } from './report.js';

/** What becomes of a leaf part. */
export type PartRole =
  | { readonly role: 'text'; readonly form: 'plain' | 'html' }
  | { readonly role: 'report'; readonly kind: MailReport['kind'] }
  | { readonly role: 'reported-headers' }
  | { readonly role: 'mail'; readonly reported: boolean }
  | { readonly role: 'calendar' }
  | { readonly role: 'tnef' }
  | { readonly role: 'file' };

/** @param hasText  a text was seen already: named ones after it are files */
export function partRole(head: PartHead, container: Container | undefined, hasText: boolean): PartRole {
  const { mediaType, disposition, fileName } = head;
  const kind = reportKind(mediaType);
  if (kind) return { role: 'report', kind };
  const reported = isWithinReport(container);
  if (mediaType === 'text/rfc822-headers' || mediaType === 'message/global-headers') return { role: 'reported-headers' };
  if (mediaType === 'message/rfc822' || mediaType === 'message/global') return { role: 'mail', reported };
  if (mediaType === 'text/calendar' || mediaType === 'application/ics') return { role: 'calendar' };
  if (mediaType === 'application/ms-tnef' || mediaType === 'application/vnd.ms-tnef' || fileName.toLowerCase() === 'winmail.dat') return { role: 'tnef' };
  const form = textForm(mediaType);
  const isFile = disposition === 'attachment' || (fileName !== '' && (hasText || disposition !== ''));
  return form && !isFile ? { role: 'text', form } : { role: 'file' };
}

function textForm(mediaType: string): 'plain' | 'html' | undefined {
  if (mediaType === 'text/html' || mediaType === 'application/xhtml+xml') return 'html';
  return mediaType === 'text/plain' || mediaType === 'text/enriched' || mediaType === 'text/markdown' ? 'plain' : undefined;
}

function isWithinReport(container: Container | undefined): boolean {
  for (let at = container; at; at = at.parent) if (at.subtype === 'report') return true;
  return false;
}
