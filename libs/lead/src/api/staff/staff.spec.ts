import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { handleBatch } from '../../batch/handle-batch.js';
import { batchOf, idOf, records } from '../../testing/envelopes.js';
import { admin, asManager, operator, serveLead, type ServedLead } from '../../testing/serve.js';

const NOBODY = '0190f000-0000-7000-8000-00000000dead';

describe('managers, queues and lines', () => {
  let served: ServedLead;
  beforeAll(async () => {
    served = await serveLead();
  });
  afterAll(() => served.close());

  const faults = (body: { errors?: { field: string; code: string }[] }) => body.errors?.map(({ field, code }) => `${field} ${code}`);

  it('begin with line and queue main', async () => {
    expect((await served.call(operator, 'GET', '/api/v1/lines')).body.items).toEqual([{
      id: 'main', name: 'Main', timeZone: 'Europe/Moscow', queueId: 'main', repeatLeads: true, autoMerge: false,
      hours: null, calendar: null, outOfHours: { kind: 'assign' }, patienceMinutes: 0, answerMinutes: null, callBackMinutes: null, answers: {},
    }]);
    expect((await served.call(operator, 'GET', '/api/v1/queues')).body.items).toEqual([
      { id: 'main', name: 'Main', strategy: 'even', managerIds: [], shares: {}, overflowId: null, takeMinutes: null, departmentId: null },
    ]);
  });

  it('adds managers to queue main unless told otherwise, changes them, and lets them go', async () => {
    const anna = (await served.call(admin, 'POST', '/api/v1/managers', { name: 'Anna', email: 'anna@example.com', userId: 'u1' })).body;
    const boris = (await served.call(admin, 'POST', '/api/v1/managers', { name: 'Boris', email: 'boris@example.com', queues: [] })).body;
    expect(anna).toMatchObject({
      id: expect.any(String), name: 'Anna', email: 'anna@example.com', userId: 'u1', active: true, queues: ['main'],
      presenceBy: 'always', skills: [], capacity: null, presence: { present: true }, openLeads: 0,
    });
    expect(boris.queues).toEqual([]);
    expect((await served.call(admin, 'POST', '/api/v1/managers', { name: 'Another', email: 'ANNA@example.com' })).status).toBe(409);
    expect((await served.call(admin, 'PATCH', `/api/v1/managers/${boris.id}`, { name: 'Boris B.', queues: ['main'] })).body).toMatchObject({ name: 'Boris B.', queues: ['main'] });
    expect((await served.call(admin, 'DELETE', `/api/v1/managers/${anna.id}`)).status).toBe(204);
    expect((await served.call(admin, 'GET', '/api/v1/managers')).body.items).toMatchObject([{ name: 'Boris B.' }, { name: 'Anna', active: false, queues: [] }]);
    await handleBatch(batchOf(records([{ name: 'a' }, { name: 'b' }])), served.db.deps);
    expect(await served.db.rows('select distinct manager_id from lead.lead')).toEqual([{ manager_id: boris.id }]);
  });

  it('knows a manager by the login that is entered with them', async () => {
    const vera = (await served.call(admin, 'POST', '/api/v1/managers', { name: 'Vera', email: 'vera@example.com', userId: 'u-vera', queues: [] })).body;
    const leadId = await served.db.value<string>('select lead_id from lead.contact where id = $1', [idOf('a')]);
    await served.call(admin, 'POST', `/api/v1/leads/${leadId}/transfer`, { managerId: vera.id });
    const mine = await served.call({ role: 'manager', userId: 'u-vera', name: 'Vera' }, 'GET', '/api/v1/leads?managerId=me');
    expect(mine.body.items).toMatchObject([{ id: leadId }]);
  });

  it('says per field what is wrong with a manager', async () => {
    const { status, body } = await served.call(admin, 'POST', '/api/v1/managers', { name: ' ', email: 'x', queues: 1, role: 'admin' });
    expect([status, faults(body)?.sort()]).toEqual([422, ['email email', 'name too-short', 'queues type', 'role unknown-key']]);
    expect(faults((await served.call(admin, 'POST', '/api/v1/managers', { name: 'A', email: 'q@example.com', queues: ['gone'] })).body)).toEqual(['queues.0 unknown-queue']);
    expect((await served.call(admin, 'PATCH', `/api/v1/managers/${NOBODY}`, { name: 'A' })).status).toBe(404);
    expect((await served.call(admin, 'DELETE', '/api/v1/managers/nobody')).status).toBe(404);
  });

  it('makes and changes queues; the rotation goes on behind who was served last', async () => {
    const ids = await served.db.addManagers();
    for (const name of ['K1', 'K2', 'K3']) ids.push((await served.call(admin, 'POST', '/api/v1/managers', { name, email: `${name}@example.com`, queues: [] })).body.id);
    const put = (managerIds?: string[]) => served.call(admin, 'PUT', '/api/v1/queues', { id: 'vip', name: 'VIP', strategy: 'even', ...(managerIds && { managerIds }) });
    expect((await put(ids)).body.managerIds).toEqual(ids);
    await served.call(admin, 'PUT', '/api/v1/lines', { id: 'vip', name: 'VIP', timeZone: 'Asia/Yekaterinburg', queueId: 'vip' });
    const next = async (name: string) => {
      await handleBatch(batchOf(records([{ name, line: 'vip' }])), served.db.deps);
      return ids.indexOf(await served.db.value<string>('select l.manager_id from lead.lead l join lead.contact c on c.lead_id = l.id where c.id = $1', [idOf(name)]));
    };
    expect([await next('k1'), await next('k2')]).toEqual([0, 1]);
    await put([ids[2]!, ids[1]!, ids[0]!]);
    expect(await next('k3')).toBe(0);
    expect((await put()).body.managerIds).toEqual([ids[2], ids[1], ids[0]]);
  });

  it('keep what is not given of a queue or a line', async () => {
    const kept = async (path: string, made: object) => {
      const { body } = await served.call(admin, 'PUT', path, { id: 'kept', name: 'Kept', ...made });
      expect(body).toMatchObject(made);
      expect((await served.call(admin, 'PUT', path, { id: 'kept', name: 'Renamed' })).body).toEqual({ ...body, name: 'Renamed' });
    };
    await kept('/api/v1/queues', { strategy: 'strict', takeMinutes: 5, overflowId: 'main' });
    await kept('/api/v1/lines', { timeZone: 'Asia/Omsk', queueId: 'kept', repeatLeads: false, autoMerge: true, callBackMinutes: 5 });
    expect((await served.call(admin, 'PUT', '/api/v1/queues', { id: 'plain', name: 'Plain' })).body.strategy).toBe('even');
    expect((await served.call(admin, 'PUT', '/api/v1/lines', { id: 'plain', name: 'Plain' })).body).toMatchObject({ timeZone: 'Europe/Moscow', queueId: 'main', repeatLeads: true, autoMerge: false });
  });

  it('keep what two change of one line at the same moment', async () => {
    await served.call(admin, 'PUT', '/api/v1/lines', { id: 'both', name: 'Both', answerMinutes: 5 });
    const other = await served.db.pool.connect();
    let change;
    try {
      await other.query('begin');
      await other.query(`update lead.line set answer_minutes = 7 where id = 'both'`);
      change = served.call(admin, 'PUT', '/api/v1/lines', { id: 'both', name: 'Both', callBackMinutes: 9 });
      while ((await served.db.rows('select from pg_locks where not granted')).length === 0);
    } finally {
      await other.query('commit');
      other.release();
    }
    expect((await change).body).toMatchObject({ answerMinutes: 7, callBackMinutes: 9 });
    // Nor when both make it.
    const made = [{ answerMinutes: 1 }, { callBackMinutes: 2 }, { patienceMinutes: 3 }, { autoMerge: true }];
    await Promise.all(made.map((field) => served.call(admin, 'PUT', '/api/v1/lines', { id: 'made', name: 'Made', ...field })));
    expect((await served.call(admin, 'PUT', '/api/v1/lines', { id: 'made', name: 'Made' })).body).toMatchObject(Object.assign({}, ...made));
  });

  it('says per field what is wrong with a queue or a line', async () => {
    const queue = await served.call(admin, 'PUT', '/api/v1/queues', { id: 'q', name: 'Q', strategy: 'by-age', managerIds: [NOBODY, NOBODY] });
    expect([queue.status, faults(queue.body)?.sort()]).toEqual([422, ['managerIds.0 unknown-manager', 'managerIds.1 twice', 'managerIds.1 unknown-manager', 'strategy strategy']]);
    expect(queue.body.errors.find(({ field }: { field: string }) => field === 'strategy').detail).toContain('even');
    for (const timeZone of ['Mars/Phobos', '+03:00', 'MSK', '']) {
      expect(faults((await served.call(admin, 'PUT', '/api/v1/lines', { id: 'l', name: 'L', timeZone, queueId: 'main' })).body)).toEqual(['timeZone time-zone']);
    }
    expect(faults((await served.call(admin, 'PUT', '/api/v1/lines', { id: 'l', name: 'L', queueId: 'gone' })).body)).toEqual(['queueId unknown-queue']);
    expect(faults((await served.call(admin, 'PUT', '/api/v1/lines', { id: 'No spaces', name: 'L' })).body)).toEqual(['id format']);
  });

  it('are changed by administrators only', async () => {
    for (const actor of [operator, asManager(NOBODY)]) {
      expect((await served.call(actor, 'POST', '/api/v1/managers', { name: 'X', email: 'x@example.com' })).status).toBe(403);
      expect((await served.call(actor, 'PUT', '/api/v1/lines', { id: 'main', name: 'X' })).status).toBe(403);
      expect((await served.call(actor, 'PUT', '/api/v1/queues', { id: 'main', name: 'X' })).status).toBe(403);
      expect((await served.call(actor, 'GET', '/internal/lead/stats?since=2026-01-01T00:00:00Z')).status).toBe(200);
    }
    expect((await served.call(undefined, 'GET', '/internal/lead/stats')).status).toBe(401);
  });
});
