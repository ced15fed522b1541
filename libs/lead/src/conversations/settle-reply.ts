import { Problem } from '@tributary/platform';
import { inTransaction } from '@tributary/storage';
import type { Doer } from '../api/leads/lead-actions.js';
import type { LeadDeps } from '../deps.js';
import { trying } from '../merging/trying.js';
import { changeReplies } from './change-replies.js';
import { lockReadable } from './lock-readable.js';
import { SETTLED_BY_HAND } from './reply-state.js';
import { findReply, type ReplyRow } from './reply-store.js';
import { text } from './texts.js';

/**
 * A person says of a reply whose outcome is unknown whether it was sent.
 * @throws Problem 409 `reply-settled`  it is known already; 404 when it was erased; 403 when the customer is somebody else's by now
 */
export async function settleReply({ pool, logWriter }: LeadDeps, id: string, sent: boolean, doer: Doer): Promise<ReplyRow> {
  return trying(() => inTransaction(pool, async (tx) => {
    const known = await findReply(tx, id);
    const held = known && (await lockReadable(tx, known.conversation_id, doer));
    const reply = held && (await findReply(tx, id));
    if (!reply) throw new Problem(404, 'reply-unknown');
    if (reply.state !== 'unknown') throw new Problem(409, 'reply-settled');
    const reason = sent ? {} : { code: SETTLED_BY_HAND, detail: { en: text('en', 'settled.failed'), ru: text('ru', 'settled.failed') } };
    await changeReplies(tx, logWriter, [{ id, state: sent ? 'sent' : 'failed', revision: reply.revision, at: new Date(), ...reason }], doer);
    return (await findReply(tx, id))!;
  }));
}
