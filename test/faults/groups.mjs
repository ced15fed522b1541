/**
 * Groups with more than one different value.
 * @template T
 * @param {Iterable<T>} items @param {(item: T) => string} key @param {(item: T) => string} value @returns {string[][]}
 */
export function severalBy(items, key, value) {
  /** @type {Map<string, Set<string>>} */
  const groups = new Map();
  for (const item of items) {
    const name = key(item);
    groups.set(name, (groups.get(name) ?? new Set()).add(value(item)));
  }
  return [...groups.values()].filter((group) => group.size > 1).map((group) => [...group]);
}

/** Whose a lead is. @param {any} lead @returns {string | undefined} */
export function personOf(lead) {
  return lead.personId ?? lead.person?.id;
}
