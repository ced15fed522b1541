import { cleanName } from '@tributary/contact';
import type { VkApi } from '../api/client.js';
import { usersOf } from '../api/methods.js';

const MOST_CACHED = 10_000;
const MOST_AT_ONCE = 1_000;
const GOOD_FOR_MS = 24 * 60 * 60_000;

/** Names of users, by as few questions as possible, kept for a day. */
export class Names {
  readonly #known = new Map<number, { name: string; at: number }>();

  constructor(
    private readonly api: VkApi,
    private readonly language: 'ru' | 'en',
    private readonly signal: AbortSignal,
    private readonly soonMs: number,
  ) {}

  /** Those that are known, or that VK gives within a moment; nobody is held up for the others. */
  async soon(ids: readonly number[]): Promise<ReadonlyMap<number, string>> {
    const limit = AbortSignal.timeout(this.soonMs);
    try {
      await this.#learn(ids, AbortSignal.any([this.signal, limit]));
    } catch {
      this.signal.throwIfAborted();
    }
    return this.#of(ids);
  }

  /** All of them; one that has none is "". */
  async of(ids: readonly number[]): Promise<ReadonlyMap<number, string>> {
    await this.#learn(ids, this.signal);
    return this.#of(ids);
  }

  #of(ids: readonly number[]): ReadonlyMap<number, string> {
    return new Map(ids.flatMap((id) => (this.#isKnown(id) ? [[id, this.#known.get(id)!.name] as const] : [])));
  }

  #isKnown(id: number): boolean {
    return Date.now() - (this.#known.get(id)?.at ?? -Infinity) < GOOD_FOR_MS;
  }

  async #learn(ids: readonly number[], signal: AbortSignal): Promise<void> {
    const unknown = [...new Set(ids)].filter((id) => !this.#isKnown(id));
    for (let begin = 0; begin < unknown.length; begin += MOST_AT_ONCE) {
      const asked = unknown.slice(begin, begin + MOST_AT_ONCE);
      const users = new Map((await usersOf(this.api, asked, this.language, signal)).map((user) => [user.id, user]));
      if (this.#known.size > MOST_CACHED) this.#known.clear();
      for (const id of asked) this.#known.set(id, { name: nameOf(users.get(id)), at: Date.now() });
    }
  }
}

/** Deleted accounts are called "DELETED", which is nobody's name. */
function nameOf(user: { first_name: string; last_name: string; deactivated?: string | undefined } | undefined): string {
  if (!user || (user.deactivated === 'deleted' && user.first_name === 'DELETED')) return '';
  return cleanName(`${user.first_name} ${user.last_name}`);
}
