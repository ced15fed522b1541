import type { ChannelAccount, ContactDraft } from '@tributary/channel';
import { contactId } from '@tributary/contact';

/**
 * A contact as the API shows it (design §8), as far as a mail alone says: without person, lead, decision and custody, and
 * without addresses of attachments, which are stored nowhere. Absent facts are absent keys.
 */
export function contactOfDraft({ externalId, conversationId, facts }: ContactDraft, { id: accountId, line }: ChannelAccount) {
  const { occurredAt, identities, sender, text, subject, attachments, automatic, notLeadReason, content } = facts;
  const id = contactId(accountId, externalId);
  return {
    id,
    revision: 1,
    accountId,
    channel: 'email',
    line,
    conversationId: conversationId ?? id,
    kind: content.kind,
    externalId,
    occurredAt: occurredAt.toISOString(),
    identities: identities.map(({ type, value, raw, verified, disputed }) => ({ type, value, raw, verified, ...(disputed && { disputed }) })),
    sender: { name: sender.name, ...(sender.company && { company: sender.company }) },
    text,
    ...(subject && { subject }),
    ...(content.kind === 'message' && { ...(content.html && { html: content.html }), ...(content.replyTo && { replyTo: content.replyTo }) }),
    attachments: attachments.map(({ name, mediaType, sizeBytes, sha256 }) => ({ name, mediaType, sizeBytes, sha256 })),
    ...(automatic && { automatic: { kind: automatic.kind, reason: automatic.reason, ...(automatic.hard && { hard: true }) } }),
    source: {},
    ...(notLeadReason && { notLead: { reason: notLeadReason } }),
  };
}

export type CorpusContact = ReturnType<typeof contactOfDraft>;
