import { emailIdentity } from '@tributary/contact';
import type { Profile } from '../profile.js';
import { suggestPairs } from '../suggest.js';
import type { KnownRecord } from './read-people.js';

/** Pairs of records, counted. */
export interface PairCount {
  readonly right: number;
  readonly wrong: number;
}

export interface PeopleScore {
  readonly records: number;
  /** Pairs of records that are one person by the truth. */
  readonly truePairs: number;
  /** Pairs with the same mail, by the truth; and those that exact keys join. */
  readonly sameMail: number;
  readonly exact: PairCount;
  /** Suggestions between records as they are, nothing joined before. */
  readonly single: PairCount & Rates;
  /** As in the product: exact keys join first, then persons are compared; pairs joined either way. */
  readonly persons: PairCount & Rates;
  /** Pairs of persons that were compared. */
  readonly compared: number;
}

export interface Rates {
  readonly recall: number;
  readonly precision: number;
}

/** Scores exact keys and suggestions against the truth. Pure. */
export function scorePeople(records: readonly KnownRecord[]): PeopleScore {
  const truePairs = pairsWithin(groupBy(records, ({ truth }) => truth));
  const persons = joined(records);
  const exact = countWithin(persons);
  const alone = records.map((record) => ({ profile: record as Profile, records: [record] }));
  const { pairs, compared } = suggestPairs(persons.map(({ profile }) => profile));
  const between = countBetween(persons, pairs);
  const lone = countBetween(alone, suggestPairs(records).pairs);
  const all = { right: exact.right + between.right, wrong: exact.wrong + between.wrong };
  return {
    records: records.length,
    truePairs,
    sameMail: pairsWithin(groupBy(records.filter(({ emails }) => emails?.length), ({ truth, emails }) => `${truth} ${emails![0]}`)),
    exact,
    single: { ...lone, ...rates(lone, truePairs) },
    persons: { ...all, ...rates(all, truePairs) },
    compared,
  };
}

interface Joined {
  readonly profile: Profile;
  readonly records: readonly KnownRecord[];
}

/** Persons as exact keys make them: the same address, the same person. */
function joined(records: readonly KnownRecord[]): Joined[] {
  const groups = groupBy(records, (record) => emailIdentity(record.emails?.[0] ?? '')?.value ?? `record ${record.id}`);
  return [...groups.values()].map((group) => ({ profile: together(group), records: group }));
}

function together(group: readonly KnownRecord[]): Profile {
  const all = (values: (record: KnownRecord) => readonly string[] | undefined): string[] => [...new Set(group.flatMap((record) => values(record) ?? []))];
  return {
    id: group[0]!.id,
    names: all(({ names }) => names),
    emails: all(({ emails }) => emails),
    addresses: all(({ addresses }) => addresses),
    places: all(({ places }) => places),
    birthDates: all(({ birthDates }) => birthDates),
    numbers: all(({ numbers }) => numbers),
  };
}

function countWithin(persons: readonly Joined[]): PairCount {
  let [right, wrong] = [0, 0];
  for (const { records } of persons) {
    const same = pairsWithin(groupBy(records, ({ truth }) => truth));
    right += same;
    wrong += (records.length * (records.length - 1)) / 2 - same;
  }
  return { right, wrong };
}

function countBetween(persons: readonly Joined[], pairs: readonly { a: string; b: string }[]): PairCount {
  const byId = new Map(persons.map((person) => [person.profile.id, person.records]));
  let [right, wrong] = [0, 0];
  for (const { a, b } of pairs) {
    for (const x of byId.get(a)!) for (const y of byId.get(b)!) if (x.truth === y.truth) right += 1;
    else wrong += 1;
  }
  return { right, wrong };
}

function rates({ right, wrong }: PairCount, truePairs: number): Rates {
  return { recall: right / truePairs, precision: right + wrong === 0 ? 1 : right / (right + wrong) };
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}

function pairsWithin(groups: ReadonlyMap<string, readonly unknown[]>): number {
  return [...groups.values()].reduce((sum, { length }) => sum + (length * (length - 1)) / 2, 0);
}
