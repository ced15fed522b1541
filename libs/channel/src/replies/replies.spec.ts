import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { create, toBinary } from '@bufbuild/protobuf';
import { timestampDate } from '@bufbuild/protobuf/wkt';
import { TOPICS } from '@tributary/event-log';
import { ReplySchema } from '@tributary/proto';
import { inTransaction } from '@tributary/storage';
import { eraseContacts } from '../erase/erase-contacts.js';
import { ConnectorError } from '../pull.js';
import { type OutgoingReply, OutcomeUnknownError, ReplyDelayedError, ReplyRefusedError } from '../reply.js';
import { refusing, ReplyStage } from '../testing/reply-stage.js';
import { doneThenLost, toyReplying } from '../testing/toy-replies.js';
import { ACCOUNT_GONE } from './reasons.js';
import { ReplyBook } from './reply-book.js';
import { REPLIES_GROUP } from './reply-inbox.js';

const parts = ({ text }: OutgoingReply) => (text.startsWith('parts') ? 3 : 1);
const plain = toyReplying('plain', { parts });
const keyed = toyReplying('keyed', { parts, repeatableForMs: 60_000, key: (id, _account, part) => `k-${id}${part > 0 ? `/${part}` : ''}` });

let stage: ReplyStage;
beforeAll(async () => {
  stage = await ReplyStage.open([plain, keyed]);
});
afterAll(() => stage.hub.drop());
beforeEach(() => stage.use('plain'));

describe('replies', () => {
  it('go out in their order within a conversation, each once, whatever is read again', async () => {
    const ids = [...(await stage.ask(['one', 'two', 'three'])), ...(await stage.ask(['other'], { conversationId: 'elsewhere' }))];
    for (const id of ids) expect(await stage.receipt(id, 'sent')).toMatchObject({ accountId: stage.account, channel: stage.channel, revision: 1, code: '', providerIds: [expect.any(String)] });
    await stage.hub.logReader.rewind(REPLIES_GROUP, TOPICS.outbound, new Date(0));
    const [last = ''] = await stage.ask(['four'], { from: 4 });
    await stage.receipt(last, 'sent');
    expect(stage.texts.filter((text) => text !== 'other')).toEqual(['one', 'two', 'three', 'four']);
    expect(stage.post.calls).toBe(5);
  });

  it('go in the order in which they were accepted, not that in which they were read', async () => {
    stage.post.script.push(refusing('quota', 60_000));
    const [second = ''] = await stage.ask(['second'], { from: 2 });
    await stage.receipt(second, 'queued');
    const [first = ''] = await stage.ask(['first'], { from: 1 });
    await stage.receipt(first, 'sent');
    expect(stage.texts).toEqual(['first']);
  });

  it.each(['network', 'provider', 'quota', 'internal'] as const)('are tried again after a failure of class %s, and the ones behind wait', async (failureClass) => {
    stage.post.script.push(refusing(failureClass, 30), refusing(failureClass, 30));
    const [first = '', second = ''] = await stage.ask(['one', 'two']);
    expect(await stage.receipt(first, 'queued')).toMatchObject({ revision: 1, code: `toy-${failureClass}`, detailRu: 'Нет.', nextTryAt: expect.anything() });
    await stage.receipt(second, 'sent');
    expect(stage.texts).toEqual(['one', 'two']);
  });

  it('wait alone when their files can’t be brought, in pauses of their own', async () => {
    const failure = new ConnectorError('provider', { code: 'not-vk', detail: { ru: 'Ответил не ВКонтакте.', en: 'What answered is not VK.' }, retryAfterMs: 60_000 });
    stage.post.script.push(() => Promise.reject(new ReplyDelayedError(failure)));
    const [first = ''] = await stage.ask(['with a file']);
    expect(await stage.receipt(first, 'queued')).toMatchObject({ code: 'not-vk', nextTryAt: expect.anything() });
    const [other = ''] = await stage.ask(['other'], { conversationId: 'elsewhere' });
    await stage.receipt(other, 'sent');
    expect([stage.texts, await stage.statesOf(first)]).toEqual([['other'], ['queued']]);
  });

  it('wait for new settings when the credentials are refused, and go on at once with them', async () => {
    stage.post.script.push(refusing('credentials'));
    const [id = ''] = await stage.ask(['one']);
    const { nextTryAt } = await stage.receipt(id, 'queued');
    expect(timestampDate(nextTryAt!).getTime()).toBeGreaterThan(Date.now() + 50_000);
    await stage.hub.api('admin', 'PATCH', `/api/v1/accounts/${stage.account}`, { settings: { password: 'new' } });
    await stage.receipt(id, 'sent');
    expect(stage.post.calls).toBe(2);
  });

  it('wait a day at most, whatever the provider asks for', async () => {
    stage.post.script.push(refusing('quota', 1e15));
    const [id = ''] = await stage.ask(['one']);
    const { nextTryAt } = await stage.receipt(id, 'queued');
    expect(timestampDate(nextTryAt!).getTime()).toBeLessThan(Date.now() + 27 * 60 * 60_000);
  });

  it('that are refused have failed, say why, and hold up nobody', async () => {
    stage.post.script.push(() => Promise.reject(new ReplyRefusedError('blocked', { ru: 'Заблокировал.', en: 'Blocked.' }, 'blocked')));
    const [first = '', second = ''] = await stage.ask(['one', 'two']);
    expect(await stage.receipt(first, 'failed')).toMatchObject({ code: 'blocked', detailEn: 'Blocked.', closed: 'blocked', providerIds: [] });
    await stage.receipt(second, 'sent');
    expect(stage.texts).toEqual(['two']);
  });

  it('whose outcome nobody knows say so, and are never repeated', async () => {
    stage.post.script.push(doneThenLost, () => Promise.reject(new TypeError('a defect')));
    const [first = '', second = '', third = ''] = await stage.ask(['one', 'two', 'three']);
    expect(await stage.receipt(first, 'unknown')).toMatchObject({ code: 'answer-lost', closed: '' });
    await stage.receipt(second, 'unknown');
    await stage.receipt(third, 'sent');
    expect([stage.texts, stage.post.calls]).toEqual([['one', 'three'], 3]);
  });

  it('are repeated under the same key where the provider drops a repeat', async () => {
    await stage.use('keyed');
    stage.post.script.push(doneThenLost, doneThenLost);
    const [first = '', second = ''] = await stage.ask(['one', 'two']);
    await stage.receipt(second, 'sent');
    expect((await stage.receiptsOf(first)).map(({ state }) => state)).toEqual(['queued', 'queued', 'sent']);
    expect([stage.texts, stage.post.calls]).toEqual([['one', 'two'], 4]);
  });

  it('of several messages go on where they were', async () => {
    stage.post.script.push((arrive) => arrive(), refusing('network'));
    const [id = ''] = await stage.ask(['parts']);
    expect((await stage.receipt(id, 'sent')).providerIds).toEqual(['1', '2', '3']);
    expect(stage.texts).toEqual(['parts', 'parts #1', 'parts #2']);
  });

  it('of several messages that arrived in part only say so', async () => {
    stage.post.script.push((arrive) => arrive(), () => Promise.reject(new ReplyRefusedError('too-large', { ru: 'Велик.', en: 'Large.' }, 'blocked')));
    const [id = ''] = await stage.ask(['parts']);
    expect(await stage.receipt(id, 'failed')).toMatchObject({ code: 'partly-sent', closed: 'blocked', detailEn: expect.stringMatching(/3 in all: 1 sent, 2–3 not sent\. Large\./), providerIds: ['1'] });
  });

  it('of several messages of which one is unknown say which, and which were never tried', async () => {
    stage.post.script.push((arrive) => arrive(), doneThenLost, doneThenLost);
    const [later = '', atOnce = ''] = await stage.ask(['parts', 'parts']);
    expect(await stage.receipt(later, 'unknown')).toMatchObject({ code: 'answer-lost', detailEn: expect.stringContaining('1 sent, 2 unknown, 3 not tried.'), detailRu: expect.stringContaining('1 — отправлено, 2 — неизвестно, 3 — не отправлялось.') });
    expect(await stage.receipt(atOnce, 'unknown')).toMatchObject({ detailEn: expect.stringMatching(/all: 1 unknown, 2–3 not tried\.$/) });
  });

  it('of several messages of which one was under way when its owner died say the same', async () => {
    stage.post.script.push((arrive) => arrive(), refusing('network', 60_000));
    const [id = ''] = await stage.ask(['parts']);
    await stage.receipt(id, 'queued');
    await stage.hub.rows(`update intake.reply set state = 'sending', epoch = 0, begun_at = now(), next_try_at = null where id = $1`, [id]);
    await stage.hub.api('admin', 'PATCH', `/api/v1/accounts/${stage.account}`, { settings: { password: 'new' } });
    expect(await stage.receipt(id, 'unknown')).toMatchObject({ code: 'interrupted', detailEn: expect.stringContaining('1 sent, 2 unknown, 3 not tried.') });
  });

  it('of several messages whose account is removed before the last say what arrived', async () => {
    stage.post.script.push((arrive) => arrive(), refusing('network', 60_000));
    const [id = ''] = await stage.ask(['parts']);
    await stage.receipt(id, 'queued');
    await stage.hub.rows('update intake.account set deleted_at = now() where id = $1', [stage.account]);
    await new ReplyBook(stage.hub.pool, stage.hub.logWriter, 'me', 1_000).failOrphans(ACCOUNT_GONE);
    const { code, detailEn, nextTryAt } = await stage.receipt(id, 'failed');
    expect([code, detailEn, nextTryAt]).toEqual(['partly-sent', expect.stringMatching(/1 sent, 2–3 not sent\..*removed/), undefined]);
  });

  it.each([['plain', 'unknown'], ['keyed', 'sent']])('that an owner of %s left behind in the middle are %s', async (name, state) => {
    await stage.use(name);
    const [id = ''] = await stage.ask(['one']);
    await stage.receipt(id, 'sent');
    await stage.hub.rows(`update intake.reply set state = 'sending', epoch = 1, begun_at = now() where id = $1`, [id]);
    const [next = ''] = await stage.ask(['two'], { from: 2 });
    await stage.receipt(next, 'sent');
    expect((await stage.receiptsOf(id)).at(-1)).toMatchObject({ state, revision: 2 });
    expect(stage.texts).toEqual(['one', 'two']);
  });

  it('to whom nobody can write any more fail: a contact that was erased, an account that is gone', async () => {
    await stage.submit();
    await eraseContacts(stage.hub.pool, stage.hub.blobs, [stage.letter]);
    const [gone = ''] = await stage.ask(['one']);
    expect(await stage.receipt(gone, 'failed')).toMatchObject({ code: 'contact-gone' });
    await stage.use('plain');
    await stage.hub.api('admin', 'DELETE', `/api/v1/accounts/${stage.account}`);
    const [late = ''] = await stage.ask(['two']);
    expect(await stage.receipt(late, 'failed')).toMatchObject({ code: 'account-gone' });
  });

  it('that can’t be understood are left out, and the next is sent', async () => {
    await inTransaction(stage.hub.pool, (tx) => stage.hub.logWriter.append(tx, [{ topic: TOPICS.outbound, key: 'k', value: Buffer.from('no reply') }, { topic: TOPICS.outbound, key: 'k', value: toBinary(ReplySchema, create(ReplySchema, { id: 'none' })) }]));
    const [id = ''] = await stage.ask(['one']);
    await stage.receipt(id, 'sent');
  });
});

describe('receipts', () => {
  const reason = { code: 'bounced', detail: { ru: 'Вернулось.', en: 'It bounced.' } };

  it('find their reply by the provider’s id, up to one, or by our key, and never go backwards', async () => {
    await stage.use('keyed');
    const [first = '', second = ''] = await stage.ask(['one', 'two']);
    await stage.receipt(second, 'sent');
    await stage.told({ state: 'read', which: { upTo: '1' } }, { state: 'delivered', which: { providerId: '1' } }, { state: 'delivered', which: { key: `k-${second}` } });
    expect((await stage.receiptsOf(first)).map(({ state, revision }) => [state, revision])).toEqual([['sent', 1], ['read', 2]]);
    await stage.told({ state: 'failed', which: { key: `k-${second}` }, reason });
    expect((await stage.receiptsOf(second)).map(({ state, revision }) => [state, revision])).toEqual([['sent', 1], ['delivered', 2]]);
  });

  it('make a failure of what did not arrive, which only an arrival takes back', async () => {
    await stage.use('keyed');
    const [id = ''] = await stage.ask(['one']);
    await stage.receipt(id, 'sent');
    const which = { key: `k-${id}` };
    await stage.told({ state: 'failed', which, reason });
    expect(await stage.receipt(id, 'failed')).toMatchObject({ code: 'bounced', revision: 2 });
    await stage.told({ state: 'sent', which }, { state: 'delivered', which });
    expect(await stage.statesOf(id)).toEqual(['sent', 'failed', 'delivered']);
  });

  it('settle what nobody knew', async () => {
    stage.post.script.push(doneThenLost);
    const [id = ''] = await stage.ask(['one']);
    await stage.receipt(id, 'unknown');
    await stage.told({ state: 'sent', which: { providerId: '1' } });
    expect(await stage.receiptsOf(id)).toHaveLength(1);
    await stage.hub.rows(`update intake.reply set key = 'mine' where id = $1`, [id]);
    await stage.told({ state: 'sent', which: { key: 'mine' } });
    expect(await stage.receipt(id, 'sent')).toMatchObject({ revision: 2, code: '' });
  });

  it('of one message of several don’t end the others', async () => {
    await stage.use('keyed');
    stage.post.script.push(async (arrive, { id }) => {
      arrive();
      await stage.told({ state: 'sent', which: { key: `k-${id}`, providerId: '1' } });
    });
    const [id = ''] = await stage.ask(['parts']);
    expect((await stage.receipt(id, 'sent')).providerIds).toEqual(['1', '2', '3']);
    expect(stage.texts).toEqual(['parts', 'parts #1', 'parts #2']);
    await stage.told({ state: 'read', which: { upTo: '2' } });
    expect(await stage.statesOf(id)).toEqual(['sent']);
    await stage.told({ state: 'read', which: { upTo: '3' } });
    expect(await stage.statesOf(id)).toEqual(['sent', 'read']);
  });

  it('of one message of several go on with the next, though the answer to it is lost', async () => {
    await stage.use('keyed');
    stage.post.script.push(async (arrive, { id }) => {
      arrive();
      await stage.told({ state: 'sent', which: { key: `k-${id}`, providerId: '1' } });
      throw new OutcomeUnknownError('no answer');
    }, (arrive) => arrive(), doneThenLost, refusing('quota', 30_000));
    const [id = ''] = await stage.ask(['parts']);
    expect(await stage.receipt(id, 'queued', 'sent')).toMatchObject({ state: 'queued', code: 'answer-lost', providerIds: ['1', '2'] });
    await stage.told({ state: 'sent', which: { key: `k-${id}`, providerId: '1' } }, { state: 'sent', which: { key: `k-${id}/1`, providerId: '2' } });
    expect(await stage.statesOf(id)).not.toContain('sent');
    await stage.told({ state: 'sent', which: { key: `k-${id}/2`, providerId: '3' } });
    expect(await stage.receipt(id, 'sent')).toMatchObject({ providerIds: ['1', '2', '3'] });
    expect([stage.texts, stage.post.calls]).toEqual([['parts', 'parts #1', 'parts #2'], expect.any(Number)]);
  });

  it('of one message while it waits for its repeat send the next instead', async () => {
    await stage.use('keyed');
    stage.post.script.push(doneThenLost, refusing('quota', 30_000));
    const [id = ''] = await stage.ask(['parts']);
    while ((await stage.statesOf(id)).length < 2);
    await stage.told({ state: 'sent', which: { key: `k-${id}`, providerId: '1' } });
    expect((await stage.receipt(id, 'sent')).providerIds).toEqual(['1', '2', '3']);
    expect([stage.texts, stage.post.calls]).toEqual([['parts', 'parts #1', 'parts #2'], 4]);
  });

  it('of one message that was unknown, when the rest is not sent any more, say so', async () => {
    await stage.use('keyed');
    stage.post.script.push(doneThenLost, refusing('payload'));
    const [id = ''] = await stage.ask(['parts']);
    await stage.receipt(id, 'unknown');
    await stage.told({ state: 'sent', which: { key: `k-${id}`, providerId: '1' } });
    expect(await stage.receipt(id, 'failed')).toMatchObject({ code: 'partly-sent', detailEn: expect.stringContaining('3 in all: 1 sent, 2–3 not sent.'), providerIds: ['1'] });
    await stage.told({ state: 'read', which: { upTo: '1' } }, { state: 'delivered', which: { providerId: '1' } });
    expect(await stage.statesOf(id)).toEqual(['queued', 'unknown', 'failed']);
  });

  it('of several messages count when they are of the last', async () => {
    stage.post.script.push((arrive) => arrive(), async (arrive) => {
      arrive();
      await stage.told({ state: 'read', which: { upTo: '1' } });
    });
    const [id = ''] = await stage.ask(['parts']);
    await stage.receipt(id, 'sent');
    await stage.told({ state: 'delivered', which: { providerId: '2' } });
    expect(await stage.statesOf(id)).toEqual(['sent']);
    await stage.told({ state: 'delivered', which: { providerId: '3' } });
    expect(await stage.statesOf(id)).toEqual(['sent', 'delivered']);
  });

  it('of what arrived before say nothing of the message that is unknown', async () => {
    stage.post.script.push((arrive) => arrive(), doneThenLost);
    const [id = ''] = await stage.ask(['parts']);
    await stage.receipt(id, 'unknown');
    await stage.told({ state: 'read', which: { upTo: '1' } }, { state: 'delivered', which: { providerId: '1' } });
    expect(await stage.statesOf(id)).toEqual(['unknown']);
  });

  it('of another account or conversation concern nobody', async () => {
    const [id = ''] = await stage.ask(['one']);
    await stage.receipt(id, 'sent');
    await stage.use('plain');
    await stage.told({ state: 'read', which: { providerId: '1' } });
    expect(await stage.receiptsOf(id)).toHaveLength(1);
  });
});
