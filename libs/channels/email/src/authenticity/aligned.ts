import { domainToASCII } from 'node:url';

/** Domains under which registries sell names: "co.uk", "com.ru", "msk.ru". Nobody's mail is aligned by them alone. */
const REGISTRY = /^(?:ac|co|com|edu|gov|info|int|mil|net|nom|or|org|pp|sch|msk|spb|nov|kiev|kyiv|in|biz)\.[a-z]{2,3}$/;

/**
 * Relaxed alignment: the same domain, or one under the other.
 * Organizational domains are not looked up in a list: what this takes for unaligned (a.x.ru and b.x.ru) stays unproven.
 * @see RFC 7489 §3.1
 */
export function isAligned(signedBy: string, fromDomain: string): boolean {
  const signer = asciiDomain(signedBy);
  const from = asciiDomain(fromDomain);
  if (signer === '' || from === '') return false;
  if (signer === from) return true;
  const [shorter, longer] = signer.length < from.length ? [signer, from] : [from, signer];
  return shorter.includes('.') && !REGISTRY.test(shorter) && longer.endsWith(`.${shorter}`);
}

/** Lower-case ASCII, without what may stand before "@" and a closing dot; "" when it is no domain. */
export function asciiDomain(text: string): string {
  const domain = text.slice(text.lastIndexOf('@') + 1).trim().slice(0, 253).replace(/\.$/, '');
  return /^[^\s/\\%:?#]+$/u.test(domain) ? domainToASCII(domain) : '';
}
