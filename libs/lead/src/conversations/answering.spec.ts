import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Origin } from '@tributary/proto';
import { handleBatch } from '../batch/handle-batch.js';
import { REACH, chat, readOutbound, receiptBatch, wrote } from '../testing/conversations.js';
import { batchOf, idOf, records, type Draft } from '../testing/envelopes.js';
import { empty, readEvents } from '../testing/read-outcome.js';
import { admin, asManager, operator, serveLead, type ServedLead } from '../testing/serve.js';
import { untilSomebodyWaits } from '../testing/until-somebody-waits.js';
import { takeReceipts } from './take-receipts.js';
import { answerThoseWhoWait } from './while-waiting.js';

const line = { id: 'main', name: 'Main', queueId: 'main' };

describe('a line answers by itself', () => {
  let served: ServedLead;
  let boris: string;
  beforeAll(async () => {
    served = await serveLead();
    [, boris] = (await served.db.addManagers('Anna', 'Boris')) as [string, string];
  });
  beforeEach(() => empty(served.db));
  afterAll(() => served.close());

  const set = async (answers: object, more: object = {}) => expect((await served.call(admin, 'PUT', '/api/v1/lines', { ...line, hours: null, ...more, answers })).status).toBe(200);
  const arrive = (...drafts: Draft[]) => handleBatch(batchOf(records(drafts)), served.db.deps);
  const given = async () => (await readOutbound(served.db)).map(({ automatic, conversationId, text, authorName }) => [automatic, conversationId, text, authorName]);
  const desk = () => answerThoseWhoWait({ pool: served.db.pool, logWriter: served.db.deps.logWriter });
  /** So many minutes after now: what waits for an answer is not due yet, whenever this runs. */
  const minute = (at: number) => new Date(Date.now() + at * 60_000);
  const due = () => served.db.rows(`update lead.on_it set due_at = now() - interval '1 second'`);

  it('greets once, whatever is redelivered or stored by several at the same moment', async () => {
    await set({ greeting: { text: 'Hello' } });
    const batch = [wrote('a'), wrote('b'), wrote('c', { conversation: 'chat-2', phone: '+79160000002' })];
    await Promise.allSettled([arrive(...batch), arrive(...batch), arrive(...batch)]);
    await arrive(...batch);
    await arrive(wrote('d'));
    expect((await given()).sort()).toEqual([['greeting', 'chat-1', 'Hello', ''], ['greeting', 'chat-2', 'Hello', '']]);
    const { items } = (await served.call(operator, 'GET', `/api/v1/conversations/${chat()}/items`)).body;
    expect(items.filter(({ kind }: { kind: string }) => kind === 'reply')).toMatchObject([{ reply: { automatic: 'greeting', author: { name: '' } } }]);
    // Lists go on showing what was asked; "d" is dated before the greeting.
    const listed = (await served.call(operator, 'GET', '/api/v1/conversations')).body.items;
    expect(listed.map(({ lastItem }: { lastItem: object }) => lastItem)).toEqual([{ kind: 'contact', text: 'text of c' }, { kind: 'contact', text: 'text of b' }]);
  });

  it('greets who writes first, whatever made the conversation before, and nobody in one that has begun', async () => {
    await set({ greeting: { text: 'Hello' } });
    await arrive(
      wrote('allowed', { conversation: 'c1', notLeadReason: 'messages-allowed' }), wrote('robot', { conversation: 'c2', automatic: 'auto-reply' }),
      wrote('history', { conversation: 'c3', origin: Origin.BULK }), wrote('own', { conversation: 'c4', automatic: 'own' }), wrote('imported', { conversation: 'c5', origin: Origin.BULK }),
    );
    expect((await served.call(operator, 'POST', `/api/v1/contacts/${idOf('imported')}/reply`, { text: 'Hi' })).status).toBe(202);
    await arrive(...['c1', 'c2', 'c3', 'c4', 'c5'].map((conversation, at) => wrote(`${conversation} writes`, { conversation, phone: `+7916000001${at}` })));
    expect((await given()).filter(([automatic]) => automatic !== '').map(([, conversation]) => conversation).sort()).toEqual(['c1', 'c2', 'c3']);
    // A second /start is greeted no more.
    await arrive(wrote('again', { conversation: 'c1', text: '/start' }));
    expect(await given()).toHaveLength(4);
  });

  it('calls who writes by their first name, and says one thing at a time', async () => {
    const closed = { hours: { week: Array.from({ length: 7 }, () => []), exceptions: [] } };
    await set({ greeting: { text: 'Hello, {name}!' } });
    await arrive(wrote('a', { sender: 'Ivan Petrov' }), wrote('b', { conversation: 'chat-2', phone: '+79160000002', sender: '' }));
    await set({ greeting: { text: 'Hello' }, outOfHours: { text: '{name}, we are closed' } }, closed);
    await arrive(wrote('c', { conversation: 'chat-3', phone: '+79160000003', sender: 'Anna' }));
    expect((await given()).map(([kind, , text]) => [kind, text]).sort()).toEqual([['greeting', 'Hello!'], ['greeting', 'Hello, Ivan!'], ['out-of-hours', 'Anna, we are closed']]);
    const { status, body } = await served.call(admin, 'PUT', '/api/v1/lines', { ...line, answers: { greeting: { text: 'Hello, {nmae} of {firm}' } } });
    expect([status, body.errors.map(({ field, code, detail }: Record<string, string>) => [field, code, detail?.split(' ')[0]])]).toEqual([422, [['answers.greeting.text', 'unknown-placeholder', '{nmae}'], ['answers.greeting.text', 'unknown-placeholder', '{firm}']]]);
  });

  it('stops answering whoever begins a new conversation each time, one by one or at once, with or without a person', async () => {
    await set({ greeting: { text: 'Hello' } });
    const threads = (name: string, more: Partial<Draft>) => Array.from({ length: 5 }, (_, at) => wrote(`${name} ${at}`, { conversation: `${name} ${at}`, ...more }));
    await served.db.rows(`insert into lead.identity (type, value, raw, verified, shared) values ('email', 'info@example.com', '', false, true)`);
    for (const each of threads('robot', {})) await arrive(each);
    await arrive(...threads('polled', { phone: '+79160000002' }));
    await arrive(...threads('office', { phone: '', email: 'info@example.com' }));
    const racing = threads('racing', { phone: '+79160000004' });
    await arrive(racing[0]!);
    await Promise.all(racing.slice(1).map((each) => arrive(each)));
    await arrive(wrote('somebody else', { conversation: 'own', phone: '+79160000003' }));
    const answered = (await given()).map(([, conversation]) => String(conversation).split(' ')[0]);
    expect(['robot', 'polled', 'office', 'racing', 'own'].map((name) => answered.filter((each) => each === name).length)).toEqual([3, 3, 3, 3, 1]);
  });

  it('says of no more leads than that, whose customer is one, that somebody is on it', async () => {
    await set({ onIt: { text: 'Soon', afterMinutes: 5 } });
    await served.db.rows(`insert into lead.identity (type, value, raw, verified, shared) values ('email', 'info@example.com', '', false, true)`);
    await arrive(...Array.from({ length: 5 }, (_, at) => wrote(`office ${at}`, { conversation: `office ${at}`, phone: '', email: 'info@example.com', receivedAt: minute(0) })));
    await due();
    await desk();
    expect(await given()).toHaveLength(3);
  });

  it('never answers a robot, what is no lead, an import, or what is read again', async () => {
    await set({ greeting: { text: 'Hello' }, outOfHours: { text: 'Closed' } }, { hours: { week: Array.from({ length: 7 }, () => []), exceptions: [] } });
    await arrive(
      wrote('robot', { conversation: 'c1', automatic: 'auto-reply' }), wrote('own', { conversation: 'c2', automatic: 'own' }), wrote('spam', { conversation: 'c3', notLeadReason: 'spam' }),
      wrote('bulk', { conversation: 'c4', origin: Origin.BULK, notify: true }), wrote('replay', { conversation: 'c5', origin: Origin.REPLAY }), { name: 'form', phone: '+79160000009' },
      wrote('blocked', { conversation: 'c6', reach: { ...REACH, closed: 'blocked' } }),
    );
    expect(await given()).toEqual([]);
    // A revision of a contact is no message.
    await arrive(wrote('bulk', { conversation: 'c4', revision: 2 }));
    expect(await given()).toEqual([]);
  });

  it('says once in a closed time that nobody is there', async () => {
    await set({ outOfHours: { text: 'Closed' } }, { hours: { week: Array.from({ length: 7 }, () => []), exceptions: [] } });
    await arrive(wrote('a'));
    await arrive(wrote('b'), wrote('c', { conversation: 'chat-2' }));
    expect(await given()).toEqual([['out-of-hours', 'chat-1', 'Closed', ''], ['out-of-hours', 'chat-2', 'Closed', '']]);
  });

  it('says once of a lead that nobody answered in time that somebody is on it, however many look after it', async () => {
    await set({ onIt: { text: 'Soon', afterMinutes: 5 } });
    const receivedAt = new Date();
    await arrive(wrote('a', { receivedAt }), wrote('answered', { conversation: 'chat-2', phone: '+79160000002', receivedAt }), wrote('closed', { conversation: 'chat-3', phone: '+79160000003', receivedAt }));
    expect(await desk()).toBe(0);
    expect((await served.call(operator, 'POST', `/api/v1/contacts/${idOf('answered')}/reply`, { text: 'Hi' })).status).toBe(202);
    const lead = await served.db.value<string>('select lead_id from lead.contact where id = $1', [idOf('closed')]);
    await served.call(admin, 'POST', `/api/v1/leads/${lead}/close`, { outcome: 'lost' });
    await due();
    await Promise.all([desk(), desk(), desk()]);
    await arrive(wrote('b'));
    await due();
    await desk();
    expect((await given()).filter(([automatic]) => automatic !== '')).toEqual([['on-it', 'chat-1', 'Soon', '']]);
    // It is no answer of a manager's.
    expect(await served.db.value('select answered_at from lead.lead l join lead.contact c on c.lead_id = l.id where c.id = $1', [idOf('a')])).toBeNull();
  });

  it('says to nobody that somebody is on it who was answered at the provider’s own, or with whom a colleague has finished', async () => {
    await set({ greeting: { text: 'Hello' }, onIt: { text: 'Soon', afterMinutes: 5 } });
    const conversations = ['answered', 'finished', 'echoed', 'before'];
    await arrive(wrote('ours before', { conversation: 'before', automatic: 'own', receivedAt: minute(-1) }));
    await arrive(...conversations.map((conversation, at) => wrote(conversation, { conversation, phone: `+7916000002${at}`, receivedAt: minute(0) })));
    const greeting = (await readOutbound(served.db)).find(({ conversationId }) => conversationId === 'echoed')!;
    await takeReceipts(receiptBatch({ replyId: greeting.id, revision: 1, state: 'sent', providerIds: ['77'] }), { pool: served.db.pool, logWriter: served.db.deps.logWriter });
    const later = minute(1);
    await arrive(wrote('ours', { conversation: 'answered', automatic: 'own', occurredAt: later, receivedAt: later }), wrote('echo', { conversation: 'echoed', automatic: 'own', messageId: '77', occurredAt: later, receivedAt: later }));
    expect((await served.call(operator, 'POST', `/api/v1/conversations/${chat('finished')}/finish`, {})).status).toBe(200);
    await due();
    await desk();
    expect((await given()).filter(([automatic]) => automatic === 'on-it').map(([, conversation]) => conversation).sort()).toEqual(['before', 'echoed']);
  });

  it('says to each customer of a group that somebody is on it, as an answer to what that one wrote and by the name of the greeting', async () => {
    await set({ greeting: { text: 'Hello, {name}!' }, onIt: { text: '{name}, soon', afterMinutes: 5 } });
    await arrive({ name: 'document', phone: '+79160000001', kind: 'client', sender: 'Петров Иван' });
    const group = { conversation: 'g', place: { kind: 'group', title: 'G' }, receivedAt: minute(0) };
    await arrive(wrote('a', { ...group, sender: 'Ваня' }));
    await arrive(wrote('b', { ...group, sender: 'Olga', phone: '+79160000002' }));
    await due();
    await desk();
    expect((await readOutbound(served.db)).map(({ text, contactId }) => [text, contactId]).sort()).toEqual([['Hello, Ваня!', idOf('a')], ['Olga, soon', idOf('b')], ['Ваня, soon', idOf('a')]]);
  });

  it('takes what the provider tells of an automatic answer for no colleague’s, though the outcome of that is unknown', async () => {
    await set({ greeting: { text: 'Здравствуйте, {name}! Ещё минуту.' }, onIt: { text: 'Soon', afterMinutes: 5 } });
    await arrive(wrote('a', { receivedAt: minute(0) }), wrote('b', { conversation: 'chat-2', phone: '+79160000002', receivedAt: minute(0) }));
    const greetings = await readOutbound(served.db);
    await takeReceipts(receiptBatch(...greetings.map(({ id }) => ({ replyId: id, revision: 1, state: 'unknown', code: 'answer-lost' }))), { pool: served.db.pool, logWriter: served.db.deps.logWriter });
    const own = { receivedAt: minute(1), automatic: 'own' };
    await arrive(wrote('echo', { ...own, text: greetings.find(({ conversationId }) => conversationId === 'chat-1')!.text }), wrote('colleague', { ...own, conversation: 'chat-2', text: 'Good day' }));
    await due();
    await desk();
    expect((await given()).filter(([automatic]) => automatic === 'on-it').map(([, conversation]) => conversation)).toEqual(['chat-1']);
  });

  it('waits for a conversation that somebody holds before it takes who waits in it, as erasing does', async () => {
    await set({ onIt: { text: 'Soon', afterMinutes: 5 } });
    await arrive(wrote('a', { receivedAt: minute(0) }));
    const holder = await served.db.pool.connect();
    await holder.query('begin');
    await holder.query('select from lead.conversation for update');
    await due();
    const looking = desk();
    await untilSomebodyWaits(served.db);
    const { rowCount } = await holder.query('select from lead.on_it for update skip locked');
    await holder.query('commit');
    holder.release();
    await looking;
    expect(rowCount).toBe(1);
  });

  it('never answers a sender of whom the provider says that it is another', async () => {
    await set({ greeting: { text: 'Hello' }, onIt: { text: 'Soon', afterMinutes: 5 } });
    await arrive(wrote('forged', { phone: '', identities: [{ type: 'email', value: 'boss@example.com', disputed: true }] }));
    await due();
    await desk();
    expect(await given()).toEqual([]);
  });

  it('says what is wrong with its setting, and keeps it where it is not given', async () => {
    const { body } = await served.call(admin, 'PUT', '/api/v1/lines', { ...line, answers: { greeting: { text: ' ' }, onIt: { text: 'x' } } });
    expect(body.errors.map(({ field, code }: { field: string; code: string }) => `${field} ${code}`)).toEqual(['answers.greeting.text too-short', 'answers.onIt.afterMinutes required']);
    await set({ greeting: { text: 'Hello' } });
    expect((await served.call(admin, 'PUT', '/api/v1/lines', line)).body.answers).toEqual({ greeting: { text: 'Hello' } });
  });

  it('tells of the customer’s messages whoever takes part', async () => {
    await set({});
    await arrive(wrote('a'));
    await served.call(operator, 'POST', `/api/v1/conversations/${chat()}/invite`, { managerId: boris });
    await arrive(wrote('b'));
    expect((await readEvents(served.db)).at(-1)).toMatchObject({ contactId: idOf('b'), toldManagerIds: [boris] });
  });
});

describe('canned answers', () => {
  let served: ServedLead;
  beforeAll(async () => {
    served = await serveLead();
  });
  afterAll(() => served.close());

  it('are one’s own, or shared and changed by who made them and operators', async () => {
    const [anna, boris] = (await served.db.addManagers('Anna', 'Boris')).map(asManager) as [typeof operator, typeof operator];
    const call = (actor: typeof operator, method: string, path = '', body?: object) => served.call(actor, method, `/api/v1/canned-answers${path}`, body);
    const own = (await call(anna, 'POST', '', { name: 'Hi', text: 'Hello {name}' })).body;
    const shared = (await call(anna, 'POST', '', { name: 'Price', text: 'Here', shared: true, line: 'main' })).body;
    const names = async (actor: typeof operator, query = '') => (await call(actor, 'GET', query)).body.items.map(({ name }: { name: string }) => name);
    expect([await names(anna), await names(boris), await names(anna, '?line=other')]).toEqual([['Price', 'Hi'], ['Price'], ['Hi']]);
    expect([(await call(boris, 'PATCH', `/${own.id}`, { name: 'x' })).status, (await call(boris, 'PATCH', `/${shared.id}`, { name: 'x' })).status, (await call(boris, 'DELETE', `/${shared.id}`)).status]).toEqual([404, 403, 403]);
    expect((await call(operator, 'PATCH', `/${shared.id}`, { text: 'There', line: null })).body).toEqual({ ...shared, text: 'There', line: null });
    expect((await call(anna, 'POST', '', { name: 'x', text: 'y', line: 'nowhere' })).body.errors).toMatchObject([{ field: 'line', code: 'unknown-line' }]);
    expect((await call(anna, 'DELETE', `/${own.id}`)).status).toBe(204);
    expect(await names(anna)).toEqual(['Price']);
    // One that is taken away meanwhile doesn't come back.
    const holder = await served.db.pool.connect();
    await holder.query('begin');
    await holder.query('delete from lead.canned_answer where id = $1', [shared.id]);
    const changing = call(operator, 'PATCH', `/${shared.id}`, { text: 'Everywhere' });
    await untilSomebodyWaits(served.db);
    await holder.query('commit');
    holder.release();
    expect([(await changing).status, await names(anna)]).toEqual([404, []]);
  });
});
