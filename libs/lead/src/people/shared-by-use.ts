import { fromBinary } from '@bufbuild/protobuf';
import type { Transaction } from '@tributary/event-log';
import { EnvelopeSchema } from '@tributary/proto';
import { nameLevel } from '../likeness/compare.js';
import { foldName } from '../likeness/fold-name.js';
import { markShared } from './shared-identities.js';

/** So many people who have nothing of their names in common, and each an address of their own, use one address: it is nobody's own. */
export const LEAST_PEOPLE = 5;
const CONTACTS = 50;

/** One contact's sender and what it could be known by. */
export interface Use {
  readonly name: string;
  readonly identities: readonly { readonly type: string; readonly value: string }[];
}

interface User {
  readonly names: string[][];
  readonly addresses: Set<string>;
}

/**
 * Addresses that at least five people of wholly different names give as theirs, each of whom is known by an address of
 * their own as well: without one, nobody would be left to whom the next contact belongs. Pure.
 */
export function sharedByUse(uses: readonly Use[]): { type: string; value: string }[] {
  const identities = new Map(uses.flatMap((use) => use.identities.map((identity) => [keyOf(identity), identity] as const)));
  return [...identities].filter(([key]) => strangers(usersOf(key, uses)) >= LEAST_PEOPLE).map(([, identity]) => identity);
}

/** Who gives this address: contacts that are joined by another one are one user's. */
function usersOf(key: string, uses: readonly Use[]): User[] {
  let users: User[] = [];
  for (const { name, identities } of uses) {
    const keys = identities.map(keyOf);
    const own = keys.filter((each) => each !== key);
    if (!keys.includes(key) || own.length === 0) continue;
    const same = users.filter(({ addresses }) => own.some((each) => addresses.has(each)));
    const words = foldName(name);
    users = users.filter((user) => !same.includes(user));
    users.push({
      names: [...same.flatMap(({ names }) => names), ...(words.length > 0 ? [words] : [])],
      addresses: new Set([...same.flatMap(({ addresses }) => [...addresses]), ...own]),
    });
  }
  return users.filter(({ names }) => names.length > 0);
}

/** How many of them have no word in common with those before. */
function strangers(users: readonly User[]): number {
  const different: User[] = [];
  for (const user of users) {
    if (different.every((other) => user.names.every((a) => other.names.every((b) => areStrangers(a, b))))) different.push(user);
  }
  return different.length;
}

function areStrangers(a: readonly string[], b: readonly string[]): boolean {
  return nameLevel(a, b) === 'differs' && !a.some((word) => b.includes(word));
}

function keyOf({ type, value }: Use['identities'][number]): string {
  return `${type} ${value}`;
}

/** Looks at persons whose contacts bear many names, and marks what they share. @returns how many addresses it marked */
export async function markSharedByUse(tx: Transaction, personIds: readonly string[]): Promise<number> {
  const { rows } = await tx.query<{ person_id: string; snapshot: Buffer }>(
    `select c.person_id, c.snapshot from unnest($1::uuid[]) as asked (id)
       cross join lateral (select person_id, snapshot from lead.contact where person_id = asked.id limit ${CONTACTS}) c`, [personIds]);
  const usesOf = new Map<string, Use[]>();
  for (const { person_id, snapshot } of rows) {
    const { sender, identities } = fromBinary(EnvelopeSchema, snapshot);
    const use = { name: sender?.name ?? '', identities: identities.filter(({ disputed }) => !disputed).map(({ type, value }) => ({ type, value })) };
    usesOf.set(person_id, [...(usesOf.get(person_id) ?? []), use]);
  }
  let marked = 0;
  for (const { type, value } of [...usesOf.values()].flatMap(sharedByUse)) {
    // What somebody marked or unmarked by hand is theirs to say.
    const { rows: told } = await tx.query('select from lead.shared_identity where type = $1 and value = $2', [type, value]);
    if (told.length > 0) continue;
    await markShared(tx, { type, value, cause: 'by-use', markedBy: 'shared-by-use/1' });
    marked += 1;
  }
  return marked;
}
