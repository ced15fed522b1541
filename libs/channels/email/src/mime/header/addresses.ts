import { domainToUnicode } from 'node:url';
import { addressParser, type Address } from 'postal-mime';
import { cleanLine, cleanName } from '../clean-text.js';
import type { MailAddress } from '../mail.js';
import { replaceWords } from './encoded-words.js';

/** RFC 5321 §4.5.3.1 */
const MAX_ADDRESS_CHARS = 320;
const PLACEHOLDER = /\ue000(\d+)\ue001/g;

/**
 * Addresses of a header, groups unwrapped.
 * Encoded-words are hidden from the parser and put back into names only (RFC 2047 §5): what is decoded can't become an address
 * beside the one that stands there, unless nothing else does.
 */
export function parseAddresses(header: string, maxAddresses: number): MailAddress[] {
  const decoded: string[] = [];
  const hidden = replaceWords(header.replace(/[\ue000\ue001]/g, ''), (word) => ` \ue000${decoded.push(word) - 1}\ue001 `);
  const show = (text: string) => text.replace(PLACEHOLDER, (_match, index: string) => decoded[Number(index)] ?? '');
  const addresses = parse(hidden, maxAddresses, show);
  if (decoded.length === 0 || addresses.some(({ address }) => address)) return addresses;
  const whole = parse(show(hidden), maxAddresses, (text) => text);
  return whole.some(({ address }) => address) ? whole : addresses;
}

function parse(header: string, maxAddresses: number, show: (text: string) => string): MailAddress[] {
  const mailboxes = addressParser(header, { flatten: true });
  // Comments stand in the way only where they cut an address in two (RFC 5322 §3.2.2); elsewhere they are names.
  const readable = mailboxes.some(({ address }) => /[()]/.test(address ?? '')) ? addressParser(withoutComments(header), { flatten: true }) : mailboxes;
  return readable.slice(0, maxAddresses).map((mailbox) => toAddress(mailbox, show)).filter(({ name, address, raw }) => name || address || raw);
}

function withoutComments(header: string): string {
  let kept = '';
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < header.length; at++) {
    const char = header[at]!;
    if (char === '\\') {
      if (depth === 0) kept += header.slice(at, at + 2);
      at++;
      continue;
    }
    if (char === '"' && depth === 0) quoted = !quoted;
    if (char === '(' && !quoted) depth++;
    else if (char === ')' && depth > 0) depth--;
    else if (depth === 0) kept += char;
  }
  return kept;
}

function toAddress({ name, address = '' }: Address, show: (text: string) => string): MailAddress {
  const raw = cleanLine(show(address));
  const mailbox = address.replace(/\s+/g, '').replace(/^mailto:/i, '').replace(/^[<'"]+|[>'",;]+$/g, '');
  const at = mailbox.lastIndexOf('@');
  const usable = at > 0 && at < mailbox.length - 1 && mailbox.length <= MAX_ADDRESS_CHARS && !/[\s\p{Cc}\ue000<>]/u.test(mailbox);
  return { name: cleanName(show(name)).replace(/^(["'])(.*)\1$/, '$2'), address: usable ? mailbox.slice(0, at + 1) + readableDomain(mailbox.slice(at + 1)) : '', raw };
}

function readableDomain(domain: string): string {
  return domainToUnicode(domain) || domain.toLowerCase();
}
