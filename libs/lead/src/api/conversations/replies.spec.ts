import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { partitionKey } from '@tributary/contact';
import { LeadEventKind, Origin } from '@tributary/proto';
import { handleBatch } from '../../batch/handle-batch.js';
import { eraseConversations } from '../../conversations/erase-conversations.js';
import { sendReply } from '../../conversations/send-reply.js';
import { takeReceipts } from '../../conversations/take-receipts.js';
import { remindOfAnswers } from '../../desk/late-answers.js';
import { REACH, chat, readOutbound, receiptBatch, wrote } from '../../testing/conversations.js';
import { ACCOUNT, batchOf, idOf, records, type Draft } from '../../testing/envelopes.js';
import { empty, readEvents } from '../../testing/read-outcome.js';
import { asManager, operator, serveLead, type ServedLead } from '../../testing/serve.js';
import { untilSomebodyWaits } from '../../testing/until-somebody-waits.js';

const base64 = (text: string): string => Buffer.from(text).toString('base64');

describe('replies', () => {
  let served: ServedLead;
  let anna: string, boris: string;
  beforeAll(async () => {
    served = await serveLead();
    [anna, boris] = (await served.db.addManagers('Anna', 'Boris')) as [string, string];
    await served.db.rows(`insert into lead.queue (id, name, strategy) values ('empty', 'Empty', 'even')`);
    await served.db.rows(`insert into lead.line (id, name, queue_id) values ('quiet', 'Quiet', 'empty')`);
  });
  beforeEach(() => empty(served.db));
  afterAll(() => served.close());

  const arrive = (...drafts: Draft[]) => handleBatch(batchOf(records(drafts)), served.db.deps);
  const reply = (name: string, body: object = { text: 'Hello' }, { actor = asManager(anna), headers = {} }: { actor?: typeof operator; headers?: Record<string, string> } = {}) =>
    served.call(actor, 'POST', `/api/v1/contacts/${idOf(name)}/reply`, body, headers);
  const take = (...args: Parameters<typeof receiptBatch>) => takeReceipts(receiptBatch(...args), { pool: served.db.pool, logWriter: served.db.deps.logWriter });
  const stateOf = async (id: string) => (await served.call(operator, 'GET', `/api/v1/replies/${id}`)).body;

  it('are accepted, kept with their files, and go out keyed by conversation', async () => {
    await arrive(wrote('a'));
    const { status, body } = await reply('a', { text: 'Cafe\u0301', attachments: [{ name: '../pri\u202ece.pdf', mediaType: 'application/PDF', content: base64('bytes') }] });
    expect(status).toBe(202);
    expect(body).toMatchObject({
      contactId: idOf('a'), conversationId: chat(), text: 'Cafe\u0301', state: 'queued', author: { userId: `u-${anna}`, managerId: anna, name: 'Anna' },
      attachments: [{ name: '.._price.pdf', mediaType: 'application/pdf', sizeBytes: 5 }],
    });
    const file = await served.call(asManager(anna), 'GET', body.attachments[0].url);
    expect([file.status, file.body]).toEqual([200, 'bytes']);
    expect(await readOutbound(served.db)).toMatchObject([{
      key: partitionKey(ACCOUNT, 'chat-1'), id: body.id, accountId: ACCOUNT, channel: 'telegram', conversationId: 'chat-1', contactId: idOf('a'), sequence: 1n, text: 'Cafe\u0301', authorName: 'Anna', automatic: '',
      attachments: [{ name: '.._price.pdf', blob: { sha256: body.attachments[0].sha256, sizeBytes: 5n } }],
    }]);
    expect((await readEvents(served.db)).at(-1)).toMatchObject({ kind: LeadEventKind.REPLIED, managerId: anna, conversationId: chat(), notify: false });
  });

  it('are numbered in the order of their acceptance, however many come at once', async () => {
    await arrive(wrote('a'), wrote('b', { conversation: 'chat-2', phone: '+79160000001' }));
    const answers = await Promise.all(Array.from({ length: 24 }, (_, at) => reply(at % 2 === 0 ? 'a' : 'b', { text: `${at}` })));
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 24 }, () => 202));
    for (const conversation of ['chat-1', 'chat-2']) {
      const sent = (await readOutbound(served.db)).filter(({ conversationId }) => conversationId === conversation);
      expect(sent.map(({ sequence }) => Number(sequence))).toEqual(Array.from({ length: 12 }, (_, at) => at + 1));
    }
  });

  it('under one key are one, for each actor; another content is refused', async () => {
    await arrive(wrote('a'), wrote('b', { conversation: 'chat-2' }));
    const headers = { 'idempotency-key': 'k1' };
    const same = await Promise.all(Array.from({ length: 8 }, () => reply('a', { text: 'once' }, { headers })));
    expect(new Set(same.map(({ status, body }) => `${status} ${body.id}`)).size).toBe(1);
    expect(await readOutbound(served.db)).toHaveLength(1);
    const others = [await reply('a', { text: 'other' }, { headers }), await reply('b', { text: 'once' }, { headers })];
    expect(others.map(({ status, body }) => [status, body.code])).toEqual([[409, 'idempotency-key-reused'], [409, 'idempotency-key-reused']]);
    expect((await reply('a', { text: 'once' }, { headers, actor: operator })).body.id).not.toBe(same[0]!.body.id);
    const two = await Promise.all(['a', 'b'].map((name) => reply(name, { text: 'x' }, { headers: { 'idempotency-key': 'k2' } })));
    expect(two.map(({ status }) => status).sort()).toEqual([202, 409]);
  });

  it.each<[string, object, string, string]>([
    ['nothing', {}, 'text', 'nothing-to-send'],
    ['blanks', { text: ' \n\u200e ' }, 'text', 'nothing-to-send'],
    ['half of a character', { text: 'Hi 😀\ud83d!' }, 'text', 'lone-surrogate'],
    ['a name with half of a character', { text: 'x', attachments: [{ name: 'a\udc00', content: base64('x') }] }, 'attachments.0.name', 'lone-surrogate'],
    ['too long a text', { text: '😀'.repeat(4_097) }, 'text', 'text-too-long'],
    ['too large a file', { attachments: [{ name: 'a', content: base64('x'.repeat(1_001)) }] }, 'attachments.0.content', 'file-too-big'],
    ['too many files', { attachments: Array.from({ length: 11 }, () => ({ name: 'a', content: base64('x') })) }, 'attachments', 'too-many-files'],
    ['an empty file', { attachments: [{ name: 'a', content: '' }] }, 'attachments.0.content', 'file-empty'],
    ['no Base64', { attachments: [{ name: 'a', content: 'a=b=' }] }, 'attachments.0.content', 'base64'],
    ['no media type', { attachments: [{ name: 'a', mediaType: 'text/html\r\nX: y', content: base64('x') }] }, 'attachments.0.mediaType', 'media-type'],
  ])('of %s are refused, and the field is named', async (_, body, field, code) => {
    await arrive(wrote('a'));
    const answer = await reply('a', body);
    expect([answer.status, answer.body.errors]).toMatchObject([422, [{ field, code }]]);
    expect(answer.body.errors[0].detail).not.toBe(code);
    expect(await readOutbound(served.db)).toEqual([]);
  });

  it('of 4,096 characters of two units each go out', async () => {
    await arrive(wrote('a'));
    expect((await reply('a', { text: '😀'.repeat(4_096) })).status).toBe(202);
  });

  it('that can not be sent are refused before they are tried, with what to do', async () => {
    await arrive(wrote('blocked', { reach: { ...REACH, closed: 'blocked' } }), wrote('late', { conversation: 'c2', reach: { ...REACH, until: timestampFromDate(new Date(1_000)) } }), { ...wrote('form', { conversation: 'c3' }), reach: undefined! });
    for (const [name, reason] of [['blocked', 'blocked'], ['late', 'window-closed'], ['form', 'not-known']] as const) {
      const [en, ru] = [await reply(name), await reply(name, { text: 'x' }, { headers: { 'accept-language': 'ru' } })];
      expect([en.status, en.body.code, en.body.reason]).toEqual([409, 'cannot-reply', reason]);
      expect(ru.body.detail).toMatch(/[а-я]/);
    }
    // The customer comes back.
    await arrive(wrote('again', { receivedAt: new Date('2026-11-22T09:01:00Z') }));
    expect((await reply('blocked')).status).toBe(202);
  });

  it('go to nothing that can not be answered by its nature, whatever chat it stands in', async () => {
    await arrive(wrote('a'), { ...wrote('boost', { notLeadReason: 'boost' }), reach: undefined! });
    expect((await served.call(operator, 'POST', `/api/v1/contacts/${idOf('boost')}/reply`, { text: 'x' })).body).toMatchObject({ code: 'cannot-reply', reason: 'not-known' });
    expect(await readOutbound(served.db)).toEqual([]);
    expect((await reply('a')).status).toBe(202);
  });

  it('of a program name its token to colleagues, and nobody to the customer', async () => {
    await arrive(wrote('a'));
    const program: typeof operator = { role: 'admin', tokenId: 't-1', name: 'Shop' };
    expect((await reply('a', { text: 'x' }, { actor: program })).body.author).toEqual({ userId: 't-1', name: 'Shop' });
    expect((await reply('a', { text: 'x' }, { actor: { role: 'admin', userId: 'u-1', name: 'root@example.com' } })).body.author.name).toBe('root@example.com');
    expect((await readOutbound(served.db)).map(({ authorName }) => authorName)).toEqual(['', 'root@example.com']);
  });

  it('are for whoever may see the lead', async () => {
    await arrive(wrote('a'), wrote('spam', { conversation: 'c2', phone: '+79160000002', notLeadReason: 'spam' }));
    expect((await reply('a', { text: 'x' }, { actor: asManager(boris) })).status).toBe(403);
    expect((await reply('spam')).status).toBe(403);
    expect((await reply('spam', { text: 'x' }, { actor: operator })).status).toBe(202);
    expect((await served.call(asManager(anna), 'POST', `/api/v1/contacts/${idOf('nobody')}/reply`, { text: 'x' })).status).toBe(404);
    const { body } = await reply('a');
    expect((await served.call(asManager(boris), 'GET', `/api/v1/replies/${body.id}`)).status).toBe(403);
    expect((await served.call(asManager(boris), 'POST', `/api/v1/replies/${body.id}/settle`, { sent: true })).status).toBe(403);
  });

  it('are not for who had the customer before: by an old contact neither, and nothing is written', async () => {
    await served.db.rows(`update lead.line set answer_minutes = 5`);
    await arrive(wrote('old'));
    const lead = await served.db.value<string>('select lead_id from lead.contact where id = $1', [idOf('old')]);
    await served.call(asManager(anna), 'POST', `/api/v1/leads/${lead}/close`, { outcome: 'won' });
    await arrive(wrote('new', { receivedAt: new Date('2026-11-22T09:30:00Z') }));
    await served.db.rows(`update lead.line set answer_minutes = null`);
    const now = await served.db.value<string>('select lead_id from lead.contact where id = $1', [idOf('new')]);
    await served.db.rows('update lead.lead set manager_id = case id when $1 then $2::uuid else $3::uuid end', [lead, anna, boris]);
    // Not all that there is: the desk may just have found that nobody answered in time.
    const read = async () => [
      ...(await Promise.all(['reply', 'conversation', 'conversation_item', 'conversation_view', 'participant'].map((table) => served.db.rows(`select * from lead.${table} order by 1, 2`)))),
      await served.db.rows('select id, manager_id, answered_at from lead.lead order by id'), await readOutbound(served.db),
    ];
    const before = await read();
    expect((await served.call(asManager(anna), 'GET', `/api/v1/contacts/${idOf('old')}`)).status).toBe(200);
    expect((await reply('old')).status).toBe(403);
    expect(await read()).toEqual(before);
    expect((await reply('old', { text: 'x' }, { actor: asManager(boris) })).status).toBe(202);
    expect((await served.db.rows<{ answer_due_at: Date | null }>('select answer_due_at from lead.lead where id = $1', [now]))[0]!.answer_due_at).toBeNull();
  });

  it('of who loses the customer while they write are refused as well', async () => {
    await arrive(wrote('a'));
    const order = {
      contactId: idOf('a'), conversationId: chat(), draft: { text: 'x', files: [] }, language: 'en',
      doer: { actor: asManager(anna), scope: { all: false, managerId: anna } },
    };
    await served.db.rows('update lead.lead set manager_id = $1', [boris]);
    const deps = { pool: served.db.pool, logWriter: served.db.deps.logWriter, blobs: served.blobs };
    await expect(sendReply(deps, order)).rejects.toMatchObject({ status: 403 });
    expect(await readOutbound(served.db)).toEqual([]);
    // They lose it while their answer waits for the conversation: the next message opened another's lead.
    await served.db.rows('update lead.lead set manager_id = $1', [anna]);
    await arrive(wrote('next', { conversation: 'other', phone: '+79160000002' }));
    await served.db.rows('update lead.lead set manager_id = $1 from lead.contact c where c.lead_id = lead.id and c.id = $2', [boris, idOf('next')]);
    const held = await served.db.pool.connect();
    await held.query('begin');
    await held.query('update lead.conversation set reply_to = $2 where id = $1', [chat(), idOf('next')]);
    const answered = sendReply(deps, order).catch((error: unknown) => error);
    await untilSomebodyWaits(served.db);
    await held.query('commit');
    held.release();
    expect(await answered).toMatchObject({ status: 403 });
    expect((await served.db.rows('select from lead.lead where answered_at is not null'))).toEqual([]);
  });

  it('to a contact that is erased meanwhile are refused, though others wrote in the conversation as well', async () => {
    await arrive(wrote('a', { conversation: 'g' }), wrote('b', { conversation: 'g', phone: '+79160000002' }));
    const person = await served.db.value<string>('select person_id from lead.contact where id = $1', [idOf('a')]);
    const holder = await served.db.pool.connect();
    await holder.query('begin');
    await holder.query('select from lead.conversation for update');
    const replying = reply('a', { text: 'Dear Ivan' }, { actor: operator });
    await untilSomebodyWaits(served.db);
    await eraseConversations(holder, [person], [idOf('a')]);
    await holder.query('delete from lead.contact where id = $1', [idOf('a')]);
    await holder.query('commit');
    holder.release();
    expect([(await replying).status, await served.db.value('select count(*)::int from lead.reply')]).toEqual([404, 0]);
  });

  it('that take a lead of the pool hold its contacts before they wait for the conversation, as a batch does', async () => {
    await arrive(wrote('a', { line: 'quiet' }));
    const holder = await served.db.pool.connect();
    await holder.query('begin');
    await holder.query('select from lead.conversation for update');
    const replying = reply('a');
    await untilSomebodyWaits(served.db);
    const { rowCount } = await holder.query('select from lead.contact for update skip locked');
    await holder.query('commit');
    holder.release();
    expect([rowCount, (await replying).status]).toEqual([0, 202]);
  });

  it('answer the lead that the customer has once the conversation is free, not the one before', async () => {
    await arrive(wrote('a'), wrote('next', { conversation: 'other', phone: '+79160000002' }));
    const held = await served.db.pool.connect();
    await held.query('begin');
    await held.query('update lead.conversation set reply_to = $2 where id = $1', [chat(), idOf('next')]);
    const answered = reply('a', { text: 'x' }, { actor: operator });
    await untilSomebodyWaits(served.db);
    await held.query('commit');
    held.release();
    expect((await answered).status).toBe(202);
    expect(await served.db.rows('select c.id from lead.lead l join lead.contact c on c.lead_id = l.id where l.answered_at is not null')).toEqual([{ id: idOf('next') }]);
  });

  it('take a lead of the pool, and end the wait for an answer', async () => {
    await served.db.rows(`update lead.line set answer_minutes = 5`);
    await arrive(wrote('pool', { line: 'quiet', receivedAt: new Date() }), wrote('mine', { conversation: 'c2', phone: '+79160000002', receivedAt: new Date() }));
    await served.db.rows(`update lead.line set answer_minutes = null`);
    const leadOf = async (name: string) => (await served.db.rows<Record<string, unknown>>('select l.manager_id, l.taken_at, l.answered_at, l.answer_due_at from lead.lead l join lead.contact c on c.lead_id = l.id where c.id = $1', [idOf(name)]))[0]!;
    expect((await leadOf('mine'))['answer_due_at']).not.toBeNull();
    await reply('pool', { text: 'x' }, { actor: operator });
    expect(await leadOf('pool')).toMatchObject({ manager_id: null, answer_due_at: null });
    await reply('pool', { text: 'x' }, { actor: asManager(boris) });
    expect(await leadOf('pool')).toMatchObject({ manager_id: boris, taken_at: expect.any(Date), answered_at: expect.any(Date) });
    expect((await readEvents(served.db)).slice(-2)).toMatchObject([{ kind: LeadEventKind.TAKEN, managerId: boris }, { kind: LeadEventKind.REPLIED, managerId: boris }]);
    await reply('mine', { text: 'x' }, { actor: asManager((await leadOf('mine'))['manager_id'] as string) });
    expect(await leadOf('mine')).toMatchObject({ answered_at: expect.any(Date), taken_at: expect.any(Date), answer_due_at: null });
  });

  it('follow their receipts, in any order and however often, never backwards; the author is told of what went wrong', async () => {
    await arrive(wrote('a'));
    const { body: { id } } = await reply('a');
    const before = (await readEvents(served.db)).length;
    await take({ replyId: id, revision: 2, state: 'sent', providerIds: ['77'] }, { replyId: id, revision: 1, state: 'sending' });
    await take({ replyId: id, revision: 1, state: 'sending' }, { replyId: id, revision: 4, state: 'read' }, { replyId: id, revision: 4, state: 'read' });
    await take({ replyId: id, revision: 3, state: 'delivered' }, { replyId: id, revision: 5, state: 'sent' });
    expect(await stateOf(id)).toMatchObject({ state: 'read' });
    expect((await readEvents(served.db)).slice(before)).toMatchObject([{ kind: LeadEventKind.REPLY_CHANGED, reason: 'reply-sent', notify: false }, { reason: 'reply-read' }]);
    const failed = (await reply('a')).body.id;
    await take({ replyId: failed, revision: 1, state: 'failed', code: 'blocked', detailEn: 'Blocked.', detailRu: 'Нет.', closed: 'blocked' });
    expect(await stateOf(failed)).toMatchObject({ state: 'failed', reason: { code: 'blocked', detail: 'Blocked.' } });
    expect((await readEvents(served.db)).at(-1)).toMatchObject({ reason: 'reply-failed', notify: true, toldManagerIds: [anna], conversationId: chat() });
    expect((await reply('a')).body).toMatchObject({ code: 'cannot-reply', reason: 'blocked', detail: 'Blocked.' });
  });

  it('that failed close the conversation until the customer is back, by our own clock and not by the provider’s seconds', async () => {
    const at = (ms: number): Date => new Date(Date.UTC(2026, 10, 22, 9, 30, 0, ms));
    await arrive(wrote('a'));
    const open = async () => (await served.call(operator, 'GET', `/api/v1/conversations/${chat()}`)).body.reach.open;
    const fail = async (ms: number) => take({ replyId: (await reply('a', { text: 'x' }, { actor: operator })).body.id, revision: 1, state: 'failed', code: 'blocked', closed: 'blocked', at: at(ms) });
    const [one, two] = [(await reply('a')).body.id, (await reply('a')).body.id];
    const failed = (replyId: string, ms: number) => take({ replyId, revision: 1, state: 'failed', code: 'blocked', closed: 'blocked', at: at(ms) });
    await failed(one, 400);
    await arrive(wrote('under way', { occurredAt: at(0), receivedAt: at(300) }), wrote('read in', { occurredAt: at(0), receivedAt: at(700), origin: Origin.BULK }), wrote('held up', { occurredAt: new Date(at(0).getTime() - 3_600_000), receivedAt: at(700) }));
    expect(await open()).toBe(false);
    await arrive(wrote('back', { occurredAt: at(0), receivedAt: at(700) }));
    expect(await open()).toBe(true);
    // What failed before they came back is told later.
    await failed(two, 600);
    expect(await open()).toBe(true);
    await fail(900);
    expect(await open()).toBe(false);
    // The provider's clock is behind ours.
    await arrive(wrote('again', { occurredAt: new Date(at(0).getTime() - 5_000), receivedAt: at(950) }));
    expect(await open()).toBe(true);
  });

  it('that wait for another reason are told anew to whoever looks, once and to nobody else', async () => {
    await arrive(wrote('a'));
    const { body: { id } } = await reply('a');
    const before = (await readEvents(served.db)).length;
    await take({ replyId: id, revision: 1, state: 'queued', code: 'rate-limited' });
    await take({ replyId: id, revision: 2, state: 'queued', code: 'rate-limited', nextTryAt: timestampFromDate(new Date()) });
    expect((await readEvents(served.db)).slice(before)).toMatchObject([{ kind: LeadEventKind.REPLY_CHANGED, reason: 'reply-queued', notify: false }]);
  });

  it('typed in the provider’s own program end the wait for an answer as well; what may be an answer of the line’s does not', async () => {
    await served.db.rows(`update lead.line set answer_minutes = 5, answers = '{"greeting": {"text": "Hello"}}' where id = 'main'`);
    const conversations = ['answered', 'undecided', 'echoed', 'before'];
    const phone = (name: string) => `+7916000003${conversations.indexOf(name)}`;
    await arrive(wrote('early', { conversation: 'before', automatic: 'own', phone: undefined, occurredAt: new Date('2026-11-22T09:00:00Z') }), ...conversations.map((name) => wrote(name, { conversation: name, phone: phone(name), receivedAt: new Date() })));
    await served.db.rows(`update lead.line set answer_minutes = null, answers = '{}' where id = 'main'`);
    for (const { id, conversationId } of await readOutbound(served.db)) if (conversationId !== 'undecided') await take({ replyId: id, revision: 1, state: 'sent', providerIds: [`id ${conversationId}`] });
    await arrive(...['answered', 'undecided', 'echoed'].map((name) => wrote(`own ${name}`, { conversation: name, automatic: 'own', phone: undefined, messageId: name === 'echoed' ? 'id echoed' : '1', receivedAt: new Date() })));
    const waiting = async () => (await served.db.rows<{ name: string }>(
      'select c.external_id as name from lead.lead l join lead.contact c on c.lead_id = l.id where l.answered_at is null and l.answer_due_at is not null order by 1')).map(({ name }) => name);
    expect(await waiting()).toEqual(['before', 'echoed', 'undecided']);
    // It turns out not to be the greeting: nobody is reminded.
    const greeting = (await readOutbound(served.db)).find(({ conversationId }) => conversationId === 'undecided')!;
    await take({ replyId: greeting.id, revision: 1, state: 'sent', providerIds: ['2'] });
    await served.db.rows(`update lead.lead set answer_due_at = now() - interval '1 second' where answer_due_at is not null`);
    await remindOfAnswers({ pool: served.db.pool, logWriter: served.db.deps.logWriter });
    const reminded = (await readEvents(served.db)).filter(({ kind }) => kind === LeadEventKind.REMINDED).map(({ leadId }) => leadId);
    const leadOf = (name: string) => served.db.value<string>('select lead_id from lead.contact where id = $1', [idOf(name)]);
    expect([...new Set(reminded)].sort()).toEqual((await Promise.all([leadOf('before'), leadOf('echoed')])).sort());
  });

  it('whose outcome is unknown are settled by a person, and the provider may still know better', async () => {
    await arrive(wrote('a'));
    const [one, two] = [(await reply('a')).body.id, (await reply('a')).body.id];
    expect((await served.call(asManager(anna), 'POST', `/api/v1/replies/${one}/settle`, { sent: true })).body.code).toBe('reply-settled');
    await take({ replyId: one, revision: 1, state: 'unknown' }, { replyId: two, revision: 1, state: 'unknown' });
    expect((await served.call(asManager(anna), 'POST', `/api/v1/replies/${one}/settle`, { sent: true })).body.state).toBe('sent');
    expect((await served.call(asManager(anna), 'POST', `/api/v1/replies/${two}/settle`, { sent: false })).body).toMatchObject({ state: 'failed', reason: { code: 'settled-by-hand' } });
    await take({ replyId: two, revision: 2, state: 'sent' });
    expect((await stateOf(two)).state).toBe('sent');
  });

  it('are not held up by records that are no receipts', async () => {
    await arrive(wrote('a'));
    const { body: { id } } = await reply('a');
    const taken = await take(
      Uint8Array.of(255, 255), null, { replyId: 'x', revision: 1, state: 'sent' }, { replyId: idOf('nobody'), revision: 1, state: 'sent' }, { replyId: id, revision: 0, state: 'sent' },
      { replyId: id, revision: 1, state: 'lost-in-space' }, { replyId: id, revision: 1, state: 'sent', at: new Date(-1) }, { replyId: id, revision: 2, state: 'delivered', code: 'a\0b', detailEn: 'x\0' },
    );
    expect(taken).toEqual({ changed: 1, unusable: 7 });
    expect(await stateOf(id)).toMatchObject({ state: 'delivered' });
  });
});
