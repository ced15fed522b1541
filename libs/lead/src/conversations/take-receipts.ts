import { fromBinary } from '@bufbuild/protobuf';
import { timestampDate } from '@bufbuild/protobuf/wkt';
import type { Batch, LogRecord, LogWriter, Transaction } from '@tributary/event-log';
import { ReplyReceiptSchema, type ReplyReceipt } from '@tributary/proto';
import { inTransaction } from '@tributary/storage';
import type pg from 'pg';
import { trying } from '../merging/trying.js';
import { changeReplies, type ReplyChange } from './change-replies.js';
import { isReplyState, replaces, type ReplyNow } from './reply-state.js';

export interface ReceiptDeps {
  readonly pool: pg.Pool;
  readonly logWriter: LogWriter;
}

/** What became of a batch of receipts. */
export interface ReceiptsTaken {
  /** Replies of which more is known now. */
  readonly changed: number;
  /** Records that are no receipts, or are of replies that nobody asked for. */
  readonly unusable: number;
}

interface Told extends ReplyChange {
  /** Why nothing more can be sent in the conversation; empty: something can. */
  readonly closed: string;
}

/**
 * Applies receipts and their offset in one transaction. What is known already, came out of order or can't be read changes nothing and
 * holds up nothing.
 */
export async function takeReceipts(batch: Batch, { pool, logWriter }: ReceiptDeps): Promise<ReceiptsTaken> {
  return trying(() => inTransaction(pool, async (tx) => {
    await batch.commit(tx);
    const told = batch.records.flatMap((record) => readReceipt(record) ?? []);
    const known = await lockReplies(tx, [...new Set(told.map(({ id }) => id))]);
    const changes = latest(told, known);
    await closeConversations(tx, changes, known);
    await changeReplies(tx, logWriter, changes);
    const used = told.filter(({ id }) => known.has(id)).length;
    return { changed: changes.length, unusable: batch.records.length - used };
  }));
}

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;
const MAX_REVISION = 2 ** 31 - 1;
const MOST_DETAIL = 2_000;

/** @returns undefined for what is none */
function readReceipt({ value }: LogRecord): Told | undefined {
  let receipt: ReplyReceipt;
  try {
    receipt = fromBinary(ReplyReceiptSchema, value ?? new Uint8Array());
  } catch {
    return undefined;
  }
  const { replyId, revision, state, at, code, detailEn, detailRu, nextTryAt, providerIds, closed } = receipt;
  const [time, next] = [at && timestampDate(at), nextTryAt && timestampDate(nextTryAt)];
  if (!UUID.test(replyId) || revision < 1 || revision > MAX_REVISION || !isReplyState(state) || !time || !isTime(time)) return undefined;
  return {
    id: replyId.toLowerCase(), revision, state, at: time, code: storable(code), closed: storable(closed), providerIds: providerIds.map(storable),
    ...((detailEn || detailRu) && { detail: { en: storable(detailEn), ru: storable(detailRu) } }),
    ...(next && isTime(next) && { nextTryAt: next }),
  };
}

function isTime(time: Date): boolean {
  return time.getTime() > 0 && time.getFullYear() < 10_000;
}

/** PostgreSQL stores no NUL. */
function storable(text: string): string {
  return text.replaceAll('\0', '').slice(0, MOST_DETAIL);
}

interface Known extends ReplyNow {
  readonly id: string;
  readonly conversation_id: string;
}

/** Conversations first, in order of their ids, as whoever replies does. */
async function lockReplies(tx: Transaction, ids: readonly string[]): Promise<Map<string, Known>> {
  if (ids.length === 0) return new Map();
  await tx.query(
    `select from lead.conversation where id in (select conversation_id from lead.reply where id = any($1::uuid[])) order by id for no key update`, [ids]);
  const { rows } = await tx.query<Known>('select id, conversation_id, state, revision, code from lead.reply where id = any($1::uuid[])', [ids]);
  return new Map(rows.map((row) => [row.id, row]));
}

/** The last word on each reply. Pure. */
function latest(told: readonly Told[], known: ReadonlyMap<string, Known>): Told[] {
  const now = new Map<string, ReplyNow>(known);
  const changes = new Map<string, Told>();
  for (const each of [...told].sort((a, b) => a.revision - b.revision)) {
    const before = now.get(each.id);
    if (!before || !replaces(each, before)) continue;
    now.set(each.id, { state: each.state, revision: each.revision, code: each.code ?? '' });
    changes.set(each.id, each);
  }
  return [...changes.values()];
}

/** Unless the customer came back since, by our own clock. */
async function closeConversations(tx: Transaction, changes: readonly Told[], known: ReadonlyMap<string, Known>): Promise<void> {
  const closing = changes.filter(({ closed }) => closed !== '');
  if (closing.length === 0) return;
  await tx.query(
    `update lead.conversation v set reach = v.reach || jsonb_build_object('closed', n.closed, 'detail', n.detail), closed_at = n.at
       from (select distinct on (id) * from jsonb_to_recordset($1::jsonb) as n (id uuid, closed text, detail jsonb, at timestamptz) order by id, at desc) n
      where v.id = n.id and n.at > coalesce(v.heard_at, v.reach_at)`,
    [JSON.stringify(closing.map(({ id, closed, detail, at }) => ({ id: known.get(id)!.conversation_id, closed, detail: detail ?? null, at })))],
  );
}
