import type { Actor } from '@tributary/platform';

/** How long a revocation may stay unseen in another process. */
const KEEP_MS = 3_000;
const MAX_ENTRIES = 10_000;

/**
 * Who was behind a secret a moment ago, so that a page's requests don't ask the database each. What this process
 * revokes it forgets at once; an answer that was on its way from the database meanwhile is not kept.
 */
export class ActorCache {
  private readonly entries = new Map<string, { actor: Actor; untilMs: number }>();
  private generation = 0;

  constructor(private readonly nowMs: () => number = () => performance.now()) {}

  /** @param find  asks the database; undefined is not kept */
  async get(hash: Buffer, find: () => Promise<Actor | undefined>): Promise<Actor | undefined> {
    const key = hash.toString('base64');
    const known = this.entries.get(key);
    if (known && known.untilMs > this.nowMs()) return known.actor;
    const { generation } = this;
    const actor = await find();
    if (actor && generation === this.generation) this.keep(key, actor);
    return actor;
  }

  /** Something was revoked or changed. So seldom that all is forgotten: nothing can be missed. */
  forget(): void {
    this.generation += 1;
    this.entries.clear();
  }

  private keep(key: string, actor: Actor): void {
    if (this.entries.size >= MAX_ENTRIES) this.entries.clear();
    this.entries.set(key, { actor, untilMs: this.nowMs() + KEEP_MS });
  }
}
