/** What is known of a long list, and how it takes in what the server says of it. Pure. */

export interface Listed {
  readonly id: string;
}

/** Newest first, as the server lists them. */
export interface Known<T> {
  /** Undefined until the first answer. */
  readonly items: readonly T[] | undefined;
  /** Behind the last item; null at the end of the list. */
  readonly cursor: string | null;
}

interface Answer<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | null;
}

/**
 * The newest ones as they are now. What is known within their span and isn't among them is no longer in the list; what is known behind them
 * stays. When nothing joins them, what was known is too old to go on from.
 */
export function withHead<T extends Listed>({ items: known, cursor }: Known<T>, { items, nextCursor }: Answer<T>): Known<T> {
  const places = new Map(known?.map(({ id }, place) => [id, place]));
  const last = items.findLast(({ id }) => places.has(id));
  if (!known || !last || nextCursor === null) return { items, cursor: nextCursor };
  const fresh = idsOf(items);
  const rest = known.slice((places.get(last.id) ?? 0) + 1).filter(({ id }) => !fresh.has(id));
  return rest.length > 0 ? { items: [...items, ...rest], cursor } : { items, cursor: nextCursor };
}

/** Older ones. @param asked  where they begin: they join nothing else */
export function withTail<T extends Listed>(known: Known<T>, asked: string, { items, nextCursor }: Answer<T>): Known<T> {
  if (!known.items || known.cursor !== asked) return known;
  const ids = idsOf(known.items);
  return { items: [...known.items, ...items.filter(({ id }) => !ids.has(id))], cursor: nextCursor };
}

function idsOf(items: readonly Listed[]): Set<string> {
  return new Set(items.map(({ id }) => id));
}
