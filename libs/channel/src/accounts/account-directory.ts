import type { Channel } from '../channel.js';
import { type RunningAccount, runAccount, type Sign } from './account.js';
import type { AccountStore } from './account-store.js';

const TTL_MS = 10_000;
const MAX_CACHED = 10_000;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

interface Cached {
  readonly found: Promise<RunningAccount | undefined>;
  readonly expiresAt: number;
}

/**
 * Accounts as the hot path needs them: cached, forgotten when a change is announced and after a few seconds in any
 * case. Unknown ids are remembered as well, so that guessing them doesn't reach the database each time.
 */
export class AccountDirectory {
  readonly #cached = new Map<string, Cached>();
  readonly #channels: ReadonlyMap<string, Channel>;

  constructor(
    private readonly store: AccountStore,
    channels: readonly Channel[],
    private readonly sign?: Sign,
  ) {
    this.#channels = new Map(channels.map((channel) => [channel.name, channel]));
  }

  /**
   * @returns undefined when there is no such account, or this process has no such channel
   * @throws AccountFaultError  it is there, but can't work as it is configured
   */
  find(id: string): Promise<RunningAccount | undefined> {
    const cached = this.#cached.get(id);
    if (cached && cached.expiresAt > performance.now()) return cached.found;
    if (!UUID.test(id)) return Promise.resolve(undefined);
    const found = this.#load(id);
    // What can't be read now must be tried again by the next request.
    found.catch(() => this.forget(id));
    if (this.#cached.size >= MAX_CACHED) this.#cached.clear();
    this.#cached.set(id, { found, expiresAt: performance.now() + TTL_MS });
    return found;
  }

  channel(name: string): Channel | undefined {
    return this.#channels.get(name);
  }

  get channels(): readonly Channel[] {
    return [...this.#channels.values()];
  }

  forget(id: string): void {
    this.#cached.delete(id);
  }

  forgetAll(): void {
    this.#cached.clear();
  }

  async #load(id: string): Promise<RunningAccount | undefined> {
    const account = await this.store.find(id);
    const channel = account && this.#channels.get(account.channel);
    return channel && runAccount(account, channel, this.sign);
  }
}
