import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { leadDatabase, type LeadDatabase } from '../testing/database.js';
import { batchOf, idOf, records, type Draft } from '../testing/envelopes.js';
import { dump, empty, readOutcome } from '../testing/read-outcome.js';
import { SerialModel } from '../testing/serial-model.js';
import { handleBatch } from './handle-batch.js';

const MANAGERS = ['Anna', 'Boris', 'Vera'];
const NAMES = Array.from({ length: 12 }, (_, n) => `c${n}`);
const names = new Map(NAMES.map((name) => [idOf(name), name]));

/** Few identities and few contacts, so that everything that can meet does. */
const identity = fc.record({
  type: fc.constantFrom('phone', 'email'),
  value: fc.constantFrom('1', '2', '3', '4'),
  verified: fc.boolean(),
});
const draft: fc.Arbitrary<Draft> = fc.record({
  name: fc.constantFrom(...NAMES),
  revision: fc.integer({ min: 1, max: 3 }),
  identities: fc.uniqueArray(identity, { maxLength: 3, selector: ({ type, value }) => `${type}:${value}` }),
  line: fc.constantFrom('main', 'main', 'second', 'nowhere'),
  kind: fc.constantFrom('form', 'form', 'form', 'order', 'client'),
  notLeadReason: fc.option(fc.constant('spam'), { nil: undefined, freq: 8 }),
  automatic: fc.option(fc.constant('auto-reply'), { nil: undefined, freq: 8 }),
});
/** Where the stream of contacts is cut into batches. */
const cuts = fc.array(fc.integer({ min: 1, max: 8 }), { minLength: 1, maxLength: 20 });

describe('batches of any cut', () => {
  let db: LeadDatabase;
  beforeAll(async () => {
    db = await leadDatabase();
    await db.addManagers(...MANAGERS);
    await db.rows(`insert into lead.line (id, name, queue_id) values ('second', 'Second', 'main')`);
  });
  afterAll(() => db.drop());

  it('end as if each contact had come alone, and redelivery in any order changes nothing', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(draft, { minLength: 1, maxLength: 30 }), cuts, fc.infiniteStream(fc.nat()), async (drafts, sizes, order) => {
        await empty(db);
        const model = new SerialModel(MANAGERS, ['main', 'second']);
        for (const each of drafts) model.take(each);
        const stream = records(drafts);
        for (let at = 0, n = 0; at < stream.length; n++) {
          const size = sizes[n % sizes.length]!;
          await handleBatch(batchOf(stream.slice(at, (at += size))), db.deps);
        }
        expect(await readOutcome(db, (id) => names.get(id)!)).toEqual(model.outcome);

        const before = await dump(db);
        const shuffled = stream.map((each) => [order.next().value!, each] as const).sort(([a], [b]) => a - b).map(([, each]) => each);
        await handleBatch(batchOf(shuffled), db.deps);
        expect(await dump(db)).toEqual(before);
      }),
      { numRuns: 60 },
    );
  }, 120_000);
});
