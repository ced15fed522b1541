import { tooMany } from './api-error.mjs';

/** Published limits of sending, roughly: so many within so many seconds. */
const OVERALL = { most: 30, seconds: 1 };
const CHAT = { most: 5, seconds: 5 };
const GROUP = { most: 20, seconds: 60 };

export class SendLimits {
  /** @type {Map<string, number[]>} */
  #sent = new Map();

  /** @param {() => number} now  seconds, with fractions */
  constructor(now) {
    this.now = now;
  }

  /** Counts one more. @param {number} chatId @throws ApiError 429 */
  count(chatId) {
    const rules = [['all', OVERALL], [String(chatId), chatId < 0 ? GROUP : CHAT]];
    for (const [key, rule] of rules) this.#check(key, rule);
    for (const [key] of rules) this.#sent.get(key)?.push(this.now());
  }

  #check(key, { most, seconds }) {
    const since = this.now() - seconds;
    const recent = (this.#sent.get(key) ?? []).filter((at) => at > since);
    this.#sent.set(key, recent);
    if (recent.length >= most) throw tooMany(Math.max(1, Math.ceil(recent[0] - since)));
  }
}
