import { z } from 'zod';
import { ChatId, HttpUrl, MailAddress, MASK, WebhookSecret } from '../send/settings.js';
import { isTimeZone, type QuietHours } from './quiet-hours.js';

/** What a manager may be told of: kinds of the feed without their `lead.`. */
export const NOTICE_KINDS = ['opened', 'joined', 'transferred', 'assigned', 'escalated', 'offered', 'reminded', 'taken', 'closed'] as const;
export type NoticeKind = (typeof NOTICE_KINDS)[number];
const USUAL_KINDS: readonly NoticeKind[] = ['opened', 'joined', 'transferred', 'assigned', 'escalated', 'offered', 'reminded'];

const MOST_WAYS = 10;
const MOST_WAITING = 100;
const Clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);

const Quiet: z.ZodType<QuietHours> = z
  .strictObject({
    from: Clock,
    to: Clock,
    /** Of the evening on which they begin, 1 for Monday; all when left out. */
    days: z.array(z.int().min(1).max(7)).min(1).max(7).optional(),
  })
  // From an hour to the same is a whole day; each day whole would never end.
  .refine(({ from, to, days }) => from !== to || (days !== undefined && new Set(days).size < 7), { path: ['to'], params: { code: 'quiet-for-ever' } });

/** By which a manager is told. A secret that is not sent, or sent masked, stays as it is for the same address. */
export const NewWay = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('mail'), address: MailAddress }),
  z.strictObject({ kind: z.literal('telegram'), chatId: ChatId }),
  z.strictObject({ kind: z.literal('webhook'), url: HttpUrl, secret: WebhookSecret.or(z.literal(MASK)).optional() }),
]);
export type NewWay = z.infer<typeof NewWay>;

export const NewRecipient = z.strictObject({
  /** As in the address. */
  managerId: z.string().optional(),
  locale: z.enum(['ru', 'en']).default('ru'),
  timeZone: z.string().max(60).refine(isTimeZone, { params: { code: 'time-zone' } }).default('Europe/Moscow'),
  quietHours: Quiet.optional(),
  /** More of them waiting for one way make one message. */
  digestAfter: z.int().min(1).max(MOST_WAITING).default(5),
  ways: z.array(NewWay).max(MOST_WAYS).refine((ways) => new Set(ways.map(wayKey)).size === ways.length, { params: { code: 'way-twice' } }),
  kinds: z.array(z.enum(NOTICE_KINDS)).max(NOTICE_KINDS.length).default([...USUAL_KINDS]),
  /** Shown, never changed by this. */
  available: z.unknown().optional(),
});
export type NewRecipient = z.infer<typeof NewRecipient>;

/** How a manager wants to be told, without secrets. */
export type Recipient = Omit<NewRecipient, 'managerId' | 'available' | 'ways'> & { readonly managerId: string; readonly ways: readonly Way[] };
export type Way = { readonly kind: 'mail'; readonly address: string } | { readonly kind: 'telegram'; readonly chatId: string } | { readonly kind: 'webhook'; readonly url: string };

/** Which way it is, as deliveries name it: a change of its secret leaves it the same. */
export function wayKey(way: Way | NewWay): string {
  return `${way.kind}:${addressOf(way)}`;
}

/** Where it goes, for a person. */
export function addressOf(way: Way | NewWay): string {
  switch (way.kind) {
    case 'mail': return way.address.toLowerCase();
    case 'telegram': return way.chatId;
    case 'webhook': return way.url;
  }
}

/** What holds for a manager who never said anything. */
export function usualRecipient(managerId: string): Recipient {
  const { managerId: _, available: __, ways: ___, ...usual } = NewRecipient.parse({ ways: [] });
  return { ...usual, managerId, ways: [] };
}
