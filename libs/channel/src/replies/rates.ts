import { type Permit, Quota } from '../host/quota.js';
import type { Replies } from '../reply.js';

/** Conversations that are remembered at most; who is forgotten begins anew. */
const MOST_CONVERSATIONS = 10_000;

/** Keeps what is sent within the provider's rates: an account's, and one conversation's. */
export class Rates {
  readonly #accounts = new Map<string, Quota>();
  readonly #conversations = new Map<string, Quota>();

  /** Waits until one more may be sent. @throws the signal's reason when it aborts meanwhile */
  async permit(accountId: string, conversationId: string, rates: Replies['rates'], signal: AbortSignal): Promise<Permit> {
    const ofConversation = rates?.conversation?.(conversationId);
    const first = ofConversation && (await this.#of(this.#conversations, `${accountId} ${conversationId}`, ofConversation).permit(signal));
    try {
      const second = rates?.account && (await this.#of(this.#accounts, accountId, rates.account).permit(signal));
      return { giveBack: () => [first, second].forEach((each) => each?.giveBack()) };
    } catch (error) {
      first?.giveBack();
      throw error;
    }
  }

  #of(quotas: Map<string, Quota>, key: string, limits: ConstructorParameters<typeof Quota>[0]): Quota {
    const known = quotas.get(key);
    if (known) return known;
    if (quotas.size >= MOST_CONVERSATIONS) quotas.clear();
    const quota = new Quota(limits);
    quotas.set(key, quota);
    return quota;
  }
}
