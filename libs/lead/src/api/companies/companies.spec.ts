import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { handleBatch } from '../../batch/handle-batch.js';
import { batchOf, idOf, records, type Draft } from '../../testing/envelopes.js';
import { empty } from '../../testing/read-outcome.js';
import { asManager, operator, serveLead, type ServedLead } from '../../testing/serve.js';

describe('/api/v1/companies', () => {
  let served: ServedLead;
  let anna: string;
  let boris: string;
  beforeAll(async () => {
    served = await serveLead();
    [anna, boris] = (await served.db.addManagers('Anna', 'Boris')) as [string, string];
  });
  beforeEach(() => empty(served.db));
  afterAll(() => served.close());

  const arrive = (...drafts: Draft[]) => handleBatch(batchOf(records(drafts)), served.db.deps);
  const call = (method: string, path: string, body?: object, actor = operator) => served.call(actor, method, `/api/v1${path}`, body);
  const contact = async (name: string) => (await call('GET', `/contacts/${idOf(name)}`)).body;
  const faults = async (identity: object) => (await call('POST', '/companies', { name: 'X', identities: [identity] })).body.errors?.map(({ field, code }: { field: string; code: string }) => `${field} ${code}`);
  const romashka = async () => (await call('POST', '/companies', {
    name: 'Ромашка', managerId: boris, identities: [{ type: 'domain', value: 'Romashka.RU' }, { type: 'phone', value: '8 495 123-45-67' }, { type: 'inn', value: '7707083893' }],
  })).body;

  it('lead who writes from them to their manager, by domain, main number and INN, whoever is next in the queue', async () => {
    const { id, identities } = await romashka();
    expect(identities).toEqual([{ type: 'domain', value: 'romashka.ru' }, { type: 'inn', value: '7707083893' }, { type: 'phone', value: '+74951234567' }]);
    await arrive({ name: 'mail', email: 'ivan@romashka.ru', sender: 'Ivan' }, { name: 'mail2', email: 'olga@romashka.ru', sender: 'Olga' }, { name: 'office', phone: '+74951234567' });
    for (const name of ['mail', 'mail2', 'office']) expect((await contact(name)).lead.managerId).toBe(boris);
    expect((await contact('mail')).decision.sentence).toBe('The lead goes to Boris, who works with the company “Ромашка”.');
    expect((await contact('office')).person).toBeUndefined();
    expect((await call('GET', `/companies/${id}`)).body.people).toMatchObject([{ name: 'Ivan' }, { name: 'Olga' }]);
    expect((await call('GET', `/companies/${id}`, undefined, asManager(anna))).body.people).toEqual([]);
    expect((await call('GET', `/people/${(await contact('mail')).person.id}`)).body.companies).toEqual([{ id, name: 'Ромашка' }]);
  });

  it('leave a person their own manager', async () => {
    await arrive({ name: 'first', phone: '+79160000001' });
    const { lead, person } = await contact('first');
    await romashka();
    await call('POST', `/leads/${lead.id}/close`, { outcome: 'won' });
    await arrive({ name: 'again', phone: '+79160000001', email: 'ivan@romashka.ru' });
    expect((await contact('again')).lead.managerId).toBe(lead.managerId);
    expect((await call('GET', `/people/${person.id}`)).body.companies).toHaveLength(1);
  });

  it('may be several of one person; a merge joins them, undoing parts them', async () => {
    await arrive({ name: 'a', phone: '+79160000001' }, { name: 'b', phone: '+79160000002' });
    const [a, b] = [(await contact('a')).person.id, (await contact('b')).person.id];
    const [one, two] = [await romashka(), (await call('POST', '/companies', { name: 'Лютик' })).body];
    for (const [company, person] of [[one, a], [one, b], [two, b]] as const) expect((await call('POST', `/companies/${company.id}/people`, { personId: person })).status).toBe(204);
    const names = async (id: string) => (await call('GET', `/people/${id}`)).body.companies.map(({ name }: { name: string }) => name);
    await call('POST', `/people/${a}/merge`, { with: b });
    expect(await names(a)).toEqual(['Лютик', 'Ромашка']);
    await call('POST', `/people/${a}/unmerge`, {});
    expect([await names(a), await names(b)]).toEqual([['Ромашка'], ['Лютик', 'Ромашка']]);
    expect((await call('DELETE', `/companies/${two.id}/people`, { personId: b })).status).toBe(204);
    expect((await call('DELETE', `/companies/${one.id}`)).status).toBe(204);
    expect(await names(b)).toEqual([]);
  });

  it('are found by name and identity, changed by operators, and refuse what makes no sense', async () => {
    const { id } = await romashka();
    for (const q of ['ромаш', 'romashka.ru', '7707083893']) expect((await call('GET', `/companies?q=${encodeURIComponent(q)}`)).body.items).toHaveLength(1);
    expect((await call('PATCH', `/companies/${id}`, { managerId: anna })).body).toMatchObject({ name: 'Ромашка', managerId: anna });
    expect((await call('PATCH', `/companies/${id}`, { name: 'X' }, asManager(anna))).status).toBe(403);
    expect((await call('POST', '/companies', { name: 'Other', identities: [{ type: 'domain', value: 'romashka.ru' }] })).body.code).toBe('company-identity-taken');
    expect(await faults({ type: 'domain', value: 'gmail.com' })).toEqual(['identities.0.value public-domain']);
    expect(await faults({ type: 'domain', value: 'no domain' })).toEqual(['identities.0.value domain']);
    expect(await faults({ type: 'inn', value: '12' })).toEqual(['identities.0.value inn']);
    expect(await faults({ type: 'phone', value: '12' })).toEqual(['identities.0.value phone']);
    expect((await call('GET', '/companies/nothing')).body.code).toBe('company-unknown');
  });
});
