import { hash } from 'node:crypto';
import { normalizeEmail } from '@tributary/contact';
import type { Mail } from '../mime/mail.js';
import { readMessageId, type Sign } from './message-id.js';

export type ThreadMail = Pick<Mail, 'messageId' | 'inReplyTo' | 'references' | 'from' | 'to'>;

export interface ThreadOptions {
  /** Account id: conversations of accounts are apart. */
  readonly account: string;
  readonly sign?: Sign | undefined;
  /** Takes the place of a missing Message-ID. @see externalIdOf */
  readonly externalId: string;
  /** Our mailboxes: the other side of what they send is the one to whom they send it. */
  readonly ownAddresses: readonly string[];
  /** Whose letter it is when it isn't the sender's: the client of a form's notification. */
  readonly party?: string;
  /** The sender's domain denies the mail (`senderTrust`). */
  readonly forged?: boolean;
}

export interface Thread {
  /** 32 characters of hex; unique within the account. */
  readonly conversationId: string;
  /** What decided: an id that we signed, the sender's own references, or nothing: a thread begins. */
  readonly basis: 'signed' | 'references' | 'new';
}

/** A References field grows with its thread; the ends of a longer one tell enough. */
const MAX_REFERENCES = 200;

/**
 * The conversation of a mail.
 *
 * Ids in In-Reply-To and References are only claims: whoever has seen a Message-ID can write it. So what we signed leads
 * into its conversation for whom we wrote to and his colleagues, whichever of their mails they answer; what others named leads into
 * a conversation of the same correspondent alone, the thread's first id and his address together being its id. A forged sender is
 * nobody's correspondent. Subjects ("[#12]", "Re: …") decide nothing.
 */
export function threadOf(mail: ThreadMail, options: ThreadOptions): Thread {
  const named = [...mail.references.slice(0, MAX_REFERENCES), ...mail.references.slice(MAX_REFERENCES).slice(-MAX_REFERENCES)];
  if (mail.inReplyTo !== undefined) named.push(mail.inReplyTo);
  const own = mail.messageId === undefined ? [] : [mail.messageId];
  const party = partyOf(mail, options);
  for (const id of options.forged === true ? [] : [...named, ...own].reverse()) {
    const signed = readMessageId(id, options.sign);
    if (signed !== undefined && signed !== 'forged' && signed.sentTo(party)) return { conversationId: signed.conversationId, basis: 'signed' };
  }
  const root = named.find((id) => readMessageId(id, options.sign) === undefined);
  const first = root ?? own[0] ?? options.externalId;
  return { conversationId: conversationOf(first, party, options), basis: root === undefined ? 'new' : 'references' };
}

function conversationOf(root: string, party: string, { account, forged }: ThreadOptions): string {
  const kind = forged === true ? 'forged' : 'party';
  return hash('sha256', `tributary mail conversation\0${account}\0${kind}\0${party}\0${root.trim()}`).slice(0, 32);
}

function partyOf({ from, to }: ThreadMail, { ownAddresses, party }: ThreadOptions): string {
  if (party !== undefined) return addressOf(party);
  const ours = new Set(ownAddresses.map(addressOf));
  const sender = addressOf(from[0]?.address ?? '');
  if (!ours.has(sender)) return sender;
  return to.map(({ address }) => addressOf(address)).find((address) => !ours.has(address)) ?? sender;
}

function addressOf(raw: string): string {
  return normalizeEmail(raw)?.address ?? raw.trim().toLowerCase();
}
