import { z } from 'zod';

/** A secret that was kept; sent back it changes nothing. */
export const MASK = '••••••';

const Text = z.string().min(1).max(300);
/** Without a name and password in it: those would be shown. */
const HttpUrl = z.url({ protocol: /^https?$/ }).max(1_000).refine((text) => new URL(text).username === '' && new URL(text).password === '');

/** What can't be read as base64 would fail at each message. */
function isKey(secret: string): boolean {
  return secret.slice('whsec_'.length).length % 4 === 0;
}

export const MailSettings = z.strictObject({
  host: Text,
  port: z.int().min(1).max(65_535).default(587),
  /** TLS from the first byte; otherwise STARTTLS where the server offers it. */
  secure: z.boolean().default(false),
  user: Text.optional(),
  password: z.string().min(1).max(1_000).optional(),
  from: z.email().max(300),
  to: z.email().max(300),
});
export const TelegramSettings = z.strictObject({
  token: z.string().regex(/^\d+:[\w-]{5,100}$/),
  chatId: z.string().regex(/^(-?\d{1,20}|@\w{1,64})$/),
  apiRoot: HttpUrl.default('https://api.telegram.org'),
});
export const WebhookSettings = z.strictObject({
  url: HttpUrl,
  /** As Standard Webhooks have it: `whsec_` and base64 of 24 to 64 bytes. */
  secret: z.string().regex(/^whsec_[A-Za-z0-9+/]{32,88}={0,2}$/).refine(isKey),
});

const NAME = { name: z.string().trim().min(1).max(100), locale: z.enum(['ru', 'en']).default('en'), enabled: z.boolean().default(true) };
export const NewTarget = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('mail'), ...NAME, settings: MailSettings }),
  z.strictObject({ kind: z.literal('telegram'), ...NAME, settings: TelegramSettings }),
  z.strictObject({ kind: z.literal('webhook'), ...NAME, settings: WebhookSettings }),
]);
export type NewTarget = z.infer<typeof NewTarget>;
export type TargetKind = NewTarget['kind'];

export const TargetChange = z.strictObject({
  name: NAME.name.optional(),
  locale: z.enum(['ru', 'en']).optional(),
  enabled: z.boolean().optional(),
  settings: z.record(z.string().max(40), z.unknown()).optional(),
});
export type TargetChange = z.infer<typeof TargetChange>;

/** The one secret of each kind, and the settings that say to whom it is sent. */
export const SECRET: Readonly<Record<TargetKind, { readonly name: string; readonly boundTo: readonly string[] }>> = {
  mail: { name: 'password', boundTo: ['host', 'port', 'secure'] },
  telegram: { name: 'token', boundTo: ['apiRoot'] },
  webhook: { name: 'secret', boundTo: [] },
};

export type Target = NewTarget & { readonly id: string };
