import { fromBinary } from '@bufbuild/protobuf';
import { EnvelopeSchema, ReplySchema } from '@tributary/proto';
import { inTransaction, type BlobStore } from '@tributary/storage';
import type pg from 'pg';
import { deleteErased, rememberErased } from './erased-blobs.js';

export interface Erased {
  readonly contacts: number;
  /** Blobs that nothing else names and that are deleted now, of an erasure that was broken off before as well. */
  readonly blobs: number;
}

/**
 * Erases contacts with their raw bytes, their quarantined payloads and their files. A tombstone stays for each, also for
 * one that is not there (any more): neither replay nor a late repeat brings it back. A second time it does nothing.
 * Blobs go after the commit; one that another contact names stays.
 * @throws ErasedFilesWaitError  all is erased but blobs, which are deleted later
 */
export async function eraseContacts(pool: pg.Pool, blobs: BlobStore, contactIds: readonly string[]): Promise<Erased> {
  const contacts = await inTransaction(pool, async (tx) => {
    const { rows: locked } = await tx.query<{ state: Buffer }>('select state from intake.contact where id = any($1::uuid[]) order by id for update', [contactIds]);
    await tx.query(
      `insert into intake.tombstone (contact_id, repeat_n, repeat_at, account_id, received_at)
       select asked.id, c.repeat_n, coalesce(c.repeat_at, c.received_at, now()), c.account_id, c.received_at
         from unnest($1::uuid[]) as asked (id) left join intake.contact c on c.id = asked.id order by asked.id
       on conflict do nothing`,
      [contactIds],
    );
    const { rows: parts } = await tx.query<{ sha256: string }>(
      `with gone as (delete from intake.part where contact_id = any($1::uuid[]) returning sha256, body is null as outside)
       select encode(sha256, 'hex') as sha256 from gone where outside`, [contactIds]);
    const { rows: payloads } = await tx.query<{ sha256: string }>(
      `with gone as (delete from intake.quarantine where contact_ids && $1::uuid[] returning sha256, raw is null as outside)
       select encode(sha256, 'hex') as sha256 from gone where outside`, [contactIds]);
    await tx.query('delete from intake.follow_up where contact_id = any($1::uuid[])', [contactIds]);
    const { rows: replies } = await tx.query<{ message: Buffer }>('delete from intake.reply where contact_id = any($1::uuid[]) returning message', [contactIds]);
    await tx.query('delete from intake.contact where id = any($1::uuid[])', [contactIds]);
    const files = [...locked.flatMap(({ state }) => blobsOf(state)), ...replies.flatMap(({ message }) => fromBinary(ReplySchema, message).attachments.flatMap(({ blob }) => blob?.sha256 ?? []))];
    await rememberErased(tx, [...files, ...[...parts, ...payloads].map(({ sha256 }) => sha256)]);
    return locked.length;
  });
  return { contacts, blobs: await deleteErased(pool, blobs) };
}

/** Attachments, recordings, large originals and the whole of what was cut. */
function blobsOf(state: Uint8Array): string[] {
  const { attachments, raw, full, content } = fromBinary(EnvelopeSchema, state);
  const recording = content.case === 'call' ? content.value.recording : undefined;
  return [...attachments.map(({ blob }) => blob), ...raw, full, recording].flatMap((blob) => blob?.sha256 ?? []);
}
