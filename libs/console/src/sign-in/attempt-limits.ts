import { Problem } from '@tributary/platform';
import ipaddr from 'ipaddr.js';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

const WINDOW_SECONDS = 15 * 60;
const FAILURES_PER_ADDRESS = 50;
const FAILURES_PER_EMAIL_AND_ADDRESS = 10;
/** From anywhere: high, or a stranger could keep somebody out for ever by guessing on purpose. */
const FAILURES_PER_EMAIL = 100;

/** Bounds guessing: failures per client address, per email, and of both together. A success takes its own attempt back. */
export class AttemptLimits {
  private readonly addresses = new RateLimiterMemory({ points: FAILURES_PER_ADDRESS, duration: WINDOW_SECONDS });
  private readonly pairs = new RateLimiterMemory({ points: FAILURES_PER_EMAIL_AND_ADDRESS, duration: WINDOW_SECONDS });
  private readonly emails = new RateLimiterMemory({ points: FAILURES_PER_EMAIL, duration: WINDOW_SECONDS });

  /**
   * Counts an attempt before it is tried, so that attempts at one moment can't pass together.
   * @throws Problem 429 `too-many-attempts` with Retry-After
   */
  async begin(address: string, email?: string): Promise<void> {
    await consume(this.addresses, networkOf(address));
    if (email === undefined) return;
    await consume(this.pairs, pairKey(address, email));
    await consume(this.emails, emailKey(email));
  }

  async succeeded(address: string, email?: string): Promise<void> {
    await this.addresses.reward(networkOf(address));
    if (email === undefined) return;
    await this.pairs.delete(pairKey(address, email));
    await this.emails.delete(emailKey(email));
  }
}

async function consume(limiter: RateLimiterMemory, key: string): Promise<void> {
  try {
    await limiter.consume(key);
  } catch (cause) {
    if (!(cause instanceof RateLimiterRes)) throw cause;
    const seconds = Math.ceil(cause.msBeforeNext / 1000);
    throw new Problem(429, 'too-many-attempts', { params: { minutes: Math.ceil(seconds / 60) }, headers: { 'retry-after': String(seconds) } });
  }
}

/** Whoever has one IPv6 address has 2^64 of them. */
function networkOf(address: string): string {
  if (!ipaddr.IPv6.isValid(address)) return address;
  return ipaddr.IPv6.parse(address).parts.slice(0, 4).join(':');
}

function emailKey(email: string): string {
  return email.toLowerCase();
}

function pairKey(address: string, email: string): string {
  return `${networkOf(address)} ${emailKey(email)}`;
}
