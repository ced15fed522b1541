import { createHash, randomBytes } from 'node:crypto';

/** A new secret of 256 random bits in base64url: a session's cookie, an API token, a set-up link. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/**
 * What is stored of a secret and looked up by. Plain SHA-256 is right for 256 random bits (nothing to guess), and the
 * look-up by it is as good as a comparison in constant time: who can't choose the hash can't walk towards it.
 */
export function secretHash(secret: string): Buffer {
  return createHash('sha256').update(secret, 'utf8').digest();
}
