import { fromBinary } from '@bufbuild/protobuf';
import type { Transaction } from '@tributary/event-log';
import { EnvelopeSchema } from '@tributary/proto';
import { nameLevel } from '../likeness/compare.js';
import { foldName } from '../likeness/fold-name.js';
import { markShared } from './shared-identities.js';

/** So many people who have nothing of their names in common use one address: it is nobody's own. */
export const LEAST_NAMES = 5;
const CONTACTS = 50;

/** One contact's sender and what it could be known by. */
export interface Use {
  readonly name: string;
  readonly identities: readonly { readonly type: string; readonly value: string }[];
}

/** Addresses that people of at least five wholly different names give as theirs. Pure. */
export function sharedByUse(uses: readonly Use[]): { type: string; value: string }[] {
  const names = new Map<string, { identity: Use['identities'][number]; different: string[][] }>();
  for (const { name, identities } of uses) {
    const words = foldName(name);
    if (words.length === 0) continue;
    for (const identity of identities) {
      const key = `${identity.type} ${identity.value}`;
      const seen = names.get(key) ?? { identity, different: [] };
      names.set(key, seen);
      if (seen.different.every((other) => nameLevel(words, other) === 'differs')) seen.different.push(words);
    }
  }
  return [...names.values()].filter(({ different }) => different.length >= LEAST_NAMES).map(({ identity }) => identity);
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
