import type { Message } from '../update/schema.js';

/** Members that somebody wrote or sent. */
const CONTENT = [
  'text', 'caption', 'photo', 'document', 'voice', 'audio', 'video', 'video_note', 'animation', 'live_photo', 'sticker', 'paid_media', 'contact', 'location', 'venue',
  'dice', 'poll', 'game', 'story', 'checklist', 'web_app_data', 'invoice', 'successful_payment', 'users_shared', 'chat_shared', 'rich_message',
] as const;

/** Members that say how, where and by whom, not what. */
const FRAME: ReadonlySet<string> = new Set([
  'message_id', 'date', 'chat', 'from', 'sender_chat', 'sender_boost_count', 'sender_business_bot', 'sender_tag', 'business_connection_id', 'message_thread_id', 'is_topic_message',
  'is_automatic_forward', 'is_from_offline', 'is_paid_post', 'edit_date', 'media_group_id', 'forward_origin', 'reply_to_message', 'external_reply', 'quote',
  'reply_to_story', 'reply_to_checklist_task_id', 'via_bot', 'has_protected_content', 'author_signature', 'paid_star_count', 'entities', 'caption_entities',
  'link_preview_options', 'show_caption_above_media', 'has_media_spoiler', 'effect_id', 'reply_markup', 'direct_messages_topic', 'suggested_post_info', 'guest_query_id',
  'forward_from', 'forward_from_chat', 'forward_from_message_id', 'forward_signature', 'forward_sender_name', 'forward_date', 'reactions', 'user', 'actor_chat',
  'old_reaction', 'new_reaction',
]);

/** Members that Telegram writes itself when something happens in a chat. */
const SERVICE =
  /^(new_chat_|left_chat_|delete_chat_|group_chat_|supergroup_chat_|channel_chat_|chat_(owner|background|set)|message_auto_delete|migrate_|pinned_|connected_|write_access|passport_data|proximity_|boost_|forum_|general_forum|giveaway|video_chat_|voice_chat_|gift|unique_gift|refunded_|paid_message|suggested_post_|direct_message_price|checklist_tasks|poll_option|managed_bot)/;

export function hasContent(message: Message): boolean {
  return CONTENT.some((name) => message[name] !== undefined) || unknownKindOf(message) !== undefined;
}

/** Name of what happened in the chat, if the message only tells that. */
export function serviceKindOf(message: Message): string | undefined {
  if (CONTENT.some((name) => message[name] !== undefined)) return undefined;
  return Object.keys(message).find((name) => SERVICE.test(name));
}

/** Name of what somebody sent that this version doesn't know. */
export function unknownKindOf(message: Message): string | undefined {
  return Object.keys(message).find((name) => !FRAME.has(name) && !SERVICE.test(name) && !CONTENT.some((known) => known === name));
}
