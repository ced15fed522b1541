import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { LeadEventKind } from '@tributary/proto';
import { handleBatch } from '../batch/handle-batch.js';
import { mergePersons } from '../merging/merge.js';
import { undoMerge } from '../merging/undo.js';
import { leadDatabase, type LeadDatabase } from '../testing/database.js';
import { batchOf, idOf, records, type Draft } from '../testing/envelopes.js';
import { empty, readEvents } from '../testing/read-outcome.js';
import { drainBacklog, settleDue } from './desk-step.js';
import { remindOfAnswers } from './late-answers.js';

describe('the desk', () => {
  let db: LeadDatabase;
  let anna: string, boris: string, vera: string;
  beforeAll(async () => {
    db = await leadDatabase();
    [anna, boris, vera] = (await db.addManagers('Anna', 'Boris', 'Vera')) as [string, string, string];
  });
  beforeEach(async () => {
    await empty(db);
    await db.rows(`update lead.manager set said = null, said_until = null, substitute_id = null, capacity = null, channel_capacity = '{}', skills = '{}'`);
    await db.rows(`update lead.queue set strategy = 'even', take_minutes = null, department_id = null, cursor = null`);
    await db.rows(`update lead.line set hours = null, out_of_hours = '{"kind": "assign"}', patience_minutes = 0, answer_minutes = null`);
    await db.rows('delete from lead.assignment');
    await db.rows('delete from lead.routing_version');
  });
  afterAll(() => db.drop());

  const arrive = (...drafts: Draft[]) => handleBatch(batchOf(records(drafts)), db.deps);
  const say = (id: string, said: string | null) => db.rows('update lead.manager set said = $2 where id = $1', [id, said]);
  const leadOf = async (name: string) => (await db.rows<Record<string, unknown>>(
    'select l.* from lead.lead l join lead.contact c on c.lead_id = l.id where c.id = $1', [idOf(name)]))[0]!;
  const managerOf = async (name: string) => (await leadOf(name))['manager_id'];
  const settle = async () => (await settleDue(db.deps)) + (await drainBacklog(db.deps));
  /** As if so many minutes had passed. */
  const pass = (minutes: number) => db.rows(`update lead.lead set due_at = due_at - $1 * interval '1 minute', answer_due_at = answer_due_at - $1 * interval '1 minute', opened_at = opened_at - $1 * interval '1 minute'`, [minutes]);
  it('hands out the backlog by age when somebody becomes free, up to what they can take', async () => {
    for (const id of [anna, boris, vera]) await say(id, 'absent');
    for (const name of ['1', '2', '3', '4']) await arrive({ name, phone: `+7916000000${name}` });
    expect(await leadOf('1')).toMatchObject({ manager_id: null, waiting: 'queue', queue_id: 'main' });
    expect(await settle()).toBe(0);
    await db.rows('update lead.manager set capacity = 2 where id = $1', [anna]);
    await say(anna, null);
    expect(await settle()).toBe(2);
    expect([await managerOf('1'), await managerOf('2'), await managerOf('3')]).toEqual([anna, anna, null]);
    expect(await db.value('select assigned_at is not null from lead.contact where id = $1', [idOf('1')])).toBe(true);
    expect(await db.value('select manager_id from lead.person p join lead.contact c on c.person_id = p.id where c.id = $1', [idOf('2')])).toBe(anna);
    expect(await db.rows('select reason, manager_id from lead.assignment')).toEqual([{ reason: 'backlog', manager_id: anna }, { reason: 'backlog', manager_id: anna }]);
    await db.rows(`update lead.lead set status = 'closed', outcome = 'won', closed_at = now() where id = $1`, [(await leadOf('1'))['id']]);
    expect(await settle()).toBe(1);
    expect(await managerOf('3')).toBe(anna);
  });

  it('finds somebody else for a customer whose lead is with somebody on leave, or gone; whose owner is only away stays theirs', async () => {
    const owner = (name: string) => db.value('select p.manager_id from lead.person p join lead.contact c on c.person_id = p.id where c.id = $1', [idOf(name)]);
    const take = () => db.rows('update lead.lead set taken_at = now()');
    await arrive({ name: 'leave', phone: '+79160000001' }, { name: 'gone', phone: '+79160000002' });
    expect([await managerOf('leave'), await managerOf('gone')]).toEqual([anna, boris]);
    await take();
    await db.rows(`update lead.manager set said = 'absent', said_until = now() + interval '9 days', substitute_id = $2 where id = $1`, [anna, vera]);
    await db.rows('update lead.manager set active = false where id = $1', [boris]);
    try {
      expect(await settle()).toBe(0);
      await arrive({ name: 'leave again', phone: '+79160000001' }, { name: 'gone again', phone: '+79160000002' });
      await settle();
      expect([await managerOf('leave'), await owner('leave')]).toEqual([vera, anna]);
      expect([await managerOf('gone'), await owner('gone')]).toEqual([vera, vera]);
      const told = (await readEvents(db)).filter(({ kind }) => kind === LeadEventKind.ESCALATED);
      expect(told.map(({ reason, managerId, toldManagerIds }) => [reason, managerId, toldManagerIds])).toEqual(expect.arrayContaining([['owner-away', vera, [anna]], ['owner-away', vera, [boris]]]));
      await take();
      await arrive({ name: 'once more', phone: '+79160000001' });
      expect(await settle()).toBe(0);
    } finally {
      await db.rows('update lead.manager set active = true where id = $1', [boris]);
    }
  });

  it('leaves a lead with whoever is back when somebody else would be looked for', async () => {
    await db.rows('update lead.line set patience_minutes = 10');
    await arrive({ name: 'x', phone: '+79160000001' });
    await db.rows('update lead.lead set taken_at = now()');
    await say(anna, 'paused');
    await arrive({ name: 'y', phone: '+79160000001' });
    expect(await leadOf('x')).toMatchObject({ due: 'away', manager_id: anna });
    await say(anna, null);
    await pass(11);
    await settle();
    expect(await leadOf('x')).toMatchObject({ due: null, manager_id: anna, taken_at: expect.any(Date) });
  });

  it('gives a customer of somebody who left an owner again', async () => {
    await arrive({ name: 'x', phone: '+79160000001' });
    await db.rows(`update lead.lead set status = 'closed', outcome = 'won', closed_at = now()`);
    await db.rows('update lead.manager set active = false where id = $1', [anna]);
    try {
      await arrive({ name: 'y', phone: '+79160000001' });
      const next = await managerOf('y');
      expect(next).not.toBe(anna);
      expect(await db.value('select manager_id from lead.person', [])).toBe(next);
    } finally {
      await db.rows('update lead.manager set active = true where id = $1', [anna]);
    }
  });

  it('keeps the owner of a customer whose patience was waited out', async () => {
    await db.rows('update lead.line set patience_minutes = 10');
    await arrive({ name: 'x', phone: '+79160000001' });
    await db.rows('delete from lead.contact');
    await db.rows('delete from lead.lead');
    await db.rows('update lead.person set manager_id = $1', [anna]);
    await say(anna, 'absent');
    await arrive({ name: 'first lead', phone: '+79160000001' });
    await pass(11);
    await settle();
    expect(await managerOf('first lead')).not.toBe(anna);
    expect(await db.value('select manager_id from lead.person', [])).toBe(anna);
  });

  it('reaches who can be served behind thousands whom nobody can take', async () => {
    await db.rows(`update lead.manager set channel_capacity = '{"telegram": 0}'`);
    await db.rows(`
      insert into lead.lead (id, line, channel, waiting, queue_id, contacts_count, opened_at, last_contact_at)
      select gen_random_uuid(), 'main', case when n > 5200 then 'form' else 'telegram' end, 'queue', 'main', 1, now() + n * interval '1 ms', now() from generate_series(1, 5201) n`);
    expect(await drainBacklog(db.deps)).toBe(1);
    expect(await db.value('select channel from lead.lead where manager_id is not null')).toBe('form');
  });

  it('lets nobody pass who waits: what comes now waits behind', async () => {
    for (const id of [anna, boris, vera]) await say(id, 'paused');
    await arrive({ name: 'first', phone: '+79160000001' });
    await say(anna, null);
    await arrive({ name: 'second', phone: '+79160000002' });
    expect(await leadOf('second')).toMatchObject({ manager_id: null, waiting: 'queue' });
    await db.rows('update lead.manager set capacity = 1 where id = $1', [anna]);
    await settle();
    expect([await managerOf('first'), await managerOf('second')]).toEqual([anna, null]);
  });

  it('escalates what nobody takes: next, head, pool, each once; whoever takes it in time keeps it', async () => {
    await db.rows(`insert into lead.department (id, name, head_id) values ('sales', 'Sales', $1) on conflict (id) do update set head_id = $1`, [vera]);
    await db.rows(`update lead.queue set take_minutes = 5, department_id = 'sales'`);
    await say(vera, 'paused');
    await arrive({ name: 'x', phone: '+79160000001' }, { name: 'kept', phone: '+79160000002' });
    expect([await managerOf('x'), await managerOf('kept')]).toEqual([anna, boris]);
    await db.rows('update lead.lead set taken_at = now(), due_at = null, due = null where id = $1', [(await leadOf('kept'))['id']]);
    expect(await settle()).toBe(0);
    await pass(6);
    expect(await settle()).toBe(1);
    expect(await settle()).toBe(0);
    expect([await managerOf('x'), await managerOf('kept')]).toEqual([boris, boris]);
    expect(await db.value('select manager_id from lead.person p join lead.contact c on c.person_id = p.id where c.id = $1', [idOf('x')])).toBe(boris);
    await say(vera, null);
    await say(boris, 'paused');
    await pass(6);
    await settle();
    expect(await managerOf('x')).toBe(vera);
    await pass(6);
    await settle();
    expect(await leadOf('x')).toMatchObject({ manager_id: null, waiting: 'pool', due_at: null, tried: [anna, boris, vera] });
    await pass(60);
    expect(await settle()).toBe(0);
    expect(await db.value('select sum(open)::int from lead.load')).toBe(1);
  });

  it('holds what comes out of hours until the line opens, and keeps its age', async () => {
    await db.rows(`update lead.line set hours = $1, out_of_hours = '{"kind": "hold"}'`, [JSON.stringify({ week: Array.from({ length: 7 }, () => []), exceptions: [{ date: '2099-01-01', intervals: [{ from: '00:00', to: '24:00' }] }] })]);
    await arrive({ name: 'never', phone: '+79160000009' });
    expect(await leadOf('never')).toMatchObject({ waiting: 'pool' });
    await db.rows(`update lead.line set hours = $1`, [JSON.stringify({ week: closedNow(), exceptions: [] })]);
    await arrive({ name: 'held', phone: '+79160000001' });
    expect(await leadOf('held')).toMatchObject({ manager_id: null, waiting: 'held', due: 'opening' });
    const openedAt = (await leadOf('held'))['opened_at'];
    await db.rows('update lead.line set hours = null');
    await db.rows(`update lead.lead set due_at = now() where due = 'opening'`);
    expect(await settle()).toBe(1);
    expect(await leadOf('held')).toMatchObject({ manager_id: anna, waiting: null, opened_at: openedAt });
  });

  it('waits for somebody’s own manager for as long as the line does', async () => {
    await arrive({ name: 'a', phone: '+79160000001' });
    expect(await managerOf('a')).toBe(anna);
    await db.rows(`update lead.lead set status = 'closed', outcome = 'won', closed_at = now()`);
    await db.rows('update lead.line set patience_minutes = 10');
    await say(anna, 'absent');
    await arrive({ name: 'b', phone: '+79160000001' });
    expect(await leadOf('b')).toMatchObject({ manager_id: anna, due: 'owner' });
    await pass(11);
    await settle();
    expect(await leadOf('b')).toMatchObject({ manager_id: boris, tried: [anna] });
    expect(await db.value('select manager_id from lead.person p join lead.contact c on c.person_id = p.id where c.id = $1', [idOf('b')])).toBe(anna);
  });

  it('says once that nobody answered in time', async () => {
    await db.rows('update lead.line set answer_minutes = 15');
    await arrive({ name: 'late', phone: '+79160000001', receivedAt: new Date() }, { name: 'closed', phone: '+79160000002', receivedAt: new Date() });
    expect(await remindOfAnswers(db.deps)).toBe(0);
    await db.rows(`update lead.lead set status = 'closed', outcome = 'won', closed_at = now(), answer_due_at = null where id = $1`, [(await leadOf('closed'))['id']]);
    await pass(16);
    expect([await remindOfAnswers(db.deps), await remindOfAnswers(db.deps)]).toEqual([1, 0]);
    expect((await readEvents(db)).at(-1)).toMatchObject({ kind: LeadEventKind.REMINDED, reason: 'not-answered', managerId: anna });
  });

  it('keeps what a rule asks of whoever takes it', async () => {
    await db.rows(`insert into lead.routing_version (rules, author) values ($1, 'spec')`, [JSON.stringify({ mode: 'first', owners: {}, rules: [
      { id: 'de', name: 'German', enabled: true, when: [{ field: 'text', op: 'has', values: ['hallo'] }], target: { kind: 'queue', queueId: 'main' }, skills: ['german'], beforeOwner: false },
    ] })]);
    await arrive({ name: 'de', phone: '+79160000001', text: 'Hallo!' }, { name: 'any', phone: '+79160000002', text: 'Hello' });
    expect([await managerOf('de'), await managerOf('any')]).toEqual([null, anna]);
    await db.rows(`update lead.manager set skills = '{german}' where id = $1`, [vera]);
    await settle();
    expect(await managerOf('de')).toBe(vera);
  });

  it('lets alone what a merge gave to somebody, and takes it up again when that is undone', async () => {
    await arrive({ name: 'had', phone: '+79160000001' });
    for (const id of [anna, boris, vera]) await say(id, 'paused');
    await arrive({ name: 'waits', phone: '+79160000002' });
    // The one that waits is the older by its time, and takes over the other's manager.
    await db.rows(`update lead.lead set opened_at = opened_at - interval '1 hour' where manager_id is null`);
    const person = (name: string) => db.value<string>('select person_id from lead.contact where id = $1', [idOf(name)]);
    const [survivorId, mergedId] = [await person('waits'), await person('had')];
    await mergePersons({ ...db.deps, pool: db.pool }, { survivorId, mergedId, cause: 'by-hand', actor: 'spec' });
    expect(await leadOf('waits')).toMatchObject({ manager_id: anna, waiting: 'queue' });
    await say(boris, null);
    expect(await settle()).toBe(0);
    await undoMerge({ ...db.deps, pool: db.pool }, { personId: survivorId, actor: 'spec' });
    expect(await leadOf('waits')).toMatchObject({ manager_id: null });
    expect(await settle()).toBe(1);
    expect([await managerOf('waits'), await managerOf('had')]).toEqual([boris, anna]);
  });

  it('leaves what somebody changes just now to the next time', async () => {
    for (const id of [anna, boris, vera]) await say(id, 'paused');
    await arrive({ name: 'a', phone: '+79160000001' }, { name: 'b', phone: '+79160000002' });
    await say(anna, null);
    const holder = await db.pool.connect();
    await holder.query('begin');
    await holder.query('select from lead.lead where id = $1 for update', [(await leadOf('a'))['id']]);
    expect(await settle()).toBe(1);
    await holder.query('rollback');
    holder.release();
    expect(await settle()).toBe(1);
    expect([await managerOf('a'), await managerOf('b')]).toEqual([anna, anna]);
  });
});

/** Open for two hours, of which none is now. */
function closedNow(): { from: string; to: string }[][] {
  const hour = (new Date().getUTCHours() + 3 + 6) % 22;
  const text = (at: number): string => `${String(at).padStart(2, '0')}:00`;
  return Array.from({ length: 7 }, () => [{ from: text(hour), to: text(hour + 2) }]);
}
