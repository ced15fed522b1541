import { Origin, type Envelope } from '@tributary/proto';
import { LeadEventKind, type LeadHappening } from '../lead-event.js';
import type { Decided } from './decide.js';
import type { InboundContact } from './inbound-contact.js';
import type { StoredContact } from './match.js';
import type { Placement } from './place.js';

/** So that an event stays small, whatever a contact holds. */
const PREVIEW_CHARS = 200;
const NAME_CHARS = 200;

const KIND = {
  opened: LeadEventKind.OPENED,
  joined: LeadEventKind.JOINED,
  revised: LeadEventKind.REVISED,
} as const;

/** What the batch did to leads, in its order. Pure. @param toldOf  managers who take part in the conversation */
export function happenings(
  placements: readonly Placement[],
  decided: Decided,
  stored: ReadonlyMap<string, StoredContact>,
  nameOf: (personId: string) => string | undefined,
  toldOf?: (contactId: string) => readonly string[],
): LeadHappening[] {
  const all: LeadHappening[] = [];
  for (const { match, outcome, leadId, line } of placements) {
    if (leadId === undefined || outcome === 'not-lead') continue;
    const { contact, personId } = match;
    const before = stored.get(contact.id);
    all.push({
      kind: KIND[outcome],
      leadId,
      personId,
      personName: beginning((personId !== undefined && nameOf(personId)) || contact.envelope.sender?.name || '', NAME_CHARS),
      line: (outcome === 'revised' && before?.line) || line,
      managerId: decided.managerByLead.has(leadId) ? decided.managerByLead.get(leadId) : before?.managerId,
      cause: `${contact.id} ${contact.revision}`,
      occurredAt: contact.occurredAt,
      notify: outcome !== 'revised' && isLoud(contact),
      told: toldOf?.(contact.id) ?? [],
      ...(outcome === 'opened' && offeredTo(decided, leadId)),
      contact: {
        id: contact.id,
        revision: contact.revision,
        channel: contact.envelope.channel,
        receivedAt: contact.receivedAt,
        preview: previewOf(contact.envelope),
      },
    });
  }
  return all;
}

function offeredTo({ choices }: Decided, leadId: string): Pick<LeadHappening, 'told' | 'reason'> {
  const offered = choices.get(leadId)?.offered;
  return offered ? { told: offered, reason: 'offered' } : {};
}

/** Live contacts are told of; those of the bulk lane when whoever sent them there says so. */
export function isLoud({ envelope }: InboundContact): boolean {
  return envelope.origin === Origin.LIVE || envelope.notify;
}

/** First words of a contact, for a notice or a list. */
export function previewOf({ text, subject }: Pick<Envelope, 'text' | 'subject'>): string {
  return beginning(text || subject, PREVIEW_CHARS);
}

/** Cut between characters, not within one of two units. */
function beginning(text: string, maxChars: number): string {
  return text.length <= maxChars ? text : text.slice(0, maxChars).replace(/[\uD800-\uDBFF]$/, '');
}
