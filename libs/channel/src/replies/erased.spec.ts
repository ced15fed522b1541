import { randomUUID } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { type Batch, type LogReader, TOPICS } from '@tributary/event-log';
import { createLogger } from '@tributary/platform';
import { ReplySchema } from '@tributary/proto';
import { BlobStoreUnavailableError, inTransaction } from '@tributary/storage';
import { eraseContacts } from '../erase/erase-contacts.js';
import { deleteErased } from '../erase/erased-blobs.js';
import { ReplyStage } from '../testing/reply-stage.js';
import { toyReplying } from '../testing/toy-replies.js';
import { readReplies, REPLIES_GROUP } from './reply-inbox.js';

let stage: ReplyStage;
beforeAll(async () => {
  stage = await ReplyStage.open([toyReplying('plain')]);
});
afterAll(() => stage.hub.drop());
beforeEach(() => stage.use('plain'));

const erase = () => eraseContacts(stage.hub.pool, stage.hub.blobs, [stage.letter]);
/** What is kept of a reply's text and files. */
const kept = async (id: string) => {
  const rows = await stage.hub.rows<{ message: Buffer }>('select message from intake.reply where id = $1', [id]);
  return rows.map(({ message }) => fromBinary(ReplySchema, message)).map(({ text, attachments }) => ({ text, attachments }));
};
const NOTHING = [{ text: '', attachments: [] }];

describe('of a reply to somebody who was erased', () => {
  it('nothing is kept when it is read from the log later, its files neither', async () => {
    const [own, shared] = await Promise.all(['passport', 'price list'].map(async (text) => (await stage.hub.blobs.put(Buffer.from(text))).sha256));
    await stage.submit();
    await stage.hub.rows(
      `insert into intake.reply (id, account_id, conversation_id, sequence, contact_id, message, state) values (gen_random_uuid(), $1, 'other', 1, gen_random_uuid(), $2, 'sent')`,
      [stage.account, Buffer.from(shared!)],
    );
    await erase();
    const [id = ''] = await stage.ask(['one'], { attachments: [own!, shared!] });
    expect(await stage.receipt(id, 'failed')).toMatchObject({ code: 'contact-gone' });
    expect(await kept(id)).toEqual(NOTHING);
    while (await stage.hub.blobs.has(own!));
    expect([await stage.hub.blobs.has(shared!), stage.post.calls]).toEqual([true, 0]);
  });

  it('files are deleted later when their store is away', async () => {
    const { sha256 } = await stage.hub.blobs.put(Buffer.from('a contract'));
    await stage.submit();
    await erase();
    const deleting = jest.spyOn(stage.hub.blobs, 'delete').mockRejectedValueOnce(new BlobStoreUnavailableError('away'));
    const [id = ''] = await stage.ask(['one'], { attachments: [sha256] });
    await stage.receipt(id, 'failed');
    while (deleting.mock.calls.length === 0) await setImmediate();
    deleting.mockRestore();
    expect(await stage.hub.blobs.has(sha256)).toBe(true);
    await deleteErased(stage.hub.pool, stage.hub.blobs);
    expect([await stage.hub.blobs.has(sha256), await stage.hub.rows('select from intake.erased_blob')]).toEqual([false, []]);
  });

  it('nothing is kept when the log is read again', async () => {
    const [id = ''] = await stage.ask(['one']);
    await stage.receipt(id, 'sent');
    await erase();
    expect(await kept(id)).toEqual([]);
    await stage.hub.logReader.rewind(REPLIES_GROUP, TOPICS.outbound, new Date(0));
    await stage.receipt(id, 'failed');
    expect([await kept(id), stage.post.calls]).toEqual([NOTHING, 1]);
  });

  it('nothing is kept when it is taken while the erasure is under way', async () => {
    await stage.submit();
    const id = randomUUID();
    const reply = create(ReplySchema, { id, accountId: stage.account, channel: 'plain', conversationId: 'talk', contactId: stage.letter, text: 'one' });
    const { pool, logWriter, blobs } = stage.hub;
    let take!: (batch: Batch) => Promise<void>;
    // Kafka's reader, unlike the log's own, passes records while earlier transactions are open.
    const logReader = { consume: (_options: unknown, handler: typeof take) => Promise.resolve((take = handler)) } as unknown as LogReader;
    await readReplies({ runtime: { log: createLogger({ level: 'silent' }) }, pool, logReader, logWriter, blobs });
    let taken: Promise<void> | undefined;
    await inTransaction(pool, async (tx) => {
      await tx.query('select from intake.contact where id = $1 for update', [stage.letter]);
      taken = take({ records: [{ value: toBinary(ReplySchema, reply), headers: {} }], commit: () => Promise.resolve() } as unknown as Batch);
      const waiting = () => stage.hub.rows('select pid from pg_locks where not granted');
      const done = taken.then(() => true);
      while ((await waiting()).length === 0 && !(await Promise.race([done, setImmediate(false)])));
      await tx.query('insert into intake.tombstone (contact_id, repeat_at) values ($1, now())', [stage.letter]);
      await tx.query('delete from intake.contact where id = $1', [stage.letter]);
    });
    await taken;
    expect(await kept(id)).toEqual(NOTHING);
  });

  it('nothing is kept when its contact is simply not there', async () => {
    const id = randomUUID();
    await stage.append([create(ReplySchema, { id, accountId: stage.account, channel: 'plain', conversationId: 'talk', contactId: randomUUID(), text: 'one' })]);
    expect(await stage.receipt(id, 'failed')).toMatchObject({ code: 'contact-gone' });
    expect(await kept(id)).toEqual(NOTHING);
  });
});
