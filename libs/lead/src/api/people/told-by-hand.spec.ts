import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { handleBatch } from '../../batch/handle-batch.js';
import { batchOf, idOf, records, type Draft } from '../../testing/envelopes.js';
import { empty } from '../../testing/read-outcome.js';
import { asManager, operator, serveLead, type ServedLead } from '../../testing/serve.js';

describe('what people say by hand', () => {
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
  const personOf = (name: string) => served.db.value<string>('select person_id from lead.contact where id = $1', [idOf(name)]);
  const call = (method: string, path: string, body?: object, actor = operator) => served.call(actor, method, `/api/v1${path}`, body);
  const tally = () => served.db.rows('select leads_opened, joined, not_leads from lead.tally');

  it('a shared address joins nobody from then on; the contact stands without a person until told', async () => {
    await arrive({ name: 'own', email: 'ivan@example.com', sender: 'Ivan' }, { name: 'office', phone: '+74951234567' });
    expect((await call('POST', '/shared-identities', { type: 'phone', value: '8 (495) 123-45-67' })).body).toEqual({ type: 'phone', value: '+74951234567' });
    expect((await call('GET', '/shared-identities')).body.items).toMatchObject([{ type: 'phone', value: '+74951234567', cause: 'by-hand', markedBy: 'u-operator' }]);
    await arrive({ name: 'shared', phone: '+74951234567' }, { name: 'both', phone: '+74951234567', email: 'ivan@example.com' });
    expect(await personOf('both')).toBe(await personOf('own'));
    expect(await personOf('shared')).toBeNull();
    const contact = (await call('GET', `/contacts/${idOf('shared')}`)).body;
    expect(contact.decision.match).toMatchObject({ basis: 'shared', sentence: expect.stringContaining('shared addresses only') });

    const ivan = await personOf('own');
    expect((await call('POST', `/contacts/${idOf('shared')}/person`, { personId: ivan })).body).toMatchObject({ person: { id: ivan }, lead: { status: 'open' }, decision: { match: { basis: 'assigned' } } });
    expect(await served.db.rows(`select contacts_count from lead.lead where status = 'open' and person_id = $1`, [ivan])).toEqual([{ contacts_count: 3 }]);
    expect((await call('POST', `/contacts/${idOf('shared')}/person`, { personId: ivan })).body.code).toBe('contact-has-person');

    expect((await call('DELETE', '/shared-identities', { type: 'phone', value: '+74951234567' })).status).toBe(204);
    await arrive({ name: 'again', phone: '+74951234567' });
    expect(await personOf('again')).toBe(await personOf('office'));
  });

  it('explains several candidates with their scores', async () => {
    await arrive({ name: 'p', identities: [{ type: 'phone', value: '+79160000001', verified: true }] }, { name: 'e', email: 'e@example.com' });
    await arrive({ name: 'pe', phone: '+79160000001', email: 'e@example.com' });
    const { match } = (await call('GET', `/contacts/${idOf('pe')}`)).body.decision;
    expect(match).toMatchObject({
      basis: 'strongest',
      keys: [{ type: 'phone', value: '+79160000001', matched: true }, { type: 'email', value: 'e@example.com', matched: false }],
      candidates: [{ personId: await personOf('p'), score: 1 }, { personId: await personOf('e'), score: 0 }],
    });
    expect(match.sentence).toContain('Several people (2)');
  });

  it('"this was a lead" opens one for what was none, counts it anew and joins the person\'s open one', async () => {
    await arrive({ name: 's', phone: '+79160000002', notLeadReason: 'spam' }, { name: 't', phone: '+79160000002', automatic: 'list' });
    expect((await call('GET', '/not-leads?since=2026-01-01T00:00:00Z')).body.items).toEqual([{ reason: 'list', count: 1 }, { reason: 'spam', count: 1 }]);
    expect((await call('POST', `/contacts/${idOf('s')}/lead`, {})).body).toMatchObject({ lead: { status: 'open' }, person: {} });
    expect((await call('POST', `/contacts/${idOf('t')}/lead`, {})).body.lead.id).toBe((await call('GET', `/contacts/${idOf('s')}`)).body.lead.id);
    expect((await call('GET', `/contacts/${idOf('s')}`)).body.notLead).toBeUndefined();
    expect(await tally()).toEqual([{ leads_opened: 1, joined: 1, not_leads: 0 }]);
    expect((await call('POST', `/contacts/${idOf('s')}/lead`, {})).body.code).toBe('contact-is-lead');
  });

  it('opens no lead of a client record', async () => {
    await arrive({ name: 'c', kind: 'client', identities: [{ type: 'onec', value: 'base/1', verified: true }] });
    expect((await call('POST', `/contacts/${idOf('c')}/lead`, {})).body.code).toBe('contact-no-enquiry');
    expect(await personOf('c')).not.toBeNull();
  });

  it('a person gets addresses in any spelling, and nobody else\'s', async () => {
    await arrive({ name: 'a', phone: '+79160000003' }, { name: 'b', phone: '+79160000004' });
    const [a, b] = [await personOf('a'), await personOf('b')];
    const added = await call('POST', `/people/${a}/identities`, { type: 'email', value: 'Anna <ANNA@Example.com>' });
    expect(added.body.identities.map(({ value }: { value: string }) => value)).toEqual(['+79160000003', 'anna@example.com']);
    expect((await call('POST', `/people/${b}/identities`, { type: 'email', value: 'anna@example.com' })).body.code).toBe('identity-taken');
    expect((await call('POST', `/people/${b}/identities`, { type: 'phone', value: '12' })).body.errors).toMatchObject([{ field: 'value', code: 'phone' }]);
    await arrive({ name: 'mail', email: 'anna@example.com' });
    expect(await personOf('mail')).toBe(a);
    expect((await call('DELETE', `/people/${a}/identities`, { type: 'email', value: 'anna@example.com' })).status).toBe(204);
    expect((await call('DELETE', `/people/${a}/identities`, { type: 'email', value: 'anna@example.com' })).body.code).toBe('identity-unknown');
  });

  it('records meetings and calls with time and result; a merge takes them along, undoing gives them back', async () => {
    await arrive({ name: 'a', phone: '+79160000005' }, { name: 'b', phone: '+79160000006' });
    const [a, b] = [await personOf('a'), await personOf('b')];
    const meeting = { kind: 'meeting', occurredAt: '2026-11-20T10:00:00+03:00', durationMinutes: 45, result: 'Agreed on delivery' };
    expect((await call('POST', `/people/${b}/activities`, meeting)).body).toMatchObject({ occurredAt: '2026-11-20T07:00:00.000Z', by: 'u-operator' });
    expect((await call('POST', `/people/${b}/activities`, { ...meeting, result: ' ' })).status).toBe(422);
    await call('POST', `/people/${a}/merge`, { with: b });
    expect((await call('GET', `/people/${a}`)).body.activities).toMatchObject([{ kind: 'meeting', result: 'Agreed on delivery', durationMinutes: 45 }]);
    await call('POST', `/people/${a}/unmerge`, {});
    expect((await call('GET', `/people/${a}`)).body.activities).toEqual([]);
    expect((await call('GET', `/people/${b}`)).body.activities).toHaveLength(1);
  });

  it('managers correct whom they see, and nobody else', async () => {
    await arrive({ name: 'a', phone: '+79160000007', sender: 'Ivna' });
    const a = await personOf('a');
    expect((await call('PATCH', `/people/${a}`, { name: 'Ivan', company: 'Romashka' }, asManager(anna))).body).toMatchObject({ name: 'Ivan', company: 'Romashka' });
    expect((await call('PATCH', `/people/${a}`, { managerId: boris }, asManager(anna))).status).toBe(403);
    expect((await call('PATCH', `/people/${a}`, { name: 'Eve' }, asManager(boris))).status).toBe(403);
    expect((await call('PATCH', `/people/${a}`, { managerId: boris })).body.managerId).toBe(boris);
  });
});
