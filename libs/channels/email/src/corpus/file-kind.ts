import { extname } from 'node:path';
import { isHeaderOfMail } from '../mime/header/header-of-mail.js';
import { isMailboxLine } from './mailbox-line.js';

/** What a file is taken for; `text` and `html` are bodies without headers. */
export type FileKind = 'mailbox' | 'message' | 'text' | 'html';

export type Judged = { readonly kind: FileKind } | { readonly skipped: string };

const MAIL_NAMES = /\.(?:eml|emlx|mbox|mbx|msg|mail)$/i;
const OTHER_NAMES =
  /\.(?:jsonl?|ya?ml|xml|xsl|csv|tsv|md|rst|tex|pdf|rtf|docx?|xlsx?|pptx?|od[tsp]|zip|gz|tgz|bz2|xz|7z|rar|tar|png|jpe?g|gif|webp|svg|bmp|ico|tiff?|heic|mp[34]|m4a|mov|avi|wav|ogg|ics|vcf|css|[cm]?[jt]sx?|py|rb|pl|php|java|kt|go|rs|cs|c|cc|cpp|h|sh|bat|ps1|sql|lock|log|ini|conf|cfg|toml|map|db|sqlite|pst|ost|dat|bin|exe|so|dll)$/i;
/** What lies beside mail in repositories and on mail servers. */
const OTHER_WHOLE_NAMES = /^(?:\..*|(?:licen[cs]e|copying|notice|readme|changelog|authors|contributing)(?:[.-].*)?|makefile|dockerfile|dovecot.*|courierimap.*|maildir(?:size|folder)|subscriptions)$/i;

const HTML_START = /^(?:<\?xml[^>]*>\s*|<!--[^]*?-->\s*)*<(?:!doctype\s+html|html|head|meta|title|style|body|div|p|table|span|font|center|blockquote|br|h[1-6]|a|b|i|ul|ol|pre)\b/i;
/** A tag with nothing but text before it says little; more of them make a page. */
const HTML_TAG = /<\/?(?:html|body|div|p|table|span|font|blockquote|br|a)\b[^>]*>/gi;

/**
 * Tells what a file is, by what it begins with and only then by its name: mail lies under any name.
 * @param head  its first bytes, some KiB; all of a smaller one
 */
export function judgeFile(name: string, head: Buffer): Judged {
  const start = head.toString('latin1').replace(/^(?:\u00ef\u00bb\u00bf)?\s*/, '');
  const isOther = OTHER_NAMES.test(name) || OTHER_WHOLE_NAMES.test(name);
  if (isMailboxLine(firstLine(head.toString('latin1').trimStart())) && (!isOther || headersOfMail(afterLine(start)) > 0)) return { kind: 'mailbox' };
  if (headersOfMail(start.startsWith('From ') ? afterLine(start) : start) >= (isOther ? 2 : 1)) return { kind: 'message' };
  if (isOther) return { skipped: 'another kind of file by its name' };
  if (MAIL_NAMES.test(name)) return { kind: start !== '' && isHtml(start) ? 'html' : 'message' };
  if (isBinary(head)) return { skipped: 'binary data without a header' };
  if (start === '') return { kind: 'message' };
  return { kind: /^\.html?$/i.test(extname(name)) || isHtml(start) ? 'html' : 'text' };
}

/** How many headers of mail stand before the first empty line; 0 unless the first line is a header. */
function headersOfMail(start: string): number {
  const lines = start.split(/\r?\n|\r/, 200);
  if (!HEADER.test(lines[0] ?? '')) return 0;
  const end = lines.findIndex((line) => line.trim() === '');
  const names = lines.slice(0, end < 0 ? undefined : end).map((line) => HEADER.exec(line)?.[1]?.toLowerCase());
  return names.filter((name) => name !== undefined && isHeaderOfMail(name)).length;
}

const HEADER = /^([!-9;-~]{1,200})[ \t]*:/;

function firstLine(start: string): string {
  return /^[^\r\n]*/.exec(start)![0];
}

function afterLine(start: string): string {
  return start.replace(/^[^\r\n]*(?:\r?\n|\r)?/, '');
}

function isHtml(start: string): boolean {
  return HTML_START.test(start) || (start.startsWith('<') && (start.match(HTML_TAG)?.length ?? 0) >= 2);
}

function isBinary(head: Buffer): boolean {
  const odd = head.reduce((count, byte) => count + (byte < 0x20 && !TEXT_CONTROLS.has(byte) ? 1 : 0), 0);
  return odd > head.length * 0.02;
}

/** Tab, line ends, form feed, escape (ISO-2022). */
const TEXT_CONTROLS = new Set([0x09, 0x0a, 0x0c, 0x0d, 0x1b]);
