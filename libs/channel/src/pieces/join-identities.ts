import type { ContactFacts } from '@tributary/channel';

type Identity = ContactFacts['identities'][number];

/** Each address once, the account first, in an order that doesn't depend on where they came from. */
export function joinIdentities(identities: readonly Identity[]): Identity[] {
  const joined = new Map<string, Identity>();
  for (const identity of identities) {
    const key = `${identity.type === 'telegram' ? 0 : 1} ${identity.type} ${identity.value}`;
    const known = joined.get(key);
    joined.set(key, known ? stronger(known, identity) : identity);
  }
  return [...joined].sort(([x], [y]) => (x < y ? -1 : 1)).map(([, identity]) => identity);
}

/** What Telegram vouched for once stays so. */
function stronger(a: Identity, b: Identity): Identity {
  const { disputed: _, ...rest } = a.raw >= b.raw ? a : b;
  const verified = a.verified || b.verified;
  return { ...rest, verified, ...(!verified && a.disputed && b.disputed && { disputed: true }) };
}
