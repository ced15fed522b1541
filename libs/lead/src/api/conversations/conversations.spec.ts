import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { LeadEventKind, Origin } from '@tributary/proto';
import { handleBatch } from '../../batch/handle-batch.js';
import { takeReceipts } from '../../conversations/take-receipts.js';
import { REACH, chat, readOutbound, receiptBatch, wrote } from '../../testing/conversations.js';
import { batchOf, idOf, records, type Draft } from '../../testing/envelopes.js';
import { empty, readEvents } from '../../testing/read-outcome.js';
import { admin, asManager, operator, serveLead, type ServedLead } from '../../testing/serve.js';
import { untilSomebodyWaits } from '../../testing/until-somebody-waits.js';

const minute = (at: number): Date => new Date(Date.UTC(2026, 10, 22, 9, at));

describe('/api/v1/conversations', () => {
  let served: ServedLead;
  let anna: string, boris: string, vera: string;
  beforeAll(async () => {
    served = await serveLead();
    [anna, boris, vera] = (await served.db.addManagers('Anna', 'Boris', 'Vera')) as [string, string, string];
  });
  beforeEach(() => empty(served.db));
  afterAll(() => served.close());

  const arrive = (...drafts: Draft[]) => handleBatch(batchOf(records(drafts)), served.db.deps);
  const list = async (actor = operator, query = '') => (await served.call(actor, 'GET', `/api/v1/conversations${query}`)).body.items;
  const ids = async (...args: Parameters<typeof list>) => (await list(...args)).map(({ id }: { id: string }) => id);
  const show = async (actor = operator, id = chat()) => (await served.call(actor, 'GET', `/api/v1/conversations/${id}`)).body;
  const items = async (query = '', id = chat()) => (await served.call(operator, 'GET', `/api/v1/conversations/${id}/items${query}`)).body;
  const act = (actor: typeof operator, what: string, body: object = {}, id = chat()) => served.call(actor, 'POST', `/api/v1/conversations/${id}/${what}`, body);

  it('are made of contacts whose channel can answer, once whatever is redelivered or comes at the same moment', async () => {
    const batch = [wrote('a', { receivedAt: minute(1) }), wrote('b', { receivedAt: minute(2) }), wrote('c', { conversation: 'chat-2', phone: '+79160000002', receivedAt: minute(3) }), { name: 'form', phone: '+79160000003' }];
    await Promise.allSettled([arrive(...batch), arrive(...batch), arrive(wrote('other', { conversation: 'chat-2', phone: '+79160000002', receivedAt: minute(4) }))]);
    await arrive(...batch);
    await arrive(wrote('other', { conversation: 'chat-2', phone: '+79160000002', receivedAt: minute(4) }));
    expect(await ids()).toEqual([chat('chat-2'), chat()]);
    // Which of the batches was first decides whose it is.
    expect(await show()).toMatchObject({
      channel: 'telegram', line: 'main', sourceId: 'chat-1', title: 'Ivan', person: { name: 'Ivan' }, lead: { managerId: expect.any(String), status: 'open' }, participants: [], lastAt: minute(2).toISOString(),
      lastItem: { kind: 'contact', text: 'text of b' }, unread: 2, pinned: false, replyTo: idOf('b'), reach: { open: true, limits: { textLength: 4_096, files: 10, fileBytes: 1_000 } },
    });
    expect(await show(operator, chat('chat-2'))).toMatchObject({ unread: 2, replyTo: idOf('other') });
  });

  it('take nothing back when what is older comes later, and follow revisions', async () => {
    await arrive(wrote('b', { receivedAt: minute(5) }));
    await arrive(wrote('a', { receivedAt: minute(1), reach: { ...REACH, closed: 'blocked' } }));
    expect(await show()).toMatchObject({ replyTo: idOf('b'), reach: { open: true }, lastItem: { text: 'text of b' }, unread: 2 });
    await arrive(wrote('b', { revision: 2, receivedAt: minute(5), text: 'edited', reach: { ...REACH, closed: 'window-closed' } }));
    expect(await show()).toMatchObject({ lastItem: { text: 'edited' }, unread: 2, reach: { open: false, reason: { code: 'window-closed', detail: expect.stringContaining('provider') } } });
    expect((await items()).items.map(({ id }: { id: string }) => id)).toEqual([idOf('b'), idOf('a')]);
  });

  it('say of their latest item whether it is ours, written in the provider’s own program', async () => {
    await arrive(wrote('a', { receivedAt: minute(1) }));
    await arrive(wrote('b', { receivedAt: minute(2), automatic: 'own' }));
    expect(await show()).toMatchObject({ lastItem: { kind: 'own', text: 'text of b' }, unread: 1, replyTo: idOf('a') });
    await arrive(wrote('c', { receivedAt: minute(3) }));
    expect(await show()).toMatchObject({ lastItem: { kind: 'contact', text: 'text of c' } });
  });

  it('are of the kind that the source tells, and called as it calls them now: a group by its title, a private chat by whom it is with', async () => {
    const group = (name: string, at: number, title: string, more: Partial<Draft> = {}) => wrote(name, { receivedAt: minute(at), place: { kind: 'group', title }, ...more });
    await arrive(group('a', 1, 'Clients', { subject: 'Forwarded: Boris' }));
    expect(await show()).toMatchObject({ kind: 'group', title: 'Clients' });
    await arrive(group('c', 3, 'Clients of Kazan', { sender: 'Boris', notLeadReason: 'service-message' }), group('b', 2, 'Clients'));
    expect(await show()).toMatchObject({ kind: 'group', title: 'Clients of Kazan' });
    await arrive(group('d', 4, ''));
    expect((await list())[0]).toMatchObject({ kind: 'group', title: 'Clients of Kazan' });
    await arrive(group('e', 1, '', { conversation: 'nameless' }), wrote('mail', { conversation: 'mail', subject: 'Price' }));
    expect(await show(operator, chat('nameless'))).toMatchObject({ kind: 'group', title: '' });
    const mail = await show(operator, chat('mail'));
    expect([mail.title, 'kind' in mail]).toEqual(['Price', false]);
    const form = { conversation: 'form', place: { kind: 'private' }, subject: 'Lead form' };
    await arrive(wrote('f', { ...form, receivedAt: minute(1), sender: '' }));
    expect(await show(operator, chat('form'))).toMatchObject({ kind: 'private', title: 'Lead form' });
    await arrive(wrote('own', { ...form, receivedAt: minute(2), sender: 'Sales bot', automatic: 'own', notLeadReason: 'own' }), wrote('f', { ...form, revision: 2, receivedAt: minute(1), sender: 'Ivan Petrov' }));
    expect(await show(operator, chat('form'))).toMatchObject({ kind: 'private', title: 'Ivan Petrov' });
    expect((await served.call(operator, 'GET', `/api/v1/contacts/${idOf('c')}`)).body.conversation).toEqual({ kind: 'group', title: 'Clients of Kazan' });
  });

  it('and their leads say how the customer is called there', async () => {
    await arrive({ name: 'document', phone: '+79160000001', kind: 'client', sender: 'Петров Иван Сергеевич' });
    await arrive(wrote('a', { sender: '+79160000001', receivedAt: minute(1) }));
    const leads = async () => (await served.call(operator, 'GET', '/api/v1/leads')).body.items.map(({ firstName }: { firstName: string }) => firstName);
    expect([(await show()).firstName, await leads()]).toEqual(['Иван', ['Иван']]);
    await arrive(wrote('b', { sender: 'Ваня', receivedAt: minute(2) }), wrote('c', { conversation: 'chat-2', phone: '+79160000002', sender: '', receivedAt: minute(1) }));
    expect([(await show()).firstName, (await show(operator, chat('chat-2'))).firstName, await leads()]).toEqual(['Ваня', '', ['', 'Ваня']]);
  });

  it('hold contacts, replies, notes and what colleagues did, page by page', async () => {
    await arrive(wrote('a'));
    await served.call(asManager(anna), 'POST', `/api/v1/contacts/${idOf('a')}/reply`, { text: 'Answer' });
    expect((await act(asManager(anna), 'note', { text: 'Careful' })).status).toBe(200);
    await act(asManager(anna), 'invite', { managerId: boris });
    const all = (await items()).items;
    expect(all).toMatchObject([
      { kind: 'event', event: { kind: 'joined', managerId: boris, actor: { managerId: anna } } },
      { kind: 'note', note: { text: 'Careful', author: { managerId: anna } } },
      { kind: 'reply', reply: { text: 'Answer', state: 'queued' } },
      { kind: 'contact', contact: { id: idOf('a'), text: 'text of a' } },
    ]);
    const paged = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page: { items: unknown[]; nextCursor: string | null } = await items(`?limit=1${cursor && `&cursor=${cursor}`}`);
      paged.push(...page.items);
      cursor = page.nextCursor;
    }
    expect(paged).toEqual(all);
  });

  it('take no half of a character in a note, and say where it is', async () => {
    await arrive(wrote('a'));
    expect((await act(asManager(anna), 'note', { text: 'Hi 😀\ud83d' })).body.errors).toMatchObject([{ field: 'text', code: 'lone-surrogate', detail: expect.stringContaining('5') }]);
  });

  it('show what is of one second in the order of the source, and our reply between what came before and after it', async () => {
    const at = new Date(Math.floor((Date.now() - 60_000) / 1_000) * 1_000);
    const names = ['m3', 'm1', 'm2', 'm5', 'm4'];
    const message = (name: string, sequence: number, receivedAt = new Date(at.getTime() + 100)) => wrote(name, { sequence: BigInt(sequence), occurredAt: at, receivedAt });
    // By a poll and, out of order, by a webhook.
    await arrive(...names.slice(0, 3).map((name) => message(name, Number(name[1]))));
    for (const name of names.slice(3)) await arrive(message(name, Number(name[1])));
    await served.call(operator, 'POST', `/api/v1/contacts/${idOf('m1')}/reply`, { text: 'x' });
    const reply = await served.db.value<string>('select id from lead.reply');
    await served.db.rows('update lead.conversation_item set at = $2 where id = $1', [reply, new Date(at.getTime() + 500)]);
    await served.db.rows('update lead.conversation set last_at = $1', [new Date(at.getTime() + 500)]);
    await arrive(message('m6', 6, new Date(at.getTime() + 900)));
    const order = ['m6', reply, 'm5', 'm4', 'm3', 'm2', 'm1'].map((each) => (each!.startsWith('m') ? idOf(each!) : each));
    expect((await items()).items.map(({ id }: { id: string }) => id)).toEqual(order);
    expect(await show()).toMatchObject({ lastItem: { kind: 'contact', text: 'text of m6' }, replyTo: idOf('m6') });
    const paged: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page: { items: { id: string }[]; nextCursor: string | null } = await items(`?limit=1${cursor && `&cursor=${cursor}`}`);
      paged.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    }
    expect(paged).toEqual(order);
    // What was shown below an item is seen with it, however late it came.
    expect((await act(asManager(anna), 'read', { upTo: idOf('m5') })).body.unread).toBe(1);
  });

  it('whose latest is of one second stand in the order of taking, page by page', async () => {
    const names = ['d', 'b', 'e', 'a', 'c'];
    await arrive(...names.slice(0, 3).map((name) => wrote(name, { conversation: name })));
    for (const name of names.slice(3)) await arrive(wrote(name, { conversation: name }));
    const order = [...names].reverse();
    const paged: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const { body } = await served.call(operator, 'GET', `/api/v1/conversations?limit=2${cursor && `&cursor=${cursor}`}`);
      paged.push(...body.items.map(({ sourceId }: { sourceId: string }) => sourceId));
      cursor = body.nextCursor;
    }
    expect(paged).toEqual(order);
    const contacts: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const { body } = await served.call(operator, 'GET', `/api/v1/contacts?limit=2${cursor && `&cursor=${cursor}`}`);
      contacts.push(...body.items.map(({ externalId }: { externalId: string }) => externalId));
      cursor = body.nextCursor;
    }
    expect(contacts).toEqual(order);
  });

  it('count for each user what that one has not read', async () => {
    await arrive(wrote('a', { receivedAt: minute(1) }), wrote('b', { receivedAt: minute(2) }), wrote('c', { receivedAt: minute(3) }));
    expect((await act(asManager(anna), 'read', { upTo: idOf('b') })).body.unread).toBe(1);
    expect((await show()).unread).toBe(3);
    expect((await act(asManager(anna), 'read')).body.unread).toBe(0);
    // A second window that lags behind.
    expect((await act(asManager(anna), 'read', { upTo: idOf('a') })).body.unread).toBe(0);
    expect(await ids(asManager(anna), '?unread=true')).toEqual([]);
    expect(await ids(operator, '?unread=true')).toEqual([chat()]);
    await arrive(wrote('late', { receivedAt: minute(0) }));
    expect((await show(asManager(anna))).unread).toBe(1);
    expect((await act(asManager(anna), 'read', { upTo: idOf('nobody') })).body.errors).toMatchObject([{ field: 'upTo', code: 'unknown-item' }]);
  });

  it('are read up to the newest item, though an older message came late', async () => {
    await arrive(wrote('b', { receivedAt: minute(5) }));
    await arrive(wrote('a', { occurredAt: minute(1), receivedAt: minute(6) }));
    expect((await act(operator, 'read', { upTo: idOf('b') })).body.unread).toBe(0);
    // While one looks, history is read in beside what is new.
    await arrive(wrote('old', { origin: Origin.BULK, occurredAt: minute(0), receivedAt: minute(7) }), wrote('c', { receivedAt: minute(8) }));
    expect([(await show()).unread, await ids(operator, '?unread=true')]).toEqual([2, [chat()]]);
    expect([(await act(operator, 'read', { upTo: idOf('c') })).body.unread, await ids(operator, '?unread=true')]).toEqual([0, []]);
  });

  it('are read up to an item, and not what stands behind it', async () => {
    await arrive(...['x2', 'y', 'z'].map((name, at) => wrote(name, { sequence: BigInt(at + 2), receivedAt: minute(at + 1) })));
    await arrive(wrote('x1', { sequence: 1n, occurredAt: minute(1), receivedAt: minute(4) }));
    expect((await act(operator, 'read', { upTo: idOf('x2') })).body.unread).toBe(2);
    expect(await ids(operator, '?unread=true')).toEqual([chat()]);
    // Seen stays seen, whatever one goes back to.
    expect((await act(operator, 'read', { upTo: idOf('y') })).body.unread).toBe(1);
    expect((await act(operator, 'read', { upTo: idOf('x1') })).body.unread).toBe(1);
    expect((await act(operator, 'read')).body.unread).toBe(0);
  });

  it('hold nothing unread that nobody can see any more', async () => {
    await arrive(...['g1', 'g2', 'g3'].map((name, at) => wrote(name, { conversation: 'g', phone: at === 0 ? '+79160000001' : '+79160000002', receivedAt: minute(at + 1) })));
    expect((await show(operator, chat('g'))).unread).toBe(3);
    await act(asManager(anna), 'read', { upTo: idOf('g3') }, chat('g'));
    const person = await served.db.value<string>('select person_id from lead.contact where id = $1', [idOf('g2')]);
    expect((await served.call(admin, 'DELETE', `/api/v1/people/${person}`)).status).toBe(200);
    expect((await act(operator, 'read', { upTo: idOf('g1') }, chat('g'))).body.unread).toBe(0);
    // Nor does what was seen there hide what comes late, or keep it unread.
    await arrive(wrote('g0', { conversation: 'g', receivedAt: minute(4), occurredAt: minute(0) }));
    const unread = async () => (await show(operator, chat('g'))).unread;
    expect([await unread(), (await act(operator, 'read', { upTo: idOf('g1') }, chat('g'))).body.unread, await ids(operator, '?unread=true')]).toEqual([1, 0, []]);
  });

  it('hold a note that stands behind what was there, whatever our clock says', async () => {
    await arrive(wrote('a'));
    await served.db.rows(`update lead.conversation set last_at = now() + interval '1 minute'`);
    const { lastAt } = (await act(operator, 'note', { text: 'n' })).body;
    expect((await items()).items[0]).toMatchObject({ kind: 'note', at: lastAt });
  });

  it('are for whoever has the lead, and for who was invited until they leave', async () => {
    await arrive(wrote('a'));
    for (const call of [['GET', ''], ['GET', '/items'], ['POST', '/note', { text: 'x' }], ['POST', '/invite', { managerId: boris }], ['POST', '/pin', { pinned: true }]] as const) {
      expect((await served.call(asManager(boris), call[0], `/api/v1/conversations/${chat()}${call[1]}`, call[2])).status).toBe(403);
    }
    await act(asManager(anna), 'invite', { managerId: boris });
    const { id: lead } = (await show(asManager(boris))).lead;
    for (const query of ['', '?managerId=me']) expect(await ids(asManager(boris), query)).toEqual([chat()]);
    expect((await served.call(asManager(boris), 'GET', `/api/v1/contacts/${idOf('a')}`)).status).toBe(200);
    expect((await served.call(asManager(boris), 'GET', `/api/v1/leads/${lead}`)).status).toBe(200);
    expect((await served.call(asManager(boris), 'POST', `/api/v1/contacts/${idOf('a')}/reply`, { text: 'x' })).status).toBe(202);
    expect((await show()).lead.managerId).toBe(anna);
    expect((await readEvents(served.db)).at(-1)).toMatchObject({ toldManagerIds: [boris], actorManagerId: boris });
    // Without having the lead.
    expect((await act(asManager(boris), 'transfer', { managerId: boris })).status).toBe(403);
    expect((await act(asManager(boris), 'leave', { managerId: vera })).status).toBe(403);
    expect((await act(asManager(boris), 'leave')).status).toBe(204);
    expect((await served.call(asManager(boris), 'GET', `/api/v1/conversations/${chat()}`)).status).toBe(403);
    expect((await served.call(asManager(boris), 'GET', `/api/v1/leads/${lead}`)).status).toBe(403);
  });

  it.each<[string, object]>([['note', { text: 'x' }], ['invite', {}], ['leave', {}], ['finish', {}], ['reopen', {}]])('are no longer for who loses the customer while their %s waits', async (what, body) => {
    await arrive(wrote('a'), wrote('next', { conversation: 'other', phone: '+79160000002' }));
    await act(operator, 'invite', { managerId: vera });
    if (what === 'reopen') await act(operator, 'finish');
    await served.db.rows('update lead.lead set manager_id = case when id = (select lead_id from lead.contact where id = $1) then $2::uuid else $3::uuid end', [idOf('a'), anna, boris]);
    const before = (await items()).items;
    const held = await served.db.pool.connect();
    await held.query('begin');
    await held.query('update lead.conversation set reply_to = $2 where id = $1', [chat(), idOf('next')]);
    const acting = act(asManager(anna), what, what === 'invite' ? { managerId: boris } : what === 'leave' ? { managerId: vera } : body);
    await untilSomebodyWaits(served.db);
    await held.query('commit');
    held.release();
    expect((await acting).status).toBe(403);
    expect((await items()).items).toEqual(before);
  });

  it('go on with whoever gets the lead, and show what was before', async () => {
    await arrive(wrote('a'));
    expect((await act(asManager(anna), 'transfer', { managerId: vera })).status).toBe(204);
    expect((await show(asManager(vera))).lead.managerId).toBe(vera);
    expect((await items()).items[0]).toMatchObject({ kind: 'event', event: { kind: 'transferred', managerId: vera } });
    const { id } = (await show()).lead;
    await served.call(asManager(vera), 'POST', `/api/v1/leads/${id}/close`, { outcome: 'won' });
    await arrive(wrote('b', { receivedAt: minute(30) }));
    const now = (await show()).lead;
    expect(now.id).not.toBe(id);
    const owner = asManager(now.managerId);
    await served.db.rows('update lead.lead set manager_id = $2 where id = $1', [id, boris]);
    expect((await served.call(owner, 'GET', `/api/v1/contacts/${idOf('a')}`)).status).toBe(200);
  });

  it('are of whoever their person has become', async () => {
    await arrive(wrote('a'), { name: 'twin', phone: '+79160000007', sender: 'Ivan the Second' });
    const [person, twin] = await Promise.all(['a', 'twin'].map((name) => served.db.value<string>('select person_id from lead.contact where id = $1', [idOf(name)])));
    expect((await served.call(operator, 'POST', `/api/v1/people/${twin}/merge`, { with: person })).status).toBe(200);
    expect(await show()).toMatchObject({ person: { id: twin, name: 'Ivan the Second' } });
    expect(await ids(operator, `?personId=${twin}`)).toEqual([chat()]);
    const { lead } = await show();
    expect((await served.call(asManager(lead.managerId), 'POST', `/api/v1/contacts/${idOf('a')}/reply`, { text: 'x' })).status).toBe(202);
  });

  it('are finished until the customer writes again; our own message and a robot open nothing', async () => {
    await arrive(wrote('a', { receivedAt: minute(1) }));
    expect((await act(asManager(anna), 'finish')).body.finishedAt).toMatch(/Z$/);
    expect(await ids(operator, '?finished=false')).toEqual([]);
    await arrive(wrote('own', { automatic: 'own', receivedAt: minute(2) }), wrote('robot', { automatic: 'auto-reply', receivedAt: minute(3) }));
    expect(await show()).toMatchObject({ finishedAt: expect.any(String), unread: 1, replyTo: idOf('a') });
    await arrive(wrote('b', { receivedAt: minute(4) }));
    expect((await show()).finishedAt).toBeUndefined();
    await act(asManager(anna), 'finish');
    expect((await act(asManager(anna), 'reopen')).body.finishedAt).toBeUndefined();
  });

  it('stay finished when history is read in silently, and are open again with what came in a gap', async () => {
    await arrive(wrote('a', { receivedAt: minute(5) }));
    await act(asManager(anna), 'finish');
    const old = { origin: Origin.BULK, occurredAt: new Date('2026-11-01T09:00:00Z') };
    await arrive(wrote('old', { ...old, receivedAt: new Date() }));
    expect([(await show()).finishedAt, (await items()).items[0].event]).toEqual([expect.any(String), expect.objectContaining({ kind: 'finished', actor: expect.objectContaining({ managerId: anna }) })]);
    await arrive(wrote('missed', { ...old, receivedAt: new Date(), notify: true }));
    expect([(await show()).finishedAt, (await items()).items[0].event]).toEqual([undefined, expect.objectContaining({ kind: 'reopened', by: 'customer' })]);
  });

  it('say in themselves that the customer opened them again, and tell whoever looks', async () => {
    await arrive(wrote('a', { receivedAt: minute(1) }));
    await act(asManager(anna), 'invite', { managerId: boris });
    await act(asManager(anna), 'finish');
    const before = (await readEvents(served.db)).length;
    await arrive(wrote('b', { receivedAt: minute(2) }), wrote('c', { receivedAt: minute(3) }));
    expect((await readEvents(served.db)).slice(before).filter(({ reason }) => reason === 'reopened')).toMatchObject([
      { kind: LeadEventKind.NOTED, conversationId: chat(), managerId: anna, toldManagerIds: [boris], notify: false, actor: '' },
    ]);
    const all = (await items()).items;
    expect(all[0]).toMatchObject({ kind: 'event', event: { kind: 'reopened', by: 'customer', actor: { name: '' } } });
    expect(all.filter(({ event }: { event?: { kind: string } }) => event?.kind === 'reopened')).toHaveLength(1);
    expect(await show()).toMatchObject({ lastItem: { kind: 'contact', text: 'text of c' } });
  });

  it('that you pinned are on top of your list, whatever the page', async () => {
    await arrive(...[1, 2, 3, 4].map((n) => wrote(`m${n}`, { conversation: `chat-${n}`, receivedAt: minute(n) })));
    await act(operator, 'pin', { pinned: true }, chat('chat-2'));
    const [one, two, three, four] = [1, 2, 3, 4].map((n) => chat(`chat-${n}`));
    expect(await ids()).toEqual([two, four, three, one]);
    expect(await ids(asManager(anna))).toEqual([four, three, two, one]);
    const paged: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const { body } = await served.call(operator, 'GET', `/api/v1/conversations?limit=1${cursor && `&cursor=${cursor}`}`);
      paged.push(...body.items.map(({ id }: { id: string }) => id));
      cursor = body.nextCursor;
    }
    expect(paged).toEqual([two, four, three, one]);
  });

  it('are found by what is in them, by channel, person, lead and manager', async () => {
    await arrive(wrote('a'), wrote('b', { conversation: 'chat-2', channel: 'vk', phone: '+79160000002', sender: 'Olga' }));
    await served.call(operator, 'POST', `/api/v1/contacts/${idOf('a')}/reply`, { text: 'Unicorns' });
    const { person, lead } = await show();
    for (const query of ['channel=telegram', `personId=${person.id}`, `leadId=${lead.id}`, `managerId=${lead.managerId}`, 'q=unicorn', 'q=Ivan', 'q=text%20of%20a']) expect([query, await ids(operator, `?${query}`)]).toEqual([query, [chat()]]);
    expect(await ids(asManager(lead.managerId), '?managerId=me')).toEqual([chat()]);
    expect(await ids(operator, '?q=%25')).toEqual([]);
  });

  it('of a manager are theirs and those that they take part in, page by page', async () => {
    const names = ['c1', 'c2', 'c3', 'c4', 'c5'];
    await arrive(...names.map((conversation, at) => wrote(conversation, { conversation, phone: `+7916000003${at}`, receivedAt: minute(at) })));
    const whose = (name: string, managerId: string | null) => served.db.rows('update lead.lead set manager_id = $2 where id = (select lead_id from lead.contact where id = $1)', [idOf(name), managerId]);
    await Promise.all([whose('c1', boris), whose('c2', anna), whose('c3', vera), whose('c4', boris), whose('c5', null)]);
    await act(operator, 'invite', { managerId: boris }, chat('c2'));
    const pages = async (query: string) => {
      const found: string[] = [];
      for (let cursor = ''; ; ) {
        const { body } = await served.call(asManager(boris), 'GET', `/api/v1/conversations?limit=1${query}${cursor}`);
        found.push(...body.items.map(({ sourceId }: { sourceId: string }) => sourceId));
        if (body.nextCursor === null) return found;
        cursor = `&cursor=${body.nextCursor}`;
      }
    };
    await act(asManager(boris), 'pin', { pinned: true }, chat('c1'));
    expect(await pages('&managerId=me')).toEqual(['c1', 'c4', 'c2']);
    expect(await pages('')).toEqual(['c1', 'c5', 'c4', 'c2']);
    await act(asManager(boris), 'read', {}, chat('c4'));
    expect(await pages('&unread=true')).toEqual(['c1', 'c5', 'c2']);
  });

  it('are looked into so many at a time, and the page says where to go on', async () => {
    await arrive(wrote('a', { text: 'A unicorn please', receivedAt: minute(1) }));
    // Newer ones in which nothing was said, as many as are looked into twice.
    await served.db.rows(
      `insert into lead.conversation (id, account_id, channel, line, source_id, reply_to, reply_to_at, reach, reach_at, contacts, last_at, last_kind, last_text)
       select gen_random_uuid(), account_id, channel, line, 'other', reply_to, reply_to_at, reach, reach_at, contacts, last_at + n * interval '1 second', last_kind, '' from lead.conversation, generate_series(1, 4000) n`);
    const found: string[] = [];
    const pages: number[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const { body }: { body: { items: { id: string }[]; nextCursor: string | null } } = await served.call(operator, 'GET', `/api/v1/conversations?q=unicorn${cursor && `&cursor=${cursor}`}`);
      found.push(...body.items.map(({ id }) => id));
      pages.push(body.items.length);
      cursor = body.nextCursor;
    }
    expect([found, pages]).toEqual([[chat()], [0, 0, 1]]);
  });

  it('show our own message once, when the provider tells of the reply that it is', async () => {
    await arrive(wrote('a'));
    const { body } = await served.call(operator, 'POST', `/api/v1/contacts/${idOf('a')}/reply`, { text: 'x' });
    // The other's own id ends like what sending gave for the first: it is a number of another kind.
    await arrive(wrote('chat:3', { automatic: 'own', messageId: '17' }), wrote('chat:17', { automatic: 'own', messageId: '117' }));
    expect((await items()).items).toHaveLength(4);
    await takeReceipts(receiptBatch({ replyId: body.id, revision: 1, state: 'sent', providerIds: ['17'] }), { pool: served.db.pool, logWriter: served.db.deps.logWriter });
    expect((await items()).items.map(({ id }: { id: string }) => id)).not.toContain(idOf('chat:3'));
    expect((await items()).items).toHaveLength(3);
    expect(await readOutbound(served.db)).toHaveLength(1);
  });
});
