import { createHash, type Hash } from 'node:crypto';

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
  const hash = createHash('sha256');
  // Each part with its length before it, so that ("ab", "c") and ("a", "bc") differ.
  for (const part of [namespace, ...parts]) hash.update(`${Buffer.byteLength(part)}:`).update(part);
  return uuidV8(hash);
}

/** Key of Kafka partitions and of order: 16 bytes hex. By conversation, never by a person. */
export function partitionKey(accountId: string, conversationId: string): string {
  return pairHash(accountId, conversationId).digest('hex').slice(0, 32);
}

function pairHash(accountId: string, rest: string): Hash {
  if (accountId.includes('\0')) throw new TypeError('an account id holds no NUL');
  return createHash('sha256').update(accountId).update('\0').update(rest);
}

function uuidV8(hash: Hash): string {
  const bytes = hash.digest().subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
