import { createHash } from 'node:crypto';
import type { Transaction } from '@tributary/event-log';
import { Problem, pickLocale } from '@tributary/platform';
import { inTransaction } from '@tributary/storage';
import { userOf, type Doer } from '../api/leads/lead-actions.js';
import { acknowledgeLead, giveLead, type LockedLead } from '../api/leads/lead-store.js';
import { findManager } from '../api/staff/manager-store.js';
import type { LeadDeps } from '../deps.js';
import { LeadEventKind, leadEventRecord } from '../lead-event.js';
import { trying } from '../merging/trying.js';
import { uuidV7 } from '../sql/uuid-v7.js';
import { participantsOf } from './conversation-store.js';
import { happenedOf } from './happened-of.js';
import { lockReadable } from './lock-readable.js';
import { closedBecause, sayClosed, type StoredReach } from './reach.js';
import { requireWithin, type File, type ReplyDraft } from './reply-draft.js';
import { findReply, findReplyByKey, insertReplies, type Author, type NewReply, type ReplyFile, type ReplyRow } from './reply-store.js';
import { markRead } from './seen.js';

type Deps = Pick<LeadDeps, 'pool' | 'logWriter' | 'blobs'>;

export interface ReplyOrder {
  readonly contactId: string;
  /** Of the contact; it need not be there. */
  readonly conversationId: string;
  readonly draft: ReplyDraft;
  readonly key?: string | undefined;
  readonly doer: Doer;
  readonly language: string | undefined;
}

/**
 * Accepts a reply: files first, then in one transaction its place in the conversation, and the record that goes out. Who answers a lead of
 * the pool has it from then on, and nobody is reminded of it any more.
 * @throws Problem 403 when the customer is somebody else's by now; 404 when the contact was erased meanwhile; 409 `cannot-reply`, `idempotency-key-reused`; 422 over the channel's limits
 */
export async function sendReply(deps: Deps, order: ReplyOrder): Promise<ReplyRow> {
  const { draft, key, doer, language } = order;
  const { rows: [known] } = await deps.pool.query<{ reach: StoredReach }>('select reach from lead.conversation where id = $1', [order.conversationId]);
  const hash = contentHash(order);
  const earlier = key === undefined ? undefined : await findReplyByKey(deps.pool, userOf(doer.actor), key);
  if (earlier) return sameOrRefuse(earlier, hash);
  if (!known) throw cannotReply('not-known', language);
  requireOpen(known.reach, language);
  requireWithin(draft, known.reach);
  const files = await storeFiles(deps, draft.files);
  const author = await authorOf(deps, doer);
  const stored = { draft, files, author, hash };
  try {
    return await trying(() => inTransaction(deps.pool, (tx) => accept(tx, deps, order, stored)));
  } catch (error) {
    // The same key at the same moment, in another conversation.
    const other = key !== undefined && (error as { constraint?: unknown }).constraint === 'reply_key' ? await findReplyByKey(deps.pool, userOf(doer.actor), key) : undefined;
    if (!other) throw error;
    return sameOrRefuse(other, hash);
  }
}

interface Prepared {
  readonly draft: ReplyDraft;
  readonly files: readonly ReplyFile[];
  readonly author: Author;
  readonly hash: Buffer;
}

async function accept(tx: Transaction, { logWriter }: Deps, order: ReplyOrder, { draft, files, author, hash }: Prepared): Promise<ReplyRow> {
  const { doer, key, contactId, conversationId, language } = order;
  const held = await lockReadable(tx, conversationId, doer, contactId);
  // Erasing waits for the conversation, and takes what is answered with the contact.
  if (!(await contactExists(tx, contactId))) throw new Problem(404, 'contact-unknown');
  if (!held) throw cannotReply('not-known', language);
  const earlier = key === undefined ? undefined : await findReplyByKey(tx, userOf(doer.actor), key);
  if (earlier) return sameOrRefuse(earlier, hash);
  const { conversation, lead } = held;
  requireOpen(conversation.reach, language);
  const at = new Date();
  const reply: NewReply = {
    id: uuidV7(), conversationId, contactId, text: draft.text, files, automatic: '', author, askedAt: at,
    ...(key !== undefined && { key: { key, contentHash: hash } }),
  };
  const taken = lead !== undefined && (await takeByAnswering(tx, lead, doer, at));
  if (lead) await tx.query('update lead.lead set answered_at = coalesce(answered_at, $2), answer_due_at = null where id = $1', [lead.id, at]);
  const records = await insertReplies(tx, [{ reply, thread: conversation }]);
  await markRead(tx, conversationId, userOf(doer.actor));
  const happened = happenedOf(conversation, lead, { at, doer, told: await participantsOf(tx, conversationId) });
  const events = [
    ...(taken ? [{ ...happened, kind: LeadEventKind.TAKEN, managerId: doer.scope.managerId, cause: reply.id, notify: true, told: [] }] : []),
    { ...happened, ...(taken && { managerId: doer.scope.managerId }), kind: LeadEventKind.REPLIED, cause: reply.id },
  ];
  await logWriter.append(tx, [...records, ...events.map(leadEventRecord)]);
  return (await findReply(tx, reply.id))!;
}

async function contactExists(tx: Transaction, id: string): Promise<boolean> {
  return (await tx.query('select from lead.contact where id = $1', [id])).rows.length > 0;
}

async function takeByAnswering(tx: Transaction, lead: LockedLead, { scope }: Doer, at: Date): Promise<boolean> {
  if (lead.status !== 'open' || scope.managerId === undefined) return false;
  if (lead.managerId === scope.managerId) return acknowledgeLead(tx, lead.id, at);
  if (lead.managerId !== null) return false;
  await giveLead(tx, lead, scope.managerId, at, true);
  return true;
}

async function storeFiles({ blobs }: Deps, files: readonly File[]): Promise<ReplyFile[]> {
  return Promise.all(files.map(async ({ name, mediaType, bytes }) => ({ name, mediaType, ...(await blobs.put(bytes)) })));
}

/** Customers see the manager's name; of a program they see none, and colleagues that of its token. */
async function authorOf({ pool }: Deps, { actor, scope }: Doer): Promise<Author> {
  const manager = scope.managerId === undefined ? undefined : await findManager(pool, scope.managerId);
  const name = manager?.name ?? actor.name;
  return { userId: userOf(actor), managerId: scope.managerId ?? null, name, signature: manager || actor.tokenId === undefined ? name : '' };
}

function contentHash({ contactId, draft }: ReplyOrder): Buffer {
  const files = draft.files.map(({ name, mediaType, bytes }) => [name, mediaType, createHash('sha256').update(bytes).digest('hex')]);
  return createHash('sha256').update(JSON.stringify([contactId, draft.text, files])).digest();
}

function sameOrRefuse(earlier: ReplyRow, hash: Buffer): ReplyRow {
  if (!earlier.content_hash?.equals(hash)) throw new Problem(409, 'idempotency-key-reused');
  return earlier;
}

function requireOpen(reach: StoredReach, language: string | undefined): void {
  const code = closedBecause(reach, new Date());
  if (code !== undefined) throw cannotReply(code, language, reach);
}

export function cannotReply(code: string, language: string | undefined, reach: Pick<StoredReach, 'detail'> = {}): Problem {
  return new Problem(409, 'cannot-reply', { reason: code, detail: sayClosed(code, reach, pickLocale(language)) });
}
