import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { LeadEventKind } from '@tributary/proto';
import { handleBatch } from '../../batch/handle-batch.js';
import { batchOf, idOf, records, type Draft } from '../../testing/envelopes.js';
import { dump, empty, readEvents } from '../../testing/read-outcome.js';
import { admin, asManager, operator, serveLead, type ServedLead } from '../../testing/serve.js';

describe('/api/v1/leads', () => {
  let served: ServedLead;
  let anna: string;
  let boris: string;
  beforeAll(async () => {
    served = await serveLead();
    [anna, boris] = (await served.db.addManagers('Anna', 'Boris')) as [string, string];
    await served.db.rows(`insert into lead.queue (id, name, strategy) values ('empty', 'Empty', 'even')`);
    await served.db.rows(`insert into lead.line (id, name, queue_id) values ('quiet', 'Quiet', 'empty')`);
  });
  beforeEach(() => empty(served.db));
  afterAll(() => served.close());

  const arrive = (...drafts: Draft[]) => handleBatch(batchOf(records(drafts)), served.db.deps);
  const leadOf = (name: string) => served.db.value<string>('select lead_id from lead.contact where id = $1', [idOf(name)]);
  const lastEvent = async () => (await readEvents(served.db)).at(-1)!;

  it('shows managers their own and the pool, operators everything, newest first', async () => {
    await arrive({ name: 'a', phone: '+79160000001', sender: 'Ivan' }, { name: 'b', phone: '+79160000002' }, { name: 'p', phone: '+79160000003', line: 'quiet' });
    const ids = async (...args: Parameters<ServedLead['call']>) => (await served.call(...args)).body.items.map(({ id }: { id: string }) => id);
    const [a, b, p] = [await leadOf('a'), await leadOf('b'), await leadOf('p')];
    expect(await ids(operator, 'GET', '/api/v1/leads')).toEqual([p, b, a]);
    expect(await ids(asManager(anna), 'GET', '/api/v1/leads')).toEqual([p, a]);
    expect(await ids(asManager(anna), 'GET', '/api/v1/leads?managerId=me&status=open')).toEqual([a]);
    expect(await ids(asManager(anna), 'GET', `/api/v1/leads?managerId=${boris}`)).toEqual([]);
    expect(await ids(operator, 'GET', '/api/v1/leads?managerId=none')).toEqual([p]);
    expect(await ids(operator, 'GET', '/api/v1/leads?line=quiet')).toEqual([p]);
    const page = await served.call(operator, 'GET', '/api/v1/leads?limit=2');
    expect(await ids(operator, 'GET', `/api/v1/leads?limit=2&cursor=${page.body.nextCursor}`)).toEqual([a]);
  });

  it('shows a lead with its contacts', async () => {
    await arrive({ name: 'a', phone: '+79160000001', sender: 'Ivan', text: 'one' }, { name: 'a2', phone: '+79160000001', text: 'two' });
    const { body } = await served.call(asManager(anna), 'GET', `/api/v1/leads/${await leadOf('a')}`);
    expect(body).toMatchObject({ status: 'open', managerId: anna, manager: { name: 'Anna' }, person: { name: 'Ivan' }, contactsCount: 2, line: 'main' });
    expect(body.contacts.map(({ id }: { id: string }) => id).sort()).toEqual([idOf('a'), idOf('a2')].sort());
  });

  it('shows the channel and the first words of the newest contact', async () => {
    const at = (minute: number) => new Date(Date.UTC(2026, 10, 22, 9, minute));
    await arrive({ name: 'a', phone: '+79160000001', text: 'one', receivedAt: at(1) }, { name: 'a2', phone: '+79160000001', text: `two ${'x'.repeat(300)}`, receivedAt: at(2) });
    const { items } = (await served.call(asManager(anna), 'GET', '/api/v1/leads')).body;
    expect(items).toMatchObject([{ channel: 'form', preview: `two ${'x'.repeat(196)}` }]);
    expect((await served.call(asManager(anna), 'GET', `/api/v1/leads/${await leadOf('a')}`)).body).toMatchObject(items[0]);
  });

  it('refuses everything about somebody else’s lead, and changes nothing', async () => {
    await arrive({ name: 'a', phone: '+79160000001' });
    const id = await leadOf('a');
    const before = await dump(served.db);
    const requests: [string, string, object?][] = [
      ['GET', ''],
      ['POST', '/take', {}],
      ['POST', '/transfer', { managerId: boris }],
      ['POST', '/close', { outcome: 'won' }],
    ];
    for (const [method, path, body] of requests) {
      expect((await served.call(asManager(boris), method, `/api/v1/leads/${id}${path}`, body)).status).toBe(403);
    }
    expect(await dump(served.db)).toEqual(before);
    expect((await readEvents(served.db)).length).toBe(1);
  });

  it('gives a lead of the pool to one of those who take it at the same moment', async () => {
    await arrive({ name: 'p', phone: '+79160000003', line: 'quiet' });
    const id = await leadOf('p');
    const answers = await Promise.all(Array.from({ length: 8 }, (_, n) => served.call(asManager(n % 2 ? anna : boris), 'POST', `/api/v1/leads/${id}/take`, {})));
    const owner = await served.db.value<string>('select manager_id from lead.lead where id = $1', [id]);
    for (const [n, { status, body }] of answers.entries()) {
      if ((n % 2 ? anna : boris) === owner) expect(status).toBe(200);
      else expect([status, body.code]).toEqual([409, 'lead-taken']);
    }
    const taken = (await readEvents(served.db)).filter(({ kind }) => kind === LeadEventKind.TAKEN);
    expect(taken.map(({ managerId, actor }) => [managerId, actor])).toEqual([[owner, `u-${owner}`]]);
    expect(await served.db.value('select assigned_at is not null from lead.contact')).toBe(true);
    expect(await served.db.value('select manager_id from lead.person')).toBe(owner);
  });

  it('is taken by managers only', async () => {
    await arrive({ name: 'p', phone: '+79160000003', line: 'quiet' });
    expect((await served.call(operator, 'POST', `/api/v1/leads/${await leadOf('p')}/take`, {})).body.code).toBe('not-a-manager');
  });

  it('transfers, to active managers and to the pool', async () => {
    await arrive({ name: 'a', phone: '+79160000001', sender: 'Ivan' });
    const path = `/api/v1/leads/${await leadOf('a')}/transfer`;
    expect((await served.call(asManager(anna), 'POST', path, { managerId: boris })).body.managerId).toBe(boris);
    expect(await lastEvent()).toMatchObject({ kind: LeadEventKind.TRANSFERRED, managerId: boris, personName: 'Ivan', notify: true });
    expect((await served.call(operator, 'POST', path, { managerId: null })).body.managerId).toBeNull();
    expect((await served.call(asManager(anna), 'POST', path, { managerId: boris })).body.code).toBe('lead-in-pool');
    const unknown = await served.call(operator, 'POST', path, { managerId: '0190f000-0000-7000-8000-00000000dead' });
    expect([unknown.status, unknown.body.errors[0]]).toMatchObject([422, { field: 'managerId', code: 'unknown-manager' }]);
    const { body } = await served.call(operator, 'GET', path.replace('/transfer', ''));
    expect(body.assignments).toMatchObject([{ reason: 'transferred', manager: null }, { reason: 'transferred', manager: { id: boris }, sentence: 'Given to Boris.' }]);
  });

  it('closes once; a later contact of the person opens a new lead for their own manager', async () => {
    await arrive({ name: 'a', phone: '+79160000001' }, { name: 'b', phone: '+79160000002' });
    const id = await leadOf('b');
    const closed = await served.call(asManager(boris), 'POST', `/api/v1/leads/${id}/close`, { outcome: 'won', note: 'paid' });
    expect(closed.body).toMatchObject({ status: 'closed', outcome: 'won', note: 'paid', managerId: boris });
    expect(await lastEvent()).toMatchObject({ kind: LeadEventKind.CLOSED, leadId: id, actor: `u-${boris}`, actorManagerId: boris });
    expect((await served.call(asManager(boris), 'POST', `/api/v1/leads/${id}/close`, { outcome: 'won' })).body.code).toBe('lead-closed');
    await arrive({ name: 'b2', phone: '+79160000002' });
    expect(await leadOf('b2')).not.toBe(id);
    expect(await served.db.value('select manager_id from lead.lead where id = $1', [await leadOf('b2')])).toBe(boris);
  });

  it('never leaves a contact in a lead that was closed while it came', async () => {
    await arrive({ name: 'a0', phone: '+79160000001' });
    for (let n = 1; n <= 10; n++) {
      const id = await served.db.value<string>(`select id from lead.lead where status = 'open'`);
      await Promise.all([arrive({ name: `a${n}`, phone: '+79160000001' }), served.call(admin, 'POST', `/api/v1/leads/${id}/close`, { outcome: 'lost' })]);
      await arrive({ name: `z${n}`, phone: '+79160000001' });
    }
    expect(await served.db.value('select count(*)::int from lead.contact')).toBe(21);
    expect(await served.db.value('select sum(contacts_count)::int from lead.lead')).toBe(21);
    expect(await served.db.value(`select count(*)::int from lead.lead where status = 'open'`)).toBe(1);
  });

  it('enters a lead by hand by the rules of any contact', async () => {
    await arrive({ name: 'a', phone: '+79160000001', sender: 'Ivan' });
    const own = await served.call(asManager(boris), 'POST', '/api/v1/leads', { name: 'Пётр', phone: '8 (916) 000-00-09', text: 'зашёл в офис' });
    expect(await lastEvent()).toMatchObject({ kind: LeadEventKind.OPENED, actor: `u-${boris}`, actorManagerId: boris });
    expect([own.status, own.body]).toMatchObject([201, { managerId: boris, person: { name: 'Пётр' } }]);
    expect(await served.db.value(`select value from lead.identity where person_id = $1`, [own.body.person.id])).toBe('+79160000009');
    expect((await served.call(asManager(boris), 'POST', '/api/v1/leads', { phone: '89160000001' })).body.code).toBe('lead-open');
    expect((await served.call(asManager(anna), 'POST', '/api/v1/leads', { phone: '89160000001' })).body).toMatchObject({ id: await leadOf('a'), contactsCount: 2 });
    const routed = await served.call(operator, 'POST', '/api/v1/leads', { name: 'Кто-то' });
    expect([anna, boris]).toContain(routed.body.managerId);
    const chosen = await served.call(operator, 'POST', '/api/v1/leads', { personId: own.body.person.id, line: 'quiet', managerId: null });
    expect(chosen.body).toMatchObject({ person: own.body.person, line: 'quiet', managerId: null });
    const contacts = await served.call(operator, 'GET', `/api/v1/contacts?leadId=${chosen.body.id}`, undefined, { 'accept-language': 'ru' });
    expect(contacts.body.items[0]).toMatchObject({ channel: 'by-hand', decision: { sentence: 'Лид оставлен в общем списке.' } });
    // Not inbound, so not accounted.
    expect(await served.db.value('select sum(leads_opened + joined)::int from lead.tally')).toBe(1);
  });

  it('lets a manager enter a lead for a colleague, and whoever is no manager enter one at all', async () => {
    const given = await served.call(asManager(boris), 'POST', '/api/v1/leads', { name: 'Пётр', phone: '89160000009', managerId: anna });
    expect([given.status, given.body]).toMatchObject([201, { managerId: anna }]);
    const nobody = { role: 'manager', userId: 'u-reception', name: 'Reception' } as const;
    const routed = await served.call(nobody, 'POST', '/api/v1/leads', { name: 'Кто-то' });
    expect([anna, boris]).toContain(routed.body.managerId);
  });

  it('says which field of a lead by hand is wrong, and stores nothing', async () => {
    const before = await dump(served.db);
    const fault = async (body: object) => (await served.call(operator, 'POST', '/api/v1/leads', body)).body.errors?.map(({ field, code }: { field: string; code: string }) => `${field} ${code}`);
    expect(await fault({ phone: '112' })).toEqual(['phone phone']);
    expect(await fault({ email: 'nobody' })).toEqual(['email email']);
    expect(await fault({})).toEqual(['name required']);
    expect(await fault({ name: 'A', line: 'gone' })).toEqual(['line unknown-line']);
    expect(await fault({ personId: '0190f000-0000-7000-8000-00000000dead' })).toEqual(['personId unknown-person']);
    expect(await fault({ name: 'A', managerId: '0190f000-0000-7000-8000-00000000dead' })).toEqual(['managerId unknown-manager']);
    expect(await fault({ name: 'A', surprise: 1 })).toEqual(['surprise unknown-key']);
    expect(await dump(served.db)).toEqual(before);
  });

  it('knows no lead of an id that is none', async () => {
    expect((await served.call(admin, 'GET', '/api/v1/leads/nothing')).status).toBe(404);
    expect((await served.call(admin, 'POST', '/api/v1/leads/0190f000-0000-7000-8000-00000000dead/close', { outcome: 'won' })).status).toBe(404);
  });
});
