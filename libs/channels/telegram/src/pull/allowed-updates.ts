/** What we ask Telegram for: all that customers do, and what tells whether they can be reached. */
export const ALLOWED_UPDATES: readonly string[] = [
  'message', 'edited_message', 'channel_post', 'edited_channel_post', 'business_connection', 'business_message', 'edited_business_message', 'deleted_business_messages',
  'guest_message', 'message_reaction', 'inline_query', 'chosen_inline_result', 'callback_query', 'shipping_query', 'pre_checkout_query', 'purchased_paid_media',
  'poll', 'poll_answer', 'my_chat_member', 'chat_join_request',
];
