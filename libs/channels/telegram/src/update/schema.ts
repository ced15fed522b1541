import { z } from 'zod';

/** Ids have up to 52 significant bits. */
const id = z.int();
/** Seconds since 1970. */
const date = z.int().min(0).max(4_102_444_800);
const word = z.string().max(4_096);
const longText = z.string().max(100_000);

export const userSchema = z.object({
  id,
  is_bot: z.boolean().default(false),
  first_name: word.default(''),
  last_name: word.optional(),
  username: word.optional(),
  language_code: word.optional(),
});

export const chatSchema = z.object({
  id,
  type: z.enum(['private', 'group', 'supergroup', 'channel']),
  title: word.optional(),
  username: word.optional(),
  first_name: word.optional(),
  last_name: word.optional(),
});

const entitySchema = z.object({ type: word, offset: z.int().min(0), length: z.int().min(0), url: word.optional(), user: userSchema.optional() });

const fileSchema = z.object({
  file_id: word.min(1),
  file_unique_id: word.default(''),
  file_size: z.int().min(0).optional(),
  file_name: word.optional(),
  mime_type: word.optional(),
  duration: z.number().optional(),
});

const photoSchema = z.array(fileSchema).max(100);
const stickerSchema = fileSchema.extend({ emoji: word.optional(), is_animated: z.boolean().optional(), is_video: z.boolean().optional() });
const locationSchema = z.object({ latitude: z.number(), longitude: z.number(), live_period: z.int().optional() });
const moneySchema = { currency: word, total_amount: z.int() };
const addressSchema = z.object({ country_code: word, state: word, city: word, street_line1: word, street_line2: word, post_code: word });

export const orderInfoSchema = z.object({
  name: word.optional(),
  phone_number: word.optional(),
  email: word.optional(),
  shipping_address: addressSchema.optional(),
});

const originSchema = z.object({
  type: word,
  sender_user: userSchema.optional(),
  sender_user_name: word.optional(),
  sender_chat: chatSchema.optional(),
  chat: chatSchema.optional(),
});

/** What the message that is answered tells us; it nests no further. */
const repliedSchema = z.object({ message_id: id, from: userSchema.optional() });

const buttonSchema = z.object({ text: word, callback_data: word.optional() });

const messageFields = z.object({
  message_id: id,
  date,
  chat: chatSchema,
  from: userSchema.optional(),
  sender_chat: chatSchema.optional(),
  sender_business_bot: userSchema.optional(),
  business_connection_id: word.optional(),
  message_thread_id: id.optional(),
  is_topic_message: z.boolean().optional(),
  is_automatic_forward: z.boolean().optional(),
  is_from_offline: z.boolean().optional(),
  edit_date: date.optional(),
  media_group_id: word.optional(),
  forward_origin: originSchema.optional(),
  reply_to_message: repliedSchema.optional(),
  text: longText.optional(),
  entities: z.array(entitySchema).max(1_000).optional(),
  caption: longText.optional(),
  caption_entities: z.array(entitySchema).max(1_000).optional(),
  photo: photoSchema.optional(),
  document: fileSchema.optional(),
  voice: fileSchema.optional(),
  audio: fileSchema.extend({ performer: word.optional(), title: word.optional() }).optional(),
  video: fileSchema.optional(),
  video_note: fileSchema.optional(),
  animation: fileSchema.optional(),
  sticker: stickerSchema.optional(),
  paid_media: z.object({ star_count: z.int(), paid_media: z.array(z.object({ type: word, photo: photoSchema.optional(), video: fileSchema.optional() })) }).optional(),
  contact: z.object({ phone_number: word, first_name: word.default(''), last_name: word.optional(), user_id: id.optional() }).optional(),
  location: locationSchema.optional(),
  venue: z.object({ location: locationSchema, title: word, address: word }).optional(),
  dice: z.object({ emoji: word, value: z.int() }).optional(),
  poll: z.object({ question: word, options: z.array(z.object({ text: word })) }).optional(),
  game: z.object({ title: word }).optional(),
  story: z.object({ chat: chatSchema }).optional(),
  checklist: z.object({ title: word, tasks: z.array(z.object({ text: word })) }).optional(),
  web_app_data: z.object({ data: longText, button_text: word }).optional(),
  invoice: z.object({ title: word, ...moneySchema }).optional(),
  successful_payment: z.object({ ...moneySchema, order_info: orderInfoSchema.optional() }).optional(),
  users_shared: z.object({ users: z.array(z.object({ user_id: id, first_name: word.optional(), last_name: word.optional(), username: word.optional() })).default([]) }).optional(),
  chat_shared: z.object({ chat_id: id, title: word.optional() }).optional(),
  new_chat_title: word.optional(),
  migrate_to_chat_id: id.optional(),
  migrate_from_chat_id: id.optional(),
  reply_markup: z.object({ inline_keyboard: z.array(z.array(buttonSchema)).optional() }).optional(),
});

/** Members that this version doesn't know stay: they say what kind of service message it is. */
export const messageSchema = messageFields.loose();

const memberSchema = z.object({ status: word, user: userSchema, is_member: z.boolean().optional(), can_send_messages: z.boolean().optional() });

/** Who a boost is from, where Telegram tells. */
const boosterSchema = z.looseObject({ user: userSchema.optional() });

/** Any update: an id, and at most one other member. */
export const updateSchema = z.looseObject({ update_id: id });

/** Members of the updates that are no messages, as far as they are used. */
export const eventSchema = z.looseObject({
  id: z.union([word, id]).optional(),
  chat: chatSchema.optional(),
  from: userSchema.optional(),
  user: userSchema.optional(),
  date: date.optional(),
  message: z.object({ message_id: id, chat: chatSchema, reply_markup: messageFields.shape.reply_markup }).optional(),
  data: word.optional(),
  query: word.optional(),
  old_chat_member: memberSchema.optional(),
  new_chat_member: memberSchema.optional(),
  new_reaction: z.array(z.looseObject({ type: word, emoji: word.optional() })).optional(),
  business_connection_id: word.optional(),
  currency: word.optional(),
  total_amount: z.int().optional(),
  order_info: orderInfoSchema.optional(),
  shipping_address: addressSchema.optional(),
  bio: word.optional(),
  boost: z.looseObject({ source: boosterSchema.optional() }).optional().catch(undefined),
  source: boosterSchema.optional().catch(undefined),
  poll_id: word.optional(),
});

export type User = z.output<typeof userSchema>;
export type Chat = z.output<typeof chatSchema>;
export type Entity = z.output<typeof entitySchema>;
export type TelegramFile = z.output<typeof fileSchema>;
export type Message = z.output<typeof messageSchema>;
export type TelegramEvent = z.output<typeof eventSchema>;
export type OrderInfo = z.output<typeof orderInfoSchema>;
