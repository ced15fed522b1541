import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { handleBatch } from '../../batch/handle-batch.js';
import { mergeAutomatically } from '../../suggestions/merge-automatically.js';
import { batchOf, idOf, records, type Draft } from '../../testing/envelopes.js';
import { dump, empty, readEvents } from '../../testing/read-outcome.js';
import { asManager, operator, serveLead, type ServedLead } from '../../testing/serve.js';

describe('suggestions, merge and unmerge', () => {
  let served: ServedLead;
  let anna: string;
  beforeAll(async () => {
    served = await serveLead();
    [anna] = (await served.db.addManagers('Anna', 'Boris')) as [string];
    await served.db.rows(`insert into lead.line (id, name, queue_id, auto_merge) values ('trusting', 'Trusting', 'main', true)`);
  });
  beforeEach(() => empty(served.db));
  afterAll(() => served.close());

  const arrive = (...drafts: Draft[]) => handleBatch(batchOf(records(drafts)), served.db.deps);
  const personOf = (name: string) => served.db.value<string>('select person_id from lead.contact where id = $1', [idOf(name)]);
  const leadOf = (name: string) => served.db.value<string>('select lead_id from lead.contact where id = $1', [idOf(name)]);
  const post = (path: string, body: object = {}, language = 'en') => served.call(operator, 'POST', `/api/v1${path}`, body, { 'accept-language': language });
  const get = async (path: string, language = 'en') => (await served.call(operator, 'GET', `/api/v1${path}`, undefined, { 'accept-language': language })).body;
  /** Two people with an open lead each, then a contact of both. */
  const bridged = async (): Promise<[string, string]> => {
    await arrive({ name: 'p', phone: '+79160000001', sender: 'Ivan' }, { name: 'e', email: 'ivan@example.com', sender: 'Ivan Petrov' });
    await arrive({ name: 'pe', phone: '+79160000001', email: 'ivan@example.com' });
    return [await personOf('p'), await personOf('e')];
  };

  it('shows a pair that a contact joined, with the reason in both languages, and merges it', async () => {
    const [p, e] = await bridged();
    const { items } = await get('/suggestions');
    expect(items).toMatchObject([{ kind: 'bridge', status: 'open', people: [{ id: p, name: 'Ivan' }, { id: e, name: 'Ivan Petrov' }], contactId: idOf('pe'), reasons: [{ code: 'exact-identity', type: 'email', value: 'ivan@example.com' }] }]);
    expect(items[0].sentence).toBe("They may be one person: one contact also gives the other's e-mail address ivan@example.com.");
    expect((await get('/suggestions', 'ru')).items[0].sentence).toBe('Возможно, это один человек: в одном обращении указан и адрес почты ivan@example.com другого.');

    const accepted = await post(`/suggestions/${items[0].id}/accept`, { survivor: e, fields: { name: e } });
    expect([accepted.status, accepted.body]).toMatchObject([200, { status: 'accepted', personId: e, decidedBy: 'u-operator' }]);
    expect((await get('/suggestions')).items).toEqual([]);
    const person = await get(`/people/${p}`);
    expect(person).toMatchObject({ id: e, name: 'Ivan Petrov', merges: [{ survivorId: e, mergedId: p, mergedName: 'Ivan', cause: 'suggestion', by: 'u-operator' }] });
    expect(person.identities.map(({ value }: { value: string }) => value).sort()).toEqual(['+79160000001', 'ivan@example.com']);
    expect(person.contacts).toHaveLength(3);
    expect((await post(`/suggestions/${items[0].id}/accept`)).body.code).toBe('suggestion-decided');
  });

  it('closes the younger open lead into the older, whose manager stays, and opens it again', async () => {
    const [p, e] = await bridged();
    const [older, younger] = [await leadOf('p'), await leadOf('e')];
    const merged = await post(`/people/${p}/merge`, { with: e });
    expect([merged.status, merged.body.id]).toEqual([200, p]);
    expect(await get(`/leads/${younger}`)).toMatchObject({ status: 'closed', outcome: 'merged', contactsCount: 0 });
    expect(await get(`/leads/${older}`)).toMatchObject({ status: 'open', contactsCount: 3, managerId: anna });
    expect((await readEvents(served.db)).at(-1)).toMatchObject({ leadId: younger, notify: true, actor: 'u-operator' });

    await arrive({ name: 'later', email: 'ivan@example.com' });
    expect(await leadOf('later')).toBe(older);
    const undone = await post(`/people/${p}/unmerge`);
    expect([undone.status, undone.body.people.map(({ id }: { id: string }) => id)]).toEqual([200, [p, e]]);
    expect(await get(`/leads/${younger}`)).toMatchObject({ status: 'open', person: { id: e }, contactsCount: 2 });
    expect(await leadOf('later')).toBe(younger);
    expect((await get(`/people/${e}`)).merges).toMatchObject([{ undoneBy: 'u-operator' }]);
    expect((await post(`/people/${p}/unmerge`)).body.code).toBe('not-merged');
  });

  it('does not open a lead again whose person has a newer open one on the line', async () => {
    const [p, e] = await bridged();
    const [older, younger] = [await leadOf('p'), await leadOf('e')];
    await post(`/people/${p}/merge`, { with: e });
    await post(`/leads/${older}/close`, { outcome: 'won' });
    await arrive({ name: 'newer', email: 'ivan@example.com' });
    await post(`/people/${p}/unmerge`);
    expect(await get(`/leads/${younger}`)).toMatchObject({ status: 'closed', person: { id: e } });
    expect(await get(`/leads/${await leadOf('newer')}`)).toMatchObject({ status: 'open', person: { id: e } });
    expect(await get(`/leads/${older}`)).toMatchObject({ status: 'closed', outcome: 'won', person: { id: p } });
  });

  it('rejects a pair for good, also when one of them was merged with somebody else', async () => {
    const [p, e] = await bridged();
    const [{ id }] = (await get('/suggestions')).items;
    expect((await post(`/suggestions/${id}/reject`)).body).toMatchObject({ status: 'rejected' });
    await arrive({ name: 'again', phone: '+79160000001', email: 'ivan@example.com' }, { name: 'third', email: 'third@example.com' });
    expect((await get('/suggestions')).items).toEqual([]);
    const third = await personOf('third');
    await post(`/people/${third}/merge`, { with: e });
    await arrive({ name: 'once more', phone: '+79160000001', email: 'third@example.com' });
    expect((await get('/suggestions')).items).toEqual([]);
    expect((await get(`/suggestions?status=rejected&personId=${p}`)).items).toHaveLength(1);
  });

  it('merges by itself where the line allows it and a provider vouches for both, and not again when that was undone', async () => {
    const identities = [{ type: 'phone', value: '+79160000009', verified: true }, { type: 'email', value: 'v@example.com', verified: true }] as const;
    const alone: Draft[] = identities.map((identity, n) => ({ name: `v${n}`, line: 'trusting', identities: [identity] }));
    await arrive(...alone);
    const [first, second] = [await personOf('v0'), await personOf('v1')];
    await arrive({ name: 'stated', line: 'trusting', identities: [identities[0], { ...identities[1], verified: false }] });
    expect(await mergeAutomatically({ ...served.db.deps, pool: served.db.pool })).toBe(0);
    await served.db.rows('delete from lead.suggestion');
    await arrive({ name: 'vouched', line: 'trusting', identities });
    expect(await mergeAutomatically({ ...served.db.deps, pool: served.db.pool })).toBe(1);
    const survivor = await personOf('vouched');
    expect((await get(`/people/${second}`)).id).toBe(survivor);
    expect((await get(`/people/${first}`)).merges).toMatchObject([{ cause: 'automatic', by: 'bridge/1' }]);
    await post(`/people/${survivor}/unmerge`);
    expect(await mergeAutomatically({ ...served.db.deps, pool: served.db.pool })).toBe(0);
    expect(await personOf('v0')).not.toBe(await personOf('v1'));
  });

  it('undoes merges in the reverse order only', async () => {
    await arrive(...['x', 'y', 'z'].map((name) => ({ name, email: `${name}@example.com` })));
    const [x, y, z] = [await personOf('x'), await personOf('y'), await personOf('z')];
    const first = (await post(`/people/${x}/merge`, { with: y })).body.mergeId;
    await post(`/people/${z}/merge`, { with: x });
    expect((await get(`/people/${y}`)).id).toBe(z);
    expect((await post(`/people/${x}/unmerge`, { mergeId: first })).body.code).toBe('merged-again');
    expect((await post(`/people/${z}/unmerge`)).status).toBe(200);
    expect((await post(`/people/${x}/unmerge`, { mergeId: first })).status).toBe(200);
    expect(new Set([await personOf('x'), await personOf('y'), await personOf('z')])).toEqual(new Set([x, y, z]));
  });

  it('refuses what makes no sense, in words, and changes nothing', async () => {
    const [p, e] = await bridged();
    const before = await dump(served.db);
    const other = '01890000-0000-7000-8000-000000000000';
    const faults = async (path: string, body: object) => {
      const answer = await post(path, body);
      return [answer.status, answer.body.code, ...(answer.body.errors ?? []).map(({ field, code }: { field: string; code: string }) => `${field} ${code}`)];
    };
    expect(await faults(`/people/${p}/merge`, { with: p })).toEqual([422, 'validation-failed', 'with same-person']);
    expect(await faults(`/people/${p}/merge`, { with: other })).toEqual([422, 'validation-failed', 'with unknown-person']);
    expect(await faults(`/people/${p}/merge`, { with: e, survivor: other })).toEqual([422, 'validation-failed', 'survivor neither-person']);
    expect(await faults(`/people/${p}/merge`, { with: e, fields: { name: other } })).toEqual([422, 'validation-failed', 'fields.name neither-person']);
    expect(await faults(`/people/${other}/merge`, { with: e })).toEqual([404, 'person-unknown']);
    expect(await faults(`/people/nobody/unmerge`, {})).toEqual([404, 'person-unknown']);
    expect(await faults(`/suggestions/${other}/reject`, {})).toEqual([404, 'suggestion-unknown']);
    expect((await served.call(asManager(anna), 'POST', `/api/v1/people/${p}/merge`, { with: e })).status).toBe(403);
    expect(await dump(served.db)).toEqual(before);
  });
});
