import { domainToASCII } from 'node:url';

/** An address ready for matching. */
export interface Email {
  /** Local part lower-case NFC (quoted only where it must be), domain lower-case ASCII. */
  readonly address: string;
  readonly local: string;
  readonly domain: string;
  /** Display name, when the raw text had one. */
  readonly name?: string;
}

/** RFC 5321 §4.5.3.1: octets. 254 is what fits a path with its angle brackets. */
const MAX_LOCAL_OCTETS = 64;
const MAX_DOMAIN_OCTETS = 253;
const MAX_ADDRESS_OCTETS = 254;
const MAX_RAW_CHARS = 1_000;

const FORBIDDEN = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/u;
/** RFC 5322 atext with RFC 6531's UTF8-non-ascii; Unicode blanks and invisible marks make look-alikes and are left out. */
const DOT_ATOM = /^[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*$/u;
const INVISIBLE = /[\p{Z}\p{Cf}]/u;
const LABEL = /^[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?$/;

/**
 * Reads one address: bare, `Name <address>`, `address (Name)`, `<address>` or a mailto: link.
 * Nothing is folded that only some provider folds (dots, +tags).
 * @returns nothing unless it is one address of a fully qualified domain
 * @see RFC 5321 §4.1.2, RFC 5322 §3.4, RFC 6531
 */
export function normalizeEmail(raw: string): Email | undefined {
  const text = raw.trim();
  if (text.length > MAX_RAW_CHARS || FORBIDDEN.test(text)) return undefined;
  const { address, name } = mailbox(text);
  const at = address.lastIndexOf('@');
  if (at < 1) return undefined;
  const local = normalizeLocal(address.slice(0, at));
  const domain = normalizeDomain(address.slice(at + 1));
  if (local === undefined || domain === undefined) return undefined;
  const normalized = `${local}@${domain}`;
  if (octets(normalized) > MAX_ADDRESS_OCTETS) return undefined;
  return { address: normalized, local, domain, ...(name ? { name } : {}) };
}

/** Address and display name of the forms that a mailbox is written in. */
function mailbox(text: string): { address: string; name?: string } {
  const angle = /^([^<]*)<([^<>]*)>[\s.,;]*$/u.exec(text);
  if (angle) return { address: withoutRoute((angle[2] ?? '').trim()), name: unquote((angle[1] ?? '').trim()) };
  const comment = /^([^()]*[^()\s])\s*\(([^()]*)\)$/u.exec(text);
  if (comment) return { address: comment[1] ?? '', name: (comment[2] ?? '').trim() };
  if (/^mailto:/i.test(text)) return { address: text.slice('mailto:'.length).replace(/\?.*$/u, '') };
  return { address: text.replace(/[\s.,;]+$/u, '') };
}

/** RFC 5321 asks to accept source routes ("@relay:user@host") and to ignore them. */
function withoutRoute(address: string): string {
  return address.replace(/^@[^:]*:/u, '');
}

function unquote(text: string): string {
  return /^".*"$/u.test(text) ? text.slice(1, -1).replace(/\\(.)/gu, '$1').trim() : text;
}

function normalizeLocal(local: string): string | undefined {
  const quoted = /^"((?:[^"\\]|\\.)*)"$/u.exec(local)?.[1];
  const content = lower(quoted === undefined ? local : quoted.replace(/\\(.)/gu, '$1'));
  const normalized = isDotAtom(content) ? content : quotedLocal(content, quoted !== undefined);
  return normalized && octets(normalized) <= MAX_LOCAL_OCTETS ? normalized : undefined;
}

function isDotAtom(content: string): boolean {
  return !INVISIBLE.test(content) && DOT_ATOM.test(content.replace(/[^\0-\x7f]/gu, 'u'));
}

/** What needs its quotes keeps them, with the only two escapes that mean something. */
function quotedLocal(content: string, wasQuoted: boolean): string | undefined {
  if (!wasQuoted || content === '') return undefined;
  return `"${content.replace(/["\\]/g, '\\$&')}"`;
}

function normalizeDomain(domain: string): string | undefined {
  if (domain.startsWith('[')) return addressLiteral(domain);
  // Only letters, digits, dot and hyphen of ASCII may pass: domainToASCII would decode %41 and turn 127.1 into an address.
  if (/[\0-\x2c\x2f\x3a-\x40\x5b-\x60\x7b-\x7f]/.test(domain)) return undefined;
  const ascii = domainToASCII(domain.normalize('NFC')).replace(/\.$/, '');
  const labels = ascii.split('.');
  const top = labels.at(-1) ?? '';
  const fine = ascii.length <= MAX_DOMAIN_OCTETS && labels.length > 1 && labels.every((label) => LABEL.test(label)) && !/^\d+$/.test(top);
  return fine ? ascii : undefined;
}

/** RFC 5321 §4.1.3: user@[192.0.2.1], user@[IPv6:2001:db8::1]. */
function addressLiteral(domain: string): string | undefined {
  const [, v6, inner] = /^\[(IPv6:)?([\da-f:.]+)\]$/i.exec(domain) ?? [];
  if (inner === undefined) return undefined;
  if (v6) return domainToASCII(`[${inner}]`).replace('[', '[ipv6:') || undefined;
  // It would also take "1" or "0x7f.1" for addresses: only what it leaves as it is was written in full.
  return /^(?:\d+\.){3}\d+$/.test(inner) && domainToASCII(inner) === inner ? `[${inner}]` : undefined;
}

function lower(text: string): string {
  return text.normalize('NFC').toLowerCase().normalize('NFC');
}

function octets(text: string): number {
  return Buffer.byteLength(text, 'utf8');
}
