import { isIPv6 } from 'node:net';
import { Problem } from '@tributary/platform';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

const WINDOW_SECONDS = 60;

/** Requests a minute of one client address to one account, in this process's memory. */
export class RequestRate {
  /** One limiter for each allowance: accounts with the same one share it, their keys don't meet. */
  readonly #limiters = new Map<number, RateLimiterMemory>();

  /**
   * @throws Problem 429 with Retry-After
   */
  async count(accountId: string, clientAddress: string, perMinute: number): Promise<void> {
    try {
      await this.#limiterOf(perMinute).consume(`${accountId} ${networkOf(clientAddress)}`);
    } catch (refused) {
      if (!(refused instanceof RateLimiterRes)) throw refused;
      throw new Problem(429, 'rate-limited', { headers: { 'retry-after': String(Math.max(1, Math.ceil(refused.msBeforeNext / 1000))) } });
    }
  }

  #limiterOf(perMinute: number): RateLimiterMemory {
    const known = this.#limiters.get(perMinute);
    if (known) return known;
    const limiter = new RateLimiterMemory({ points: perMinute, duration: WINDOW_SECONDS });
    this.#limiters.set(perMinute, limiter);
    return limiter;
  }
}

/** One IPv6 customer has a /64 of addresses: they count as one. */
function networkOf(address: string): string {
  if (!isIPv6(address)) return address;
  const [head = '', tail] = address.split('::');
  const left = head.split(':').filter(Boolean);
  const right = tail?.split(':').filter(Boolean) ?? [];
  const zeros = Array.from({ length: tail === undefined ? 0 : 8 - left.length - right.length }, () => '0');
  return [...left, ...zeros, ...right].slice(0, 4).join(':');
}
