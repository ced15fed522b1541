import { randomFillSync } from 'node:crypto';

const RANDOM_BYTES = 8;
const pool = Buffer.alloc(RANDOM_BYTES * 512);
let used = pool.length;
let lastMs = 0;
let count = 0;

/**
 * A UUIDv7 that is greater than every one made before in this process: 48 bits of ms, then a counter of 12 bits (RFC 9562
 * §6.2, method 1), then randomness, which is drawn for many at once: a batch needs a thousand ids.
 */
export function uuidV7(): string {
  const now = Date.now();
  count += 1;
  if (now > lastMs || count > 0xfff) {
    lastMs = Math.max(now, lastMs + 1);
    count = 0;
  }
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  const time = lastMs.toString(16).padStart(12, '0');
  const random = pool.toString('hex', used, (used += RANDOM_BYTES));
  const variant = ((parseInt(random[0]!, 16) & 3) | 8).toString(16);
  return `${time.slice(0, 8)}-${time.slice(8)}-7${count.toString(16).padStart(3, '0')}-${variant}${random.slice(1, 4)}-${random.slice(4)}`;
}
