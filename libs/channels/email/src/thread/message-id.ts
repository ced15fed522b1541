import { timingSafeEqual } from 'node:crypto';
import type { ChannelAccount } from '@tributary/channel';
import { normalizeEmail } from '@tributary/contact';
import { companyDomains } from '../automatic/public-domains.js';

/**
 * Signs Message-IDs of our answers, so that only who got one can answer into its conversation; what is signed for one account means
 * nothing to another. Where there is no installation (mail of a folder), nothing is signed and no id is ours.
 */
export type Sign = NonNullable<ChannelAccount['sign']>;

/** What a Message-ID of ours says. */
export interface OwnMail {
  /** As `threadOf` makes them. */
  readonly conversationId: string;
  /** A UUID. */
  readonly replyId: string;
}

export interface ReadOwnMail extends OwnMail {
  /** Whether it was sent to this address, or to a colleague at the same company. */
  sentTo(address: string): boolean;
}

/** Names the conversation in References, and no mail: what stays when a mail server puts a Message-ID of its own in place of ours. */
export const NO_REPLY_ID = '00000000-0000-0000-0000-000000000000';

const CONVERSATION = /^[0-9a-f]{32}$/;
const UUID = /^([0-9a-f]{8})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{12})$/;
/** Conversation, reply, correspondent, signature. Lower-case hex only, for some servers change the case of ids on their way. */
const SIGNED = /t1\.([0-9a-f]{32})\.([0-9a-f]{32})\.([0-9a-f]{16})\.([0-9a-f]{32})@/;
const WHOLE = new RegExp(`^${SIGNED.source}`);
const CORRESPONDENT_CHARS = 16;

/**
 * A Message-ID, without angle brackets, that leads answers back to the conversation: the same for the same mail, whenever it is made.
 * @param to  the correspondent's address
 * @param domain  of our address
 * @throws TypeError  the conversation id is none of `threadOf`'s, or the reply's no UUID
 */
export function makeMessageId({ conversationId, replyId }: OwnMail, to: string, domain: string, sign: Sign): string {
  if (!isConversation(conversationId)) throw new TypeError('not a conversation id of a mail thread');
  if (!UUID.test(replyId)) throw new TypeError('not a UUID');
  const said = [conversationId, replyId.replaceAll('-', ''), correspondent(to, sign)].join('.');
  return `t1.${said}.${signatureOf(said, sign)}@${domain}`;
}

/**
 * What an id says that we signed for this account.
 * @returns nothing for ids of others; "forged" for one that only looks like ours
 */
export function readMessageId(messageId: string, sign: Sign | undefined): ReadOwnMail | 'forged' | undefined {
  const [, conversationId, reply, sentTo, signature] = WHOLE.exec(messageId.slice(0, 300).toLowerCase()) ?? [];
  if (conversationId === undefined || reply === undefined || sentTo === undefined || signature === undefined) return undefined;
  if (!sign || !equal(signature, signatureOf(`${conversationId}.${reply}.${sentTo}`, sign))) return 'forged';
  return { conversationId, replyId: reply.replace(UUID, '$1-$2-$3-$4-$5'), sentTo: (address) => equal(sentTo, correspondent(address, sign)) };
}

/** Ids of this form in a text, as notices quote them. */
export function idsIn(text: string, most: number): string[] {
  return [...text.toLowerCase().matchAll(new RegExp(SIGNED, 'g'))].slice(0, most).map(([id]) => id);
}

export function isConversation(id: string): boolean {
  return CONVERSATION.test(id);
}

/** An address of a company stands for all of them, for colleagues answer for each other; one of a public provider for itself. */
function correspondent(address: string, sign: Sign): string {
  const [company] = companyDomains([address]);
  const name = company ?? normalizeEmail(address)?.address ?? address.trim().toLowerCase();
  return hexOf(sign(`mail correspondent 1\0${name}`)).slice(0, CORRESPONDENT_CHARS);
}

function signatureOf(said: string, sign: Sign): string {
  return hexOf(sign(`mail thread 1\0${said}`));
}

/** 128 bits. */
function hexOf(signature: string): string {
  return Buffer.from(signature, 'base64url').toString('hex');
}

/** Both are hex of one length. */
function equal(a: string, b: string): boolean {
  return timingSafeEqual(Buffer.from(a, 'latin1'), Buffer.from(b, 'latin1'));
}
