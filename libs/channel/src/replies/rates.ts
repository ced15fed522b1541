import { type Permit, Quota } from '../host/quota.js';
import type { RequestLimits } from '../pull.js';
import type { Replies } from '../reply.js';
import type { Head } from './reply-book.js';

/** Of accounts, and of conversations, that are remembered at most; who was not written to for longest is forgotten. */
const MOST_KNOWN = 10_000;

/** Keeps what is sent within the provider's rates: an account's, and one conversation's. */
export class Rates {
  readonly #accounts = new Map<string, Quota>();
  readonly #conversations = new Map<string, Quota>();

  constructor(private readonly mostKnown = MOST_KNOWN) {}

  /** Waits until one more might be sent. @throws the signal's reason when it aborts meanwhile */
  async room(head: Pick<Head, 'account_id' | 'conversation_id'>, rates: Replies['rates'], signal: AbortSignal): Promise<void> {
    for (const quota of this.#of(head, rates)) await quota.room(signal);
  }

  /** @returns undefined when there is no room now */
  take(head: Pick<Head, 'account_id' | 'conversation_id'>, rates: Replies['rates']): Permit | undefined {
    const permits: Permit[] = [];
    const giveBack = () => permits.forEach((permit) => permit.giveBack());
    for (const quota of this.#of(head, rates)) {
      const permit = quota.take();
      if (!permit) return void giveBack();
      permits.push(permit);
    }
    return { giveBack };
  }

  #of({ account_id, conversation_id }: Pick<Head, 'account_id' | 'conversation_id'>, rates: Replies['rates']): Quota[] {
    const { key = conversation_id, ...limits } = rates?.conversation?.(conversation_id) ?? {};
    return [
      ...('requests' in limits ? [this.#quota(this.#conversations, `${account_id} ${key}`, limits)] : []),
      ...(rates?.account ? [this.#quota(this.#accounts, account_id, rates.account)] : []),
    ];
  }

  #quota(quotas: Map<string, Quota>, key: string, limits: RequestLimits): Quota {
    const quota = quotas.get(key) ?? new Quota(limits);
    // The last to be used stands last.
    quotas.delete(key);
    quotas.set(key, quota);
    if (quotas.size > this.mostKnown) quotas.delete(quotas.keys().next().value!);
    return quota;
  }
}
