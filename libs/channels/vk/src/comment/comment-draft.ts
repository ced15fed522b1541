import { assemble, type ContactFacts, type MessagePiece } from '@tributary/channel';
import type { Context } from '../event/context.js';
import { COMMENT_KINDS, type CommentKind } from '../event/kinds.js';
import type { Comment } from '../event/schema.js';
import type { Understood } from '../event/to-draft.js';
import { contentsOf } from '../message/contents.js';
import { identitiesOf, nameWanted, senderOf } from '../people.js';

/** By which a contact is known as a comment. */
export const COMMENT_MEDIUM = 'comment';

/** A comment on a post, photo, video or product, or in a discussion, new or changed, to a contact of one piece. */
export function commentDraft(kind: CommentKind, comment: Comment, context: Context): Understood {
  const { text, found } = contentsOf(comment.text, comment.attachments, [], context);
  const place = placeOf(kind, comment, context);
  const reason = reasonOf(comment, text !== '' || found.length > 0, context);
  const piece: MessagePiece = { id: String(comment.id), version: versionOf(kind, comment, context), text, files: found.map(({ file }) => file) };
  const facts: ContactFacts = {
    occurredAt: new Date(comment.date * 1_000),
    sequence: BigInt(Math.max(0, comment.id)),
    identities: reason === 'own' ? [] : identitiesOf(comment.from_id),
    sender: senderOf(comment.from_id, context),
    conversation: { kind: 'comments' },
    ...assemble([piece]),
    attribution: { utm: { source: 'vk', medium: COMMENT_MEDIUM }, pageUrl: place.url },
    ...(reason && { notLeadReason: reason }),
    content: { kind: 'message', pieces: [piece] },
  };
  return {
    contact: { externalId: `${context.groupId}:${place.name}:comment:${comment.id}`, conversationId: `${place.name}:${comment.from_id}`, facts },
    wanted: reason ? [] : [...found.filter(({ file }) => !file.problem).map(({ url, file: { key } }) => ({ key, want: { kind: 'file' as const, url } })), ...nameWanted(comment.from_id, context)],
  };
}

function reasonOf({ from_id }: Comment, hasContent: boolean, { groupId, comments }: Context): string | undefined {
  if (from_id === -groupId) return 'own';
  if (from_id <= 0) return 'another-bot';
  if (!hasContent) return 'empty-message';
  return comments ? undefined : 'comments-off';
}

/** What it is on, as VK names it: "wall-1_2", and where that can be seen. */
function placeOf(kind: CommentKind, comment: Comment, { groupId }: Context): { readonly name: string; readonly url: string } {
  const { owner_id, post_id, post_owner_id, photo_id, photo_owner_id, video_id, video_owner_id, item_id, market_owner_id, topic_id, topic_owner_id } = comment;
  const named = (type: string, owner: number | undefined, id: number | undefined) => `${type}${owner ?? owner_id ?? -groupId}_${id ?? 0}`;
  const on = COMMENT_KINDS[kind];
  const wall = named('wall', post_owner_id, post_id);
  if (on === 'wall') return { name: wall, url: `https://vk.com/${wall}?reply=${comment.id}` };
  const market = named('market', market_owner_id, item_id);
  if (on === 'market') return { name: market, url: `https://vk.com/market${market_owner_id ?? owner_id ?? -groupId}?w=${market.replace('market', 'product')}` };
  const name = on === 'photo' ? named(on, photo_owner_id, photo_id) : on === 'video' ? named(on, video_owner_id, video_id) : named('topic', topic_owner_id, topic_id);
  return { name, url: `https://vk.com/${name}` };
}

/** VK tells no time of a change: what came later, counts. */
function versionOf(kind: CommentKind, { date }: Comment, { receivedAt }: Context): bigint {
  return BigInt(kind.endsWith('_new') ? date * 1_000 : Math.max(date * 1_000 + 1, receivedAt.getTime()));
}
