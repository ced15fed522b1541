import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { handleBatch } from '../batch/handle-batch.js';
import { mergePersons } from '../merging/merge.js';
import { listSuggestions, rejectSuggestion } from '../suggestions/suggestion-store.js';
import { leadDatabase, type LeadDatabase } from '../testing/database.js';
import { batchOf, idOf, records, type Draft } from '../testing/envelopes.js';
import { empty } from '../testing/read-outcome.js';
import { sweepLikeness } from './sweep.js';

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

  it('is done by one process at a time', async () => {
    await arrive({ name: 'a', email: 'a@example.com' });
    const found = await Promise.all([sweep(), sweep(), sweep()]);
    expect(found.filter((each) => each !== undefined).length).toBeGreaterThanOrEqual(1);
  });
});
