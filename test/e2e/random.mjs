/**
 * Numbers that are the same again for the same seed (mulberry32).
 * @param {number} seed
 * @returns {() => number}  in [0, 1)
 */
export function seeded(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** @param {() => number} random @param {number} from @param {number} to @returns {number} a whole number, both ends included */
export function between(random, from, to) {
  return from + Math.floor(random() * (to - from + 1));
}

/** @template T @param {() => number} random @param {readonly T[]} items @returns {T} */
export function pick(random, items) {
  return /** @type {T} */ (items[Math.floor(random() * items.length)]);
}

/** @template T @param {() => number} random @param {readonly T[]} items @returns {T[]} */
export function shuffled(random, items) {
  const left = [...items];
  return items.map(() => /** @type {T} */ (left.splice(Math.floor(random() * left.length), 1)[0]));
}
