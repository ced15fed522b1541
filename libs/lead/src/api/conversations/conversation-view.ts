import { fromBinary } from '@bufbuild/protobuf';
import { pickLocale } from '@tributary/platform';
import { EnvelopeSchema } from '@tributary/proto';
import type pg from 'pg';
import { calledIn } from '../../conversations/addressed.js';
import type { ConversationRow } from '../../conversations/conversation-store.js';
import type { ItemRow } from '../../conversations/items.js';
import { showReach } from '../../conversations/reach.js';
import { findReplies } from '../../conversations/reply-store.js';
import { findContacts } from '../contacts/contact-store.js';
import { showContact, type ContactView } from '../contacts/contact-view.js';
import { showReply, type ReplyView } from './reply-view.js';

/** A conversation as the API shows it to one user. */
export function showConversation(row: ConversationRow, language: string | undefined) {
  return {
    id: row.id,
    accountId: row.account_id,
    channel: row.channel,
    line: row.line,
    sourceId: row.source_id,
    ...(row.kind && { kind: row.kind }),
    title: row.title,
    ...(row.person_id !== null && { person: { id: row.person_id, name: row.person_name ?? '' } }),
    firstName: calledIn(fromBinary(EnvelopeSchema, row.snapshot), row.person_name),
    ...(row.lead_id !== null && { lead: { id: row.lead_id, managerId: row.manager_id, status: row.lead_status } }),
    participants: row.participants,
    lastAt: row.last_at.toISOString(),
    lastItem: { kind: row.last_kind, text: row.last_text },
    unread: row.unread,
    pinned: row.pinned_at !== null,
    ...(row.finished_at && { finishedAt: row.finished_at.toISOString() }),
    replyTo: row.reply_to,
    reach: showReach(row.reach, new Date(), language),
  };
}

export type ConversationView = ReturnType<typeof showConversation>;

interface Author {
  readonly userId?: string;
  readonly managerId?: string;
  readonly name: string;
}

/** Something in a conversation. */
export type ItemView = { readonly id: string; readonly at: string } & (
  | { readonly kind: 'contact'; readonly contact: ContactView }
  | { readonly kind: 'reply'; readonly reply: ReplyView }
  | { readonly kind: 'note'; readonly note: { readonly text: string; readonly author: Author } }
  | { readonly kind: 'event'; readonly event: { readonly kind: string; readonly actor: Author; readonly managerId?: string; readonly by?: 'customer' } }
);

/** Items with what they are of. */
export async function showItems(pool: pg.Pool, items: readonly ItemRow[], language: string | undefined): Promise<ItemView[]> {
  const locale = pickLocale(language);
  const idsOf = (kind: ItemRow['kind']): string[] => items.filter((item) => item.kind === kind).map(({ id }) => id);
  const [contactRows, replyRows] = await Promise.all([findContacts(pool, idsOf('contact')), findReplies(pool, idsOf('reply'))]);
  const contacts = new Map(contactRows.map((row) => [row.id, row]));
  const replies = new Map(replyRows.map((row) => [row.id, row]));
  return items.flatMap((item): ItemView[] => {
    const [contact, reply] = [contacts.get(item.id), replies.get(item.id)];
    const shown = { id: item.id, at: item.at.toISOString() };
    if (contact) return [{ ...shown, kind: 'contact', contact: showContact(contact, fromBinary(EnvelopeSchema, contact.snapshot), locale) }];
    if (reply) return [{ ...shown, kind: 'reply', reply: showReply(reply, locale) }];
    if (item.kind === 'note') return [{ ...shown, kind: 'note', note: { text: item.text ?? '', author: authorOf(item) } }];
    if (item.kind === 'event') return [{ ...shown, kind: 'event', event: { kind: item.event ?? '', actor: authorOf(item), ...(item.manager_id !== null && { managerId: item.manager_id }), ...(item.author_user === null && { by: 'customer' as const }) } }];
    // Erased between the two statements.
    return [];
  });
}

function authorOf({ author_user, author_manager_id, author_name }: ItemRow): Author {
  return { ...(author_user !== null && { userId: author_user }), ...(author_manager_id !== null && { managerId: author_manager_id }), name: author_name ?? '' };
}
