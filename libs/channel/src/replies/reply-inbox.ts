import { fromBinary } from '@bufbuild/protobuf';
import { type Batch, type Consumer, type LogReader, type LogRecord, type LogWriter, TOPICS } from '@tributary/event-log';
import type { Runtime } from '@tributary/platform';
import { type Reply, ReplySchema } from '@tributary/proto';
import { inTransaction } from '@tributary/storage';
import type pg from 'pg';
import { receiptRecord, REPLY_NOW, type ReplyNow } from './receipt-record.js';
import { ACCOUNT_GONE } from './reasons.js';

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
}

/** Takes what is asked for from the log, once each, for whoever runs its account. */
export function readReplies({ runtime, pool, logReader, logWriter }: InboxDeps): Promise<Consumer> {
  const onError = (err: unknown) => runtime.log.warn({ err }, 'replies were not taken from the log; trying again');
  return logReader.consume({ group: REPLIES_GROUP, topic: TOPICS.outbound, maxBatch: MAX_BATCH, onError }, (batch) => take(batch, pool, logWriter, runtime));
}

async function take(batch: Batch, pool: pg.Pool, logWriter: LogWriter, { log }: InboxDeps['runtime']): Promise<void> {
  const replies = batch.records.flatMap((record) => {
    const reply = readReply(record);
    // Nobody waits for it: what the lead service writes can be read.
    if (!reply) log.error({ offset: record.offset, replyId: record.headers['subject'] }, 'a record is no reply, and is left out');
    return reply ? [{ reply, bytes: record.value! }] : [];
  });
  await inTransaction(pool, async (tx) => {
    await batch.commit(tx);
    if (replies.length === 0) return;
    const { rows } = await tx.query<ReplyNow & { channel: string }>(
      `with asked as (select * from unnest($1::uuid[], $2::uuid[], $3::text[], $4::bigint[], $5::uuid[], $6::bytea[], $7::text[]) as a (id, account_id, conversation_id, sequence, contact_id, message, channel)),
       kept as (
         insert into intake.reply (id, account_id, conversation_id, sequence, contact_id, message, state, revision)
         select a.id, a.account_id, a.conversation_id, a.sequence, a.contact_id, a.message, case when l.id is null then 'failed' else 'queued' end, case when l.id is null then 1 else 0 end
           from asked a left join intake.account l on l.id = a.account_id and l.deleted_at is null
         on conflict do nothing returning ${REPLY_NOW})
       select kept.*, asked.channel from kept join asked on asked.id = kept.id where kept.state = 'failed'`,
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
    if (rows.length > 0) await logWriter.append(tx, rows.map((row) => receiptRecord(row, row.channel, ACCOUNT_GONE)));
    await tx.query('select pg_notify($1, $2)', [REPLY_ASKED, '']);
  });
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
