import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Origin } from '@tributary/proto';
import { plansOf } from '@tributary/storage/testing';
import { handleBatch } from '../batch/handle-batch.js';
import { drainBacklog, settleDue } from '../desk/desk-step.js';
import { mergePersons } from '../merging/merge.js';
import { undoMerge } from '../merging/undo.js';
import { batchOf, idOf, records, type Draft } from '../testing/envelopes.js';
import { empty, readEvents } from '../testing/read-outcome.js';
import { admin, asManager, operator, serveLead, type ServedLead } from '../testing/serve.js';
import { remindOfTasks } from './remind.js';
import { listTasks } from './task-store.js';

const SOON = '2099-01-01T10:00:00.000Z';
const NOW = new Date('2026-11-26T09:00:00Z');

describe('tasks', () => {
  let served: ServedLead;
  let anna: string, boris: string, vera: string;
  beforeAll(async () => {
    served = await serveLead();
    [anna, boris, vera] = (await served.db.addManagers('Anna', 'Boris', 'Vera')) as [string, string, string];
  });
  beforeEach(async () => {
    await empty(served.db);
    await served.db.rows('update lead.line set call_back_minutes = 10, hours = null');
  });
  afterAll(() => served.close());

  const arrive = (...drafts: Draft[]) => handleBatch(batchOf(records(drafts)), served.db.deps);
  const missed = (name: string, more: Partial<Draft> = {}): Draft => ({ name, phone: '+79160000001', kind: 'call', status: 'missed', occurredAt: NOW, receivedAt: NOW, ...more });
  const tasks = async (path = '') => (await served.call(operator, 'GET', `/api/v1/tasks${path}`)).body.items;
  const later = (minutes: number): Date => new Date(NOW.getTime() + minutes * 60_000);

  it('come from calls that nobody answered: one each, however often they come, for whoever has the lead', async () => {
    await arrive(missed('c1'), missed('c1'), missed('talk', { status: 'answered', phone: '+79160000002' }));
    await arrive(missed('c1', { revision: 2 }));
    expect(await tasks()).toMatchObject([{ kind: 'call-back', contactId: idOf('c1'), managerId: anna, dueAt: '2026-11-26T09:10:00.000Z', endsWithContact: true }]);
  });

  it.each([true, false])('are listed in the order of an index, open: %s', async (open) => {
    const [plan] = await plansOf(served.db.pool, (tx) => listTasks(tx, { all: true, managerId: undefined }, { open }, { limit: 50 }));
    expect(plan).toContain(open ? 'task_open' : 'task_done');
    expect(plan).not.toContain('Sort');
  });

  it('are due in working time', async () => {
    const week = Array.from({ length: 7 }, () => [{ from: '09:00', to: '12:05' }]);
    await served.db.rows('update lead.line set hours = $1', [JSON.stringify({ week, exceptions: [] })]);
    await arrive(missed('c1'));
    expect((await tasks())[0].dueAt).toBe('2026-11-27T06:05:00.000Z');
  });

  it('to call back end when the customer reaches us by any channel, and not by what was before or by another missed call', async () => {
    await arrive(missed('c1'));
    await arrive(missed('again', { occurredAt: later(1) }), { name: 'old', phone: '+79160000001', occurredAt: later(-5) }, { name: 'other', phone: '+79160000009', occurredAt: later(3) });
    expect(await tasks()).toHaveLength(2);
    await arrive({ name: 'wrote', phone: '+79160000001', kind: 'message', occurredAt: later(4) });
    expect(await tasks()).toEqual([]);
    expect(await tasks('?status=done')).toMatchObject([{ doneBy: 'contact', doneContactId: idOf('wrote') }, { doneBy: 'contact' }]);
  });

  it('to call back end with what came in the same batch as the missed call, and not with what was before it', async () => {
    await arrive({ name: 'wrote', phone: '+79160000001', kind: 'message', occurredAt: later(4) }, missed('c1'), missed('c2', { phone: '+79160000002' }), { name: 'before', phone: '+79160000002', kind: 'message', occurredAt: later(-4) });
    expect(await tasks()).toMatchObject([{ contactId: idOf('c2') }]);
    expect(await tasks('?status=done')).toMatchObject([{ contactId: idOf('c1'), doneContactId: idOf('wrote') }]);
  });

  it('do not come from a history that is fetched, unless its sender wants it told', async () => {
    await arrive(missed('old', { origin: Origin.BULK }), missed('told', { origin: Origin.BULK, notify: true }));
    expect(await tasks()).toMatchObject([{ contactId: idOf('told') }]);
  });

  it('may be given to a colleague: the answer is what was written, and afterwards it is theirs', async () => {
    const made = await served.call(asManager(anna), 'POST', '/api/v1/tasks', { text: 'Ask them', dueAt: SOON, managerId: boris });
    expect([made.status, made.body.managerId]).toEqual([201, boris]);
    expect(await tasks()).toHaveLength(1);
    const own = (await served.call(asManager(anna), 'POST', '/api/v1/tasks', { text: 'Mine', dueAt: SOON })).body;
    const given = await served.call(asManager(anna), 'PATCH', `/api/v1/tasks/${own.id}`, { managerId: boris });
    expect([given.status, given.body.managerId]).toEqual([200, boris]);
    expect((await served.call(asManager(anna), 'PATCH', `/api/v1/tasks/${own.id}`, { managerId: anna })).status).toBe(403);
    expect((await served.call(operator, 'GET', `/api/v1/tasks?managerId=${boris}`)).body.items).toHaveLength(2);
  });

  it('to call back go with their lead, from hand to hand and out of the pool; others stay', async () => {
    await arrive(missed('c1'));
    const [{ id, leadId }] = await tasks();
    await served.call(asManager(anna), 'POST', '/api/v1/tasks', { text: 'Mine', leadId, dueAt: SOON });
    await served.call(asManager(anna), 'POST', '/api/v1/tasks', { kind: 'repeat-call', leadId, dueAt: SOON, endsWithContact: true, managerId: vera });
    const owners = async () => (await tasks()).map(({ managerId }: { managerId: string | null }) => managerId);
    for (const managerId of [boris, null]) {
      await served.call(admin, 'POST', `/api/v1/leads/${leadId}/transfer`, { managerId });
      expect(await owners()).toEqual([managerId, anna, vera]);
    }
    await served.call(asManager(boris), 'POST', `/api/v1/leads/${leadId}/take`, {});
    expect((await served.call(asManager(boris), 'GET', '/api/v1/tasks?managerId=me')).body.items).toMatchObject([{ id }]);
  });

  it('to call back go with a lead that the desk gives: out of the queue, and when nobody takes it', async () => {
    await served.db.rows(`update lead.manager set said = 'absent'`);
    await arrive(missed('c1'));
    expect(await tasks()).toMatchObject([{ managerId: null }]);
    await served.db.rows('update lead.manager set said = null');
    await served.db.rows('update lead.queue set take_minutes = 5');
    expect(await drainBacklog(served.db.deps)).toBe(1);
    const owner = () => served.db.value<string>('select manager_id from lead.lead');
    const first = await owner();
    expect(await tasks()).toMatchObject([{ managerId: first }]);
    await served.db.rows(`update lead.lead set due_at = now() where due = 'take'`);
    expect(await settleDue(served.db.deps)).toBe(1);
    expect(await owner()).not.toBe(first);
    expect(await tasks()).toMatchObject([{ managerId: await owner() }]);
    await served.db.rows('update lead.queue set take_minutes = null');
  });

  it('by hand are done with a result, and tried again', async () => {
    await arrive({ name: 'a', phone: '+79160000001' });
    const { lead } = (await served.call(admin, 'GET', `/api/v1/contacts/${idOf('a')}`)).body;
    const made = await served.call(asManager(anna), 'POST', '/api/v1/tasks', { kind: 'call-back', leadId: lead.id, dueAt: SOON });
    expect(made.body).toMatchObject({ kind: 'call-back', managerId: anna, leadId: lead.id, personId: expect.any(String), endsWithContact: true, doneAt: null });
    const done = await served.call(asManager(anna), 'POST', `/api/v1/tasks/${made.body.id}/done`, { result: 'No answer', again: { dueAt: SOON } });
    expect(done.body).toMatchObject({ task: { result: 'No answer', doneBy: `u-${anna}` }, next: { kind: 'repeat-call', managerId: anna, endsWithContact: true } });
    expect((await served.call(asManager(anna), 'POST', `/api/v1/tasks/${made.body.id}/done`, {})).body.code).toBe('task-done');
    expect((await served.call(asManager(boris), 'PATCH', `/api/v1/tasks/${done.body.next.id}`, { text: 'x' })).status).toBe(403);
  });

  it('say what is wrong with them', async () => {
    const { body } = await served.call(operator, 'POST', '/api/v1/tasks', { dueAt: 'tomorrow', leadId: idOf('nobody') });
    expect(body.errors.map(({ field, code }: { field: string; code: string }) => `${field} ${code}`).sort()).toEqual(['dueAt format', 'text required']);
    expect((await served.call(operator, 'POST', '/api/v1/tasks', { text: 'x', dueAt: SOON, leadId: idOf('nobody') })).body.errors).toMatchObject([{ field: 'leadId', code: 'unknown-lead' }]);
    expect((await served.call(operator, 'POST', '/api/v1/tasks/nothing/done', {})).status).toBe(404);
  });

  it('are told of once when they are due, and again when they are moved', async () => {
    const { body } = await served.call(asManager(anna), 'POST', '/api/v1/tasks', { text: 'Send the offer', dueAt: SOON, remindAt: '2098-01-01T10:00:00Z' });
    const deps = { pool: served.db.pool, logWriter: served.db.deps.logWriter };
    expect(await remindOfTasks(deps)).toBe(0);
    await served.db.rows(`update lead.task set due_at = now(), remind_at = now() where id = $1`, [body.id]);
    // The service's own desk reminds as well: whoever comes first.
    const told = async (count: number) => {
      for (;;) {
        await remindOfTasks(deps);
        const events = await readEvents(served.db);
        if (events.length >= count) return events;
      }
    };
    expect(await told(2)).toMatchObject([{ reason: 'task-reminder', managerId: anna, preview: 'Send the offer' }, { reason: 'task-due', managerId: anna }]);
    expect(await remindOfTasks(deps)).toBe(0);
    await served.call(asManager(anna), 'PATCH', `/api/v1/tasks/${body.id}`, { dueAt: SOON });
    await served.db.rows(`update lead.task set due_at = now() where id = $1`, [body.id]);
    expect(await told(3)).toHaveLength(3);
  });

  it('move with their person when two become one, and back', async () => {
    await arrive(missed('c1'), { name: 'b', phone: '+79160000002' });
    const person = (name: string) => served.db.value<string>('select person_id from lead.contact where id = $1', [idOf(name)]);
    const [a, b] = [await person('c1'), await person('b')];
    await mergePersons({ ...served.db.deps, pool: served.db.pool }, { survivorId: b, mergedId: a, cause: 'by-hand', actor: 'spec' });
    expect((await tasks())[0].personId).toBe(b);
    await undoMerge({ ...served.db.deps, pool: served.db.pool }, { personId: b, actor: 'spec' });
    expect((await tasks())[0].personId).toBe(a);
  });
});
