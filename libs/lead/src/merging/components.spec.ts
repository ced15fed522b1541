import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { handleBatch } from '../batch/handle-batch.js';
import { markShared } from '../people/shared-identities.js';
import { listSuggestions } from '../suggestions/suggestion-store.js';
import { leadDatabase, type LeadDatabase } from '../testing/database.js';
import { batchOf, idOf, records, type Draft } from '../testing/envelopes.js';
import { empty } from '../testing/read-outcome.js';
import { mergePersons } from './merge.js';

/** `MATCHING_CONTACTS=10000` is the campaign; CI takes a fifth. */
const CONTACTS = Number(process.env['MATCHING_CONTACTS'] ?? 2_000);
const PEOPLE = CONTACTS / 5;
const INSTANCES = 4;
const TYPES = ['phone', 'email', 'telegram', 'vk', 'onec'];
const SHARED = [['phone', 'office'], ['email', 'info']] as const;

describe('contacts of people over five kinds of identities, in random order, on four instances, with redeliveries', () => {
  let db: LeadDatabase;
  beforeAll(async () => {
    db = await leadDatabase(2 * INSTANCES);
    await db.addManagers('Anna', 'Boris', 'Vera');
    await db.rows(`insert into lead.line (id, name, queue_id) values ('second', 'Second', 'main')`);
  });
  afterAll(() => db.drop());

  it('end, after bridging suggestions were accepted, as the connected components of their identities without the shared ones', async () => {
    await empty(db);
    for (const [type, value] of SHARED) await markShared(db.pool, { type, value, cause: 'by-hand', markedBy: 'spec' });
    const random = sequence(7);
    const drafts = Array.from({ length: CONTACTS }, (_, n) => draftOf(n, random));
    await Promise.all(Array.from({ length: INSTANCES }, (_, instance) => work(db, share(drafts, instance, random))));
    await noTwoOpen(db);
    await acceptAll(db);
    await noTwoOpen(db);

    expect(await db.value('select count(*)::int from lead.contact')).toBe(CONTACTS);
    const persons = new Map((await db.rows<{ id: string; person_id: string | null }>('select id, person_id from lead.contact')).map((row) => [row.id, row.person_id]));
    expect(partition(drafts, ({ name }) => persons.get(idOf(name)) ?? undefined)).toEqual(partition(drafts, componentOf(drafts)));
    expect(await db.value(`select count(*)::int from lead.lead l where l.outcome is distinct from 'merged' and l.contacts_count <> (select count(*) from lead.contact c where c.lead_id = l.id)`)).toBe(0);
    expect(await db.value('select count(*)::int from lead.identity i join lead.person p on p.id = i.person_id where p.merged_into is not null')).toBe(0);
  }, 300_000);
});

/** A contact of somebody, with one to three of their addresses, now and then a shared one. */
function draftOf(n: number, random: () => number): Draft {
  const person = Math.floor(random() * PEOPLE);
  const own = TYPES.filter(() => random() < 0.35).slice(0, 3);
  const some = own.length > 0 ? own : [TYPES[Math.floor(random() * TYPES.length)]!];
  const identities = some.map((type) => ({ type, value: `${type}${person}`, verified: random() < 0.5 }));
  const shared = random() < 0.1 ? SHARED[Math.floor(random() * SHARED.length)]! : undefined;
  return { name: `c${n}`, line: random() < 0.3 ? 'second' : 'main', identities: shared ? [...identities, { type: shared[0], value: shared[1], verified: false }] : identities };
}

/** What one instance gets: its share in random order, and some of everything again. */
function share(drafts: readonly Draft[], instance: number, random: () => number): Draft[] {
  const mine = drafts.filter((_, n) => n % INSTANCES === instance);
  const again = drafts.filter(() => random() < 0.1);
  return [...mine, ...again].map((draft) => [random(), draft] as const).sort(([a], [b]) => a - b).map(([, draft]) => draft);
}

/** As a consumer does: a batch that fails comes again. */
async function work(db: LeadDatabase, drafts: readonly Draft[]): Promise<void> {
  for (let at = 0; at < drafts.length; at += 60) {
    const batch = batchOf(records(drafts.slice(at, at + 60)));
    for (let tries = 1; ; tries++) {
      try {
        await handleBatch(batch, db.deps);
        break;
      } catch (error) {
        if (tries === 50) throw error;
      }
    }
  }
}

async function acceptAll(db: LeadDatabase): Promise<void> {
  for (;;) {
    const [suggestion] = await listSuggestions(db.pool, { status: 'open' }, { limit: 1 });
    if (!suggestion) return;
    const { personId: survivorId, otherPersonId: mergedId } = suggestion;
    await mergePersons({ ...db.deps, pool: db.pool }, { survivorId, mergedId, cause: 'suggestion', actor: 'spec' });
  }
}

async function noTwoOpen(db: LeadDatabase): Promise<void> {
  expect(await db.rows(`select person_id from lead.lead where status = 'open' and person_id is not null group by person_id, line having count(*) > 1`)).toEqual([]);
}

/** Contacts that belong together, by name. Those with shared identities only stand alone. */
function partition(drafts: readonly Draft[], groupOf: (draft: Draft) => string | undefined): string[] {
  const groups = new Map<string, string[]>();
  for (const draft of drafts) {
    const group = groupOf(draft) ?? `alone ${draft.name}`;
    groups.set(group, [...(groups.get(group) ?? []), draft.name]);
  }
  return [...groups.values()].map((names) => names.sort().join(' ')).sort();
}

/** Union-find over the identities that are not shared. */
function componentOf(drafts: readonly Draft[]): (draft: Draft) => string | undefined {
  const parent = new Map<string, string>();
  const rootOf = (key: string): string => {
    const up = parent.get(key) ?? key;
    if (up === key) return key;
    const root = rootOf(up);
    parent.set(key, root);
    return root;
  };
  const keysOf = ({ identities = [] }: Draft): string[] => identities.filter(({ type, value }) => !SHARED.some(([t, v]) => t === type && v === value)).map(({ type, value }) => `${type} ${value}`);
  for (const draft of drafts) {
    const [first, ...others] = keysOf(draft);
    for (const other of others) parent.set(rootOf(other), rootOf(first!));
  }
  return (draft) => {
    const [first] = keysOf(draft);
    return first === undefined ? undefined : rootOf(first);
  };
}

/** A linear congruential generator: the same contacts every time. */
function sequence(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296) / 4_294_967_296;
}
