import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Transaction } from '@tributary/event-log';
import { ruleSetSchema } from '@tributary/routing';
import { handleBatch } from '../../batch/handle-batch.js';
import { batchOf, idOf, records } from '../../testing/envelopes.js';
import { admin, asManager, operator, serveLead, type ServedLead } from '../../testing/serve.js';
import { readNames, ruleFaults } from './routing-store.js';

const NOBODY = '0190f000-0000-7000-8000-00000000dead';
const week = Array.from({ length: 7 }, (_, day) => (day < 5 ? [{ from: '09:00', to: '18:00' }] : []));

describe('routing by HTTP', () => {
  let served: ServedLead;
  let anna: string, boris: string;
  beforeAll(async () => {
    served = await serveLead();
    [anna, boris] = (await served.db.addManagers('Anna', 'Boris')) as [string, string];
    await served.call(admin, 'PUT', '/api/v1/queues', { id: 'vip', name: 'VIP', managerIds: [boris] });
  });
  afterAll(() => served.close());

  const faults = (body: { errors?: { field: string; code: string }[] }) => body.errors?.map(({ field, code }) => `${field} ${code}`).sort();
  const rule = (more = {}) => ({ id: 'big', name: 'Big sums', when: [{ field: 'text', op: 'has', values: ['big'] }], target: { kind: 'queue', queueId: 'vip' }, ...more });
  const current = async () => (await served.call(operator, 'GET', '/api/v1/routing')).body;

  it('begins without rules, keeps every version, and says each rule in words', async () => {
    expect(await current()).toMatchObject({ version: 0, mode: 'first', rules: [] });
    const first = await served.call(admin, 'PUT', '/api/v1/routing', { rules: [rule()], note: 'first' }, { 'accept-language': 'ru' });
    expect(first.body).toMatchObject({ version: 1, author: 'Root', note: 'first', rules: [{ id: 'big', sentence: 'Если в тексте есть «big», лид идёт в очередь «VIP».' }] });
    const again = await served.call(admin, 'PUT', '/api/v1/routing', { ...first.body, author: undefined, createdAt: undefined, version: 1, rules: [...first.body.rules, rule({ id: 'all', name: 'Rest', when: [], target: { kind: 'pool' } })] });
    expect(again.body.version).toBe(2);
    const versions = (await served.call(operator, 'GET', '/api/v1/routing/versions')).body.items;
    expect(versions.map(({ version, rules }: { version: number; rules: unknown[] }) => [version, rules.length])).toEqual([[2, 2], [1, 1]]);
    expect((await served.call(operator, 'GET', '/api/v1/routing/versions/1')).body.rules).toHaveLength(1);
    expect((await served.call(admin, 'PUT', '/api/v1/routing', { rules: [], version: 1 })).body.code).toBe('rules-changed');
    await served.call(admin, 'PUT', '/api/v1/routing', { rules: [rule()] });
  });

  it('says where rules are wrong, and leaves those that stand', async () => {
    const bad = [
      rule({ target: { kind: 'queue', queueId: 'gone' } }), rule({ id: 'm', target: { kind: 'manager', managerId: NOBODY } }), rule({ id: 'd', target: { kind: 'head', departmentId: 'none' } }),
    ];
    expect(faults((await served.call(admin, 'PUT', '/api/v1/routing', { rules: bad })).body)).toEqual(['rules.0.target.queueId unknown-queue', 'rules.1.target.managerId unknown-manager', 'rules.2.target.departmentId unknown-department']);
    const cel = await served.call(admin, 'PUT', '/api/v1/routing', { rules: [rule({ when: [{ field: 'cel', expression: 'wind > 3' }] })] });
    expect(cel.body.errors).toMatchObject([{ field: 'rules.0.when.0.expression', code: 'cel', detail: expect.stringContaining('unresolved') }]);
    expect(faults((await served.call(admin, 'PUT', '/api/v1/routing', { rules: [rule(), rule()] })).body)).toEqual(['rules.1.id twice']);
    expect((await served.call(operator, 'PUT', '/api/v1/routing', { rules: [] })).status).toBe(403);
    expect((await current()).rules).toHaveLength(1);
    expect((await served.call(operator, 'POST', '/api/v1/routing/check', { rules: [rule({ when: [] })] })).body).toEqual({ sentences: ['Every contact goes to the queue “VIP”.'] });
  });

  it('plays a draft: one contact with each rule’s word, and exactly the leads that go elsewhere', async () => {
    const drafts = Array.from({ length: 40 }, (_, n) => ({ name: `s${n}`, phone: `+7916${String(1_000_000 + n)}`, text: n % 4 === 0 ? 'big order' : n % 10 === 3 ? 'a complaint' : 'hello' }));
    await handleBatch(batchOf(records(drafts)), served.db.deps);
    const draft = { rules: [rule({ id: 'angry', name: 'Complaints', when: [{ field: 'text', op: 'has', values: ['complaint'] }], target: { kind: 'manager', managerId: anna } }), rule()] };
    const one = await served.call(operator, 'POST', '/api/v1/routing/simulate', { contactId: idOf('s3'), draft });
    expect(one.body).toMatchObject({
      current: { queueId: 'main', rules: [{ ruleId: 'big', outcome: 'not-matched', failed: 0 }] },
      draft: { managerId: anna, sentence: 'The lead goes to Anna by the rule “Complaints”.', rules: [{ ruleId: 'angry', outcome: 'matched' }, { ruleId: 'big', outcome: 'not-reached' }] },
    });
    const days = (await served.call(operator, 'POST', '/api/v1/routing/simulate', { days: 1, draft })).body;
    const complaints = drafts.filter(({ text }) => text === 'a complaint').map(({ name }) => idOf(name)).sort();
    expect(days.leads).toBe(40);
    expect(days.moved.count).toBe(complaints.length);
    expect(days.moved.items.map(({ contactId }: { contactId: string }) => contactId).sort()).toEqual(complaints);
    expect(days.current.managers.reduce((sum: number, { leads }: { leads: number }) => sum + leads, 0)).toBe(40);
    const same = (await served.call(operator, 'POST', '/api/v1/routing/simulate', { days: 1, draft: { rules: [rule({ name: 'Renamed' })] } })).body;
    expect(same.moved).toEqual({ count: 0, items: [] });
    const none = (await served.call(operator, 'POST', '/api/v1/routing/simulate', { days: 1 })).body;
    expect([none.leads, none.moved.count]).toEqual([40, 0]);
    expect(faults((await served.call(operator, 'POST', '/api/v1/routing/simulate', { days: 1, contactId: NOBODY })).body)).toEqual(['contactId contact-or-days']);
    expect((await served.call(operator, 'POST', '/api/v1/routing/simulate', { contactId: NOBODY })).status).toBe(404);
  });

  it('plays one draft over past leads at a time', async () => {
    const holder = await served.db.pool.connect();
    await holder.query('begin');
    await holder.query('lock table lead.lead in access exclusive mode');
    const played = [1, 2].map(() => served.call(operator, 'POST', '/api/v1/routing/simulate', { days: 1 }));
    expect(await Promise.race(played)).toMatchObject({ status: 429, body: { code: 'simulation-running' } });
    await holder.query('rollback');
    holder.release();
    expect((await Promise.all(played)).map(({ status }) => status).sort()).toEqual([200, 429]);
    expect((await served.call(operator, 'POST', '/api/v1/routing/simulate', { days: 1 })).status).toBe(200);
  });

  it('asks for all that rules mention at once, and for nothing else', async () => {
    const [known, other] = [randomUUID(), randomUUID()];
    await served.db.rows(`insert into lead.company (id, name) values ($1, 'Acme'), ($2, 'Other')`, [known, other]);
    let asked = 0;
    const counting = { query: (...args: Parameters<typeof served.db.pool.query>) => ((asked += 1), served.db.pool.query(...args)) } as unknown as Transaction;
    const owners = Object.fromEntries(Array.from({ length: 1_000 }, (_, n) => [`account-${n}`, n === 7 ? NOBODY : anna]));
    const rules = Array.from({ length: 500 }, (_, n) => rule({ id: `r${n}`, when: [{ field: 'company', op: 'in', values: [known, 'no-uuid'] }], target: n % 2 === 0 ? { kind: 'queue', queueId: 'vip' } : { kind: 'head', departmentId: 'none' } }));
    const set = ruleSetSchema.parse({ rules, owners });
    const found = await ruleFaults(counting, set);
    expect([asked, found.length]).toEqual([3, 251]);
    expect(found[0]).toEqual({ field: 'owners.account-7', code: 'unknown-manager', params: { id: NOBODY } });
    expect([...(await readNames(counting, [set])).companies]).toEqual([[known, 'Acme']]);
    expect(faults((await served.call(operator, 'POST', '/api/v1/routing/check', { rules: [], owners: { ...owners, more: anna } })).body)).toEqual(['owners too-big']);
  });

  it('keeps hours, shows the next openings in the line’s zone, and says what is wrong with them', async () => {
    const hours = { week, exceptions: [{ date: '2026-12-01', intervals: [{ from: '10:00', to: '12:00' }], note: 'Inventory' }] };
    const put = await served.call(admin, 'PUT', '/api/v1/lines', { id: 'msk', name: 'Moscow', timeZone: 'Europe/Moscow', hours, calendar: 'RU', outOfHours: { kind: 'hold' }, patienceMinutes: 15 });
    expect(put.body).toMatchObject({ hours, calendar: 'RU', outOfHours: { kind: 'hold' }, patienceMinutes: 15 });
    expect((await served.call(admin, 'PUT', '/api/v1/lines', { id: 'msk', name: 'Renamed' })).body).toMatchObject({ name: 'Renamed', hours, outOfHours: { kind: 'hold' } });
    const { body } = await served.call(operator, 'GET', '/api/v1/lines/msk/openings?count=2&from=2026-12-30T18:00:00Z');
    expect(body).toEqual({ timeZone: 'Europe/Moscow', alwaysOpen: false, items: [
      { opensAt: '2027-01-11T06:00:00.000Z', closesAt: '2027-01-11T15:00:00.000Z' }, { opensAt: '2027-01-12T06:00:00.000Z', closesAt: '2027-01-12T15:00:00.000Z' },
    ] });
    const wrong = { week: week.map(() => [{ from: '12:00', to: '09:00' }, { from: '08:00', to: '10:00' }]), exceptions: [{ date: '2026-02-30', intervals: [] }] };
    expect(faults((await served.call(admin, 'PUT', '/api/v1/lines', { id: 'msk', name: 'M', hours: wrong })).body)).toEqual(expect.arrayContaining(['hours.exceptions.0.date date', 'hours.week.0.0.to interval-order']));
    expect(faults((await served.call(admin, 'PUT', '/api/v1/lines', { id: 'msk', name: 'M', outOfHours: { kind: 'line', lineId: 'msk' }, calendar: 'KZ' })).body)).toEqual(['calendar unknown-calendar', 'outOfHours.lineId same-line']);
  });

  it('knows Russia’s calendar, lets it be changed by the year, and takes that back', async () => {
    const shown = (await served.call(operator, 'GET', '/api/v1/calendars/RU/2026')).body;
    expect(shown).toMatchObject({ changed: false, days: expect.arrayContaining([{ date: '2026-12-31', kind: 'off', note: expect.any(String) }]) });
    expect((await served.call(operator, 'GET', '/api/v1/calendars/RU/2031')).body).toMatchObject({ changed: false, confirmed: false, days: expect.arrayContaining([{ date: '2031-01-08', kind: 'off', note: expect.any(String) }]) });
    expect((await served.call(operator, 'GET', '/api/v1/calendars/KZ/2031')).status).toBe(404);
    expect((await served.call(admin, 'PUT', '/api/v1/calendars/RU/2027', { days: [{ date: '2027-01-01', kind: 'off' }] })).body).toMatchObject({ changed: true, confirmed: true });
    const { body } = await served.call(operator, 'GET', '/api/v1/lines/msk/openings?count=1&from=2026-12-30T18:00:00Z');
    expect(body.items[0].opensAt).toBe('2027-01-04T06:00:00.000Z');
    expect(faults((await served.call(admin, 'PUT', '/api/v1/calendars/RU/2027', { days: [{ date: '2026-01-01', kind: 'off' }, { date: '2027-01-01', kind: 'maybe' }] })).body)).toEqual(['days.1.kind not-allowed']);
    expect(faults((await served.call(admin, 'PUT', '/api/v1/calendars/RU/2027', { days: [{ date: '2026-01-01', kind: 'off' }] })).body)).toEqual(['days.0.date other-year']);
    expect((await served.call(admin, 'DELETE', '/api/v1/calendars/RU/2027')).status).toBe(204);
    expect((await served.call(operator, 'GET', '/api/v1/calendars')).body.items.map(({ year }: { year: number }) => year)).toEqual([2025, 2026, 2027]);
  });

  it('lets managers say that they are there or not, and operators say it for them', async () => {
    const until = new Date(Date.now() + 3_600_000).toISOString();
    const away = await served.call(asManager(anna), 'PUT', '/api/v1/managers/me/presence', { status: 'absent', until, substituteId: boris, note: 'At the doctor' });
    expect(away.body.presence).toEqual({ present: false, away: 'absent', backAt: until, said: 'absent', until, note: 'At the doctor', substituteId: boris });
    expect((await served.call(asManager(anna), 'PUT', `/api/v1/managers/${boris}/presence`, { status: 'paused' })).status).toBe(403);
    expect((await served.call(operator, 'PUT', `/api/v1/managers/${anna}/presence`, { status: 'auto' })).body.presence).toEqual({ present: true });
    expect(faults((await served.call(operator, 'PUT', `/api/v1/managers/${anna}/presence`, { status: 'absent', until: '2020-01-01T00:00:00Z', substituteId: anna })).body)).toEqual(['substituteId own-substitute', 'until past']);
    expect((await served.call(admin, 'PATCH', `/api/v1/managers/${anna}`, { presenceBy: 'signed-in' })).body.presence).toEqual({ present: false, away: 'signed-out' });
    expect((await served.call(asManager(anna), 'POST', '/api/v1/managers/me/seen', {})).status).toBe(204);
    expect((await served.call(operator, 'GET', `/api/v1/managers/${anna}`)).body.presence).toEqual({ present: true });
    await served.call(admin, 'PATCH', `/api/v1/managers/${anna}`, { presenceBy: 'always' });
  });

  it('keeps departments, shares and what a queue does when nobody can', async () => {
    expect((await served.call(admin, 'PUT', '/api/v1/departments', { id: 'sales', name: 'Sales', headId: anna, managerIds: [boris] })).body).toEqual({ id: 'sales', name: 'Sales', headId: anna, managerIds: [boris] });
    const queue = await served.call(admin, 'PUT', '/api/v1/queues', { id: 'vip', name: 'VIP', strategy: 'least-loaded', managerIds: [anna, boris], shares: { [boris]: 3 }, overflowId: 'main', takeMinutes: 5, departmentId: 'sales' });
    expect(queue.body).toEqual({ id: 'vip', name: 'VIP', strategy: 'least-loaded', managerIds: [anna, boris], shares: { [boris]: 3 }, overflowId: 'main', takeMinutes: 5, departmentId: 'sales' });
    expect((await served.call(admin, 'PUT', '/api/v1/queues', { id: 'vip', name: 'V', strategy: 'all', managerIds: [boris, anna] })).body).toMatchObject({ shares: { [boris]: 3 }, takeMinutes: 5 });
    expect(faults((await served.call(admin, 'PUT', '/api/v1/queues', { id: 'vip', name: 'V', overflowId: 'vip', departmentId: 'none' })).body)).toEqual(['departmentId unknown-department', 'overflowId same-queue']);
    const { body } = await served.call(operator, 'GET', '/api/v1/desk');
    expect(body.waiting).toEqual([]);
  });
});
