const DAY_SECONDS = 86_400;

/** What waits for one bot, until it is confirmed or a day old. */
export class UpdateQueue {
  /** @type {{ update: any, expiresAt: number }[]} */
  #waiting = [];
  #nextId = 100_000_001;
  /** Updates that a client confirmed, or a webhook took. */
  confirmed = [];

  /** @param {() => number} now  seconds since 1970 */
  constructor(now) {
    this.now = now;
  }

  /** @param {object} content  one member of an Update @returns {any} the update */
  add(content) {
    const update = { update_id: this.#nextId++, ...content };
    const message = Object.values(content)[0] ?? {};
    this.#waiting.push({ update, expiresAt: (message.edit_date ?? message.date ?? this.now()) + DAY_SECONDS });
    return update;
  }

  /** As after a week without updates. */
  numberAnew(from) {
    this.#nextId = from;
  }

  get pending() {
    this.#expire();
    return this.#waiting.map(({ update }) => update);
  }

  /** An offset confirms all before it; a negative one keeps so many of the last. */
  confirm(offset) {
    const pending = this.pending;
    const kept = offset < 0 ? new Set(pending.slice(offset)) : new Set(pending.filter(({ update_id }) => update_id >= offset));
    if (offset === 0) return;
    this.confirmed.push(...pending.filter((update) => !kept.has(update)));
    this.#waiting = this.#waiting.filter(({ update }) => kept.has(update));
  }

  take(update) {
    this.confirmed.push(update);
    this.#waiting = this.#waiting.filter((each) => each.update !== update);
  }

  drop() {
    this.#waiting = [];
  }

  #expire() {
    const now = this.now();
    this.#waiting = this.#waiting.filter(({ expiresAt }) => expiresAt > now);
  }
}
