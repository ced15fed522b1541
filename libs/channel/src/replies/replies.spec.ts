import { randomUUID } from 'node:crypto';
import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { timestampNow } from '@bufbuild/protobuf/wkt';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { contactId, partitionKey } from '@tributary/contact';
import { TOPICS } from '@tributary/event-log';
import { type ReplyReceipt, ReplyReceiptSchema, ReplySchema } from '@tributary/proto';
import { inTransaction } from '@tributary/storage';
import { eraseContacts } from '../erase/erase-contacts.js';
import { DEFAULT_TIMING } from '../host/timing.js';
import { ConnectorError, type FailureClass } from '../pull.js';
import { type ReceiptDraft, ReplyRefusedError } from '../reply.js';
import { httpFixture, type HttpFixture } from '../testing/http-fixture.js';
import { toyDraft } from '../testing/toy-channel.js';
import { doneThenLost, type ToyPost, toyPost, toyReplying } from '../testing/toy-replies.js';
import { REPLIES_GROUP } from './reply-inbox.js';

const retry = { ...DEFAULT_TIMING.retry, firstMs: 20, mostMs: 20, mostNetworkMs: 20, credentialTriesMs: [60_000] };
const plain = toyReplying('plain', { parts: ({ text }) => (text.startsWith('parts') ? 3 : 1) });
const keyed = toyReplying('keyed', { repeatableForMs: 60_000, key: (id) => `k-${id}` });
const channels = [plain, keyed];

let hub: HttpFixture;
let post: ToyPost;
let account: string;
let channel: string;
beforeAll(async () => {
  hub = await httpFixture(channels, { timing: { retry, graceMs: 100 } });
});
afterAll(() => hub.drop());
beforeEach(() => use('plain'));

async function use(name: string): Promise<void> {
  const box = randomUUID();
  post = toyPost(box);
  channel = name;
  const { body } = await hub.api<{ id: string }>('admin', 'POST', '/api/v1/accounts', { channel, settings: { box } });
  account = body.id;
}

const submitting = (receipts?: readonly ReceiptDraft[]) => ({
  account: { id: account, line: 'main', channel: channels.find(({ name }) => name === channel)! },
  receivedAt: new Date(),
  contacts: [{ ...toyDraft({ id: receipts ? randomUUID() : 'letter', conversation: 'talk' }), ...(receipts && { receipts }) }],
});

/** Asks for replies as the lead service does, all of one transaction. */
async function ask(texts: readonly string[], conversationId = 'talk', from = 1): Promise<string[]> {
  await hub.intake().submit(submitting());
  const replies = texts.map((text, n) =>
    create(ReplySchema, {
      id: randomUUID(), accountId: account, channel, conversationId, contactId: contactId(account, 'letter'), sequence: BigInt(from + n), askedAt: timestampNow(), text,
    }));
  await inTransaction(hub.pool, (tx) =>
    hub.logWriter.append(tx, replies.map((reply) => ({ topic: TOPICS.outbound, key: partitionKey(account, conversationId), value: toBinary(ReplySchema, reply) }))));
  return replies.map(({ id }) => id);
}

async function receiptsOf(id: string): Promise<ReplyReceipt[]> {
  const log = await hub.log();
  return log.filter(({ topic }) => topic === TOPICS.receipts).map(({ value }) => fromBinary(ReplyReceiptSchema, value)).filter(({ replyId }) => replyId === id);
}

/** The receipt at which a reply came so far. */
async function receipt(id: string, ...states: string[]): Promise<ReplyReceipt> {
  for (;;) {
    const found = (await receiptsOf(id)).find(({ state }) => states.includes(state));
    if (found) return found;
  }
}

const refused = (failureClass: FailureClass, retryAfterMs?: number) => () => {
  throw new ConnectorError(failureClass, { code: `toy-${failureClass}`, detail: { ru: 'Нет.', en: 'No.' }, ...(retryAfterMs !== undefined && { retryAfterMs }) });
};
const texts = () => post.arrived.map(({ text }) => text);

describe('replies', () => {
  it('go out in their order within a conversation, each once, whatever is read again', async () => {
    const ids = [...(await ask(['one', 'two', 'three'])), ...(await ask(['other'], 'elsewhere'))];
    for (const id of ids) expect(await receipt(id, 'sent')).toMatchObject({ accountId: account, channel, revision: 1, code: '', providerIds: [expect.any(String)] });
    await hub.logReader.rewind(REPLIES_GROUP, TOPICS.outbound, new Date(0));
    const [last = ''] = await ask(['four'], 'talk', 4);
    await receipt(last, 'sent');
    expect(texts().filter((text) => text !== 'other')).toEqual(['one', 'two', 'three', 'four']);
    expect(post.calls).toBe(5);
  });

  it('go in the order in which they were accepted, not that in which they were read', async () => {
    post.script.push(refused('quota', 60_000));
    const [second = ''] = await ask(['second'], 'talk', 2);
    await receipt(second, 'queued');
    const [first = ''] = await ask(['first'], 'talk', 1);
    await receipt(first, 'sent');
    expect(texts()).toEqual(['first']);
  });

  it.each(['network', 'provider', 'quota', 'internal'] as const)('are tried again after a failure of class %s, and the ones behind wait', async (failureClass) => {
    post.script.push(refused(failureClass, 30), refused(failureClass, 30));
    const [first = '', second = ''] = await ask(['one', 'two']);
    expect(await receipt(first, 'queued')).toMatchObject({ revision: 1, code: `toy-${failureClass}`, detailRu: 'Нет.', nextTryAt: expect.anything() });
    await receipt(second, 'sent');
    expect(texts()).toEqual(['one', 'two']);
  });

  it('wait for new settings when the credentials are refused, and go on at once with them', async () => {
    post.script.push(refused('credentials'));
    const [id = ''] = await ask(['one']);
    await receipt(id, 'queued');
    await hub.api('admin', 'PATCH', `/api/v1/accounts/${account}`, { settings: { password: 'new' } });
    await receipt(id, 'sent');
    expect(post.calls).toBe(2);
  });

  it('that are refused have failed, say why, and hold up nobody', async () => {
    post.script.push(() => Promise.reject(new ReplyRefusedError('blocked', { ru: 'Заблокировал.', en: 'Blocked.' }, 'blocked')));
    const [first = '', second = ''] = await ask(['one', 'two']);
    expect(await receipt(first, 'failed')).toMatchObject({ code: 'blocked', detailEn: 'Blocked.', closed: 'blocked', providerIds: [] });
    await receipt(second, 'sent');
    expect(texts()).toEqual(['two']);
  });

  it('whose outcome nobody knows say so, and are never repeated', async () => {
    post.script.push(doneThenLost, () => Promise.reject(new TypeError('a defect')));
    const [first = '', second = '', third = ''] = await ask(['one', 'two', 'three']);
    expect(await receipt(first, 'unknown')).toMatchObject({ code: 'answer-lost', closed: '' });
    await receipt(second, 'unknown');
    await receipt(third, 'sent');
    expect([texts(), post.calls]).toEqual([['one', 'three'], 3]);
  });

  it('are repeated under the same key where the provider drops a repeat', async () => {
    await use('keyed');
    post.script.push(doneThenLost, doneThenLost);
    const [first = '', second = ''] = await ask(['one', 'two']);
    await receipt(second, 'sent');
    expect((await receiptsOf(first)).map(({ state }) => state)).toEqual(['queued', 'queued', 'sent']);
    expect([texts(), post.calls]).toEqual([['one', 'two'], 4]);
  });

  it('of several messages go on where they were', async () => {
    post.script.push((arrive) => arrive(), refused('network'));
    const [id = ''] = await ask(['parts']);
    expect((await receipt(id, 'sent')).providerIds).toEqual(['1', '2', '3']);
    expect(texts()).toEqual(['parts', 'parts #1', 'parts #2']);
  });

  it.each([['plain', 'unknown'], ['keyed', 'sent']])('that an owner of %s left behind in the middle are %s', async (name, state) => {
    await use(name);
    const [id = ''] = await ask(['one']);
    await receipt(id, 'sent');
    await hub.rows(`update intake.reply set state = 'sending', epoch = 1, begun_at = now() where id = $1`, [id]);
    const [next = ''] = await ask(['two'], 'talk', 2);
    await receipt(next, 'sent');
    expect((await receiptsOf(id)).at(-1)).toMatchObject({ state, revision: 2 });
    expect(texts()).toEqual(['one', 'two']);
  });

  it('to whom nobody can write any more fail: a contact that was erased, an account that is gone', async () => {
    await hub.intake().submit(submitting());
    await eraseContacts(hub.pool, hub.blobs, [contactId(account, 'letter')]);
    const [gone = ''] = await ask(['one']);
    expect(await receipt(gone, 'failed')).toMatchObject({ code: 'contact-gone' });
    await hub.api('admin', 'DELETE', `/api/v1/accounts/${account}`);
    const [late = ''] = await ask(['two']);
    expect(await receipt(late, 'failed')).toMatchObject({ code: 'account-gone' });
  });

  it('that can’t be understood are left out, and the next is sent', async () => {
    await inTransaction(hub.pool, (tx) => hub.logWriter.append(tx, [{ topic: TOPICS.outbound, key: 'k', value: Buffer.from('no reply') }, { topic: TOPICS.outbound, key: 'k', value: toBinary(ReplySchema, create(ReplySchema, { id: 'none' })) }]));
    const [id = ''] = await ask(['one']);
    await receipt(id, 'sent');
  });
});

describe('receipts', () => {
  const at = new Date();
  const told = async (...receipts: Omit<ReceiptDraft, 'at' | 'conversationId'>[]) => void (await hub.intake().submit(submitting(receipts.map((each) => ({ ...each, at, conversationId: 'talk' })))));
  const reason = { code: 'bounced', detail: { ru: 'Вернулось.', en: 'It bounced.' } };

  it('find their reply by the provider’s id, up to one, or by our key, and never go backwards', async () => {
    await use('keyed');
    const [first = '', second = ''] = await ask(['one', 'two']);
    await receipt(second, 'sent');
    await told({ state: 'read', which: { upTo: '1' } }, { state: 'delivered', which: { providerId: '1' } }, { state: 'delivered', which: { key: `k-${second}` } });
    expect((await receiptsOf(first)).map(({ state, revision }) => [state, revision])).toEqual([['sent', 1], ['read', 2]]);
    expect((await receiptsOf(second)).map(({ state, revision }) => [state, revision])).toEqual([['sent', 1], ['delivered', 2]]);
    await told({ state: 'failed', which: { key: `k-${second}` }, reason });
    expect(await receipt(second, 'failed')).toMatchObject({ code: 'bounced', revision: 3 });
  });

  it('settle what nobody knew', async () => {
    post.script.push(doneThenLost);
    const [id = ''] = await ask(['one']);
    await receipt(id, 'unknown');
    await told({ state: 'sent', which: { providerId: '1' } });
    expect(await receiptsOf(id)).toHaveLength(1);
    await hub.rows(`update intake.reply set key = 'mine' where id = $1`, [id]);
    await told({ state: 'sent', which: { key: 'mine' } });
    expect(await receipt(id, 'sent')).toMatchObject({ revision: 2, code: '' });
  });

  it('of another account or conversation concern nobody', async () => {
    const [id = ''] = await ask(['one']);
    await receipt(id, 'sent');
    await use('plain');
    await told({ state: 'read', which: { providerId: '1' } });
    expect(await receiptsOf(id)).toHaveLength(1);
  });
});
