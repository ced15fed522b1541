import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { BlobCorruptError, BlobStoreUnavailableError } from '@tributary/storage';
import { ReplyStage } from '../testing/reply-stage.js';
import { toyReplying } from '../testing/toy-replies.js';

let stage: ReplyStage;
beforeAll(async () => {
  stage = await ReplyStage.open([toyReplying('plain')]);
});
afterAll(() => stage.hub.drop());
beforeEach(() => stage.use('plain'));
afterEach(() => void jest.restoreAllMocks());

const file = async () => (await stage.hub.blobs.put(Buffer.from('a price list'))).sha256;

describe('while our own storage is in trouble, a reply', () => {
  it('waits when its file can’t be read, and is sent afterwards, once', async () => {
    const reading = jest.spyOn(stage.hub.blobs, 'read').mockRejectedValueOnce(new BlobStoreUnavailableError('away')).mockRejectedValueOnce(Object.assign(new Error('EIO'), { code: 'EIO' }));
    const [id = ''] = await stage.ask(['one'], { attachments: [await file()] });
    await stage.receipt(id, 'sent', 'unknown');
    expect((await stage.receiptsOf(id)).map(({ state, code }) => [state, code])).toEqual([['queued', 'storage-unavailable'], ['queued', 'unexpected'], ['sent', '']]);
    expect([reading.mock.calls.length, stage.post.calls, stage.texts]).toEqual([3, 1, ['one']]);
  });

  it('waits when what it answers can’t be read', async () => {
    await stage.hub.rows('alter table intake.conversation_alias rename to away');
    const [id = ''] = await stage.ask(['one']);
    const { state } = await stage.receipt(id, 'queued', 'unknown');
    await stage.hub.rows('alter table intake.away rename to conversation_alias');
    expect(state).toBe('queued');
    await stage.receipt(id, 'sent');
    expect(stage.texts).toEqual(['one']);
  });

  it.each([
    ['is not there', () => Promise.resolve('0'.repeat(64))],
    ['was damaged', async () => {
      const sha256 = await file();
      jest.spyOn(stage.hub.blobs, 'read').mockRejectedValue(new BlobCorruptError(sha256));
      return sha256;
    }],
  ])('has failed, says why and holds up nobody when its file %s', async (_, missing) => {
    const [first = ''] = await stage.ask(['one'], { attachments: [await missing()] });
    const [second = ''] = await stage.ask(['two'], { from: 2 });
    expect(await stage.receipt(first, 'failed', 'unknown')).toMatchObject({ state: 'failed', code: 'file-gone', detailRu: expect.stringContaining('хранилище') });
    await stage.receipt(second, 'sent');
    expect(stage.texts).toEqual(['two']);
  });
});
