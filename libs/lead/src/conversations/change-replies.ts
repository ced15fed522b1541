import type { LogWriter, Transaction } from '@tributary/event-log';
import { type Doer, userOf } from '../api/leads/lead-actions.js';
import { isPooled, LeadEventKind, leadEventRecord } from '../lead-event.js';
import type { ReplyState } from './reply-state.js';

/** What became of a reply. */
export interface ReplyChange {
  readonly id: string;
  readonly state: ReplyState;
  readonly revision: number;
  readonly at: Date;
  readonly code?: string;
  readonly detail?: { readonly en: string; readonly ru: string };
  readonly nextTryAt?: Date | undefined;
  /** Absent: as they are. */
  readonly providerIds?: readonly string[];
}

interface Changed {
  readonly id: string; readonly state: ReplyState; readonly conversation_id: string; readonly channel: string; readonly line: string; readonly text: string; readonly automatic: string;
  readonly author_manager_id: string | null; readonly lead_id: string | null; readonly person_id: string | null; readonly person_name: string | null; readonly manager_id: string | null; readonly lead_status: string | null;
  readonly participants: string[]; readonly before: ReplyState; readonly code: string; readonly code_before: string;
}

/** States in which somebody has to look: whoever wrote it is told. */
const BAD: ReadonlySet<ReplyState> = new Set(['failed', 'unknown']);

/**
 * Writes what became of replies, with an event for each that has another state now, or has it for another reason. The caller holds their conversations.
 * @param doer  who said so; without it the channel did
 */
export async function changeReplies(tx: Transaction, log: LogWriter, changes: readonly ReplyChange[], doer?: Doer): Promise<void> {
  if (changes.length === 0) return;
  const { rows } = await tx.query<Changed>(
    `with n as (
       select * from jsonb_to_recordset($1::jsonb) as n (id uuid, state text, revision integer, at timestamptz, code text, detail jsonb, next_try_at timestamptz, provider_ids jsonb)),
     changed as (
       update lead.reply r
          set state = n.state, revision = n.revision, state_at = n.at, code = n.code, detail = n.detail, next_try_at = n.next_try_at,
              provider_ids = case when n.provider_ids is null then r.provider_ids else array(select jsonb_array_elements_text(n.provider_ids)) end
         from n join lead.reply b on b.id = n.id where r.id = n.id
       returning r.id, r.state, r.conversation_id, r.text, r.automatic, r.author_manager_id, b.state as before, r.code, b.code as code_before)
     select ch.*, v.channel, v.line, c.lead_id, c.person_id, p.name as person_name, l.manager_id, l.status as lead_status,
            array(select t.manager_id from lead.participant t where t.conversation_id = v.id) as participants
       from changed ch join lead.conversation v on v.id = ch.conversation_id join lead.contact c on c.id = v.reply_to
       left join lead.person p on p.id = c.person_id left join lead.lead l on l.id = c.lead_id`,
    [JSON.stringify(changes.map(({ id, state, revision, at, code = '', detail = null, nextTryAt = null, providerIds = null }) => ({
      id, state, revision, at, code, detail, next_try_at: nextTryAt, provider_ids: providerIds,
    })))],
  );
  const revisions = new Map(changes.map((change) => [change.id, change]));
  await log.append(tx, rows.filter(({ state, before, code, code_before }) => state !== before || code !== code_before).map((row) => eventOf(row, revisions.get(row.id)!, doer)));
}

function eventOf(row: Changed, { revision, at }: ReplyChange, doer: Doer | undefined) {
  // Automatic ones are nobody's, and who settled it knows.
  const notify = BAD.has(row.state) && row.state !== row.before && row.automatic === '' && !doer;
  return leadEventRecord({
    kind: LeadEventKind.REPLY_CHANGED,
    leadId: row.lead_id ?? '',
    personId: row.person_id ?? undefined,
    personName: row.person_name ?? '',
    line: row.line,
    managerId: row.manager_id ?? undefined,
    pooled: isPooled({ status: row.lead_status, managerId: row.manager_id }),
    cause: `${row.id} ${revision} ${row.state}`,
    occurredAt: at,
    notify,
    told: [...new Set([...(row.author_manager_id === null ? [] : [row.author_manager_id]), ...(BAD.has(row.state) ? [] : row.participants)])],
    reason: `reply-${row.state}`,
    // A notice says which one it was; a hint holds no text.
    ...(notify && { note: [...row.text].slice(0, 200).join('') }),
    conversationId: row.conversation_id,
    channel: row.channel,
    ...(doer && { actor: userOf(doer.actor), actorManagerId: doer.scope.managerId }),
  });
}
