import { z } from 'zod';
import { MailSettings, TelegramSettings, type WayKind, WebhookSettings } from '../send/settings.js';

const NAME = { name: z.string().trim().min(1).max(100), locale: z.enum(['ru', 'en']).default('en'), enabled: z.boolean().default(true) };
export const NewTarget = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('mail'), ...NAME, settings: MailSettings }),
  z.strictObject({ kind: z.literal('telegram'), ...NAME, settings: TelegramSettings }),
  z.strictObject({ kind: z.literal('webhook'), ...NAME, settings: WebhookSettings }),
]);
export type NewTarget = z.infer<typeof NewTarget>;

export const TargetChange = z.strictObject({
  name: NAME.name.optional(),
  locale: z.enum(['ru', 'en']).optional(),
  enabled: z.boolean().optional(),
  settings: z.record(z.string().max(40), z.unknown()).optional(),
});
export type TargetChange = z.infer<typeof TargetChange>;

export type TargetKind = WayKind;
export type Target = NewTarget & { readonly id: string };
