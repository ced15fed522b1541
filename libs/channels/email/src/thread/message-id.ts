import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** Signs Message-IDs of our answers, so that only who got one can answer into its conversation. */
export interface ThreadKeys {
  /** At least 32 bytes each. The first one signs, all of them verify: keys can be changed without losing threads. */
  readonly keys: readonly Uint8Array[];
  /** An id signed for one account means nothing to another. */
  readonly account: string;
}

const CONVERSATION = /^[0-9a-f]{32}$/;
/** Lower-case hex only, for some servers change the case of ids on their way. */
const SIGNED = /^t1\.([0-9a-f]{32})\.([0-9a-f]{16})\.([0-9a-f]{32})@/;
const NONCE_BYTES = 8;

/**
 * A Message-ID, without angle brackets, that leads answers back to the conversation.
 * @param conversationId  as `threadOf` makes them
 * @param domain  of our own, see `OwnTraces.ownMessageIdDomains`
 * @throws TypeError  the conversation id is none of `threadOf`'s, or there is no key
 */
export function makeMessageId(conversationId: string, domain: string, keys: ThreadKeys): string {
  const key = keys.keys[0];
  if (!CONVERSATION.test(conversationId)) throw new TypeError('not a conversation id of a mail thread');
  if (!key) throw new TypeError('no key to sign Message-IDs with');
  const nonce = randomBytes(NONCE_BYTES).toString('hex');
  return `t1.${conversationId}.${nonce}.${sign(conversationId, nonce, keys.account, key).toString('hex')}@${domain}`;
}

/**
 * The conversation of an id that we signed for this account.
 * @returns nothing for ids of others; "forged" for one that only looks like ours
 */
export function readMessageId(messageId: string, keys: ThreadKeys): { readonly conversationId: string } | 'forged' | undefined {
  const [, conversationId, nonce, mac] = SIGNED.exec(messageId.slice(0, 300).toLowerCase()) ?? [];
  if (conversationId === undefined || nonce === undefined || mac === undefined) return undefined;
  const given = Buffer.from(mac, 'hex');
  const genuine = keys.keys.some((key) => timingSafeEqual(given, sign(conversationId, nonce, keys.account, key)));
  return genuine ? { conversationId } : 'forged';
}

/** 128 bits. */
function sign(conversationId: string, nonce: string, account: string, key: Uint8Array): Buffer {
  return createHmac('sha256', key).update(`tributary mail thread 1\0${account}\0${conversationId}\0${nonce}`).digest().subarray(0, 16);
}
