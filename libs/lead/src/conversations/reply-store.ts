import { create, toBinary } from '@bufbuild/protobuf';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { partitionKey } from '@tributary/contact';
import { TOPICS, type NewRecord, type Transaction } from '@tributary/event-log';
import { ReplySchema } from '@tributary/proto';
import type { ReplyState } from './reply-state.js';

export interface ReplyFile {
  readonly name: string;
  readonly mediaType: string;
  readonly sizeBytes: number;
  readonly sha256: string;
}

/** Who answers; nobody for automatic ones. */
export interface Author {
  readonly userId: string | null;
  readonly managerId: string | null;
  /** For colleagues. */
  readonly name: string;
  /** As customers may see it; empty for a program. */
  readonly signature: string;
}

/** A reply as it is accepted. */
export interface NewReply {
  readonly id: string;
  readonly conversationId: string;
  readonly contactId: string;
  readonly text: string;
  readonly files: readonly ReplyFile[];
  /** "greeting", "out-of-hours", "on-it"; empty when somebody wrote it. */
  readonly automatic: string;
  readonly author: Author;
  /** Of the request, with what was asked under it. */
  readonly key?: { readonly key: string; readonly contentHash: Buffer };
  readonly askedAt: Date;
}

export interface ReplyRow {
  readonly id: string;
  readonly conversation_id: string;
  readonly contact_id: string;
  readonly sequence: string;
  readonly text: string;
  readonly attachments: readonly ReplyFile[];
  readonly automatic: string;
  readonly author_user: string | null;
  readonly author_manager_id: string | null;
  readonly author_name: string;
  readonly content_hash: Buffer | null;
  readonly asked_at: Date;
  readonly state: ReplyState;
  readonly state_at: Date;
  readonly revision: number;
  readonly code: string;
  readonly detail: { readonly en: string; readonly ru: string } | null;
  readonly next_try_at: Date | null;
}

const REPLIES = `
  select r.id, r.conversation_id, r.contact_id, r.sequence::text, r.text, r.attachments, r.automatic, r.author_user, r.author_manager_id, r.author_name, r.content_hash,
         r.asked_at, r.state, r.state_at, r.revision, r.code, r.detail, r.next_try_at
    from lead.reply r`;

export async function findReply(tx: Transaction, id: string): Promise<ReplyRow | undefined> {
  return (await tx.query<ReplyRow>(`${REPLIES} where r.id = $1`, [id])).rows[0];
}

export async function findReplies(tx: Transaction, ids: readonly string[]): Promise<ReplyRow[]> {
  return ids.length === 0 ? [] : (await tx.query<ReplyRow>(`${REPLIES} where r.id = any($1::uuid[])`, [ids])).rows;
}

export async function findReplyByKey(tx: Transaction, userId: string, key: string): Promise<ReplyRow | undefined> {
  return (await tx.query<ReplyRow>(`${REPLIES} where r.author_user = $1 and r.key = $2`, [userId, key])).rows[0];
}

/** Whom a reply is of, for those who hear of it. */
export interface Thread {
  readonly id: string;
  readonly accountId: string;
  readonly channel: string;
  readonly sourceId: string;
}

/**
 * Stores replies with their places in their conversations, which the caller has locked; several of one conversation in their order.
 * @returns the records that go out
 */
export async function insertReplies(tx: Transaction, replies: readonly { reply: NewReply; thread: Thread }[]): Promise<NewRecord[]> {
  const { rows } = await tx.query<{ id: string; sequence: string }>(
    `with n as (
       select *, row_number() over (partition by conversation_id order by at) as place
         from jsonb_to_recordset($1::jsonb) as n (at integer, id uuid, conversation_id uuid, contact_id uuid, text text, attachments jsonb, automatic text, author_user text,
           author_manager_id uuid, author_name text, key text, content_hash text, asked_at timestamptz, preview text)),
     counted as (
       update lead.conversation c
          set replies = c.replies + g.count, last_at = greatest(c.last_at, g.asked_at), last_position = nextval('lead.item_position'),
              last_kind = case when g.preview is null then c.last_kind else 'reply' end, last_text = coalesce(g.preview, c.last_text)
         from (select conversation_id, count(*) as count, max(asked_at) as asked_at, (array_agg(preview order by at desc) filter (where preview is not null))[1] as preview from n group by 1) g
        where c.id = g.conversation_id returning c.id, c.contacts, c.replies - g.count as before, c.last_at, c.last_position - g.count as position),
     stored as (
       insert into lead.reply (id, conversation_id, contact_id, sequence, text, attachments, automatic, author_user, author_manager_id, author_name, key, content_hash, asked_at, state_at)
       select n.id, n.conversation_id, n.contact_id, c.before + n.place, n.text, n.attachments, n.automatic, n.author_user, n.author_manager_id, n.author_name, n.key,
              decode(n.content_hash, 'hex'), n.asked_at, n.asked_at
         from n join counted c on c.id = n.conversation_id
       returning id, sequence::text),
     items as (
       insert into lead.conversation_item (id, conversation_id, kind, at, position, number)
       select n.id, n.conversation_id, 'reply', greatest(n.asked_at, c.last_at), c.position + n.place, c.contacts from n join counted c on c.id = n.conversation_id)
     select id, sequence from stored`,
    [JSON.stringify(replies.map(({ reply }, at) => ({
      at, id: reply.id, conversation_id: reply.conversationId, contact_id: reply.contactId, text: reply.text, attachments: reply.files, automatic: reply.automatic,
      author_user: reply.author.userId, author_manager_id: reply.author.managerId, author_name: reply.author.name, key: reply.key?.key ?? null,
      content_hash: reply.key?.contentHash.toString('hex') ?? null, asked_at: reply.askedAt,
      // What the customer asked stays to be seen in lists, not what was answered by itself.
      preview: reply.automatic === '' ? previewOfReply(reply) : null,
    })))],
  );
  const sequences = new Map(rows.map(({ id, sequence }) => [id, sequence]));
  return replies.map(({ reply, thread }) => replyRecord(reply, thread, BigInt(sequences.get(reply.id)!)));
}

const PREVIEW_CHARS = 200;

/** First words, or the name of the first file. */
export function previewOfReply({ text, files }: Pick<NewReply, 'text' | 'files'>): string {
  return [...(text || files[0]?.name || '')].slice(0, PREVIEW_CHARS).join('');
}

/** The record for `outbound.messages.v1`: key is the conversation, so that its replies keep their order. */
function replyRecord(reply: NewReply, { accountId, channel, sourceId }: Thread, sequence: bigint): NewRecord {
  const message = create(ReplySchema, {
    id: reply.id,
    accountId,
    channel,
    conversationId: sourceId,
    contactId: reply.contactId,
    sequence,
    askedAt: timestampFromDate(reply.askedAt),
    text: reply.text,
    attachments: reply.files.map(({ name, mediaType, sizeBytes, sha256 }) => ({ name, blob: { mediaType, sizeBytes: BigInt(sizeBytes), sha256 } })),
    automatic: reply.automatic,
    authorName: reply.author.signature,
  });
  return {
    topic: TOPICS.outbound,
    key: partitionKey(accountId, sourceId),
    value: toBinary(ReplySchema, message),
    headers: { id: reply.id, type: 'tributary.outbound.v1.reply', source: '/lead', subject: reply.contactId, time: reply.askedAt.toISOString() },
  };
}
