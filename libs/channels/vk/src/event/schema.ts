import { z } from 'zod';

/** Users are positive, communities negative, chats 2000000000 and more. */
const id = z.int();
/** Seconds since 1970. */
const date = z.int().min(0).max(4_102_444_800);
const word = z.string().max(4_096);
const longText = z.string().max(100_000);

/** `{type: "photo", photo: {…}}`; what stands in it is read by its kind, and one that is odd spoils no message. */
const attachmentSchema = z.looseObject({ type: word });
const attachments = z.array(attachmentSchema).max(1_000).nullish().transform((list) => list ?? []);

const geoSchema = z.object({
  coordinates: z.object({ latitude: z.number(), longitude: z.number() }).optional(),
  place: z.object({ title: word.optional() }).optional(),
});

/** A message; members that this version doesn't read pass. */
export const messageSchema = z.object({
  /** 0 where only the number within the conversation counts. */
  id: id.default(0),
  date,
  peer_id: id,
  from_id: id,
  text: longText.default(''),
  out: id.optional(),
  conversation_message_id: id.min(0).optional(),
  attachments,
  /** Each a message by itself, that may forward others. */
  fwd_messages: z.array(z.unknown()).max(1_000).nullish().transform((list) => list ?? []),
  reply_message: z.object({ from_id: id.optional(), text: longText.optional() }).nullish(),
  geo: geoSchema.nullish(),
  payload: longText.nullish(),
  ref: word.nullish(),
  ref_source: word.nullish(),
  random_id: id.nullish(),
  action: z.looseObject({ type: word, text: word.optional().catch(undefined) }).nullish(),
  admin_author_id: id.nullish(),
  update_time: date.nullish(),
  is_cropped: z.boolean().nullish(),
});

/** What of a forwarded message is shown. */
export const forwardedSchema = z.object({ from_id: id.default(0), text: longText.default(''), attachments, fwd_messages: z.array(z.unknown()).default([]) });

/** A comment on anything; where it stands is told by other members for each kind. */
export const commentSchema = z.object({
  id,
  from_id: id,
  date,
  text: longText.default(''),
  attachments,
  owner_id: id.optional(),
  post_id: id.optional(),
  post_owner_id: id.optional(),
  photo_id: id.optional(),
  photo_owner_id: id.optional(),
  video_id: id.optional(),
  video_owner_id: id.optional(),
  item_id: id.optional(),
  market_owner_id: id.optional(),
  topic_id: id.optional(),
  topic_owner_id: id.optional(),
});

const answerSchema = z.object({ key: word.default(''), question: word.default(''), answer: z.union([longText, z.array(longText)]).default('') });

export const leadFormSchema = z.object({
  lead_id: id,
  user_id: id,
  form_id: id.optional(),
  form_name: word.default(''),
  ad_id: id.optional(),
  answers: z.array(answerSchema).max(500).default([]),
});

const moneySchema = z.object({ amount: z.coerce.string().max(40), currency: z.object({ name: word.default('RUB') }).optional() });

export const orderSchema = z.object({
  id,
  user_id: id,
  date: date.optional(),
  status: id.default(0),
  display_order_id: z.coerce.string().max(200).optional(),
  total_price: moneySchema.optional(),
  comment: longText.default(''),
  address: word.optional(),
  delivery: z.object({ address: word.optional(), type: word.optional() }).optional(),
  recipient: z.object({ name: word.optional(), phone: word.optional() }).optional(),
  preview_order_items: z.array(z.object({ title: word.default(''), quantity: z.number().default(1) })).max(1_000).default([]),
});

/** Members of all other events, as far as they are used; one of another shape is as good as none. */
export const eventSchema = z.looseObject({
  user_id: id.optional().catch(undefined),
  from_id: id.optional().catch(undefined),
  deleter_id: id.optional().catch(undefined),
  liker_id: id.optional().catch(undefined),
  peer_id: id.optional().catch(undefined),
  date: date.optional().catch(undefined),
  event_id: word.optional().catch(undefined),
  payload: z.unknown().optional(),
  read_message_id: id.optional().catch(undefined),
});

export type Attachment = z.output<typeof attachmentSchema>;
export type Message = z.output<typeof messageSchema>;
export type Comment = z.output<typeof commentSchema>;
export type LeadForm = z.output<typeof leadFormSchema>;
export type Order = z.output<typeof orderSchema>;
export type VkEvent = z.output<typeof eventSchema>;
