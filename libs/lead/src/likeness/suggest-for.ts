import { hash } from 'node:crypto';
import type { Transaction } from '@tributary/event-log';
import { blockingKeys } from './block.js';
import { fold, type Folded } from './compare.js';
import { readProfiles } from './read-profiles.js';
import { LIKENESS_RULE, likeness, reasonsOf, THRESHOLD_BITS, type Likeness } from './score.js';
import { MAX_BLOCK } from './suggest.js';

/** Of those who were compared and not suggested so many are told. */
const REJECTED_SHOWN = 5;

/** Compares persons with those who share a key with them, and suggests whom they may be. @returns how many were suggested anew */
export async function suggestFor(tx: Transaction, personIds: readonly string[]): Promise<number> {
  const folded = await foldedOf(tx, personIds);
  const keysOf = new Map([...folded].map(([id, each]) => [id, new Map(blockingKeys(each).map((key) => [hashed(key), key]))]));
  await writeKeys(tx, keysOf);
  const meetings = await meetingsOf(tx, [...folded.keys()]);
  const others = [...new Set(meetings.map(({ other }) => other))].filter((id) => !folded.has(id));
  const all = new Map([...folded, ...(await foldedOf(tx, others))]);
  const compared = new Map<string, Compared[]>();
  for (const { person, other, keys } of meetings) {
    const [a, b] = [all.get(person), all.get(other)];
    if (!a || !b) continue;
    const found = { other, keys: keys.map((key) => keysOf.get(person)!.get(key) ?? '').filter((key) => key !== ''), likeness: likeness(a, b) };
    compared.set(person, [...(compared.get(person) ?? []), found]);
  }
  let suggested = 0;
  for (const [person, found] of compared) suggested += await writeSuggestions(tx, person, found);
  return suggested;
}

interface Compared {
  readonly other: string;
  readonly keys: readonly string[];
  readonly likeness: Likeness;
}

async function foldedOf(tx: Transaction, personIds: readonly string[]): Promise<Map<string, Folded>> {
  if (personIds.length === 0) return new Map();
  const profiles = await readProfiles(tx, personIds);
  return new Map([...profiles].map(([id, profile]) => [id, fold(profile)]));
}

/** A signed 64-bit number, as PostgreSQL has it. */
function hashed(key: string): string {
  return BigInt.asIntN(64, BigInt(`0x${hash('sha1', key).slice(0, 16)}`)).toString();
}

async function writeKeys(tx: Transaction, keysOf: ReadonlyMap<string, ReadonlyMap<string, string>>): Promise<void> {
  const rows = [...keysOf].flatMap(([id, keys]) => [...keys.keys()].map((key) => [key, id] as const));
  await tx.query('insert into lead.likeness_key (key, person_id) select * from unnest($1::bigint[], $2::uuid[]) order by 1, 2 on conflict do nothing', [
    rows.map(([key]) => key),
    rows.map(([, id]) => id),
  ]);
}

/** Who shares keys with whom; keys that too many share tell nothing. */
async function meetingsOf(tx: Transaction, personIds: readonly string[]): Promise<{ person: string; other: string; keys: string[] }[]> {
  const { rows } = await tx.query<{ person: string; other: string; keys: string[] }>(
    `select k.person_id as person, o.person_id as other, array_agg(k.key::text) as keys
       from lead.likeness_key k
       cross join lateral (
         select array_agg(person_id) as persons from (select person_id from lead.likeness_key b where b.key = k.key limit ${MAX_BLOCK + 1}) few) block
       cross join lateral unnest(block.persons) as o (person_id)
      where k.person_id = any($1::uuid[]) and cardinality(block.persons) between 2 and ${MAX_BLOCK} and o.person_id <> k.person_id
      group by 1, 2`,
    [personIds],
  );
  return rows;
}

async function writeSuggestions(tx: Transaction, person: string, compared: readonly Compared[]): Promise<number> {
  const enough = compared.filter(({ likeness: { suffices, bits } }) => suffices && bits >= THRESHOLD_BITS);
  if (enough.length === 0) return 0;
  const rejected = compared.filter((each) => !enough.includes(each)).sort((a, b) => b.likeness.bits - a.likeness.bits).slice(0, REJECTED_SHOWN);
  const rejectedJson = JSON.stringify(rejected.map(({ other, likeness: { score } }) => ({ personId: other, score: Math.round(score * 1000) / 1000 })));
  let added = 0;
  for (const { other, keys, likeness: found } of enough) {
    // Ids are UUIDv7: the older one would survive.
    const [first, second] = person < other ? [person, other] : [other, person];
    const { rowCount } = await tx.query(
      `insert into lead.suggestion (person_id, other_person_id, kind, score, rule, reasons, keys, rejected) values ($1, $2, 'likeness', $3, $4, $5, $6, $7) on conflict do nothing`,
      [first, second, found.score, LIKENESS_RULE, JSON.stringify(reasonsOf(found)), keys, rejectedJson],
    );
    added += rowCount ?? 0;
  }
  return added;
}
