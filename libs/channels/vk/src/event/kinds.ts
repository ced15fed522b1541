/** An event that VK never sends: our own probe. */
export const PROBE_KIND = 'tributary_probe';

export const MESSAGE_KINDS = ['message_new', 'message_edit', 'message_reply'] as const;
export type MessageKind = (typeof MESSAGE_KINDS)[number];

/** Kinds of event whose content is a comment, and on what. */
export const COMMENT_KINDS = {
  wall_reply_new: 'wall', wall_reply_edit: 'wall', wall_reply_restore: 'wall',
  photo_comment_new: 'photo', photo_comment_edit: 'photo', photo_comment_restore: 'photo',
  video_comment_new: 'video', video_comment_edit: 'video', video_comment_restore: 'video',
  market_comment_new: 'market', market_comment_edit: 'market', market_comment_restore: 'market',
  board_post_new: 'board', board_post_edit: 'board', board_post_restore: 'board',
} as const;
export type CommentKind = keyof typeof COMMENT_KINDS;

export const ORDER_KINDS = ['market_order_new', 'market_order_edit'] as const;

/** Why an event is no lead that says nothing but that something happened. */
export const REASONS: Readonly<Record<string, string>> = {
  message_allow: 'messages-allowed',
  message_deny: 'messages-denied',
  message_read: 'read',
  message_typing_state: 'typing',
  message_reaction_event: 'reaction',
  wall_reply_delete: 'messages-deleted',
  photo_comment_delete: 'messages-deleted',
  video_comment_delete: 'messages-deleted',
  market_comment_delete: 'messages-deleted',
  board_post_delete: 'messages-deleted',
  like_add: 'reaction',
  like_remove: 'reaction',
  poll_vote_new: 'poll',
  group_join: 'member-change',
  group_leave: 'member-change',
  user_block: 'member-change',
  user_unblock: 'member-change',
  group_officers_edit: 'community-activity',
  group_change_settings: 'community-activity',
  group_change_photo: 'community-activity',
  wall_post_new: 'community-activity',
  wall_repost: 'community-activity',
  photo_new: 'community-activity',
  video_new: 'community-activity',
  audio_new: 'community-activity',
  app_payload: 'app-data',
  vkpay_transaction: 'payment',
  donut_subscription_create: 'payment',
  donut_subscription_prolonged: 'payment',
  donut_subscription_expired: 'payment',
  donut_subscription_cancelled: 'payment',
  donut_subscription_price_changed: 'payment',
  donut_money_withdraw: 'payment',
  donut_money_withdraw_error: 'payment',
};

/** What we ask VK for: all that customers do, and what tells whether they can be reached. */
export const SUBSCRIBED: readonly string[] = [
  ...MESSAGE_KINDS, ...ORDER_KINDS, 'message_allow', 'message_deny', 'message_read', 'message_event', 'lead_forms_new',
  ...Object.keys(COMMENT_KINDS), 'wall_reply_delete', 'photo_comment_delete', 'video_comment_delete', 'market_comment_delete', 'board_post_delete',
  'group_join', 'group_leave', 'user_block', 'user_unblock', 'vkpay_transaction',
];
