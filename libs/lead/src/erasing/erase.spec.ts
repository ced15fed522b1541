import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { withClient } from '@tributary/storage';
import { ContactRaceError } from '../batch/write-contacts.js';
import { handleBatch } from '../batch/handle-batch.js';
import { chat, wrote } from '../testing/conversations.js';
import { batchOf, idOf, records, type Draft } from '../testing/envelopes.js';
import { empty } from '../testing/read-outcome.js';
import { admin, operator, serveLead, type ServedLead } from '../testing/serve.js';
import { untilSomebodyWaits } from '../testing/until-somebody-waits.js';
import { eraseAgain } from './erase-again.js';
import { TombstoneFile } from './tombstone-file.js';

const BEFORE = new Date('2026-11-20T10:00:00Z');
const TABLES = ['person', 'identity', 'contact', 'lead', 'suggestion', 'merge', 'merge_item', 'activity', 'shared_identity', 'tombstone', 'erasure', 'quarantine', 'conversation', 'conversation_item', 'reply', 'participant', 'conversation_view', 'automatic_answer', 'on_it'];

describe('a person is erased', () => {
  let served: ServedLead;
  beforeAll(async () => {
    served = await serveLead();
    await served.db.addManagers('Anna');
  });
  beforeEach(async () => {
    await empty(served.db);
    rmSync(join(served.dataDir, 'tombstones'), { recursive: true, force: true });
  });
  afterAll(() => served.close());

  const arrive = (...drafts: Draft[]) => handleBatch(batchOf(records(drafts.map((draft) => ({ receivedAt: BEFORE, ...draft })))), { ...served.db.deps, tombstones: served.tombstones });
  const personOf = (name: string) => served.db.value<string | null>('select person_id from lead.contact where id = $1', [idOf(name)]);
  const erase = (id: string, language = 'en') => served.call(admin, 'DELETE', `/api/v1/people/${id}`, undefined, { 'accept-language': language });
  const file = () => new TombstoneFile(join(served.dataDir, 'tombstones'));
  /** Every row of every table of the service that holds one of these words, in clear or as bytes. */
  const rowsWith = async (...words: string[]) => {
    const found: string[] = [];
    for (const table of TABLES) {
      for (const { row } of await served.db.rows<{ row: string }>(`select to_jsonb(t)::text as row from lead.${table} t`)) {
        const hexed = words.map((word) => Buffer.from(word).toString('hex'));
        if ([...words, ...hexed].some((word) => row.includes(word))) found.push(`${table} ${row}`);
      }
    }
    return found;
  };
  const ivan: Draft[] = [
    { name: 'a', phone: '+79160000001', email: 'ivan@example.com', sender: 'Ivan Erasable', text: 'my secret' },
    { name: 'spam', email: 'ivan@example.com', notLeadReason: 'spam', sender: 'Ivan Erasable' },
    { name: 'other', phone: '+79160000002', sender: 'Olga' },
  ];

  it('with their conversations: answers, notes and files; what others wrote in a group stays', async () => {
    await served.db.rows(`update lead.line set answers = '{"greeting": {"text": "Hello"}, "onIt": {"text": "Soon", "afterMinutes": 10000}}'`);
    await arrive(wrote('a', { sender: 'Ivan Erasable', text: 'my secret' }), wrote('g1', { conversation: 'group', sender: 'Ivan Erasable', text: 'my secret' }), wrote('g2', { conversation: 'group', phone: '+79160000002', sender: 'Olga', text: 'kept' }),
      wrote('g3', { conversation: 'group', sender: 'Ivan Erasable', text: 'my secret', receivedAt: new Date(BEFORE.getTime() + 1_000) }));
    await served.db.rows(`update lead.line set answers = '{}'`);
    const content = Buffer.from('x').toString('base64');
    for (const name of ['a', 'g1', 'g2']) expect((await served.call(admin, 'POST', `/api/v1/contacts/${idOf(name)}/reply`, { text: `answer to ${name}`, attachments: [{ name: `Erasable ${name}`, content }] })).status).toBe(202);
    for (const id of [chat(), chat('group')]) {
      await served.call(admin, 'POST', `/api/v1/conversations/${id}/note`, { text: 'my secret' });
      await served.call(admin, 'POST', `/api/v1/conversations/${id}/pin`, { pinned: true });
    }
    const id = (await personOf('a'))!;
    const { conversations } = (await served.call(admin, 'GET', `/api/v1/people/${id}/export`)).body;
    expect(conversations.flatMap(({ replies }: { replies: { text: string }[] }) => replies.map(({ text }) => text)).sort()).toEqual(['Hello', 'Hello', 'answer to a', 'answer to g1']);
    expect((await erase(id)).status).toBe(200);
    expect(await rowsWith('Erasable a', 'Erasable g1', 'my secret', 'answer to a', 'answer to g1', chat())).toEqual([]);
    const { body } = await served.call(admin, 'GET', `/api/v1/conversations/${chat('group')}/items`);
    expect(body.items).toHaveLength(2);
    expect(body.items).toMatchObject([{ reply: { text: 'answer to g2' } }, { contact: { text: 'kept' } }]);
    expect((await served.call(admin, 'GET', '/api/v1/conversations')).body.items).toMatchObject([{ id: chat('group'), replyTo: idOf('g2') }]);
  });

  it('with what the company’s people wrote to them at the provider, which is of nobody', async () => {
    await arrive(wrote('a', { text: 'my secret' }), wrote('g2', { conversation: 'group', phone: '+79160000002', text: 'kept' }));
    await arrive(wrote('echo', { automatic: 'own', phone: undefined, sender: 'Company', text: 'the answer tells a secret' }), wrote('kept', { conversation: 'group', automatic: 'own', phone: undefined, sender: 'Company', text: 'kept as well' }));
    expect(await personOf('echo')).toBeNull();
    expect((await erase((await personOf('a'))!)).status).toBe(200);
    expect(await rowsWith('a secret', chat())).toEqual([]);
    expect(await rowsWith('kept as well')).not.toEqual([]);
    expect(await served.db.value('select contact_ids @> $1::uuid[] from lead.erasure', [[idOf('echo')]])).toBe(true);
  });

  it('with what a batch is bringing into their conversation at the same moment', async () => {
    await arrive(wrote('a', { text: 'my secret' }));
    const id = (await personOf('a'))!;
    const batch = await served.db.pool.connect();
    await batch.query('begin');
    await batch.query('update lead.conversation set last_at = last_at where id = $1', [chat()]);
    await batch.query(`insert into lead.conversation_item (id, conversation_id, kind, at, number, event) values ($1, $2, 'contact', now(), 1, 'own')`, [idOf('echo'), chat()]);
    const erasing = erase(id);
    await untilSomebodyWaits(served.db);
    await batch.query('commit');
    batch.release();
    expect((await erasing).status).toBe(200);
    expect(await rowsWith('my secret', chat())).toEqual([]);
    expect(await served.db.value('select contact_ids @> $1::uuid[] from lead.erasure', [[idOf('echo')]])).toBe(true);
  });

  it('in the order of a batch, which has a contact before its conversation, so that neither holds up the other', async () => {
    await arrive(wrote('a', { text: 'my secret' }), wrote('echo', { automatic: 'own', phone: undefined, text: 'the answer tells a secret' }));
    const id = (await personOf('a'))!;
    const batch = await served.db.pool.connect();
    await batch.query('begin');
    await batch.query(`set local lock_timeout = '300ms'`);
    await batch.query('update lead.contact set revision = 2 where id = $1', [idOf('echo')]);
    const erasing = erase(id);
    await untilSomebodyWaits(served.db);
    await batch.query('update lead.conversation set last_at = last_at where id = $1', [chat()]);
    await batch.query('commit');
    batch.release();
    expect((await erasing).status).toBe(200);
    expect(await rowsWith('a secret', chat())).toEqual([]);
  });

  it('and what a batch revises of them at the same moment stays away', async () => {
    await arrive(wrote('a', { text: 'my secret' }), wrote('echo', { automatic: 'own', phone: undefined, text: 'the answer tells a secret' }));
    const erasing = await served.db.pool.connect();
    await erasing.query('begin');
    await erasing.query('delete from lead.contact where id = $1', [idOf('echo')]);
    const revising = arrive(wrote('echo', { revision: 2, automatic: 'own', phone: undefined, text: 'the answer tells a secret' })).catch((error: unknown) => error);
    await untilSomebodyWaits(served.db);
    await erasing.query('delete from lead.conversation');
    await erasing.query('delete from lead.conversation_item');
    await erasing.query('commit');
    erasing.release();
    expect(await revising).toBeInstanceOf(ContactRaceError);
    expect(await served.db.rows('select from lead.conversation')).toEqual([]);
  });

  it('with leads of nobody that tell of them, held before contacts as whoever answers does', async () => {
    await arrive({ name: 'known', email: 'ivan@example.com' }, wrote('forged', { phone: '', identities: [{ type: 'email', value: 'ivan@example.com', disputed: true }] }));
    expect(await served.db.rows('select person_id from lead.lead where id = (select lead_id from lead.contact where id = $1)', [idOf('forged')])).toEqual([{ person_id: null }]);
    const person = (await personOf('known'))!;
    const holder = await served.db.pool.connect();
    await holder.query('begin');
    await holder.query('select from lead.contact where id = $1 for update', [idOf('forged')]);
    const erasing = erase(person);
    await untilSomebodyWaits(served.db);
    const { rowCount } = await holder.query('select from lead.lead for update skip locked');
    await holder.query('commit');
    holder.release();
    expect([rowCount, (await erasing).status, await served.db.value('select count(*)::int from lead.lead')]).toEqual([0, 200, 0]);
  });

  it('with what somebody pins at the same moment', async () => {
    await arrive(wrote('a'));
    const erasing = await served.db.pool.connect();
    await erasing.query('begin');
    await erasing.query('delete from lead.conversation_view');
    await erasing.query('delete from lead.conversation');
    const pinning = Promise.all([
      served.call(operator, 'POST', `/api/v1/conversations/${chat()}/pin`, { pinned: true }), served.call(admin, 'POST', `/api/v1/conversations/${chat()}/read`, {}),
    ]);
    await Promise.race([untilSomebodyWaits(served.db), pinning]);
    await erasing.query('commit');
    erasing.release();
    expect((await pinning).map(({ status }) => status)).toEqual([404, 404]);
    expect(await served.db.rows('select from lead.conversation_view')).toEqual([]);
  });

  it('leaves no row that tells who it was, and says when the last copy on the log expires', async () => {
    await arrive(...ivan, { name: 'b', phone: '+79160000003', sender: 'Ivan Erasable' });
    const [id, twin, olga] = [(await personOf('a'))!, (await personOf('b'))!, await personOf('other')];
    await served.call(operator, 'POST', `/api/v1/people/${id}/merge`, { with: twin });
    await served.call(operator, 'POST', `/api/v1/people/${id}/activities`, { kind: 'call', occurredAt: '2026-11-20T10:00:00Z', result: 'my secret' });
    const { status, body } = await erase(id);
    expect([status, body]).toMatchObject([200, { personId: id, contacts: 3, leads: 2, sentence: expect.stringContaining('log are gone by') }]);
    expect(new Date(body.lastLogCopyExpiresAt).getTime() - new Date(body.erasedAt).getTime()).toBe(14 * 24 * 3600 * 1000);
    // Intake and the notifier don't run here: they are asked again until they have done it.
    expect([...body.pending].sort()).toEqual(['intake', 'notifier']);
    expect(body.sentence).toMatch(/erased here; still to be done: .*with its files/);
    expect(await rowsWith('79160000001', '79160000003', 'ivan@example.com', 'Erasable', 'my secret')).toEqual([]);
    expect((await served.call(operator, 'GET', `/api/v1/people/${id}`)).body.code).toBe('person-unknown');
    expect(await personOf('other')).toBe(olga);
    expect((await erase(id)).status).toBe(404);
    expect((await served.call(operator, 'DELETE', `/api/v1/people/${olga}`)).status).toBe(403);
    expect((await erase(olga!, 'ru')).body.sentence).toContain('Человек стёрт');
  });

  it('nobody comes back by replay or backfill, and a later contact makes a new person', async () => {
    await arrive(...ivan);
    const id = (await personOf('a'))!;
    await erase(id);
    await arrive(...ivan.slice(0, 2), { name: 'old', phone: '+79160000001' }, { name: 'card', kind: 'client', phone: '+79160000001', occurredAt: new Date('2027-01-01T00:00:00Z') });
    expect(await rowsWith('79160000001', 'Erasable')).toEqual([]);
    // What intake stored again it is told to erase.
    expect(await served.db.value('select count(*)::int from lead.erasure e, unnest(e.contact_ids) c where cardinality(e.person_ids) = 0 and c = $1', [idOf('old')])).toBe(1);
    await arrive({ name: 'new', phone: '+79160000001', occurredAt: new Date('2027-01-01T00:00:00Z') });
    expect(await personOf('new')).not.toBe(id);
    expect(await personOf('new')).not.toBeNull();
  });

  it('nobody comes back with an older backup', async () => {
    await arrive(...ivan);
    const id = (await personOf('a'))!;
    await withClient(served.db.adminUrl, { applicationName: 'spec' }, async (client) => {
      for (const table of TABLES) await client.query(`create table public.backup_${table} as table lead.${table}`);
      await erase(id);
      for (const table of TABLES) {
        await client.query(`truncate lead.${table}`);
        const { rows } = await client.query<{ name: string }>(
          `select quote_ident(attname) as name from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped and attidentity = '' and attgenerated = ''`, [`lead.${table}`]);
        const columns = rows.map(({ name }) => name).join(', ');
        await client.query(`insert into lead.${table} (${columns}) select ${columns} from public.backup_${table}`);
        await client.query(`drop table public.backup_${table}`);
      }
    });
    expect(await personOf('a')).toBe(id);
    const deps = { pool: served.db.pool, tombstones: served.tombstones };
    expect(await eraseAgain(deps, file())).toBe(1);
    expect(await rowsWith('79160000001', 'Erasable')).toEqual([]);
    expect(await eraseAgain(deps, file())).toBe(0);
    expect(await served.db.value(`select pending from (select intake_at is null as pending from lead.erasure) e`)).toBe(true);
    expect(await personOf('other')).not.toBeNull();
  });

  it('everything that is kept can be exported', async () => {
    await arrive(...ivan);
    const { body, headers } = await served.call(admin, 'GET', `/api/v1/people/${await personOf('a')}/export`);
    expect(headers.get('content-disposition')).toContain('attachment');
    expect(body).toMatchObject({
      person: { name: 'Ivan Erasable' },
      identities: [{ type: 'email', value: 'ivan@example.com' }, { type: 'phone', value: '+79160000001' }],
      leads: [{ status: 'open' }],
      contacts: [{ text: 'my secret', sender: { name: 'Ivan Erasable' } }],
    });
    expect((await served.call(operator, 'GET', `/api/v1/people/${await personOf('a')}/export`)).status).toBe(403);
  });
});
