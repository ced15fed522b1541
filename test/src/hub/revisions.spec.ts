import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Hub, endHub, makeDataDir, removeDataDir, startHub } from '../../e2e/hub.mjs';
import { install } from '../../e2e/installation.mjs';
import { until } from '../../e2e/until.mjs';
import { type Database, databaseOf } from '../../faults/database.mjs';

const dataDir = makeDataDir();
let hub: Hub;
let database: Database;
let form: string;
let api: string;

beforeAll(async () => {
  hub = await startHub({ dataDir });
  database = databaseOf(dataDir);
  ({ form, api = '' } = await install(hub.api, { apiAccount: true }));
}, 90_000);

afterAll(async () => {
  await endHub(hub);
  await removeDataDir(dataDir);
}, 60_000);

const part = (externalId: string, more: object) => ({
  externalId,
  occurredAt: '2026-11-01T10:00:00Z',
  name: 'Анна',
  phone: '+7 916 000-00-01',
  text: 'сначала',
  ...more,
});

const send = (body: object, key?: string) => hub.api.call('POST', `/api/v1/contacts?accountId=${api}`, body, key ? { 'idempotency-key': key } : {});

/** The contact as soon as the lead service has it at this revision. */
const at = (id: string, revision: number) => until(`contact ${id} at revision ${revision}`, async () => {
  const { body } = await hub.api.call('GET', `/api/v1/contacts/${id}`);
  return body?.revision === revision && (body.lead || body.notLead) && body;
});

/** The contact as it stays: also its manager's notice has come. */
const told = (id: string) => until(`somebody is told of contact ${id}`, async () => {
  const contact = await at(id, 1);
  return contact.custody.some(({ step }: { step: string }) => step === 'notified') && contact;
});

/** Resolves when the lead service has handled all that intake has stored. */
const settled = () => until('all is handled', async () => {
  const [row] = await database.query(`select not exists (
    select from intake.contact i left join lead.contact l on l.id = i.id and l.revision = i.revision where l.id is null) as settled`) as { settled: boolean }[];
  return row!.settled;
});

const counts = async () => ({
  leads: (await hub.api.all('/api/v1/leads')).length,
  people: (await hub.api.all('/api/v1/people')).length,
  notices: Number(((await database.query('select count(*) as n from notifier.notice')) as { n: string }[])[0]!.n),
});

describe('a probe', () => {
  it('goes the whole way, is no lead, makes no person, and nobody is told', async () => {
    const { body, status } = await hub.api.call('POST', `/api/v1/accounts/${form}/probe`);
    expect([status, body]).toEqual([200, { ok: true, contactId: expect.any(String), tookMs: expect.any(Number) }]);
    const contact = await at(body.contactId, 1);
    expect([contact.notLead, contact.lead, contact.identities]).toEqual([{ reason: 'probe' }, undefined, []]);
    await settled();
    expect(await counts()).toEqual({ leads: 0, people: 0, notices: 0 });
  });
});

describe('a contact that comes again', () => {
  it('with other facts is a higher revision: new facts, no second lead, nobody notified again', async () => {
    const first = await send(part('call-1', { sequence: '1' }));
    expect(first.status).toBeLessThan(300);
    const { id } = first.body;
    const before = await at(id, 1);
    await until('the manager is notified', async () => (await counts()).notices > 0);
    const countsBefore = await counts();

    const again = await send(part('call-1', { sequence: '2', text: 'потом' }));
    expect(again.body.id).toBe(id);
    const after = await at(id, 2);
    expect(after.text).toBe('потом');
    expect(after.lead).toEqual(before.lead);
    expect(after.person).toEqual(before.person);
    await settled();
    expect(await counts()).toEqual(countsBefore);
  });

  it('with an older version changes nothing', async () => {
    const { body: { id } } = await send(part('call-2', { sequence: '5', text: 'новое' }));
    const before = await told(id);
    const late = await send(part('call-2', { sequence: '3', text: 'старое' }));
    expect(late.body.id).toBe(id);
    await settled();
    expect(await at(id, 1)).toEqual(before);
  });

  it('byte for byte changes nothing', async () => {
    const body = part('call-3', { sequence: '1' });
    const { body: { id } } = await send(body);
    const before = await told(id);
    for (let n = 0; n < 3; n += 1) expect((await send(body)).body.id).toBe(id);
    await settled();
    expect(await at(id, 1)).toEqual(before);
  });

  it('twenty times at once is one contact', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => send(part('call-4', {}))));
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    await at(answers[0]!.body.id, 1);
    const found = await hub.api.all(`/api/v1/contacts?accountId=${api}&externalId=call-4`);
    expect(found).toHaveLength(1);
  });
});

describe('a form post that comes again', () => {
  const post = (body: object, key?: string) => hub.api.call('POST', `/f/${form}`, body, key ? { 'idempotency-key': key } : {});

  it('with the same Idempotency-Key is the same contact', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => post({ name: 'Б', phone: '+79160000002', message: 'раз' }, 'key-1')));
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 202));
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
  });

  it('with another Idempotency-Key is another contact of the same lead', async () => {
    const [one, two] = await Promise.all([post({ name: 'В', phone: '+79160000003', message: 'два' }, 'key-2'), post({ name: 'В', phone: '+79160000003', message: 'два' }, 'key-3')]);
    expect(one!.body.id).not.toBe(two!.body.id);
    const contacts = [await at(one!.body.id, 1), await at(two!.body.id, 1)];
    expect(contacts[0].lead.id).toBe(contacts[1].lead.id);
  });

  it('without a key and with identical bytes is one contact, with other bytes another', async () => {
    const body = { name: 'Г', phone: '+79160000004', message: 'три' };
    const [one, two, three] = [await post(body), await post(body), await post({ ...body, message: 'четыре' })];
    expect(one!.body.id).toBe(two!.body.id);
    expect(three!.body.id).not.toBe(one!.body.id);
  });

  it('of the same key to another form is another contact', async () => {
    const second = await hub.api.post('/api/v1/accounts', { channel: 'form', name: 'Second', line: 'main', settings: { rateLimitPerMinute: 0 } });
    const body = { name: 'Д', phone: '+79160000005', message: 'пять' };
    const one = await post(body, 'key-5');
    const two = await hub.api.call('POST', `/f/${second.id}`, body, { 'idempotency-key': 'key-5' });
    expect(one.body.id).not.toBe(two.body.id);
  });
});
