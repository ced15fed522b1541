import type { ContactFacts } from '@tributary/channel';
import { normalizeEmail } from '@tributary/contact';

/** Whom an answer goes to: who asked for answers elsewhere is answered there. The domain is in ASCII. @returns undefined when there is no address */
export function recipientOf({ content, identities }: Pick<ContactFacts, 'content' | 'identities'>): string | undefined {
  const replyTo = content.kind === 'message' ? content.replyTo : undefined;
  for (const raw of [replyTo, ...identities.filter(({ type }) => type === 'email').map((identity) => identity.raw)]) {
    const address = raw === undefined ? undefined : sendable(raw);
    if (address !== undefined) return address;
  }
  return undefined;
}

/** Capitals before the "@" may matter to the recipient's server (RFC 5321 §2.4), and are no matter of ours. */
function sendable(raw: string): string | undefined {
  const email = normalizeEmail(raw);
  if (!email) return undefined;
  const local = raw.trim().slice(0, raw.trim().lastIndexOf('@')).normalize('NFC');
  return local.toLowerCase() === email.local ? `${local}@${email.domain}` : email.address;
}
