/** Whose side something is on when a merge is undone. */
export type Side = 'survivor' | 'merged';

/** A contact that came between merge and undoing. */
export interface LaterContact {
  readonly id: string;
  /** Keys of its identities that can tell who it is. */
  readonly keys: readonly string[];
}

/** An identity that came between. */
export interface LaterIdentity {
  readonly key: string;
  /** The contact that brought it; none when somebody added it by hand. */
  readonly contactId: string | undefined;
}

export interface Sides {
  readonly contacts: ReadonlyMap<string, Side>;
  readonly identities: ReadonlyMap<string, Side>;
}

/**
 * Parts what came in between: a contact stays with the side of its identity, and what it brought stays with it. What
 * tells of neither side, or of both, stays with the survivor. Pure.
 * @param journaled  identities that the two had when they were merged
 * @param contacts   in the order in which they came
 */
export function partSides(journaled: ReadonlyMap<string, Side>, contacts: readonly LaterContact[], identities: readonly LaterIdentity[]): Sides {
  const sideByKey = new Map(journaled);
  const broughtBy = new Map<string, string[]>();
  for (const { key, contactId } of identities) {
    if (contactId === undefined) sideByKey.set(key, 'survivor');
    else broughtBy.set(contactId, [...(broughtBy.get(contactId) ?? []), key]);
  }
  const sides = new Map<string, Side>();
  for (const { id, keys } of contacts) {
    const known = new Set(keys.map((key) => sideByKey.get(key)).filter((side) => side !== undefined));
    const side = known.size === 1 && known.has('merged') ? 'merged' : 'survivor';
    sides.set(id, side);
    for (const key of broughtBy.get(id) ?? []) sideByKey.set(key, side);
  }
  return { contacts: sides, identities: new Map(identities.map(({ key }) => [key, sideByKey.get(key) ?? 'survivor'])) };
}
