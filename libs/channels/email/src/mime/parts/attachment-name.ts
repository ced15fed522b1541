import { cleanFileName } from '../clean-text.js';

const EXTENSIONS: Readonly<Record<string, string>> = {
  'image/jpeg': 'jpg', 'image/png': 'png', 'image/gif': 'gif', 'image/webp': 'webp', 'image/heic': 'heic', 'application/pdf': 'pdf', 'text/plain': 'txt', 'text/html': 'html',
  'text/calendar': 'ics', 'application/ics': 'ics', 'message/rfc822': 'eml', 'application/zip': 'zip', 'audio/mpeg': 'mp3', 'audio/ogg': 'ogg', 'audio/wav': 'wav', 'video/mp4': 'mp4',
  'text/csv': 'csv', 'text/vcard': 'vcf', 'application/msword': 'doc', 'application/vnd.ms-excel': 'xls', 'application/ms-tnef': 'dat',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'docx',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'xlsx',
};

/** @param position  of the file in the mail, from 1, for one without a name */
export function attachmentName(declared: string, mediaType: string, position: number): string {
  const cleaned = cleanFileName(declared);
  if (cleaned !== '') return cleaned;
  return `part-${position}.${Object.hasOwn(EXTENSIONS, mediaType) ? EXTENSIONS[mediaType]! : 'bin'}`;
}
