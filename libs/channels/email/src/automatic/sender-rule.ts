import { domainToASCII } from 'node:url';
import { normalizeEmail } from '@tributary/contact';

/** Lists as people keep them in settings. */
export interface SenderLists {
  /**
   * Whose mail makes no lead: `ivan@spam.example`, `spam.example` or `@spam.example` (with all below it),
   * `*.spam.example` (only what is below it), `noreply@*`, `bot-*@spam.example`.
   */
  readonly excluded: readonly string[];
  /** Staff, in the same forms. */
  readonly colleagues: readonly string[];
}

export interface SenderRules {
  readonly excluded: readonly SenderPattern[];
  readonly colleagues: readonly SenderPattern[];
}

interface SenderPattern {
  /** Lower-case, "*" for anything; undefined: any. */
  readonly local?: string;
  /** Lower-case ASCII, without "*."; "" for any. */
  readonly domain: string;
  readonly within: 'exact' | 'with-subdomains' | 'subdomains';
}

/** Reads the lists once; what is no rule at all is left out. */
export function readSenderLists({ excluded, colleagues }: SenderLists): SenderRules {
  const patterns = (list: readonly string[]): SenderPattern[] => list.flatMap((entry) => patternOf(entry) ?? []);
  return { excluded: patterns(excluded), colleagues: patterns(colleagues) };
}

/**
 * Why a sender's mail makes no lead. Colleagues come first: a company that excludes its own domain means them.
 * For what a robot sends for a client, ask about the client: the robot may well stand on a colleague's domain.
 * @param address  as it came, or normalized
 */
export function readSenderRule(address: string, rules: SenderRules): 'excluded' | 'colleague' | undefined {
  const email = normalizeEmail(address);
  if (!email) return undefined;
  const matches = (pattern: SenderPattern): boolean => matchesPattern(pattern, email.local, email.domain);
  if (rules.colleagues.some(matches)) return 'colleague';
  return rules.excluded.some(matches) ? 'excluded' : undefined;
}

function patternOf(entry: string): SenderPattern | undefined {
  const text = entry.normalize('NFC').trim().toLowerCase().slice(0, 320).replace(/^mailto:/, '');
  const at = text.lastIndexOf('@');
  const local = at > 0 ? text.slice(0, at) : undefined;
  const host = text.slice(at + 1);
  const below = host.startsWith('*.');
  if (host === '*') return local === undefined || local === '*' ? undefined : { local, domain: '', within: 'exact' };
  const domain = domainOf(below ? host.slice(2) : host);
  if (domain === undefined) return undefined;
  const within = below ? 'subdomains' : local === undefined ? 'with-subdomains' : 'exact';
  return { ...(local !== undefined && local !== '*' && { local }), domain, within };
}

function domainOf(text: string): string | undefined {
  if (text === '' || /[\s/\\%:?#*@<>]/u.test(text)) return undefined;
  return domainToASCII(text.replace(/\.$/, '')) || undefined;
}

function matchesPattern({ local, domain, within }: SenderPattern, senderLocal: string, senderDomain: string): boolean {
  if (local !== undefined && !matchesWildcard(local, senderLocal)) return false;
  if (domain === '' || (within !== 'subdomains' && senderDomain === domain)) return true;
  return within !== 'exact' && senderDomain.endsWith(`.${domain}`);
}

/** "bot-*" and the like, by parts: an expression made of somebody's text could take for ever. */
function matchesWildcard(pattern: string, text: string): boolean {
  const parts = pattern.split('*');
  const first = parts.shift() ?? '';
  const last = parts.pop();
  if (last === undefined) return text === first;
  if (!text.startsWith(first) || !text.endsWith(last) || text.length < first.length + last.length) return false;
  let from = first.length;
  const end = text.length - last.length;
  for (const part of parts) {
    const at = text.indexOf(part, from);
    if (at < 0 || at + part.length > end) return false;
    from = at + part.length;
  }
  return true;
}
