import type { Mail } from '../mime/mail.js';
import { asciiDomain, isAligned } from './aligned.js';
import { parseAuthResults, type AuthResults, type MethodResult } from './parse-auth-results.js';
import { isTrusted } from './receivers.js';

/** What our own receiver found out about the sender. Missing: it didn't say. */
export interface Authenticity {
  readonly spf?: string;
  /** "pass" when any signature passed, else the first result. */
  readonly dkim?: string;
  readonly dmarc?: string;
  /** For information: a chain that passes was sealed by somebody, who may be anybody. */
  readonly arc?: string;
  /** Whether a signature that passed is of the sender's domain; missing when no signature was checked. */
  readonly aligned?: boolean;
  /** Lower-case ASCII; "" unless the mail has exactly one sender with a usable domain. */
  readonly fromDomain: string;
}

/** More fields than a way through few servers makes are the sender's. */
const MAX_FIELDS = 100;

/**
 * Reads the topmost `Authentication-Results` of one of our receivers; all others may be the sender's own words, as may
 * ARC's and `Received-SPF`.
 * @param receivers  authserv-ids, "*.suffix" allowed: see `receiversOf`
 * @see RFC 8601 §5, §7.1
 */
export function readAuthenticity(mail: Pick<Mail, 'headers' | 'from'>, { receivers }: { readonly receivers: readonly string[] }): Authenticity {
  const fromDomain = soleDomain(mail);
  const results = ownResults(mail, receivers);
  if (!results) return { fromDomain };
  const of = (method: string): readonly MethodResult[] => results.methods.filter((each) => each.method === method);
  const dkim = of('dkim').filter(({ result }) => result !== 'none');
  return {
    fromDomain,
    ...told('spf', of('spf')[0]?.result),
    ...told('dkim', (of('dkim').find(({ result }) => result === 'pass') ?? of('dkim')[0])?.result),
    ...told('dmarc', dmarcResult(of('dmarc')[0], fromDomain)),
    ...told('arc', of('arc')[0]?.result),
    ...(dkim.length > 0 && { aligned: fromDomain !== '' && dkim.some((each) => each.result === 'pass' && isAligned(signerOf(each), fromDomain)) }),
  };
}

/**
 * How far the sender's address may be believed.
 * - `verified`: the domain vouches for it: the identity is.
 * - `stated`: nobody says anything; as good as any mail's From.
 * - `forged`: the domain denies it (DMARC failed): the mail may be anybody's and joins nobody.
 */
export function senderTrust({ dmarc, aligned }: Authenticity): 'verified' | 'stated' | 'forged' {
  if (dmarc === 'pass') return 'verified';
  if (dmarc === 'fail') return 'forged';
  return aligned === true ? 'verified' : 'stated';
}

function ownResults({ headers }: Pick<Mail, 'headers'>, receivers: readonly string[]): AuthResults | undefined {
  let seen = 0;
  for (const { name, value } of headers) {
    if (name !== 'authentication-results') continue;
    if ((seen += 1) > MAX_FIELDS) return undefined;
    const results = parseAuthResults(value);
    if (isTrusted(results.authservId, receivers)) return results;
  }
  return undefined;
}

/** A pass for another domain than the one that people see proves nothing of the latter. */
function dmarcResult(method: MethodResult | undefined, fromDomain: string): string | undefined {
  if (method?.result !== 'pass') return method?.result;
  const checked = method.properties.get('header.from');
  const same = fromDomain !== '' && (checked === undefined || asciiDomain(checked) === fromDomain || isAligned(checked, fromDomain));
  return same ? 'pass' : 'none';
}

function signerOf({ properties }: MethodResult): string {
  return properties.get('header.d') ?? properties.get('header.i') ?? '';
}

function soleDomain({ headers, from }: Pick<Mail, 'headers' | 'from'>): string {
  if (from.length !== 1 || headers.filter(({ name }) => name === 'from').length > 1) return '';
  return asciiDomain(from[0]?.address ?? '');
}

function told<K extends string>(name: K, result: string | undefined): { readonly [key in K]?: string } {
  return result === undefined ? {} : ({ [name]: result } as { readonly [key in K]?: string });
}
