import { createHash, timingSafeEqual } from 'node:crypto';

/** Whether what was sent is the secret, in a time that tells nothing of either, nor of their lengths. */
export function isSameSecret(sent: string, secret: string): boolean {
  return timingSafeEqual(hashOf(sent), hashOf(secret));
}

function hashOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
