import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { handleBatch } from '../batch/handle-batch.js';
import { mergePersons } from '../merging/merge.js';
import { unmarkShared } from '../people/shared-identities.js';
import { listSuggestions, rejectSuggestion } from '../suggestions/suggestion-store.js';
import { leadDatabase, type LeadDatabase } from '../testing/database.js';
import { batchOf, idOf, records, type Draft } from '../testing/envelopes.js';
import { empty } from '../testing/read-outcome.js';
import { sweepLikeness } from './sweep.js';

const NAMES = ['Ivan Petrov', 'Olga Orlova', 'Anna Smirnova', 'Boris Volkov', 'Vera Kuznecova', 'Gleb Sokolov', 'Dina Zaharova'];

describe('the search for people who are alike', () => {
  let db: LeadDatabase;
  beforeAll(async () => {
    db = await leadDatabase();
    await db.addManagers('Anna');
  });
  beforeEach(async () => {
    await empty(db);
    await db.rows(`update lead.likeness_progress set until = now() - interval '1 minute'`);
  });
  afterAll(() => db.drop());

  const arrive = (...drafts: Draft[]) => handleBatch(batchOf(records(drafts)), db.deps);
  const personOf = (name: string) => db.value<string>('select person_id from lead.contact where id = $1', [idOf(name)]);
  /** As if a minute had passed. */
  const sweep = () => sweepLikeness(db.pool, new Date(Date.now() + 60_000));
  const open = () => listSuggestions(db.pool, { status: 'open' }, { limit: 100 });

  it('suggests a name in the other alphabet with a digit off, with keys, score, rule and who else was compared', async () => {
    await arrive(
      { name: 'ru', phone: '+79161234567', sender: 'Саша Белов' },
      { name: 'en', phone: '+79161234568', sender: 'Aleksandr Belov' },
      { name: 'else', phone: '+79161234569', sender: 'Olga Orlova' },
    );
    expect(await sweep()).toBe(1);
    const [suggestion, ...others] = await open();
    expect(others).toEqual([]);
    expect(suggestion).toMatchObject({ personId: await personOf('ru'), otherPersonId: await personOf('en'), kind: 'likeness', rule: 'likeness/1', contactId: null });
    expect(suggestion!.score).toBeGreaterThan(0.9);
    expect(suggestion!.keys.length).toBeGreaterThan(1);
    expect(suggestion!.rejected).toEqual([{ personId: await personOf('else'), score: expect.any(Number) }]);
    expect(await sweep()).toBe(0);
  });

  it('finds who came long before, and says nothing again of a pair that was rejected', async () => {
    await arrive({ name: 'a', email: 'ivan.petrov@romashka.ru', sender: 'Ivan Petrov' });
    await sweep();
    await db.rows(`update lead.likeness_progress set until = now() - interval '1 second'`);
    await arrive({ name: 'b', email: 'ivan.petrof@romashka.ru', sender: 'Иван Петров' });
    expect(await sweep()).toBe(1);
    await rejectSuggestion(db.pool, (await open())[0]!.id, 'spec');
    await arrive({ name: 'b2', email: 'ivan.petrof@romashka.ru', sender: 'Ваня Петров' });
    await db.rows(`update lead.likeness_progress set until = now() - interval '1 minute'`);
    await sweep();
    expect(await open()).toEqual([]);
  });

  it('compares a new person with the survivor of a merge by all that it knows', async () => {
    await arrive({ name: 'a', email: 'a@example.com', sender: 'Olga Orlova' }, { name: 'b', phone: '+79161234567', sender: 'Саша Белов' });
    await sweep();
    const [survivorId, mergedId] = [await personOf('a'), await personOf('b')];
    await mergePersons({ ...db.deps, pool: db.pool }, { survivorId, mergedId, cause: 'by-hand', actor: 'spec' });
    await arrive({ name: 'c', phone: '+79161234568', sender: 'Aleksandr Belov' });
    await db.rows(`update lead.likeness_progress set until = now() - interval '1 minute'`);
    await sweep();
    expect(await open()).toMatchObject([{ personId: survivorId, otherPersonId: await personOf('c') }]);
  });

  it('marks an address as shared that five people of different names and other addresses give as theirs; it joins nobody from then on', async () => {
    const names = ['Ivan Petrov', 'Olga Orlova', 'Anna Smirnova', 'Boris Volkov'];
    await arrive(...names.map((sender, n) => ({ name: `k${n}`, phone: '+74951234567', email: `k${n}@example.com`, sender })));
    await sweep();
    expect(await db.value('select count(*)::int from lead.shared_identity')).toBe(0);
    await arrive({ name: 'k4', phone: '+74951234567', email: 'k4@example.com', sender: 'Vera Kuznecova' }, { name: 'k5', phone: '+74951234567', sender: 'Оля Орлова' });
    await db.rows(`update lead.likeness_progress set until = now() - interval '1 minute'`);
    await sweep();
    expect(await db.rows('select type, value, cause from lead.shared_identity')).toEqual([{ type: 'phone', value: '+74951234567', cause: 'by-use' }]);
    await arrive({ name: 'k6', phone: '+74951234567', email: 'new@example.com' }, { name: 'k7', phone: '+74951234567' });
    expect(await personOf('k6')).not.toBe(await personOf('k0'));
    expect(await personOf('k7')).toBeNull();

    await unmarkShared(db.pool, 'phone', '+74951234567');
    await db.rows(`update lead.likeness_progress set until = now() - interval '1 minute'`);
    await sweep();
    expect(await db.value('select shared from lead.identity where value = $1', ['+74951234567'])).toBe(false);
  });

  it.each([
    ['have nothing else to be known by', Array.from({ length: 7 }, (_, n) => ({ sender: NAMES[n]! }))],
    ['are known by another address as one', Array.from({ length: 7 }, (_, n) => ({ sender: NAMES[n]!, email: 'one@example.com' }))],
    ['bear one surname', Array.from({ length: 7 }, (_, n) => ({ sender: `Klient ${n * 111}`, email: `n${n}@example.com` }))],
  ])('marks nothing where the many %s', async (_, uses) => {
    await arrive(...uses.map((use, n) => ({ name: `m${n}`, phone: '+74951234567', ...use })));
    await sweep();
    expect(await db.value('select count(*)::int from lead.shared_identity')).toBe(0);
  });

  it('is done by one process at a time', async () => {
    await arrive({ name: 'a', email: 'a@example.com' });
    const found = await Promise.all([sweep(), sweep(), sweep()]);
    expect(found.filter((each) => each !== undefined).length).toBeGreaterThanOrEqual(1);
  });
});
