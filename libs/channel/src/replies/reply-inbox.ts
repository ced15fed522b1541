import { fromBinary } from '@bufbuild/protobuf';
import { type Batch, type Consumer, type LogReader, type LogRecord, type LogWriter, TOPICS, type Transaction } from '@tributary/event-log';
import type { Runtime } from '@tributary/platform';
import { type Reply, ReplySchema } from '@tributary/proto';
import { type BlobStore, inTransaction } from '@tributary/storage';
import type pg from 'pg';
import { deleteErased, rememberErased } from '../erase/erased-blobs.js';
import { receiptRecord, REPLY_NOW, type ReplyNow } from './receipt-record.js';
import { ACCOUNT_GONE, CONTACT_GONE } from './reasons.js';

export const REPLIES_GROUP = 'replies';
/** Told to every process when replies wait. */
export const REPLY_ASKED = 'tributary_intake_reply';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const MAX_BATCH = 200;

export interface InboxDeps {
  readonly runtime: Pick<Runtime, 'log'>;
  readonly pool: pg.Pool;
  readonly logReader: LogReader;
  readonly logWriter: LogWriter;
  readonly blobs: BlobStore;
}

interface ReadReply {
  readonly reply: Reply;
  readonly bytes: Uint8Array;
}

/** Takes what is asked for from the log, once each, for whoever runs its account. */
export function readReplies(deps: InboxDeps): Promise<Consumer> {
  const { runtime, logReader } = deps;
  const onError = (err: unknown) => runtime.log.warn({ err }, 'replies were not taken from the log; trying again');
  return logReader.consume({ group: REPLIES_GROUP, topic: TOPICS.outbound, maxBatch: MAX_BATCH, onError }, (batch) => take(batch, deps));
}

async function take(batch: Batch, { pool, logWriter, blobs, runtime: { log } }: InboxDeps): Promise<void> {
  const replies = batch.records.flatMap((record): ReadReply[] => {
    const reply = readReply(record);
    // Nobody waits for it: what the lead service writes can be read.
    if (!reply) log.error({ offset: record.offset, replyId: record.headers['subject'] }, 'a record is no reply, and is left out');
    return reply ? [{ reply, bytes: record.value! }] : [];
  });
  const erased = await inTransaction(pool, async (tx) => {
    await batch.commit(tx);
    const gone = replies.length === 0 ? [] : await keep(tx, replies, logWriter);
    const files = gone.flatMap(({ attachments }) => attachments.flatMap(({ blob }) => blob?.sha256 ?? []));
    await rememberErased(tx, files);
    return files.length > 0;
  });
  // Who can't delete them now is tried again, and the next replies need not wait for that.
  if (erased) await deleteErased(pool, blobs).catch((err: unknown) => log.warn({ err }, 'files of replies to somebody who was erased could not be deleted yet'));
}

/** @returns those to contacts that were erased meanwhile: nothing of what they say is kept */
async function keep(tx: Transaction, replies: readonly ReadReply[], logWriter: LogWriter): Promise<Reply[]> {
  // Whoever erases holds the contact: what is seen afterwards is a tombstone.
  await tx.query('select from intake.contact where id = any($1::uuid[]) order by id for key share', [replies.map(({ reply }) => reply.contactId)]);
  const { rows } = await tx.query<ReplyNow & { channel: string; is_erased: boolean }>(
    `with asked as (
       select a.*, exists (select from intake.tombstone t where t.contact_id = a.contact_id) as is_erased,
              not exists (select from intake.account l where l.id = a.account_id and l.deleted_at is null) as is_gone
         from unnest($1::uuid[], $2::uuid[], $3::text[], $4::bigint[], $5::uuid[], $6::bytea[], $7::text[]) as a (id, account_id, conversation_id, sequence, contact_id, message, channel)),
     kept as (
       insert into intake.reply (id, account_id, conversation_id, sequence, contact_id, message, state, revision)
       select id, account_id, conversation_id, sequence, contact_id, case when is_erased then '' else message end,
              case when is_erased or is_gone then 'failed' else 'queued' end, case when is_erased or is_gone then 1 else 0 end
         from asked
       on conflict do nothing returning ${REPLY_NOW})
     select kept.*, asked.channel, asked.is_erased from kept join asked on asked.id = kept.id where kept.state = 'failed'`,
    [
      replies.map(({ reply }) => reply.id),
      replies.map(({ reply }) => reply.accountId),
      replies.map(({ reply }) => reply.conversationId),
      replies.map(({ reply }) => String(reply.sequence)),
      replies.map(({ reply }) => reply.contactId),
      replies.map(({ bytes }) => Buffer.from(bytes)),
      replies.map(({ reply }) => reply.channel),
    ],
  );
  if (rows.length > 0) await logWriter.append(tx, rows.map((row) => receiptRecord(row, row.channel, row.is_erased ? CONTACT_GONE : ACCOUNT_GONE)));
  await tx.query('select pg_notify($1, $2)', [REPLY_ASKED, '']);
  const erased = new Set(rows.filter(({ is_erased }) => is_erased).map(({ id }) => id));
  return replies.flatMap(({ reply }) => (erased.has(reply.id) ? [reply] : []));
}

function readReply({ value }: LogRecord): Reply | undefined {
  try {
    const reply = value ? fromBinary(ReplySchema, value) : undefined;
    const isWhole = reply && [reply.id, reply.accountId, reply.contactId].every((id) => UUID.test(id)) && reply.conversationId !== '' && !reply.conversationId.includes('\0');
    return isWhole ? reply : undefined;
  } catch {
    return undefined;
  }
}
