import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { LeadEventKind, Origin } from '@tributary/proto';
import { leadDatabase, type LeadDatabase } from '../testing/database.js';
import { ACCOUNT, batchOf, idOf, records, type Draft } from '../testing/envelopes.js';
import { dump, empty, readEvents } from '../testing/read-outcome.js';
import { handleBatch } from './handle-batch.js';

interface Row {
  id: string;
  revision: number;
  person_id: string | null;
  lead_id: string | null;
  not_lead_reason: string | null;
  line: string;
  search: string;
  assigned_at: Date | null;
  decision: { managerId?: string; steps: { code: string; params: Record<string, string> }[] };
}

describe('a batch', () => {
  let db: LeadDatabase;
  let managers: string[];
  beforeAll(async () => {
    db = await leadDatabase();
    managers = await db.addManagers('Anna', 'Boris', 'Vera');
  });
  beforeEach(() => empty(db));
  afterAll(() => db.drop());

  const handle = (...drafts: Draft[]) => handleBatch(batchOf(records(drafts)), db.deps);
  const contact = async (name: string): Promise<Row> => (await db.rows<Row>('select * from lead.contact where id = $1', [idOf(name)]))[0]!;
  const managerOf = (name: string) => db.value<string | null>('select l.manager_id from lead.lead l join lead.contact c on c.lead_id = l.id where c.id = $1', [idOf(name)]);
  const codes = async (name: string) => (await contact(name)).decision.steps.map(({ code }) => code);
  const events = async () => (await readEvents(db)).map(({ kind, contactId, notify }) => ({ kind, contactId, notify }));

  it('makes one person and one lead of two contacts of a new phone', async () => {
    await handle({ name: 'a1', phone: '+79160000001', sender: 'Ivan' }, { name: 'a2', phone: '+79160000001', email: 'ivan@example.com' });
    const [first, second] = [await contact('a1'), await contact('a2')];
    expect(second.person_id).toBe(first.person_id);
    expect(second.lead_id).toBe(first.lead_id);
    expect(await db.value('select contacts_count from lead.lead')).toBe(2);
    expect(await codes('a1')).toEqual(['person-new', 'queue-even']);
    expect(await codes('a2')).toEqual(['person-known', 'lead-joined']);
    expect(await events()).toEqual([
      { kind: LeadEventKind.OPENED, contactId: idOf('a1'), notify: true },
      { kind: LeadEventKind.JOINED, contactId: idOf('a2'), notify: true },
    ]);
  });

  it('shares new leads out evenly, whatever the cut of batches', async () => {
    const drafts = Array.from({ length: 31 }, (_, n) => ({ name: `e${n}`, phone: `+7916000${1000 + n}` }));
    await handle(...drafts.slice(0, 5));
    for (const draft of drafts.slice(5, 11)) await handle(draft);
    await handle(...drafts.slice(11));
    const counts = await db.rows<{ count: number }>('select count(*)::int as count from lead.lead group by manager_id order by 1');
    expect(counts.map(({ count }) => count)).toEqual([10, 10, 11]);
  });

  it('gives a repeat lead to the person’s own manager, when the first one is closed', async () => {
    await handle({ name: 'r1', phone: '+79160000002' }, { name: 'other', phone: '+79160000003' });
    await db.rows(`update lead.lead set status = 'closed', outcome = 'won', closed_at = now()`);
    await handle({ name: 'r2', phone: '+79160000002' });
    expect((await contact('r2')).person_id).toBe((await contact('r1')).person_id);
    expect(await managerOf('r2')).toBe(await managerOf('r1'));
    expect(await codes('r2')).toEqual(['person-known', 'owner-first']);
  });

  it('opens no repeat lead where the line wants none', async () => {
    await db.rows(`insert into lead.line (id, name, queue_id, repeat_leads) values ('once', 'Once', 'main', false) on conflict do nothing`);
    await handle({ name: 'o1', phone: '+79160000004', line: 'once' });
    await db.rows(`update lead.lead set status = 'closed', outcome = 'lost', closed_at = now()`);
    await handle({ name: 'o2', phone: '+79160000004', line: 'once' }, { name: 'o3', phone: '+79160000004', line: 'main' });
    expect(await contact('o2')).toMatchObject({ lead_id: null, not_lead_reason: 'repeat', person_id: (await contact('o1')).person_id });
    expect(await codes('o2')).toEqual(['person-known', 'repeat-not-opened']);
    expect((await contact('o3')).lead_id).not.toBeNull();
  });

  it('takes line main for a line that nobody knows, and says so', async () => {
    await handle({ name: 'l1', phone: '+79160000005', line: 'gone' });
    const row = await contact('l1');
    expect(row.line).toBe('main');
    expect(row.decision.steps[0]).toEqual({ code: 'line-unknown', params: { line: 'gone', used: 'main' } });
  });

  it('leaves leads in the pool when nobody stands in the queue', async () => {
    await db.rows(`insert into lead.queue (id, name, strategy) values ('empty', 'Empty', 'even') on conflict do nothing`);
    await db.rows(`insert into lead.line (id, name, queue_id) values ('quiet', 'Quiet', 'empty') on conflict do nothing`);
    await handle({ name: 'p1', phone: '+79160000006', line: 'quiet' });
    expect(await managerOf('p1')).toBeNull();
    expect((await contact('p1')).assigned_at).toBeNull();
    expect((await readEvents(db))[0]!.managerId).toBe('');
  });

  it('records what is no lead with its reason, and makes nobody of it; orders of a shop pass', async () => {
    await handle(
      { name: 'n1', phone: '+79160000007', notLeadReason: 'spam' },
      { name: 'n2', email: 'robot@example.com', automatic: 'auto-reply' },
      { name: 'n3', email: 'shop@example.com', automatic: 'report', kind: 'order' },
      { name: 'n4', identities: [{ type: 'onec', value: 'base/1', verified: true }], kind: 'client', sender: 'OOO Romashka' },
    );
    expect(await contact('n1')).toMatchObject({ not_lead_reason: 'spam', person_id: null, lead_id: null });
    expect(await contact('n2')).toMatchObject({ not_lead_reason: 'auto-reply', person_id: null });
    expect((await contact('n3')).lead_id).not.toBeNull();
    expect(await contact('n4')).toMatchObject({ not_lead_reason: 'client', lead_id: null });
    expect(await db.value('select name from lead.person where id = $1', [(await contact('n4')).person_id])).toBe('OOO Romashka');
    expect(await db.value('select count(*)::int from lead.person')).toBe(2);
    expect(await db.rows('select leads_opened, joined, not_leads, quarantined from lead.tally')).toEqual([{ leads_opened: 1, joined: 0, not_leads: 3, quarantined: 0 }]);
  });

  it('gives contacts without any address a person and a lead of their own', async () => {
    await handle({ name: 'x1' }, { name: 'x2' });
    expect(await db.value('select count(*)::int from lead.person')).toBe(2);
    expect(await db.value('select count(*)::int from lead.lead')).toBe(2);
    expect(await codes('x1')).toEqual(['person-unidentified', 'queue-even']);
  });

  it('joins nobody by a shared address; such a contact stands without a person', async () => {
    await db.rows(`insert into lead.identity (type, value, raw, verified, shared) values ('phone', '+74950000000', '', false, true)`);
    await handle({ name: 's1', phone: '+74950000000' }, { name: 's2', phone: '+74950000000', email: 'own@example.com' });
    expect(await contact('s1')).toMatchObject({ person_id: null, not_lead_reason: null });
    expect((await contact('s1')).lead_id).not.toBe((await contact('s2')).lead_id);
    expect(await codes('s1')).toContain('shared-identities');
    expect(await db.value(`select person_id from lead.identity where value = '+74950000000'`)).toBeNull();
  });

  it('joins nobody by an address that the provider disputes; nor is it kept as somebody\'s', async () => {
    await handle({ name: 'd1', email: 'boss@example.com' });
    await handle({ name: 'd2', identities: [{ type: 'email', value: 'boss@example.com', disputed: true }] }, { name: 'd3', identities: [{ type: 'email', value: 'nobody@example.com', disputed: true }] });
    expect(await contact('d2')).toMatchObject({ person_id: null, not_lead_reason: null });
    expect((await contact('d2')).lead_id).not.toBe((await contact('d1')).lead_id);
    expect(await codes('d2')).toContain('sender-disputed');
    expect(await db.value(`select count(*)::int from lead.identity where value = 'nobody@example.com'`)).toBe(0);
  });

  it('lets the stronger of two persons have a contact of both, and suggests that they are one', async () => {
    await handle({ name: 'w1', phone: '+79160000008' }, { name: 'w2', identities: [{ type: 'email', value: 'w@example.com', verified: true }] });
    await handle({ name: 'w3', phone: '+79160000008', email: 'w@example.com' });
    const strong = (await contact('w2')).person_id;
    expect((await contact('w3')).person_id).toBe(strong);
    expect(await db.rows('select person_id, other_person_id, contact_id, reasons, status from lead.suggestion')).toEqual([
      {
        person_id: strong,
        other_person_id: (await contact('w1')).person_id,
        contact_id: idOf('w3'),
        reasons: [{ code: 'exact-identity', type: 'phone', value: '+79160000008' }],
        status: 'open',
      },
    ]);
  });

  it('changes facts by a higher revision, makes no second lead and tells nobody again; a lower one changes nothing', async () => {
    await handle({ name: 'v1', phone: '+79160000009', text: 'first' });
    const { lead_id } = await contact('v1');
    await handle({ name: 'v1', revision: 3, phone: '+79160000009', email: 'v@example.com', text: 'third' });
    expect(await contact('v1')).toMatchObject({ revision: 3, lead_id });
    expect((await contact('v1')).search).toContain('third');
    expect(await db.value(`select person_id from lead.identity where value = 'v@example.com'`)).toBe((await contact('v1')).person_id);
    const before = await dump(db);
    await handle({ name: 'v1', revision: 2, phone: '+79160000010', text: 'second' }, { name: 'v1', revision: 3, text: 'again' });
    expect(await dump(db)).toEqual(before);
    expect(await events()).toEqual([
      { kind: LeadEventKind.OPENED, contactId: idOf('v1'), notify: true },
      { kind: LeadEventKind.REVISED, contactId: idOf('v1'), notify: false },
    ]);
  });

  it('makes a lead of what was none, when a revision says so, and counts it anew', async () => {
    await handle({ name: 'm1', phone: '+79160000011', notLeadReason: 'spam' });
    await handle({ name: 'm1', revision: 2, phone: '+79160000011' });
    expect(await contact('m1')).toMatchObject({ not_lead_reason: null });
    expect(await db.rows('select leads_opened, not_leads from lead.tally')).toEqual([{ leads_opened: 1, not_leads: 0 }]);
  });

  it('is silent about bulk, unless the source wants people told', async () => {
    await handle({ name: 'q1', phone: '+79160000012', origin: Origin.BULK }, { name: 'q2', phone: '+79160000013', origin: Origin.REPLAY, notify: true });
    expect((await events()).map(({ notify }) => notify)).toEqual([false, true]);
  });

  it('keeps away what was erased, and lets a later contact make a new person', async () => {
    const { tombstones } = db.deps;
    const erasedAt = new Date('2026-11-22T09:30:00Z');
    const bury = (kind: 'contact' | 'identity', value: string) =>
      db.rows('insert into lead.tombstone (kind, hash, erased_at) values ($1, $2, $3)', [kind, tombstones.hash(kind, value), erasedAt]);
    await bury('contact', idOf('t1'));
    await bury('identity', 'phone\0+79160000014');
    const later = new Date('2026-11-22T10:00:00Z');
    const drafts: Draft[] = [
      { name: 't1' },
      { name: 't2', phone: '+79160000014' },
      { name: 't3', phone: '+79160000014', kind: 'client', occurredAt: later },
      { name: 't4', phone: '+79160000014', occurredAt: later },
    ];
    await handle(...drafts);
    await handle(...drafts);
    expect(await db.rows('select id from lead.contact')).toEqual([{ id: idOf('t4') }]);
    expect(await db.rows('select leads_opened, not_leads from lead.tally')).toEqual([{ leads_opened: 1, not_leads: 2 }]);
  });

  it('counts by the minute of receiving and by account', async () => {
    await handle(
      { name: 'k1', receivedAt: new Date('2026-11-22T09:00:59.999Z') },
      { name: 'k2', receivedAt: new Date('2026-11-22T09:01:00Z') },
      { name: 'k3', receivedAt: new Date('2026-11-22T09:01:30Z') },
    );
    expect(await db.rows('select minute, account_id, leads_opened from lead.tally order by minute')).toEqual([
      { minute: new Date('2026-11-22T09:00:00Z'), account_id: ACCOUNT, leads_opened: 1 },
      { minute: new Date('2026-11-22T09:01:00Z'), account_id: ACCOUNT, leads_opened: 2 },
    ]);
  });

  it('passes by a manager who left, also as somebody’s own', async () => {
    await handle({ name: 'g1', phone: '+79160000015' });
    const owner = await managerOf('g1');
    await db.rows(`update lead.lead set status = 'closed', outcome = 'lost', closed_at = now()`);
    await db.rows('update lead.manager set active = false where id = $1', [owner]);
    try {
      await handle({ name: 'g2', phone: '+79160000015' });
    } finally {
      await db.rows('update lead.manager set active = true');
    }
    expect(managers.filter((id) => id !== owner)).toContain(await managerOf('g2'));
    expect(await codes('g2')).toEqual(['person-known', 'owner-inactive', 'queue-even']);
  });
});
