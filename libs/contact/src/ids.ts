import { hash } from 'node:crypto';

/**
 * Id of a contact: a function of account and the source's own id, so that repeats, retries and replays meet themselves.
 * @param accountId  holds no NUL
 * @returns UUIDv8 (RFC 9562 §5.8) of SHA-256 over account id, 0x00, external id
 */
export function contactId(accountId: string, externalId: string): string {
  return uuidV8(pairHash(accountId, externalId));
}

/**
 * Id of anything else that follows from other ids: the same parts, the same id; other parts or cuts between them, another.
 * @param namespace  what the id is of, such as "lead-event"
 */
export function deriveId(namespace: string, ...parts: readonly string[]): string {
  let joined = '';
  // Each part with its length before it, so that ("ab", "c") and ("a", "bc") differ.
  for (const part of [namespace, ...parts]) joined += `${Buffer.byteLength(part)}:${part}`;
  return uuidV8(hash('sha256', joined));
}

/** Key of Kafka partitions and of order: 16 bytes hex. By conversation, never by a person. */
export function partitionKey(accountId: string, conversationId: string): string {
  return pairHash(accountId, conversationId).slice(0, 32);
}

/** In hex. One call for the whole text: half the price of a Hash object, and each contact takes several. */
function pairHash(accountId: string, rest: string): string {
  if (accountId.includes('\0')) throw new TypeError('an account id holds no NUL');
  return hash('sha256', `${accountId}\0${rest}`);
}

function uuidV8(hex: string): string {
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 0x3) | 0x8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
