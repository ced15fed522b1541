import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { TOPICS } from '@tributary/event-log';
import { EnvelopeSchema, MessageSchema, Origin } from '@tributary/proto';
import { inTransaction } from '@tributary/storage';
import { handleBatch } from '../../batch/handle-batch.js';
import { ACCOUNT, batchOf, envelopeBytes, idOf, record, records, type Draft } from '../../testing/envelopes.js';
import { admin, asManager, operator, serveLead, type ServedLead } from '../../testing/serve.js';

const TEXT = 'Здравствуйте, сколько стоит ёлка?';

describe('/api/v1/contacts', () => {
  let served: ServedLead;
  let anna: string;
  let boris: string;
  let file: { sha256: string; sizeBytes: number };
  beforeAll(async () => {
    served = await serveLead();
    [anna, boris] = (await served.db.addManagers('Anna', 'Boris')) as [string, string];
    file = await served.blobs.put(Buffer.from('<script>alert(1)</script>'));
    await handleBatch(batchOf([record(whole())]), served.db.deps);
    await arrive({ name: 'b', phone: '+79160000002', sender: 'Boris’ client', receivedAt: new Date('2026-11-22T09:10:00Z') });
    await arrive({ name: 'n', phone: '+79160000003', notLeadReason: 'spam', receivedAt: new Date('2026-11-22T09:20:00Z') });
  });
  afterAll(() => served.close());

  const arrive = (...drafts: Draft[]) => handleBatch(batchOf(records(drafts)), served.db.deps);
  const names = async (query: string, actor = operator) => {
    const { body } = await served.call(actor, 'GET', `/api/v1/contacts${query}`);
    return body.items.map(({ externalId }: { externalId: string }) => externalId);
  };

  function whole(): Uint8Array {
    const at = (time: string) => timestampFromDate(new Date(time));
    return toBinary(
      EnvelopeSchema,
      create(EnvelopeSchema, {
        id: idOf('a'), revision: 1, origin: Origin.LIVE, accountId: ACCOUNT, channel: 'form', line: 'main', conversationId: 'a', externalId: 'a',
        occurredAt: at('2026-11-22T08:59:00Z'), receivedAt: at('2026-11-22T09:00:00Z'),
        identities: [{ type: 'phone', value: '+79160000001', raw: '8 916 000-00-01' }, { type: 'email', value: 'ivan@example.com', raw: 'Ivan@Example.com', verified: true }],
        sender: { name: 'Иван', company: 'Ромашка' }, text: TEXT,
        attribution: { utm: { source: 'yandex', campaign: 'spring' }, clickIds: { yclid: '1' }, pageUrl: 'https://example.com/p', referrer: 'https://ya.ru/' },
        attachments: [{ name: 'счёт "1"/2.html', blob: { sha256: file.sha256, sizeBytes: BigInt(file.sizeBytes), mediaType: 'text/html' } }],
        content: { case: 'form', value: { fields: [{ name: 'phone', label: 'Телефон', value: '8 916' }], consents: [{ purpose: 'processing', given: true, text: 'Да', at: at('2026-11-22T08:58:00Z') }] } },
      }),
    );
  }

  it('reads as the design says', async () => {
    const { body } = await served.call(asManager(anna), 'GET', `/api/v1/contacts/${idOf('a')}`, undefined, { 'accept-language': 'ru' });
    const lead = await served.db.rows<{ id: string; person_id: string }>('select id, person_id from lead.lead order by id limit 1');
    expect(body).toEqual({
      id: idOf('a'), revision: 1, accountId: ACCOUNT, channel: 'form', line: 'main', conversationId: 'a', kind: 'form', externalId: 'a',
      occurredAt: '2026-11-22T08:59:00.000Z', receivedAt: '2026-11-22T09:00:00.000Z',
      identities: [
        { type: 'phone', value: '+79160000001', raw: '8 916 000-00-01', verified: false },
        { type: 'email', value: 'ivan@example.com', raw: 'Ivan@Example.com', verified: true },
      ],
      sender: { name: 'Иван', company: 'Ромашка' },
      text: TEXT,
      attachments: [{ name: 'счёт "1"/2.html', mediaType: 'text/html', sizeBytes: file.sizeBytes, sha256: file.sha256, url: `/api/v1/contacts/${idOf('a')}/attachments/${file.sha256}` }],
      source: { utm: { source: 'yandex', campaign: 'spring' }, clickIds: { yclid: '1' }, page: 'https://example.com/p', referrer: 'https://ya.ru/', campaign: 'spring' },
      form: { fields: [{ name: 'phone', label: 'Телефон', value: '8 916' }], consents: [{ purpose: 'processing', given: true, text: 'Да', at: '2026-11-22T08:58:00.000Z' }] },
      person: { id: lead[0]!.person_id, name: 'Иван' },
      lead: { id: lead[0]!.id, managerId: anna, status: 'open' },
      decision: { sentence: expect.stringContaining('Anna'), steps: [expect.any(String), expect.any(String)],
        match: {
          basis: 'unknown', sentence: 'Эти адреса раньше не встречались, поэтому заведён новый человек.', candidates: [],
          keys: [{ type: 'phone', value: '+79160000001', verified: false, matched: false }, { type: 'email', value: 'ivan@example.com', verified: true, matched: false }],
        },
      },
      custody: ['received', 'published', 'matched', 'assigned'].map((step) => ({ step, at: expect.stringMatching(/Z$/) })),
    });
  });

  it('lists newest first and by filter, page after page', async () => {
    expect(await names('')).toEqual(['n', 'b', 'a']);
    expect(await names(`?accountId=${ACCOUNT}&channel=form&externalId=b`)).toEqual(['b']);
    expect(await names('?since=2026-11-22T09:10:00Z')).toEqual(['n', 'b']);
    expect(await names('?channel=email')).toEqual([]);
    const { body } = await served.call(operator, 'GET', '/api/v1/contacts?limit=2');
    expect(await names(`?limit=2&cursor=${body.nextCursor}`)).toEqual(['a']);
  });

  it.each(['89160000001', '8 (916) 000-00-01', '+7 916 000 00 01', '000-00-01', 'IVAN@example', 'иван', 'елка', 'ромашка'])('finds by %s', async (q) => {
    expect(await names(`?q=${encodeURIComponent(q)}`)).toEqual(['a']);
  });

  it('takes wildcards of SQL for what they are', async () => {
    expect(await names(`?q=${encodeURIComponent('%')}`)).toEqual([]);
    expect(await names(`?q=${encodeURIComponent('_')}`)).toEqual([]);
  });

  it('says why a contact is no lead', async () => {
    const { body } = await served.call(operator, 'GET', `/api/v1/contacts/${idOf('n')}`);
    expect(body).toMatchObject({ notLead: { reason: 'spam' }, custody: [{ step: 'received' }, { step: 'published' }, { step: 'matched' }] });
    expect(body).not.toHaveProperty('lead');
  });

  it('shows managers contacts of their own leads only', async () => {
    expect(await names('', asManager(anna))).toEqual(['a']);
    expect((await served.call(asManager(boris), 'GET', `/api/v1/contacts/${idOf('a')}`)).status).toBe(403);
    expect((await served.call(asManager(boris), 'GET', `/api/v1/contacts/${idOf('n')}`)).status).toBe(403);
    expect((await served.call(undefined, 'GET', `/api/v1/contacts/${idOf('a')}`)).status).toBe(401);
  });

  it('hands out attachments for saving, to who may see the contact', async () => {
    const path = (name: string, sha256 = file.sha256) => `/api/v1/contacts/${idOf(name)}/attachments/${sha256}`;
    const answer = await served.call(asManager(anna), 'GET', path('a'));
    expect([answer.status, answer.body]).toEqual([200, '<script>alert(1)</script>']);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-disposition': `attachment; filename*=UTF-8''%D1%81%D1%87%D1%91%D1%82%20%221%22_2.html`,
      'x-content-type-options': 'nosniff',
      'content-security-policy': expect.stringContaining('sandbox'),
    });
    expect((await served.call(asManager(boris), 'GET', path('a'))).status).toBe(403);
    // A way to the same bytes through a contact that does not have them.
    expect((await served.call(asManager(boris), 'GET', path('b'))).status).toBe(404);
    expect((await served.call(admin, 'GET', path('a', '../../secret.key'))).status).toBe(404);
    expect((await served.call(admin, 'GET', path('a', 'f'.repeat(64)))).status).toBe(404);
  });

  it('refuses filters that are none', async () => {
    for (const query of ['?personId=x', '?since=yesterday', '?order=id', '?limit=501', '?cursor=abc']) {
      expect((await served.call(operator, 'GET', `/api/v1/contacts${query}`)).status).toBeGreaterThanOrEqual(400);
      expect((await served.call(operator, 'GET', `/api/v1/contacts${query}`)).status).toBeLessThan(500);
    }
  });

  it('shows people by name and address, with what is theirs', async () => {
    const find = async (q: string, actor = operator) => (await served.call(actor, 'GET', `/api/v1/people?q=${encodeURIComponent(q)}`)).body.items;
    const [ivan] = await find('8 (916) 000-00-01');
    expect(ivan).toMatchObject({ name: 'Иван', company: 'Ромашка', managerId: anna });
    expect((await find('Ivan@EXAMPLE.com'))[0].id).toBe(ivan.id);
    expect((await find('иван'))[0].id).toBe(ivan.id);
    expect(await find('иван', asManager(boris))).toEqual([]);
    const { body } = await served.call(asManager(anna), 'GET', `/api/v1/people/${ivan.id}`);
    expect(body).toMatchObject({ id: ivan.id, leads: [{ managerId: anna }], contacts: [{ id: idOf('a') }] });
    expect(body.identities).toHaveLength(2);
    expect((await served.call(asManager(boris), 'GET', `/api/v1/people/${ivan.id}`)).status).toBe(403);
    expect((await served.call(operator, 'GET', '/api/v1/people/0190f000-0000-7000-8000-00000000dead')).status).toBe(404);
  });

  it('come from the log, live and bulk', async () => {
    const opened: string[] = [];
    let bothCame = (): void => undefined;
    const both = new Promise<void>((resolve) => (bothCame = resolve));
    const watcher = await served.logReader.consume({ group: 'spec', topic: TOPICS.leads, from: 'latest' }, async ({ records: events }) => {
      opened.push(...events.map(({ headers }) => headers['type']!));
      if (opened.length === 2) bothCame();
    });
    const value = (name: string) => envelopeBytes({ name, phone: `+7916111000${name.length}`, receivedAt: new Date() });
    await inTransaction(served.db.pool, (tx) =>
      served.db.deps.logWriter.append(tx, [
        { topic: TOPICS.contacts, key: 'k', value: value('live') },
        { topic: TOPICS.bulk, key: 'k', value: value('bulk1') },
      ]),
    );
    await both;
    await watcher.stop();
    expect(opened).toEqual(['tributary.leads.v1.opened', 'tributary.leads.v1.opened']);
    expect(await names('?q=%2B7916111000')).toHaveLength(2);
  });

  it('tells when its sender changed it, and how much of it nobody can read', async () => {
    const pieces = ['2026-11-22T10:00:00.000Z', '2026-11-22T09:55:00.000Z', undefined].map((at, n) => ({ id: String(n), version: 1n, text: '', ...(at && { editedAt: timestampFromDate(new Date(at)) }) }));
    const content = { case: 'message' as const, value: create(MessageSchema, { pieces }) };
    const contact = { ...fromBinary(EnvelopeSchema, whole()), id: idOf('m'), externalId: 'm', identities: [], text: 'a\ufffdb', subject: '\ufffd', content };
    await handleBatch(batchOf([record(toBinary(EnvelopeSchema, contact))]), served.db.deps);
    const { body } = await served.call(admin, 'GET', `/api/v1/contacts/${idOf('m')}`);
    expect(body).toMatchObject({ editedAt: '2026-11-22T10:00:00.000Z', unreadable: 2 });
  });
});
