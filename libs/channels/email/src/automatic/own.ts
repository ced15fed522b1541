import { normalizeEmail } from '@tributary/contact';
import type { HeaderList } from './header-list.js';
import type { Automatic, MailFacts, OwnTraces } from './mail-facts.js';

/** Longer ways than this are circles: RFC 5321 §6.3 wants at least 100 to pass a relay, honest mail has under 20. */
const MAX_RECEIVED = 50;

/** Mail that went out from here and came back: copies, circles. */
export function sentByUs(mail: MailFacts, headers: HeaderList, own: OwnTraces): Automatic | undefined {
  const id = /<([^<>]*)>/.exec(headers.first('message-id'))?.[1];
  if (id !== undefined && own.isOwnId?.(id)) return { kind: 'own', reason: 'own-message-id' };
  const hops = headers.all('received').length;
  if (hops > MAX_RECEIVED) return { kind: 'own', reason: `loop: ${hops} hops` };
  return undefined;
}

const SENT_FOLDER = 'sent-folder';

/** From the folder of sent mail: an answer that went out from here, or what somebody wrote in a mail program. */
export function fromSentFolder({ messageId }: { readonly messageId?: string }): Automatic {
  return { kind: 'own', reason: SENT_FOLDER, ...(messageId !== undefined && { messageId }) };
}

/** Went out from here and came back; what lies in the folder of sent mail did not. */
export function cameBack({ kind, reason }: Pick<Automatic, 'reason'> & { readonly kind: string }): boolean {
  return kind === 'own' && reason !== SENT_FOLDER;
}

/** From one of our mailboxes. Not for forms: many sites send them from the mailbox that they go to. */
export function fromOurselves(mail: Pick<MailFacts, 'from'>, own: Pick<OwnTraces, 'ownAddresses'>): Automatic | undefined {
  const ours = new Set(own.ownAddresses.map((address) => normalizeEmail(address)?.address));
  const found = mail.from.some(({ address }) => address !== '' && ours.has(normalizeEmail(address)?.address ?? '-'));
  return found ? { kind: 'own', reason: 'own-address' } : undefined;
}
