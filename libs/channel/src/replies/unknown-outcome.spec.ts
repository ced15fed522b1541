import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ReplyRefusedError } from '../reply.js';
import { refusing, ReplyStage } from '../testing/reply-stage.js';
import { doneThenLost, toyReplying } from '../testing/toy-replies.js';
import { ACCOUNT_GONE } from './reasons.js';
import { ReplyBook } from './reply-book.js';

const HOUR_MS = 60 * 60_000;
const keyed = toyReplying('keyed', { repeatableForMs: 50 * 60_000, key: (id) => `k-${id}` });

let stage: ReplyStage;
beforeAll(async () => {
  stage = await ReplyStage.open([keyed]);
});
afterAll(() => stage.hub.drop());
beforeEach(() => stage.use('keyed'));

const begunLongAgo = (changes = '') => stage.hub.rows(`update intake.reply set begun_at = now() - interval '2 hours'${changes} where account_id = $1 and state <> 'queued'`, [stage.account]);

describe('a reply that may have been sent, where the provider drops repeats for a while', () => {
  it('is unknown when that while is over before its next try, and holds up nobody', async () => {
    const [first = ''] = await stage.ask(['one']);
    await stage.receipt(first, 'sent');
    await begunLongAgo(`, state = 'queued'`);
    const [second = ''] = await stage.ask(['two'], { from: 2 });
    await stage.receipt(second, 'sent');
    expect(await stage.statesOf(first)).toEqual(['sent', 'unknown']);
    expect(stage.texts).toEqual(['one', 'two']);
  });

  it('is settled by a receipt while it waits for its next try', async () => {
    const [id = ''] = await stage.ask(['one']);
    await stage.receipt(id, 'sent');
    await stage.hub.rows(`update intake.reply set state = 'queued', begun_at = now(), next_try_at = now() + interval '1 hour' where id = $1`, [id]);
    await stage.told({ state: 'sent', which: { key: `k-${id}` } });
    expect((await stage.receiptsOf(id)).map(({ state, revision, nextTryAt }) => [state, revision, nextTryAt])).toEqual([['sent', 1, undefined], ['sent', 2, undefined]]);
  });

  it('keeps its first time through tries that were certainly in vain: the provider’s memory began with it', async () => {
    stage.post.script.push(doneThenLost, refusing('network'), () => begunLongAgo().then(refusing('network')));
    const [first = '', second = ''] = await stage.ask(['one', 'two']);
    await stage.receipt(second, 'sent');
    expect(await stage.statesOf(first)).toEqual(['queued', 'queued', 'queued', 'unknown']);
    expect([stage.texts, stage.post.calls]).toEqual([['one', 'two'], 4]);
  });

  it('says that it is repeated while it is, and is unknown at once when it may be tried again too late only', async () => {
    stage.post.script.push(doneThenLost, refusing('quota', HOUR_MS));
    const [first = '', second = ''] = await stage.ask(['one', 'two']);
    await stage.receipt(second, 'sent');
    expect((await stage.receiptsOf(first)).map(({ state, code, detailEn }) => [state, code, detailEn])).toEqual([
      ['queued', 'answer-lost', expect.stringContaining('once more by itself')],
      ['unknown', 'answer-lost', expect.stringContaining('not repeated by itself')],
    ]);
  });

  it.each([
    ['for good', () => Promise.reject(new ReplyRefusedError('denied', { ru: 'Запретил.', en: 'Denied.' }, 'denied')), 'denied'],
    ['for what is in it', refusing('payload'), ''],
  ])('is unknown, not failed, when a repeat is refused %s: the first try may have arrived', async (_, refusal, closed) => {
    stage.post.script.push(doneThenLost, refusal);
    const [id = ''] = await stage.ask(['one']);
    expect(await stage.receipt(id, 'unknown', 'failed')).toMatchObject({ state: 'unknown', code: 'answer-lost', closed, detailEn: expect.stringMatching(/unknown.*(Denied|No)\./) });
  });

  it('stays unknown when a former owner hears late that a part of it came through', async () => {
    stage.post.script.push(refusing('quota', HOUR_MS));
    const [id = ''] = await stage.ask(['one']);
    await stage.receipt(id, 'queued');
    const [row] = await stage.hub.rows<{ epoch: string }>(`update intake.reply set state = 'unknown' where id = $1 returning epoch`, [id]);
    await new ReplyBook(stage.hub.pool, stage.hub.logWriter, 'me', 1_000).partSent({ id }, row!.epoch, '1');
    expect(await stage.hub.rows('select state, part from intake.reply where id = $1', [id])).toEqual([{ state: 'unknown', part: 0 }]);
  });

  it('is unknown when its account is removed', async () => {
    stage.post.script.push(doneThenLost, refusing('quota', 60_000));
    const [id = ''] = await stage.ask(['one']);
    while ((await stage.statesOf(id)).length < 2);
    await stage.hub.rows('update intake.account set deleted_at = now() where id = $1', [stage.account]);
    await new ReplyBook(stage.hub.pool, stage.hub.logWriter, 'me', 1_000).failOrphans(ACCOUNT_GONE);
    expect(await stage.receipt(id, 'unknown', 'failed')).toMatchObject({ state: 'unknown', code: 'account-gone' });
  });
});

describe('receipts that overtake the answer to the send', () => {
  it('leave the provider’s id, by which later ones find the reply', async () => {
    const keyOf = () => `k-${id}`;
    let id = '';
    stage.post.script.push(async (arrive, reply) => {
      id = reply.id;
      arrive();
      await stage.told({ state: 'sent', which: { key: keyOf(), providerId: '1' } });
    });
    await stage.ask(['one']);
    await stage.post.until(() => stage.post.arrived.length === 1 && id !== '');
    await stage.receipt(id, 'sent');
    await stage.told({ state: 'read', which: { upTo: '1' } });
    expect(await stage.receipt(id, 'read')).toMatchObject({ providerIds: ['1'] });
  });
});
