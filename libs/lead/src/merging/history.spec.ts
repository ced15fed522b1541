import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { handleBatch } from '../batch/handle-batch.js';
import { leadDatabase, type LeadDatabase } from '../testing/database.js';
import { batchOf, idOf, records, type Draft } from '../testing/envelopes.js';
import { logicalDump } from '../testing/logical-dump.js';
import { empty } from '../testing/read-outcome.js';
import { mergePersons } from './merge.js';
import { undoMerge } from './undo.js';

type Letter = 'a' | 'b';
/** One contact of one of two people: which of the addresses that they have by then, how many new ones, and the rest. */
const step = fc.record({
  side: fc.constantFrom<Letter>('a', 'b'),
  known: fc.array(fc.nat(20), { minLength: 1, maxLength: 2 }),
  brings: fc.integer({ min: 0, max: 2 }),
  verified: fc.boolean(),
  sender: fc.constantFrom('', 'Ivan', 'Olga'),
  line: fc.constantFrom('main', 'main', 'second', 'third'),
  kind: fc.constantFrom<'form' | 'message' | 'client'>('form', 'form', 'message', 'client'),
});
const history = fc.record({
  before: fc.array(step, { maxLength: 6 }),
  between: fc.array(step, { maxLength: 6 }),
  survivor: fc.constantFrom<Letter>('a', 'b'),
  suggested: fc.boolean(),
});

/** The drafts of a history, each with addresses of one side only. */
function draftsOf(steps: readonly (typeof step extends fc.Arbitrary<infer T> ? T : never)[], keys: Record<Letter, string[]>, prefix: string): Draft[] {
  return steps.map(({ side, known, brings, verified, sender, line, kind }, n) => {
    const old = [...new Set(known.map((index) => keys[side][index % keys[side].length]!))];
    const fresh = Array.from({ length: brings }, (_, i) => `${side}-${prefix}${n}.${i}`);
    keys[side].push(...fresh);
    return { name: `${prefix}${String(n).padStart(2, '0')}`, sender, line, kind, identities: [...old, ...fresh].map((value) => ({ type: 'email', value, verified })) };
  });
}

describe('a merge that is undone', () => {
  let db: LeadDatabase;
  beforeAll(async () => {
    db = await leadDatabase();
    await db.addManagers('Anna', 'Boris');
    await db.rows(`insert into lead.line (id, name, queue_id) values ('second', 'Second', 'main'), ('third', 'Third', 'main')`);
  });
  afterAll(() => db.drop());

  const handle = (drafts: readonly Draft[]) => handleBatch(batchOf(records(drafts)), db.deps);
  const personOf = (name: string) => db.value<string>('select person_id from lead.contact where id = $1', [idOf(name)]);
  /** Managers of leads that were opened in between may differ: they were decided for other people. */
  const dump = (names: ReadonlyMap<string, string>) => logicalDump(db, (id) => names.get(id) ?? id);

  it('leaves the database as if it had never been, whatever came in between', async () => {
    await fc.assert(
      fc.asyncProperty(history, async ({ before, between, survivor, suggested }) => {
        const keys = { a: ['a-0'], b: ['b-0'] };
        const first: Draft[] = [
          { name: '!a', sender: 'A', identities: [{ type: 'email', value: 'a-0', verified: true }] },
          { name: '!b', identities: [{ type: 'email', value: 'b-0' }], line: suggested ? 'main' : 'second' },
        ];
        const early = [...first, ...draftsOf(before, keys, 'e')];
        const late = draftsOf(between, keys, 'l');
        const names = new Map([...early, ...late].map(({ name }) => [idOf(name), name]));

        await empty(db);
        await handle(early);
        for (const draft of late) await handle([draft]);
        const unmerged = await dump(names);

        await empty(db);
        await handle(early);
        const ids = { a: await personOf('!a'), b: await personOf('!b') };
        const mergedId = survivor === 'a' ? ids.b : ids.a;
        await mergePersons({ ...db.deps, pool: db.pool }, { survivorId: ids[survivor], mergedId, cause: 'by-hand', actor: 'spec' });
        for (const draft of late) await handle([draft]);
        await noTwoOpen(db);
        await undoMerge({ ...db.deps, pool: db.pool }, { personId: ids[survivor], actor: 'spec' });
        expect(await dump(names)).toEqual(unmerged);
      }),
      { numRuns: 40 },
    );
  }, 120_000);
});

async function noTwoOpen(db: LeadDatabase): Promise<void> {
  expect(await db.rows(`select person_id from lead.lead where status = 'open' group by person_id, line having count(*) > 1`)).toEqual([]);
  expect(await db.rows(`select l.id from lead.lead l where l.contacts_count <> (select count(*) from lead.contact c where c.lead_id = l.id) and l.outcome is distinct from 'merged'`)).toEqual([]);
}
