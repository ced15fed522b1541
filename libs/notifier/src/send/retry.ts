const FIRST_RETRY_MS = 5_000;
const MOST_RETRY_MS = 10 * 60_000;
const MOST_WISH_MS = 60 * 60_000;
/** More than a day. */
export const MOST_TRIES = 200;

/** Pause before the next try. @param wishMs  the receiver's own wish, heard up to an hour */
export function retryMs(tries: number, wishMs = 0): number {
  return Math.max(Math.min(MOST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(tries - 1, 20)), Math.min(wishMs, MOST_WISH_MS));
}
