import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { create, toBinary } from '@bufbuild/protobuf';
import { contactId } from '@tributary/contact';
import { createLogger } from '@tributary/platform';
import { EnvelopeSchema } from '@tributary/proto';
import { BlobStoreUnavailableError } from '@tributary/storage';
import { intakeFixture, type IntakeFixture } from '../testing/fixture.js';
import { eraseContacts } from './erase-contacts.js';
import { deleteErased, keepDeletingErased } from './erased-blobs.js';

const ACCOUNT = '0190f000-0000-7000-8000-000000000001';

describe('contacts are erased from intake', () => {
  let fixture: IntakeFixture;
  beforeAll(async () => {
    fixture = await intakeFixture();
  });
  afterAll(() => fixture.drop());

  const id = (name: string) => contactId(ACCOUNT, name);
  const blob = async (text: string) => (await fixture.blobs.put(Buffer.from(text))).sha256;
  /** A contact with a file, and raw bytes in a row or, where they are large, in a blob. */
  async function store(name: string, files: readonly string[], rawBlob?: string): Promise<void> {
    const state = toBinary(EnvelopeSchema, create(EnvelopeSchema, { id: id(name), attachments: files.map((sha256) => ({ name: 'f', blob: { sha256, mediaType: 'text/plain', sizeBytes: 1n } })) }));
    await fixture.rows(`insert into intake.contact (id, account_id, external_id, revision, state, received_at) values ($1, $2, $3, 1, $4, now())`, [id(name), ACCOUNT, name, Buffer.from(state)]);
    await fixture.rows(`insert into intake.part (contact_id, sha256, received_at, media_type, body) values ($1, $2, now(), 'text/plain', $3)`, [
      id(name), rawBlob ? Buffer.from(rawBlob, 'hex') : Buffer.alloc(32, name.charCodeAt(0)), rawBlob ? null : Buffer.from(name)]);
  }

  it('with their raw bytes, payloads and files, except files that somebody else sent as well; a second time nothing happens', async () => {
    const [own, logo, raw] = [await blob('passport'), await blob('logo'), await blob('raw bytes')];
    await store('a', [own, logo], raw);
    await store('b', [logo]);
    await fixture.rows(
      `insert into intake.quarantine (id, account_id, received_at, stage, failure_class, code, detail, media_type, request, sha256, size_bytes, raw, last_seen_at, status, contact_ids)
       values (gen_random_uuid(), $1, now(), 'parse', 'payload', 'x', '', 'text/plain', '{}', sha256('x'), 1, 'x', now(), 'replayed', array[$2::uuid])`, [ACCOUNT, id('a')]);

    expect(await eraseContacts(fixture.pool, fixture.blobs, [id('a'), id('unknown')])).toEqual({ contacts: 1, blobs: 2 });
    expect(await Promise.all([own, logo, raw].map((sha256) => fixture.blobs.has(sha256)))).toEqual([false, true, false]);
    expect(await fixture.rows('select id from intake.contact')).toEqual([{ id: id('b') }]);
    expect(await fixture.rows('select contact_id from intake.part')).toEqual([{ contact_id: id('b') }]);
    expect(await fixture.rows('select id from intake.quarantine')).toEqual([]);
    expect((await fixture.rows<{ contact_id: string }>('select contact_id from intake.tombstone')).map(({ contact_id }) => contact_id).sort()).toEqual([id('a'), id('unknown')].sort());
    expect(await eraseContacts(fixture.pool, fixture.blobs, [id('a')])).toEqual({ contacts: 0, blobs: 0 });
    expect(await eraseContacts(fixture.pool, fixture.blobs, [id('b')])).toEqual({ contacts: 1, blobs: 1 });
  });

  it('and their files later, when the blob store is away: asked again, it goes on where it was', async () => {
    const own = await blob('a photo');
    await store('c', [own]);
    const away = jest.spyOn(fixture.blobs, 'delete').mockRejectedValue(new BlobStoreUnavailableError('away'));
    await expect(eraseContacts(fixture.pool, fixture.blobs, [id('c')])).rejects.toMatchObject({ name: 'ErasedFilesWaitError', count: 1, cause: { message: 'away' } });
    away.mockRestore();
    expect([await fixture.blobs.has(own), await fixture.rows('select id from intake.contact')]).toEqual([true, []]);
    expect(await eraseContacts(fixture.pool, fixture.blobs, [id('c')])).toEqual({ contacts: 0, blobs: 1 });
    expect(await fixture.blobs.has(own)).toBe(false);
  });

  it('and their files later, when the process was killed before it deleted them: the next does, once it starts', async () => {
    const own = await blob('a passport');
    await store('e', [own]);
    const { pool } = fixture;
    // Its transaction is committed, and it does nothing more.
    const connect = pool.connect.bind(pool);
    const killed = jest.spyOn(pool, 'connect').mockImplementation(() => Promise.reject(new Error('killed')) as never).mockImplementationOnce(() => connect() as never);
    await expect(eraseContacts(pool, fixture.blobs, [id('e')])).rejects.toThrow('killed');
    killed.mockRestore();
    expect([await fixture.blobs.has(own), await fixture.rows('select sha256 from intake.erased_blob')]).toEqual([true, [{ sha256: own }]]);
    const stop = keepDeletingErased(fixture.pool, fixture.blobs, createLogger({ level: 'silent' }), 3_600_000);
    while (await fixture.blobs.has(own));
    await stop();
    expect(await fixture.rows('select from intake.erased_blob')).toEqual([]);
  });

  it('and is not done while somebody else is about to delete files of it', async () => {
    const other = await fixture.pool.connect();
    await fixture.rows(`insert into intake.erased_blob (sha256) values ($1)`, [await blob('elsewhere')]);
    await other.query('begin');
    await other.query('select from intake.erased_blob for update');
    await expect(deleteErased(fixture.pool, fixture.blobs)).rejects.toMatchObject({ count: 1 });
    await other.query('rollback');
    other.release();
    expect(await deleteErased(fixture.pool, fixture.blobs)).toBe(1);
  });

  it('and all other files, however often one can’t be deleted', async () => {
    const files = await Promise.all(Array.from({ length: 5 }, (_, n) => blob(`file ${n}`)));
    for (const file of files) await fixture.rows(`insert into intake.erased_blob (sha256) values ($1)`, [file]);
    const [locked] = files;
    const { blobs } = fixture;
    const remove = blobs.delete.bind(blobs);
    const deleting = jest.spyOn(blobs, 'delete').mockImplementation((sha256) => (sha256 === locked ? Promise.reject(new Error('locked')) : remove(sha256)));
    await expect(deleteErased(fixture.pool, blobs)).rejects.toMatchObject({ name: 'ErasedFilesWaitError' });
    await expect(deleteErased(fixture.pool, blobs)).rejects.toMatchObject({ count: 1 });
    deleting.mockRestore();
    expect(await Promise.all(files.map((file) => blobs.has(file)))).toEqual([true, false, false, false, false]);
    expect(await deleteErased(fixture.pool, blobs)).toBe(1);
  });

  it('and keeps at deleting what is left by itself, but nothing that somebody names again', async () => {
    const [left, named] = [await blob('left'), await blob('named')];
    await store('d', [named]);
    await fixture.rows(`insert into intake.erased_blob (sha256) values ($1), ($2)`, [left, named]);
    const stop = keepDeletingErased(fixture.pool, fixture.blobs, createLogger({ level: 'silent' }), 1);
    while ((await fixture.rows('select from intake.erased_blob')).length > 0);
    await stop();
    expect([await fixture.blobs.has(left), await fixture.blobs.has(named)]).toEqual([false, true]);
  });
});
