import { userOf, type Doer } from '../api/leads/lead-actions.js';
import type { LockedLead } from '../api/leads/lead-store.js';
import { isPooled, type LeadHappening } from '../lead-event.js';
import type { LockedConversation } from './conversation-store.js';

/** What an event in a conversation says, whatever it is. Nobody is told of it but who looks. */
export function happenedOf(
  { id, channel, line }: Pick<LockedConversation, 'id' | 'channel' | 'line'>, lead: LockedLead | undefined, { at, doer, told }: { at: Date; doer?: Doer; told: readonly string[] },
): Omit<LeadHappening, 'kind' | 'cause'> {
  return {
    leadId: lead?.id ?? '',
    personId: lead?.personId ?? undefined,
    personName: lead?.personName ?? '',
    line: lead?.line ?? line,
    managerId: lead?.managerId ?? undefined,
    pooled: isPooled(lead),
    occurredAt: at,
    notify: false,
    told,
    conversationId: id,
    channel,
    ...(doer && { actor: userOf(doer.actor), actorManagerId: doer.scope.managerId }),
  };
}
