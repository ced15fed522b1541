import type { ContactFacts } from '../channel.js';

type Identity = ContactFacts['identities'][number];

/**
 * Each address once, the provider's own account first, the same whatever order they came in: what `fold` needs. Pure.
 * @param own  its type: "telegram", "vk"
 */
export function identitiesInOrder(own: string, identities: readonly Identity[]): Identity[] {
  const joined = new Map<string, Identity>();
  for (const identity of identities) {
    const key = `${identity.type === own ? 0 : 1} ${identity.type} ${identity.value}`;
    const known = joined.get(key);
    joined.set(key, known ? stronger(known, identity) : identity);
  }
  return [...joined].sort(([x], [y]) => (x < y ? -1 : 1)).map(([, identity]) => identity);
}

/** What the provider vouched for once stays so. */
function stronger(a: Identity, b: Identity): Identity {
  const { disputed: _, ...rest } = a.raw >= b.raw ? a : b;
  const verified = a.verified || b.verified;
  return { ...rest, verified, ...(!verified && a.disputed && b.disputed && { disputed: true }) };
}
